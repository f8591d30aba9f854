"""Paints a line of the header: tag over VR at the left, name over value beside it.

Two lines for each element, so that in a narrow panel the value keeps its width.
"""

from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QPainter,
    QPolygonF,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.dicom.elements import ElementRow, shown_name
from viewer.text import tr
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.element_model import ElementModel
from viewer.ui.widgets.element_outline import Line

MARGIN = 8
INDENT = 12
DEEPEST_INDENT = 8
PAINTED_CHARACTERS = 400
STALE_OPACITY = 0.45
_SMALLER = 12 / 13
_MONOSPACED = 11 / 13


class ElementDelegate(QStyledItemDelegate):
    """Draws every line by itself; the fonts follow the view's."""

    def __init__(self, model: ElementModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.stale = False
        self.set_font(QFont())

    def set_font(self, font: QFont) -> None:
        """Take sizes from the view's font."""
        self._value_font = QFont(font)
        self._name_font = _scaled(font, _SMALLER)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(_pixels(font))
        self._tag_font = _scaled(fixed, _MONOSPACED)
        self._heading_font = QFont(font)
        self._heading_font.setWeight(QFont.Weight.DemiBold)
        self._name_metrics = QFontMetrics(self._name_font)
        self._value_metrics = QFontMetrics(self._value_font)
        tag_metrics = QFontMetrics(self._tag_font)
        self._tag_width = tag_metrics.horizontalAdvance("0000,0000") + MARGIN + 4

    @property
    def row_height(self) -> int:
        """Height of an element's two lines."""
        return self._name_metrics.height() + self._value_metrics.height() + 9

    @property
    def heading_height(self) -> int:
        """Height of a heading with the space above it."""
        return max(28, self._value_metrics.height() + 14)

    def value_width(self, line: Line, width: int) -> int:
        """Room for the value in a line of that width."""
        return width - self._left_of_text(line) - MARGIN

    def is_cut(self, line: Line, width: int) -> bool:
        """The value does not fit a line of that width."""
        text = self._model.value_text(line)[:PAINTED_CHARACTERS]
        room = self.value_width(line, width)
        return self._value_metrics.horizontalAdvance(text) > room

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = self._model.line(index.row())
        if line is None:
            return
        painter.save()
        if self.stale:
            painter.setOpacity(STALE_OPACITY)
        rect: QRect = option.rect
        inks = _inks(bool(option.state & QStyle.StateFlag.State_Selected))
        self._paint_ground(painter, option, rect, index.row(), line)
        if line.row < 0:
            self._paint_heading(painter, rect, line, inks)
        else:
            self._paint_element(painter, rect, line, inks)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        number: int,
        line: Line,
    ) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours().accent_fill))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours().hover))
        elif number % 2 and line.row >= 0:
            painter.fillRect(rect, QColor(colours().alternate))
        painter.setPen(QColor(colours().line))
        for level in range(min(line.depth, DEEPEST_INDENT)):
            x = rect.left() + self._tag_width + INDENT * level + MARGIN + 3
            painter.drawLine(x, rect.top(), x, rect.bottom())

    def _paint_heading(
        self, painter: QPainter, rect: QRect, line: Line, inks: "_Inks"
    ) -> None:
        text = rect.adjusted(MARGIN + 14, 6, -MARGIN, 0)
        middle = text.center().y() + 1
        _paint_arrow(painter, rect.left() + MARGIN, middle, line.is_open, inks.heading)
        painter.setFont(self._heading_font)
        painter.setPen(inks.heading)
        painter.drawText(text, _LEFT_MIDDLE, self._model.heading(line))

    def _paint_element(
        self, painter: QPainter, rect: QRect, line: Line, inks: "_Inks"
    ) -> None:
        row = self._model.outline.rows[line.row]
        upper = QRect(rect.left(), rect.top() + 4, 0, self._name_metrics.height())
        lower = QRect(rect.left(), upper.bottom() + 1, 0, self._value_metrics.height())
        painter.setFont(self._tag_font)
        painter.setPen(inks.tag)
        for place, text in ((upper, row.tag.strip("()")), (lower, row.vr)):
            place.setLeft(rect.left() + MARGIN)
            place.setWidth(self._tag_width)
            painter.drawText(place, _LEFT_MIDDLE, text)
            place.setLeft(rect.left() + self._left_of_text(line))
            place.setRight(rect.right() - MARGIN)
        if line.unfolds:
            middle = upper.center().y() + 1
            _paint_arrow(painter, upper.left(), middle, line.is_open, inks.name)
            upper.setLeft(upper.left() + 14)
        painter.setPen(inks.name)
        painter.setFont(self._name_font)
        cut = Qt.TextElideMode.ElideRight
        name = self._name_metrics.elidedText(shown_name(row), cut, upper.width())
        painter.drawText(upper, _LEFT_MIDDLE, name)
        text = self._model.value_text(line)[:PAINTED_CHARACTERS]
        painter.setPen(inks.of_value(row) if text else inks.tag)
        painter.setFont(self._value_font)
        text = self._value_metrics.elidedText(text or tr("empty"), cut, lower.width())
        painter.drawText(lower, _LEFT_MIDDLE, text)

    def _left_of_text(self, line: Line) -> int:
        return self._tag_width + MARGIN + INDENT * min(line.depth, DEEPEST_INDENT)


_LEFT_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Inks(NamedTuple):
    """The colours of a line's parts."""

    heading: QColor
    tag: QColor
    name: QColor
    value: QColor
    error: QColor

    def of_value(self, row: ElementRow) -> QColor:
        """Of a value: what is no text from the file stands back."""
        if row.kind == "broken":
            return self.error
        return self.name if row.kind in ("sequence", "binary", "end") else self.value


def _inks(selected: bool) -> _Inks:
    """On the accent fill only the primary text colour is legible."""
    chosen = colours()
    if selected:
        return _Inks(*[QColor(chosen.text)] * 5)
    names = (chosen.accent, chosen.faint, chosen.secondary, chosen.text, chosen.error)
    return _Inks(*map(QColor, names))


def _paint_arrow(
    painter: QPainter, left: int, middle: int, is_open: bool, colour: QColor
) -> None:
    """A small triangle: right when folded, down when open."""
    points = ((0, -2), (8, -2), (4, 3)) if is_open else ((1, -4), (6, 0), (1, 4))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(left + x, middle + y) for x, y in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _pixels(font: QFont) -> int:
    size = font.pixelSize()
    return size if size > 0 else QFontMetrics(font).ascent()


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    scaled.setPixelSize(max(9, round(_pixels(font) * factor)))
    return scaled
