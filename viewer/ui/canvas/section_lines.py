"""The lines in which the other planes of a group cross the one that a cell shows."""

import math

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.sections import PlaneName, crossings
from viewer.ui.canvas.scale import clear_of_letters
from viewer.ui.state.section_links import section_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.plane_grips import HANDLE_PART, beyond, place_of

COLOURS: dict[PlaneName, str] = {
    "axial": "#ff7b72",
    "coronal": "#56b4e9",
    "sagittal": "#f2cc60",
}
GAP, HANDLE = 9.0, 4.0
_SHADOW = QColor(0, 0, 0, 190)


def draw_section_lines(
    painter: QPainter, model: ViewportModel, transform: ViewTransform, area: QRect
) -> None:
    """One line a plane, in its colour, with handles to turn it; none of a lone plane.

    The cell's own colour is a mark at its left edge.
    """
    section, frame = section_of(model.on_screen), model.on_screen.frame
    if section is None or frame is None or frame.cut is None or not section.group:
        return
    ratio = painter.device().devicePixelRatioF()
    plane = frame.cut.plane
    x, y = transform.to_screen(*place_of(section, plane))
    centre = QPointF(x / ratio, y / ratio)
    reach = float(area.width() + area.height())
    radius = HANDLE_PART * min(model.size) / ratio
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRegion(clear_of_letters(area))
    for name, along in crossings(section):
        to_x, to_y = transform.to_screen(*beyond(section, plane, along))
        length = math.hypot(to_x - x, to_y - y)
        if length > 0:
            way = QPointF((to_x - x) / length, (to_y - y) / length)
            _draw_line(painter, QColor(COLOURS[name]), centre, way, reach, radius)
    painter.fillRect(0, 0, 3, area.height(), QColor(COLOURS[section.name]))
    painter.restore()


def _draw_line(
    painter: QPainter,
    colour: QColor,
    centre: QPointF,
    way: QPointF,
    reach: float,
    radius: float,
) -> None:
    for side in (1.0, -1.0):
        start, end = centre + way * (side * GAP), centre + way * (side * reach)
        for pen in (QPen(_SHADOW, 3.0), QPen(colour, 1.2)):
            painter.setPen(pen)
            painter.drawLine(start, end)
        painter.setPen(QPen(_SHADOW, 1.0))
        painter.setBrush(colour)
        painter.drawEllipse(centre + way * (side * radius), HANDLE, HANDLE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
