"""The pixels inside a shape drawn on a frame, and values along a line over it.

A pixel is inside when its centre is: one whose centre is not inside does not count,
however much of it is covered, so that a shape between centres has no pixel at all.
Centres on the left or upper edge are inside, those on the right or lower edge are not:
shapes side by side share no pixel. Inside what crosses itself: see `measure.py`.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.marks import Point, Shape
from viewer.geometry.measure import box, outline


class Inside(NamedTuple):
    """A part of a frame by its rows and columns, and which of its pixels are meant."""

    rows: slice
    columns: slice
    mask: NDArray[np.bool_]

    def of(self, values: NDArray[Any]) -> NDArray[Any]:
        """Those of the whole frame's values, one after another: (n, …)."""
        return values[self.rows, self.columns][self.mask]


def pixels_inside(
    shape: Shape, points: Sequence[Point], rows: int, columns: int
) -> Inside:
    """Of a closed shape, as far as it is on a frame of that size."""
    left, top, right, bottom = box(points)
    across = slice(_first(left, columns), _first(right, columns))
    down = slice(_first(top, rows), _first(bottom, rows))
    high, wide = down.stop - down.start, across.stop - across.start
    if shape == "rectangle" or not high or not wide:
        return Inside(down, across, np.ones((high, wide), np.bool_))
    if shape == "ellipse":
        x = np.arange(across.start, across.stop) + 0.5 - (left + right) / 2
        y = np.arange(down.start, down.stop) + 0.5 - (top + bottom) / 2
        part = (x * 2 / (right - left)) ** 2 + (y * 2 / (bottom - top))[:, None] ** 2
        return Inside(down, across, part <= 1)
    corners = np.array(outline(shape, points), np.float64)
    corners -= (across.start, down.start)
    return Inside(down, across, _winding(corners, high, wide) != 0)


def samples_along(
    start: Point, end: Point, rows: int, columns: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """((n, 2) columns and rows, n parts of the way from 0 to 1): one a pixel or closer.

    Ends included; `rows` and `columns` limit how many are taken of a line far beyond.
    """
    steps = math.ceil(math.hypot(end[0] - start[0], end[1] - start[1]))
    count = min(max(steps, 1), 4 * (rows + columns)) + 1
    parts = np.linspace(0.0, 1.0, count)
    first, last = np.array(start), np.array(end)
    return first + parts[:, None] * (last - first), parts


def interpolated(
    values: NDArray[Any], left_out: NDArray[np.bool_], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values (rows, columns) at (n, 2) columns and rows, between the pixel centres.

    Bilinear; no number off the frame, and where a pixel that counts is `left_out`.
    In the outer half of the frame's edge pixels it is their own value.
    """
    rows, columns = values.shape
    x = np.clip(at[:, 0] - 0.5, 0, columns - 1)
    y = np.clip(at[:, 1] - 0.5, 0, rows - 1)
    column = np.minimum(x.astype(np.intp), max(columns - 2, 0))
    row = np.minimum(y.astype(np.intp), max(rows - 2, 0))
    right, below = x - column, y - row
    total = np.zeros(len(at))
    for down, wide in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = (right if wide else 1 - right) * (below if down else 1 - below)
        near = np.minimum(row + down, rows - 1), np.minimum(column + wide, columns - 1)
        counts = weight > 0
        taken = values[near].astype(np.float64)
        taken[left_out[near]] = np.nan
        total[counts] += (weight * taken)[counts]
    total[(at < 0).any(axis=1) | (at[:, 0] > columns) | (at[:, 1] > rows)] = np.nan
    return total


def _first(edge: float, count: int) -> int:
    """The first pixel of so many whose centre is at an edge or after it."""
    return min(max(math.ceil(edge - 0.5), 0), count)


def _winding(
    corners: NDArray[np.float64], rows: int, columns: int
) -> NDArray[np.int32]:
    """How often an outline goes round each pixel centre.

    Each side changes it for all centres right of the side in the rows that it passes.
    """
    steps = np.zeros((rows, columns + 1), np.int32)
    ends = np.roll(corners, -1, axis=0)
    for (x0, y0), (x1, y1) in zip(corners.tolist(), ends.tolist(), strict=True):
        top, bottom = _first(min(y0, y1), rows), _first(max(y0, y1), rows)
        if top == bottom:
            continue
        row = np.arange(top, bottom)
        column = x0 + (row + 0.5 - y0) * ((x1 - x0) / (y1 - y0))
        first = np.clip(np.ceil(column - 0.5), 0, columns).astype(np.intp)
        steps[row, first] += 1 if y1 > y0 else -1
    winding: NDArray[np.int32] = np.cumsum(steps, axis=1, dtype=np.int32)[:, :-1]
    return winding
