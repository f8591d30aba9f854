"""The points of a curve over an image, and the distances along one straightened."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from viewer.files.spatial import plane_of
from viewer.geometry.curve import Curve, CurvedCut, CurveError, curve_through
from viewer.geometry.plane import Vector
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.computed import Path
from viewer.text import figure, tr
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.kept import Kept
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.colours import viewport_colours

STEP_MM = 1.0
"""Of the line that is drawn."""
IN_PLANE_MM = 1.5
POINT_PX, TICK_PX = 4.0, 8.0
RULERS_MM = (1, 2, 5, 10, 20, 50, 100, 200)
LEAST_PX = 34
"""Between two figures of the ruler."""
LEFT = 16
ABOVE, BELOW = 60, 100
"""Room of the corner texts."""


def draw_path(
    painter: QPainter,
    text: TextPainter,
    model: ViewportModel,
    transform: ViewTransform,
    area: QRect,
    kept: Kept,
) -> None:
    """The points and the curve through them, dim where they lie off the image."""
    shown, path = model.shown, model.state.path
    if shown is not None and shown.frame.curved is not None:
        _draw_ruler(painter, text, shown.frame.curved, transform, area)
    if shown is None or path is None:
        return
    plane = plane_of(shown.frame.header, shown.frame.frame_index)
    if plane is None:
        return
    ratio = painter.device().devicePixelRatioF()

    def seen(point: Vector) -> tuple[QPointF, float]:
        column, row, off = plane.to_image(point)
        x, y = transform.to_screen(column, row)
        return QPointF(x / ratio, y / ratio), abs(off)

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(viewport_colours().mark)
    curve = kept.get("curve", (path,), lambda: _curve_of(path))
    if curve is not None:
        places = [seen(_vector(point)) for point in curve.points_mm]
        _draw_line(painter, places, colour)
        end = places[-1][0] + QPointF(0, -2 * TICK_PX)
        said = tr("{value} mm", value=figure(curve.length_mm, ".1f"))
        text.draw_at(painter, Line(said, "mark"), end)
    for point in path.points_mm:
        place, off = seen(point)
        painter.setPen(QPen(_faded(colour, off), 1.5))
        is_in = off <= IN_PLANE_MM
        painter.setBrush(colour if is_in else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, POINT_PX, POINT_PX)
    painter.restore()


def _curve_of(path: Path) -> Curve | None:
    try:
        return curve_through(path.points_mm, STEP_MM, path.facing)
    except CurveError:
        return None


def curved_place(cut: CurvedCut, column: float, row: float) -> str:
    """Where a pixel of a straightened image lies: along the curve and across it."""
    along = figure(cut.along_mm(row), ".1f").replace("-", "−")
    across = figure(cut.offset_mm(column), ".1f").replace("-", "−")
    return tr("Along {along} mm, across {across} mm", along=along, across=across)


def _draw_line(
    painter: QPainter, places: list[tuple[QPointF, float]], colour: QColor
) -> None:
    """In pieces: those that lie off the image are dim."""
    for number in range(len(places) - 1):
        (start, one), (end, other) = places[number], places[number + 1]
        painter.setPen(QPen(_faded(colour, max(one, other)), 1.5))
        painter.drawPolyline(QPolygonF([start, end]))


def _faded(colour: QColor, off_mm: float) -> QColor:
    made = QColor(colour)
    made.setAlpha(255 if off_mm <= IN_PLANE_MM else 90)
    return made


def _draw_ruler(
    painter: QPainter,
    text: TextPainter,
    cut: CurvedCut,
    transform: ViewTransform,
    area: QRect,
) -> None:
    """Ticks along the left side, the length of the curve from its beginning."""
    ratio = painter.device().devicePixelRatioF()
    ends = [_seen(transform, cut, mm, ratio) for mm in (0.0, 1.0)]
    per_mm = math.hypot(ends[1].x() - ends[0].x(), ends[1].y() - ends[0].y())
    step = next((mm for mm in RULERS_MM if mm * per_mm >= LEAST_PX), RULERS_MM[-1])
    is_upright = abs(ends[1].y() - ends[0].y()) > abs(ends[1].x() - ends[0].x())
    room = area.adjusted(0, ABOVE, 0, -BELOW) if is_upright else area
    painter.save()
    painter.setPen(QPen(QColor(viewport_colours().mark), 1))
    for number in range(int(cut.curve.length_mm / step) + 1):
        place = _seen(transform, cut, number * step, ratio)
        if not room.contains(place.toPoint()):
            continue
        label = Line(str(number * step), "mark")
        wide = text.width_of(label)
        if is_upright:
            left = area.left() + LEFT + 2 * TICK_PX + wide
            painter.drawLine(QLineF(left, place.y(), left + TICK_PX, place.y()))
            text.draw_at(painter, label, QPointF(left - wide / 2 - 4, place.y()))
        else:
            top = area.center().y()
            painter.drawLine(QLineF(place.x(), top, place.x(), top + TICK_PX))
            text.draw_at(painter, label, QPointF(place.x(), top - TICK_PX))
    painter.restore()


def _seen(transform: ViewTransform, cut: CurvedCut, mm: float, ratio: float) -> QPointF:
    row = mm / cut.curve.step_mm + 0.5
    x, y = transform.to_screen(cut.columns / 2, row)
    return QPointF(x / ratio, y / ratio)


def _vector(point: NDArray[np.float64]) -> Vector:
    x, y, z = (float(part) for part in point)
    return x, y, z
