"""Move and turn the planes of a volume by the lines in which they cross."""

import math
from dataclasses import replace
from typing import Literal

import numpy as np

from viewer.geometry.plane import Plane, Vector, dot
from viewer.kinds.sections import (
    PlaneName,
    Section,
    crossings,
    normal_of_plane,
    turned,
)
from viewer.records import dataclass
from viewer.ui.state.section_links import section_of, what_of
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool

REACH = 10.0
"""Logical pixels from a line, within which it is taken hold of."""

HANDLE_PART, TURN_PART = 0.36, 0.24
"""Of the cell's shorter side from the crossing: where handles are, where lines turn."""

_BEYOND = 100.0
"""Millimetres: how far a point along a line is, to see how it lies on the screen."""


@dataclass(frozen=True, slots=True)
class Grip:
    """What a press takes hold of: the crossing, a line to move, or the turn of both."""

    kind: Literal["point", "line", "turn"]
    plane: PlaneName | None = None


def place_of(section: Section, plane: Plane) -> tuple[float, float]:
    """The crossing in the image (column, row)."""
    column, row, _ = plane.to_image(section.point_mm)
    return column, row


def beyond(section: Section, plane: Plane, along: Vector) -> tuple[float, float]:
    """Another point of a line through the crossing, in the image."""
    x, y, z = (
        at + _BEYOND * part for at, part in zip(section.point_mm, along, strict=True)
    )
    column, row, _ = plane.to_image((x, y, z))
    return column, row


class PlanesTool(DragTool):
    """Near a line it moves, far out it turns; elsewhere the crossing comes along."""

    name = "planes"
    cursor = "cross"

    def __init__(self) -> None:
        super().__init__()
        self._grip: Grip | None = None

    def press(self, view: ViewportModel, at: Pointer) -> None:
        super().press(view, at)
        self._grip = grip_at(view, at)

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        """The crossing goes there."""
        section = section_of(view.state.what)
        if section is None or self._grip is None or self._grip.kind != "point":
            return False
        plane = _plane_of(view.state)
        assert plane is not None
        self._bring(view, view.state, section, plane, at)
        return True

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        section, plane = section_of(start.what), _plane_of(start)
        if section is None or plane is None or self._grip is None:
            return
        here = plane.to_patient(at.column, at.row)
        then = plane.to_patient(pressed.column, pressed.row)
        if self._grip.kind == "point":
            self._bring(view, start, section, plane, at)
            return
        if self._grip.kind == "turn":
            wanted = turned(section, _degrees(section, then, here))
        else:
            assert self._grip.plane is not None
            normal = normal_of_plane(section, self._grip.plane)
            way = dot(normal, _less(here, then))
            point = np.array(section.point_mm) + way * np.array(normal)
            x, y, z = (float(part) for part in point)
            wanted = replace(section, point_mm=(x, y, z))
        view.change(what=what_of(wanted, start.what))

    def _bring(
        self,
        view: ViewportModel,
        start: ViewportState,
        section: Section,
        plane: Plane,
        at: Pointer,
    ) -> None:
        """The crossing comes to the pointer; stacks of the same space follow it too."""
        moved = replace(section, point_mm=plane.to_patient(at.column, at.row))
        view.change(what=what_of(moved, start.what))
        view.change(cross=(at.column, at.row))


def grip_at(view: ViewportModel, at: Pointer) -> Grip | None:
    """What lies under the pointer; None where no volume is cut."""
    section, plane, cell = (
        section_of(view.state.what),
        _plane_of(view.state),
        view.cell(),
    )
    if section is None or plane is None or cell is None:
        return None
    transform = cell.transform(view.state.camera)
    x, y = transform.to_screen(*place_of(section, plane))
    side = min(view.size)
    if math.hypot(at.x - x, at.y - y) <= REACH * at.ratio:
        return Grip("point")
    found: tuple[float, Grip] | None = None
    for name, along in crossings(section):
        to_x, to_y = transform.to_screen(*beyond(section, plane, along))
        length = math.hypot(to_x - x, to_y - y)
        if length == 0:
            continue
        ux, uy = (to_x - x) / length, (to_y - y) / length
        away = abs((at.x - x) * uy - (at.y - y) * ux)
        far = abs((at.x - x) * ux + (at.y - y) * uy)
        if away <= REACH * at.ratio and (found is None or away < found[0]):
            turns = far > TURN_PART * side
            found = away, Grip("turn") if turns else Grip("line", name)
    return found[1] if found else Grip("point")


def _plane_of(state: ViewportState) -> Plane | None:
    frame = state.what.frame
    return frame.cut.plane if frame is not None and frame.cut is not None else None


def _degrees(section: Section, then: Vector, now: Vector) -> float:
    """How far the pointer went round the crossing, clockwise."""
    row, column = section.facing
    angles = []
    for place in (then, now):
        away = _less(place, section.point_mm)
        angles.append(math.atan2(dot(away, column), dot(away, row)))
    return math.degrees(angles[1] - angles[0])


def _less(one: Vector, other: Vector) -> Vector:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]
