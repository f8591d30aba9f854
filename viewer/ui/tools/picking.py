"""Which mark, and which handle of it, lies under the pointer."""

import math
from itertools import pairwise

from viewer.geometry.mark_shapes import Chain, chains_of, handles_of, kept_inside
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.geometry.view_transform import ViewTransform
from viewer.records import dataclass
from viewer.ui.state.annotations import WHOLE, AnnotationsState, key_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer

HANDLE_REACH, LINE_REACH = 8.0, 5.0
"""Logical pixels around a handle or a line within which it is meant."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A mark, and the handle of it that is held: `WHOLE` for its line.

    `label` is the middle of its label, where that is held and not the mark.
    """

    mark: Mark
    handle: int
    label: Point | None = None


def shown_key(view: ViewportModel) -> FrameKey | None:
    """Where marks on the painted frame belong; never one that is still loading."""
    return key_of(view.shown.frame) if view.shown else None


def on_image(view: ViewportModel, at: Pointer) -> Point:
    """The point of the painted frame that is nearest to the pointer."""
    return kept_inside((at.column, at.row), *size_of(view))


def size_of(view: ViewportModel) -> tuple[int, int]:
    """(columns, rows) of the painted frame, (0, 0) without one."""
    if view.shown is None:
        return 0, 0
    rows, columns = view.shown.decoded.values.shape[:2]
    return columns, rows


def grip_at(state: AnnotationsState, view: ViewportModel, at: Pointer) -> Grip | None:
    """What a press takes hold of: a handle before a line, the selected mark first."""
    cell, key = view.cell(), shown_key(view)
    if cell is None or key is None:
        return None
    transform = cell.transform(view.state.camera)
    marks = [one for one in state.seen(key)[::-1] if _is_near(one, transform, at)]
    found: list[tuple[float, Grip]] = []
    for mark in marks:
        for number, handle in enumerate(handles_of(mark)):
            x, y = transform.to_screen(*handle)
            away = math.hypot(x - at.x, y - at.y) / at.ratio
            if away <= HANDLE_REACH:
                found.append((away, Grip(mark, number)))
    if not found:
        for mark in marks:
            away = min(_away(one, transform, at) for one in chains_of(mark)) / at.ratio
            if away <= LINE_REACH:
                found.append((away, Grip(mark, WHOLE)))
    chosen = [one for one in found if one[1].mark.uid == state.selected]
    return min(chosen or found, key=lambda one: one[0])[1] if found else None


def _is_near(mark: Mark, transform: ViewTransform, at: Pointer) -> bool:
    """Within reach of the box around a mark: a quick look before the thorough one."""
    across, down = zip(*mark.points, strict=True)
    x0, y0 = transform.to_screen(min(across), min(down))
    x1, y1 = transform.to_screen(max(across), max(down))
    reach = HANDLE_REACH * at.ratio
    inside_x = min(x0, x1) - reach <= at.x <= max(x0, x1) + reach
    return inside_x and min(y0, y1) - reach <= at.y <= max(y0, y1) + reach


def _away(chain: Chain, transform: ViewTransform, at: Pointer) -> float:
    """Device pixels from the pointer to the nearest point of a line."""
    points = [transform.to_screen(*point) for point in chain]
    if len(points) == 1:
        return math.hypot(points[0][0] - at.x, points[0][1] - at.y)
    return min(_to_segment((at.x, at.y), *pair) for pair in pairwise(points))


def _to_segment(at: Point, first: Point, second: Point) -> float:
    dx, dy = second[0] - first[0], second[1] - first[1]
    length = dx * dx + dy * dy
    share = 0.0
    if length:
        share = ((at[0] - first[0]) * dx + (at[1] - first[1]) * dy) / length
        share = min(max(share, 0.0), 1.0)
    return math.hypot(
        first[0] + share * dx - at[0],
        first[1] + share * dy - at[1],
    )
