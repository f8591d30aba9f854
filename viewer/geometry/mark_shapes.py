"""How marks are drawn and taken hold of: lines and handles in image coordinates."""

import math
from dataclasses import replace

from viewer.geometry.marks import Mark, Point

Chain = tuple[Point, ...]
Line = tuple[Point, Point]
ELLIPSE_STEPS = 72
BOXES = ("rectangle", "ellipse")
PAIRS = ("cobb", "bidirectional", "ratio")
"""Shapes of two lines."""


def chains_of(mark: Mark) -> tuple[Chain, ...]:
    """The lines of a mark; a closed one ends where it begins, one point is a place."""
    points = mark.points
    if mark.shape == "rectangle" and len(points) == 2:
        return ((*box_corners(points), points[0]),)
    if mark.shape == "ellipse" and len(points) == 2:
        return (_ellipse(points),)
    if mark.shape in ("polygon", "freehand"):
        return ((*points, points[0]),)
    if mark.shape in PAIRS:
        return tuple(chain for chain in (points[:2], points[2:]) if chain)
    return (points,)


def handles_of(mark: Mark) -> tuple[Point, ...]:
    """Where it can be taken hold of: its points, all four corners of a box.

    A freehand line has none: it is moved as a whole.
    """
    if mark.shape == "freehand":
        return ()
    if mark.shape in BOXES and len(mark.points) == 2:
        first, across, last, down = box_corners(mark.points)
        return first, last, across, down
    return mark.points


def with_handle(mark: Mark, index: int, at: Point, aspect: float = 1.0) -> Mark:
    """With a handle elsewhere; `aspect` is a pixel's height over its width.

    The two lines of a bidirectional stay at right angles: its short one turns with
    the long one, and is as long as it is drawn.
    """
    if mark.shape in BOXES and index >= 2:
        (x0, y0), (x1, y1) = mark.points
        x, y = at
        moved = ((x0, y), (x, y1)) if index == 2 else ((x, y0), (x1, y))
        return replace(mark, points=moved)
    if mark.shape == "bidirectional" and len(mark.points) > 2:
        return _with_right_angles(mark, index, at, aspect)
    return mark.with_point(index, at)


def box_corners(points: Chain) -> tuple[Point, Point, Point, Point]:
    """Of two opposite corners all four, one after the other around the box."""
    (x0, y0), (x1, y1) = points
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


def kept_inside(at: Point, columns: int, rows: int) -> Point:
    """The nearest point that lies on the image."""
    return min(max(at[0], 0.0), float(columns)), min(max(at[1], 0.0), float(rows))


def moved_inside(mark: Mark, by: Point, columns: int, rows: int) -> Mark:
    """Moved as a whole, as far as it stays on the image."""
    across = [x for x, _ in mark.points]
    down = [y for _, y in mark.points]
    return mark.moved(
        (
            _held(by[0], -min(across), columns - max(across)),
            _held(by[1], -min(down), rows - max(down)),
        )
    )


def _held(value: float, low: float, high: float) -> float:
    """Within bounds, as far as there is room at all."""
    return min(max(value, low), high) if low <= high else 0.0


def _ellipse(points: Chain) -> Chain:
    (x0, y0), (x1, y1) = points
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    half_x, half_y = abs(x1 - x0) / 2, abs(y1 - y0) / 2
    return tuple(
        (middle_x + half_x * math.cos(turn), middle_y + half_y * math.sin(turn))
        for turn in (
            2 * math.pi * step / ELLIPSE_STEPS for step in range(ELLIPSE_STEPS + 1)
        )
    )


def _with_right_angles(mark: Mark, index: int, at: Point, aspect: float) -> Mark:
    first, second = mark.points[:2]
    short = mark.points[2:]
    if index < 2:
        long: Line = (at, second) if index == 0 else (first, at)
        turned = tuple(_carried(one, (first, second), long, aspect) for one in short)
        return replace(mark, points=(*long, *turned))
    if len(short) == 1:
        return mark.with_point(index, at)
    across, down = _along(first, second, aspect)
    other = mark.points[5 - index]
    dx, dy = at[0] - other[0], (at[1] - other[1]) * aspect
    if across or down:
        along = dx * across + dy * down
        dx, dy = dx - along * across, dy - along * down
    return mark.with_point(index, (other[0] + dx, other[1] + dy / aspect))


def _along(first: Point, second: Point, aspect: float) -> tuple[float, float]:
    """The direction of a line in true proportions, of length 1, or 0 without one."""
    dx, dy = second[0] - first[0], (second[1] - first[1]) * aspect
    length = math.hypot(dx, dy)
    return (dx / length, dy / length) if length else (0.0, 0.0)


def _carried(at: Point, old: Line, new: Line, aspect: float) -> Point:
    """A point that keeps its place beside a line that goes elsewhere.

    Along the line it keeps its share of the length, across it its distance.
    """
    (x, y), (x1, y1) = old
    along_x, along_y = _along(*old, aspect)
    length = math.hypot(x1 - x, (y1 - y) * aspect)
    dx, dy = at[0] - x, (at[1] - y) * aspect
    share = (dx * along_x + dy * along_y) / length if length else 0.0
    away = dy * along_x - dx * along_y
    (x, y), (x1, y1) = new
    along_x, along_y = _along(*new, aspect)
    across = x + share * (x1 - x) - away * along_y
    down = (y + share * (y1 - y)) * aspect + away * along_x
    return across, down / aspect
