"""Where planes of a volume are taken hold of, and what pulling there makes of them."""

import math
from dataclasses import replace
from typing import Literal

from viewer.geometry.plane import Plane, Vector, dot
from viewer.kinds.sections import (
    PlaneName,
    Section,
    crossings,
    normal_of_plane,
    turned,
    turned_alone,
)
from viewer.records import dataclass
from viewer.ui.state.section_links import section_of, what_of
from viewer.ui.state.viewport import ViewportModel, ViewportState, What
from viewer.ui.tools.base import Pointer

REACH = 10.0
"""Logical pixels from a line, within which it is taken hold of."""

HANDLE_PART, TURN_PART = 0.36, 0.24
"""Of the cell's shorter side from the crossing: where handles are, where lines turn."""

_BEYOND = 100.0
"""Millimetres: how far a point along a line is, to see how it lies on the screen."""


@dataclass(frozen=True, slots=True)
class Grip:
    """What a press takes hold of: the crossing, a line to move, or the turn of both.

    With a `plane` a turn is that of its line alone.
    """

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
            grip = Grip("turn", name if at.alone else None)
            found = away, grip if turns else Grip("line", name)
    return found[1] if found else Grip("point")


def brought(state: ViewportState, at: Pointer) -> What | None:
    """The planes with their crossing at the pointer."""
    section, plane = section_of(state.what), _plane_of(state)
    if section is None or plane is None:
        return None
    there = replace(section, point_mm=plane.to_patient(at.column, at.row))
    return what_of(there, state.what)


def pulled(
    grip: Grip, start: ViewportState, pressed: Pointer, at: Pointer
) -> What | None:
    """The planes after a drag from where the press was: moved or turned.

    None where they cannot be turned so far.
    """
    section, plane = section_of(start.what), _plane_of(start)
    if section is None or plane is None:
        return None
    here = plane.to_patient(at.column, at.row)
    then = plane.to_patient(pressed.column, pressed.row)
    if grip.kind == "turn":
        degrees = _degrees(section, then, here)
        if grip.plane is None:
            return what_of(turned(section, degrees), start.what)
        alone = turned_alone(section, grip.plane, degrees)
        return what_of(alone, start.what) if alone is not None else None
    assert grip.plane is not None
    normal = normal_of_plane(section, grip.plane)
    (along,) = (way for name, way in crossings(section) if name != grip.plane)
    far = dot(normal, _less(here, then)) / dot(normal, along)
    x, y, z = (
        at + far * part for at, part in zip(section.point_mm, along, strict=True)
    )
    return what_of(replace(section, point_mm=(x, y, z)), start.what)


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
