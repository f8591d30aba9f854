"""Draws what relates a cell to the others: reference lines, the point, "outside"."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.geometry.view_transform import ViewTransform
from viewer.text import figure, tr, trn
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.scale import clear_of_letters
from viewer.ui.state.guides import Following, Guides, ReferenceLine, Spot
from viewer.ui.widgets.colours import viewport_colours

WIDTH = 1.8
SHOWN_DASH, END_DASH = (8.0, 3.0), (1.5, 3.0)
"""In widths of the line: the slice that is shown, and the first and last ones."""

SLAB_DASH = (6.0, 5.0)
"""In logical pixels."""

RADIUS, GAP, ARM = 9.0, 4.0, 16.0
EDGE = 3
_SHADOW = QColor(0, 0, 0, 200)


def draw_guides(
    painter: QPainter,
    text: TextPainter,
    guides: Guides,
    transform: ViewTransform,
    area: QRect,
) -> None:
    """All guides of a cell, in the logical pixels of the widget."""
    if guides == Guides():
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_lines(painter, text, guides, transform, area)
    if guides.spot is not None:
        _draw_spot(painter, text, guides.spot, transform)
    if guides.following is not None and guides.following.is_outside:
        _draw_outside(painter, text, guides.following, area)
    painter.restore()


def following_text(following: Following | None) -> str:
    """How a cell follows, in a line of its corner; "" when it does not."""
    if following is None:
        return ""
    if following.mode == "position":
        return tr("Linked by position")
    if following.mode == "index":
        return tr("Linked by image number")
    if following.offset_mm is not None:
        return tr("Linked, offset {mm} mm", mm=figure(following.offset_mm, "+.1f"))
    return trn(
        "Linked, offset {count} image",
        "Linked, offset {count} images",
        following.offset_images or 0,
    )


def outside_text(following: Following) -> str:
    """That no slice matches, and how far the nearest is."""
    if following.beyond_mm is None:
        return tr("OUTSIDE – no image with that number")
    mm = figure(following.beyond_mm, ".1f")
    return tr("OUTSIDE – the nearest slice is {mm} mm away", mm=mm)


def _draw_lines(
    painter: QPainter,
    text: TextPainter,
    guides: Guides,
    transform: ViewTransform,
    area: QRect,
) -> None:
    """Of slices, and the sides of slabs; none runs through a letter."""
    painter.setClipRegion(clear_of_letters(area))
    for line in guides.lines:
        _draw_line(painter, text, line, transform)
    if guides.slabs:
        from viewer.ui.canvas.section_lines import COLOURS

        for edge in guides.slabs:
            ends = [_on_widget(painter, transform, *end) for end in edge.segment]
            for pen in (QPen(_SHADOW, 2.6), QPen(QColor(COLOURS[edge.plane]), 1.0)):
                pen.setDashPattern([part / pen.widthF() for part in SLAB_DASH])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(*ends)
    painter.setClipping(False)


def _draw_line(
    painter: QPainter, text: TextPainter, line: ReferenceLine, transform: ViewTransform
) -> None:
    first, last = (_on_widget(painter, transform, *end) for end in line.segment)
    colour = QColor(viewport_colours().reference_line)
    for pen in (QPen(_SHADOW, 3.4), QPen(colour, WIDTH)):
        pen.setDashPattern(
            [part * WIDTH / pen.widthF() for part in _dash(line)]
        )  # the shadow is as long as the dash, whatever its width
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(first, last)
    if line.label:
        text.draw_at(painter, Line(line.label, "letter"), last)


def _dash(line: ReferenceLine) -> tuple[float, float]:
    return END_DASH if line.label else SHOWN_DASH


def _draw_spot(
    painter: QPainter, text: TextPainter, spot: Spot, transform: ViewTransform
) -> None:
    """A cross in the slice that has the point; else a hollow circle, and how far."""
    at = _on_widget(painter, transform, spot.column, spot.row)
    colour = QColor(viewport_colours().mark)
    for pen in (QPen(_SHADOW, 3.5), QPen(colour, 1.5)):
        painter.setPen(pen)
        if not spot.is_within:
            painter.drawEllipse(at, RADIUS, RADIUS)
            continue
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(
                at + QPointF(x * GAP, y * GAP), at + QPointF(x * ARM, y * ARM)
            )
    if not spot.is_within:
        label = Line(tr("{mm} mm", mm=figure(abs(spot.distance_mm), ".1f")), "letter")
        text.draw_at(painter, label, at + QPointF(0, RADIUS + text.line_height() / 2))


def _draw_outside(
    painter: QPainter, text: TextPainter, following: Following, area: QRect
) -> None:
    """A dashed frame within the cell and the sentence at its top."""
    pen = QPen(QColor(viewport_colours().letter), 2.0)
    pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawRect(QRectF(area).adjusted(EDGE, EDGE, -EDGE, -EDGE))
    below_corners = min(6.5 * text.line_height(), area.height() / 3)
    line = Line(outside_text(following), "lossy")
    text.draw_at(painter, line, QPointF(area.width() / 2, below_corners))


def _on_widget(
    painter: QPainter, transform: ViewTransform, column: float, row: float
) -> QPointF:
    ratio = painter.device().devicePixelRatioF()
    x, y = transform.to_screen(column, row)
    return QPointF(x / ratio, y / ratio)
