"""Lengths, angles and areas of shapes drawn through the pixels of a frame.

Points are (column, row), continuous, the first pixel's centre at 0.5, 0.5. Sizes are
of the pixels that they are measured with: across is along a row, down along a column.
An outline that crosses itself has inside all that it goes round (the winding number is
not 0): a part that it goes round twice counts once.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.marks import Point, Shape

Places = NDArray[np.float64]
"""(n, 2) columns and rows."""

_PAIRS_AT_ONCE = 1 << 20


class Scale(NamedTuple):
    """Width and height of a pixel, in any one unit."""

    across: float = 1.0
    down: float = 1.0

    @property
    def smaller(self) -> float:
        """The shorter side of a pixel."""
        return min(self.across, self.down)


def length(points: Sequence[Point], scale: Scale) -> float:
    """Along the line from the first point to the last."""
    return math.fsum(
        math.hypot((b[0] - a[0]) * scale.across, (b[1] - a[1]) * scale.down)
        for a, b in pairwise(points)
    )


def angle(a: Point, corner: Point, b: Point, scale: Scale) -> float | None:
    """Degrees from 0 to 180 between the lines to `a` and `b`; None without length."""
    one, other = _line(corner, a, scale), _line(corner, b, scale)
    if not any(one) or not any(other):
        return None
    across = one[0] * other[1] - one[1] * other[0]
    along = one[0] * other[0] + one[1] * other[1]
    return math.degrees(math.atan2(abs(across), along))


def cobb_angle(points: Sequence[Point], scale: Scale) -> float | None:
    """Degrees from 0 to 90 between two endless lines of two points each."""
    a, b, c, d = points
    one, other = _line(a, b, scale), _line(c, d, scale)
    if not any(one) or not any(other):
        return None
    across = one[0] * other[1] - one[1] * other[0]
    along = one[0] * other[0] + one[1] * other[1]
    return math.degrees(math.atan2(abs(across), abs(along)))


def box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) around points."""
    columns, rows = [x for x, _ in points], [y for _, y in points]
    return min(columns), min(rows), max(columns), max(rows)


def outline(shape: Shape, points: Sequence[Point]) -> tuple[Point, ...]:
    """The corners of a closed shape, of an ellipse its four outermost points."""
    if shape not in ("rectangle", "ellipse"):
        return tuple(points)
    left, top, right, bottom = box(points)
    if shape == "rectangle":
        return (left, top), (right, top), (right, bottom), (left, bottom)
    x, y = (left + right) / 2, (top + bottom) / 2
    return (x, top), (right, y), (x, bottom), (left, y)


def area(shape: Shape, points: Sequence[Point], scale: Scale) -> float:
    """Of a closed shape, in the square of the unit of `scale`."""
    pixel = scale.across * scale.down
    if shape == "ellipse":
        left, top, right, bottom = box(points)
        return math.pi / 4 * (right - left) * (bottom - top) * pixel
    corners = _distinct(outline(shape, points))
    crossings = _crossings_of(outline(shape, points))
    if not crossings.size:
        return abs(_shoelace(corners)) * pixel
    return _area_gone_round(corners, crossings) * pixel


def perimeter(shape: Shape, points: Sequence[Point], scale: Scale) -> float:
    """The whole length of the outline, closed, also where it crosses itself."""
    if shape == "ellipse":
        left, top, right, bottom = box(points)
        half = (right - left) / 2 * scale.across, (bottom - top) / 2 * scale.down
        return _ellipse_perimeter(*half)
    corners = outline(shape, points)
    return length((*corners, corners[0]), scale)


def crosses_itself(shape: Shape, points: Sequence[Point]) -> bool:
    """Two sides that do not follow each other meet."""
    if shape not in ("polygon", "freehand"):
        return False
    return bool(_crossings_of(tuple(points)).size)


def _line(start: Point, end: Point, scale: Scale) -> tuple[float, float]:
    return (end[0] - start[0]) * scale.across, (end[1] - start[1]) * scale.down


def _distinct(corners: Sequence[Point]) -> Places:
    """Without corners that are where the one before is."""
    places = np.array(corners, np.float64).reshape(-1, 2)
    kept: Places = places[(places != np.roll(places, 1, axis=0)).any(axis=1)]
    return kept


def _shoelace(corners: Places) -> float:
    if len(corners) < 3:
        return 0.0
    x, y = (corners - corners[0]).T  # near 0, so that nothing is lost
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _ellipse_perimeter(a: float, b: float) -> float:
    """By the arithmetic-geometric mean (Gauss), exact to the last digits."""
    if min(a, b) <= 0:
        return 4 * max(a, b)
    mean, geometric, total, power = max(a, b), min(a, b), 0.0, 0.5
    total = power * (mean**2 - geometric**2)
    first = mean
    while mean - geometric > 1e-15 * mean:
        half = (mean - geometric) / 2
        mean, geometric = (mean + geometric) / 2, math.sqrt(mean * geometric)
        power *= 2
        total += power * half**2
    return 2 * math.pi / mean * (first**2 - total)


@lru_cache(maxsize=8)
def _crossings_of(points: tuple[Point, ...]) -> Places:
    return _crossings(_distinct(points))


def _crossings(corners: Places) -> Places:
    """Where sides of a closed outline meet that do not follow each other."""
    count = len(corners)
    if count < 4:
        return np.empty((0, 2))
    ways = np.roll(corners, -1, axis=0) - corners
    step = max(1, _PAIRS_AT_ONCE // count)
    found = [
        _met(corners, ways, np.arange(first, min(first + step, count)))
        for first in range(0, count, step)
    ]
    return np.concatenate(found)


def _met(starts: Places, ways: Places, some: NDArray[np.intp]) -> Places:
    """Points of the sides numbered `some` that lie on later ones too."""
    ends = starts + ways
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    near = np.arange(len(starts))[None] > some[:, None] + 1
    for axis in (0, 1):
        near &= low[some, axis][:, None] <= high[None, :, axis]
        near &= high[some, axis][:, None] >= low[None, :, axis]
    which, other = np.nonzero(near)
    mine = some[which]
    follow = (mine == 0) & (other == len(starts) - 1)
    mine, other = mine[~follow], other[~follow]
    apart, across = starts[other] - starts[mine], _cross(ways[mine], ways[other])
    with np.errstate(divide="ignore", invalid="ignore"):
        along_mine = _cross(apart, ways[other]) / across
        along_other = _cross(apart, ways[mine]) / across
    met = (along_mine >= 0) & (along_mine <= 1) & (across != 0)
    met &= (along_other >= 0) & (along_other <= 1)
    at, mine = along_mine[met], mine[met]
    points: Places = starts[mine] + at[:, None] * ways[mine]
    return points


def _cross(one: Places, other: Places) -> Places:
    crossed: Places = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return crossed


def _area_gone_round(corners: Places, crossings: Places) -> float:
    """By strips between the rows of all corners and crossings: no sides cross there."""
    edges = np.unique(np.concatenate((corners[:, 1], crossings[:, 1])))
    ends = np.roll(corners, -1, axis=0)
    low, high = corners[:, 1], ends[:, 1]
    total = 0.0
    for top, bottom in pairwise(edges):
        middle = (top + bottom) / 2
        passing = np.flatnonzero((low < middle) != (high < middle))
        part = (middle - low[passing]) / (high - low)[passing]
        columns = corners[passing, 0] + part * (ends - corners)[passing, 0]
        order = np.argsort(columns)
        winding = np.cumsum(np.sign((high - low)[passing])[order])
        widths = np.diff(columns[order])
        total += float(widths[winding[:-1] != 0].sum()) * float(bottom - top)
    return total
