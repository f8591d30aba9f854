"""The lines that each shape of mark is drawn with, in logical pixels of the cell."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from viewer.geometry.mark_shapes import chains_of
from viewer.geometry.marks import Mark, Point

ToCell = Callable[[Point], QPointF]
ARC, TICK, HEAD, ARM, DOT = 26.0, 5.0, 12.0, 7.0, 2.0
"""Logical pixels: an angle's arc, the end of a line, an arrow's head, a point."""
TICKED = ("distance", "profile", "calibration", "bidirectional", "ratio")
"""Shapes whose lines end in short strokes across."""
STUB = 60.0
"""Of a perpendicular whose crossing with the other is out of sight."""


def chains_in_cell(mark: Mark, to_cell: ToCell) -> list[list[QPointF]]:
    """The lines of a mark where they lie in the cell."""
    return [[to_cell(point) for point in chain] for chain in chains_of(mark)]


def outline(mark: Mark, chains: Sequence[Sequence[QPointF]]) -> QPainterPath:
    """All that is drawn in full lines."""
    path = QPainterPath()
    for chain in chains:
        if len(chain) > 1:
            path.addPolygon(QPolygonF(list(chain)))
    first = chains[0]
    if mark.shape == "point":
        _add_cross(path, first[0])
    elif mark.shape == "text":
        path.addEllipse(first[0], DOT, DOT)
    elif mark.shape == "arrow" and len(first) == 2:
        _add_head(path, first[0], first[1])
    elif mark.shape == "angle" and len(first) == 3:
        _add_arc(path, first)
    elif mark.shape in TICKED:
        for chain in chains:
            _add_ticks(path, chain)
    return path


def helping_lines(mark: Mark, chains: Sequence[Sequence[QPointF]]) -> QPainterPath:
    """What is drawn in broken lines: the perpendiculars of Cobb's angle."""
    path = QPainterPath()
    if mark.shape != "cobb" or len(chains) < 2 or len(chains[1]) < 2:
        return path
    lines = [QLineF(chain[0], chain[1]) for chain in chains]
    if any(line.length() < 1 for line in lines):
        return path
    normals = []
    for line in lines:
        unit = line.normalVector().unitVector()
        normals.append(QLineF(line.center(), line.center() + unit.p2() - unit.p1()))
    kind, crossing = normals[0].intersects(normals[1])
    far = 3 * max(QLineF(lines[0].center(), lines[1].center()).length(), STUB)
    for normal in normals:
        path.moveTo(normal.p1())
        reach = QLineF(normal.p1(), crossing)
        if kind != QLineF.IntersectionType.NoIntersection and reach.length() < far:
            reach.setLength(reach.length() + 2 * TICK)
        else:
            reach = normal
            reach.setLength(STUB)
        path.lineTo(reach.p2())
    return path


def _add_cross(path: QPainterPath, at: QPointF) -> None:
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(right, down) * 2)
        path.lineTo(at + QPointF(right, down) * ARM)


def _add_head(path: QPainterPath, tip: QPointF, end: QPointF) -> None:
    line = QLineF(tip, end)
    if line.length() < 1:
        return
    for turn in (-24, 24):
        side = QLineF(line)
        side.setLength(min(HEAD, line.length()))
        side.setAngle(line.angle() + turn)
        path.moveTo(tip)
        path.lineTo(side.p2())


def _add_arc(path: QPainterPath, points: Sequence[QPointF]) -> None:
    """From the one leg to the other, the short way around."""
    legs = [QLineF(points[1], points[0]), QLineF(points[1], points[2])]
    radius = min(ARC, *(leg.length() / 2 for leg in legs))
    if radius < 2:
        return
    around = QRectF(0, 0, 2 * radius, 2 * radius)
    around.moveCenter(points[1])
    sweep = (legs[1].angle() - legs[0].angle() + 180) % 360 - 180
    path.arcMoveTo(around, legs[0].angle())
    path.arcTo(around, legs[0].angle(), sweep)


def _add_ticks(path: QPainterPath, chain: Sequence[QPointF]) -> None:
    if len(chain) != 2 or math.hypot(*(chain[1] - chain[0]).toTuple()) < 2 * TICK:
        return
    unit = QLineF(chain[0], chain[1]).normalVector().unitVector()
    across = (unit.p2() - unit.p1()) * TICK
    for end in chain:
        path.moveTo(end - across)
        path.lineTo(end + across)
