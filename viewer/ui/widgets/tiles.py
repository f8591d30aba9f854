"""How the rows of the thumbnail list are painted."""

from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.kinds.labels import class_name
from viewer.text import tr
from viewer.ui.widgets.colours import Colours, colours, viewport_colours
from viewer.ui.widgets.kind_symbols import paint_symbol

THUMBNAIL = (152, 92)
"""Width and height of a tile's picture in logical pixels."""
EDGE = 8
TILE_GAP = 4
SMALL_PX = 12
SYMBOL = 40
ROW_ROLE = Qt.ItemDataRole.UserRole


class TileDelegate(QStyledItemDelegate):
    """A patient's name, a study's line, or a tile: picture, modality, count, label."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = index.data(ROW_ROLE)
        height = QFontMetrics(option.font).height()
        if row.kind == "patient":
            return QSize(0, 2 * height + 4 * EDGE)
        if row.kind == "study":
            return QSize(0, height + 2 * EDGE + 4)
        return QSize(0, THUMBNAIL[1] + height + 4 * EDGE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row, chosen = index.data(ROW_ROLE), colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        if row.kind == "patient":
            _paint_patient(painter, area, row, chosen, option.font)
        elif row.kind == "study":
            _paint_study(painter, area, row, chosen, option.font)
        else:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            tile = area.adjusted(EDGE, TILE_GAP, -EDGE, -TILE_GAP)
            _paint_tile(painter, tile, row, chosen, focused or hovered)
            _paint_label(painter, tile, row, chosen, option.font)
        painter.restore()


def _paint_patient(
    painter: QPainter, area: QRect, row: Any, chosen: Colours, font: QFont
) -> None:
    inside = area.adjusted(2 * EDGE, EDGE, -2 * EDGE, 0)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    height = QFontMetrics(bold).height()
    _text(painter, inside, row.title, chosen.text, bold)
    inside.translate(0, height + 4)
    colour = chosen.warning if row.warning else chosen.faint
    _text(painter, inside, row.detail, colour, _small(font))


def _paint_study(
    painter: QPainter, area: QRect, row: Any, chosen: Colours, font: QFont
) -> None:
    painter.setPen(QPen(QColor(chosen.line), 1))
    painter.drawLine(area.left() + EDGE, area.top(), area.right() - EDGE, area.top())
    inside = area.adjusted(2 * EDGE, EDGE, -2 * EDGE, 0)
    small = _small(font)
    width = QFontMetrics(small).horizontalAdvance(row.detail) + EDGE
    _text(painter, inside.adjusted(0, 0, -width, 0), row.title, chosen.secondary, small)
    painter.setPen(QColor(chosen.faint))
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight), row.detail)


def _paint_tile(
    painter: QPainter, tile: QRect, row: Any, chosen: Colours, lit: bool
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(chosen.hover if lit else chosen.raised))
    if row.active:
        painter.setPen(QPen(QColor(chosen.accent), 2))
    elif row.shown:
        painter.setPen(QPen(QColor(chosen.faint), 1))
    painter.drawRoundedRect(tile.adjusted(1, 1, -1, -1), 8, 8)
    box = QRect(tile.left() + 6, tile.top() + 6, tile.width() - 12, THUMBNAIL[1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(viewport_colours().viewport))
    painter.drawRoundedRect(box, 4, 4)
    if row.pixmap is not None:
        painter.drawPixmap(_fitted(box, row.pixmap), row.pixmap)
    else:
        _paint_no_picture(painter, box, row)
    _paint_tag(painter, box, row.head, left=True)
    _paint_tag(painter, box, row.detail, left=False, top=False)
    _paint_tag(painter, box, f"★ {row.keys}" if row.keys else "", left=False)
    paint_state(painter, box, row.state)


def _paint_no_picture(painter: QPainter, box: QRect, row: Any) -> None:
    faint = viewport_colours().faint
    painter.setPen(QColor(faint))
    if row.display_set.view == "stack":
        text = tr("No picture") if row.failed else ""
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return
    left = box.center().x() - SYMBOL / 2
    area = QRectF(left, box.top() + 22, SYMBOL, SYMBOL)
    paint_symbol(painter, area, row.display_set.view, faint)
    name = class_name(row.display_set.first) or tr("Unknown SOP Class")
    inside = box.adjusted(6, 0, -6, -6)
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, inside.width())
    below = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
    painter.drawText(inside, int(below), shown)


def _paint_tag(
    painter: QPainter, box: QRect, text: str, left: bool, top: bool = True
) -> None:
    if not text:
        return
    font = _small(painter.font())
    painter.setFont(font)
    metrics = QFontMetrics(font)
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height()
    x = box.left() + 4 if left else box.right() - 3 - width
    y = box.top() + 4 if top else box.bottom() - 3 - height
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(x, y, width, height, 3, 3)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(
        QRect(x, y, width, height), int(Qt.AlignmentFlag.AlignCenter), text
    )


def paint_state(painter: QPainter, box: QRect, state: str) -> None:
    """In the last corner: a dot for what is new, a tick, dots, or a cross."""
    font = _small(painter.font())
    width = QFontMetrics(font).height()
    area = QRect(box.left() + 4, box.bottom() - 3 - width, width, width)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(area, 3, 3)
    pen = QPen(QColor("#ffffff"), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle, reach = QPointF(area.center()) + QPointF(0.5, 0.5), width / 4
    for start, end in _STROKES[state]:
        painter.drawLine(
            middle + QPointF(*start) * reach, middle + QPointF(*end) * reach
        )


_Stroke = tuple[tuple[float, float], tuple[float, float]]
_STROKES: dict[str, tuple[_Stroke, ...]] = {
    "not viewed": (((-0.3, 0), (0.3, 0)), ((0, -0.3), (0, 0.3))),
    "viewed": (((-1, 0.1), (-0.3, 0.8)), ((-0.3, 0.8), (1, -0.7))),
    "loading": (((-1, 0), (-1, 0)), ((0, 0), (0, 0)), ((1, 0), (1, 0))),
    "failed": (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8))),
}


def _paint_label(
    painter: QPainter, tile: QRect, row: Any, chosen: Colours, font: QFont
) -> None:
    label = QRect(
        tile.left() + EDGE,
        tile.top() + THUMBNAIL[1] + 10,
        tile.width() - 2 * EDGE,
        QFontMetrics(font).height() + 2,
    )
    _text(painter, label, row.title, chosen.text, font)


def _fitted(box: QRect, pixmap: QPixmap) -> QRect:
    size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = box.left() + (box.width() - size.width()) // 2
    top = box.top() + (box.height() - size.height()) // 2
    return QRect(left, top, size.width(), size.height())


def _text(painter: QPainter, area: QRect, text: str, colour: str, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(font)
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
    painter.drawText(area, int(flags), elided)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(round(SMALL_PX * max(font.pixelSize(), 13) / 13))
    return small
