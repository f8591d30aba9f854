"""Graphics of a presentation state as marks of the reader's own (PS3.3 C.10.5)."""

import math
from collections.abc import Callable, Iterable

from viewer.geometry.marks import Mark, Point
from viewer.pixels.graphics import Annotation, Graphic, Note

NEAR = 1e-3
"""Pixels: so near are ends that meet, and sides that lie along rows and columns."""


def adopted(
    annotations: Iterable[Annotation], new_uid: Callable[[], str]
) -> tuple[tuple[Mark, ...], int]:
    """Marks of the same places, and how many graphics and texts could be none.

    What has no place on the image itself (DISPLAY units) stays with the state. A line
    becomes a distance, an outline an area: they measure what they go along or round.
    """
    marks: list[Mark] = []
    left = 0
    for annotation in annotations:
        for made in (
            *map(_of_graphic, annotation.graphics),
            *map(_of_note, annotation.notes),
        ):
            if made is None or not made.is_whole:
                left += 1
            else:
                marks.append(Mark(new_uid(), made.shape, made.points, made.text))
    return tuple(marks), left


def _of_graphic(graphic: Graphic) -> Mark | None:
    if graphic.units != "PIXEL":
        return None
    if graphic.shape == "POINT":
        return Mark("", "point", graphic.points[:1])
    if graphic.shape == "CIRCLE":
        (x, y), rim = graphic.points[:2]
        radius = math.dist((x, y), rim)
        return Mark("", "ellipse", ((x - radius, y - radius), (x + radius, y + radius)))
    if graphic.shape == "ELLIPSE" and (box := _upright(graphic.points)):
        return Mark("", "ellipse", box)
    return _of_chain(graphic.chain())


def _of_chain(chain: tuple[Point, ...]) -> Mark | None:
    if len(chain) > 3 and math.dist(chain[0], chain[-1]) <= NEAR:
        corners = chain[:-1]
        box = _box_of(corners)
        return Mark("", "rectangle", box) if box else Mark("", "polygon", corners)
    return Mark("", "distance" if len(chain) == 2 else "polyline", chain)


def _upright(ends: tuple[Point, ...]) -> tuple[Point, Point] | None:
    """The box around an ellipse whose axes lie along rows and columns."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = ends[:4]
    level = abs(y0 - y1) <= NEAR and abs(x2 - x3) <= NEAR
    steep = abs(x0 - x1) <= NEAR and abs(y2 - y3) <= NEAR
    if not level and not steep:
        return None
    columns, rows = [x for x, _ in ends[:4]], [y for _, y in ends[:4]]
    return (min(columns), min(rows)), (max(columns), max(rows))


def _box_of(corners: tuple[Point, ...]) -> tuple[Point, Point] | None:
    """Two opposite corners of a rectangle along rows and columns."""
    if len(corners) != 4:
        return None
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    across = max(abs(y0 - y1), abs(x1 - x2), abs(y2 - y3), abs(x3 - x0)) <= NEAR
    down = max(abs(x0 - x1), abs(y1 - y2), abs(x2 - x3), abs(y3 - y0)) <= NEAR
    return (corners[0], corners[2]) if across or down else None


def _of_note(note: Note) -> Mark | None:
    at = note.anchor if note.anchor_units == "PIXEL" else None
    if at is None and note.box is not None and note.box_units == "PIXEL":
        at = note.box[0]
    return Mark("", "text", (at,), "\n".join(note.lines)) if at else None
