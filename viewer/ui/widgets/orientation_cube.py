"""A small cube that lies as the patient does, with the letters of the sides seen."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from viewer.geometry.orbit import Orbit
from viewer.geometry.plane import Vector, cross, dot, letters, shown_letters
from viewer.ui.widgets.colours import viewport_colours

_LEAST_SEEN = 0.02
_LETTER_FROM = 0.3
"""Sides seen more from the edge than that have no letter."""


def paint_cube(
    painter: QPainter, area: QRectF, orbit: Orbit, quadruped: bool = False
) -> None:
    """The sides that face the eye, in the middle of `area`."""
    colours = viewport_colours()
    side = min(area.width(), area.height()) / math.sqrt(3)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    for axis in range(3):
        for sign in (1.0, -1.0):
            normal = _axis(axis, sign)
            facing = -dot(normal, orbit.into)
            if facing < _LEAST_SEEN:
                continue
            middle, corners = _side(area.center(), side, orbit, axis, sign)
            shade = round(40 + 60 * facing)
            painter.setBrush(QColor(shade, shade, shade + 10, 220))
            painter.setPen(QPen(QColor(colours.letter), 1))
            painter.drawPolygon(QPolygonF(corners))
            if facing > _LETTER_FROM:
                box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
                text = shown_letters(letters(normal, quadruped), quadruped)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _axis(axis: int, sign: float) -> Vector:
    return (
        sign if axis == 0 else 0.0,
        sign if axis == 1 else 0.0,
        sign if axis == 2 else 0.0,
    )


def _side(
    centre: QPointF, side: float, orbit: Orbit, axis: int, sign: float
) -> tuple[QPointF, list[QPointF]]:
    """Middle and corners of one side of the cube on the screen."""
    normal, one = _axis(axis, sign), _axis((axis + 1) % 3, 1.0)
    other = cross(normal, one)
    half = side / 2

    def place(a: float, b: float) -> QPointF:
        x, y, z = (
            n + a * u + b * v for n, u, v in zip(normal, one, other, strict=True)
        )
        point = (x, y, z)
        across, down = dot(point, orbit.right) * half, dot(point, orbit.down) * half
        return QPointF(centre.x() + across, centre.y() + down)

    corners = [place(*ends) for ends in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return place(0, 0), corners
