"""Separable sampling of an array: nearest, linear (enlarging) or area (shrinking).

Padding and values that are no number never mix with their neighbours: a sample is the
mean of the real pixels under it, or padding when padding covers more than half of it.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.padding import Padding, padding_mask
from viewer.records import dataclass

Values = NDArray[Any]

_BLOCK_ROWS = 48
"""Output rows made at a time: the temporary arrays stay in the processor's cache."""

_TAPS_MAX = 8
"""Pixels averaged along one axis at most; past it, some are left out."""

_GRID = 1 << 20
"""Sampling starts on a multiple of 1/_GRID pixel, so that whole steps stay whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """For each sample along one axis: the pixels that it takes and their weights.

    Both arrays are (taps, samples); one tap has the weight 1.
    """

    pixels: NDArray[np.intp]
    weights: NDArray[np.float64]

    def part(self, first: int, last: int) -> "Axis":
        """The samples [first, last)."""
        return Axis(self.pixels[:, first:last], self.weights[:, first:last])

    @property
    def taps(self) -> int:
        """Pixels under one sample."""
        return len(self.pixels)

    @property
    def samples(self) -> int:
        """Length along the axis of what is made."""
        return int(self.pixels.shape[1])

    def span(self) -> tuple[int, int]:
        """First pixel used, one past the last."""
        return int(self.pixels.min()), int(self.pixels.max()) + 1

    def shifted(self, by: int) -> "Axis":
        """The same samples of an array that begins `by` pixels later."""
        return Axis(self.pixels - by, self.weights)


def nearest_axis(start: float, step: float, samples: int, length: int) -> Axis:
    """The pixel under each of the points start, start + step, …

    Points are continuous: pixel 0 spans 0 … 1. `length` is the array's.
    """
    start = round(start * _GRID) / _GRID
    points = np.floor(start + step * np.arange(samples)).astype(np.intp)
    pixels = np.clip(points, 0, length - 1)[None]
    return Axis(pixels, np.ones((1, samples)))


def smooth_axis(start: float, step: float, samples: int, length: int) -> Axis:
    """The mean over a box as wide as the step, and at least one pixel, at each point.

    A box one pixel wide is linear interpolation. A step of exactly one copies pixels.
    """
    if abs(step - 1.0) < 1e-9:
        return nearest_axis(math.floor(start) + 0.5, 1.0, samples, length)
    width = min(max(step, 1.0), _TAPS_MAX - 1.0)
    lows = start + step * np.arange(samples) - width / 2
    taps = 2 if width == 1.0 else math.ceil(width) + 1
    first = np.floor(lows + 1e-9)
    edges = first + np.arange(taps)[:, None]
    overlap = np.minimum(edges + 1, lows + width) - np.maximum(edges, lows)
    weights = np.maximum(overlap, 0.0)
    if not weights[-1].max(initial=0.0) > 1e-6:  # the boxes end on a pixel's edge
        edges, weights = edges[:-1], weights[:-1]
    weights /= weights.sum(axis=0)
    return Axis(np.clip(edges, 0, length - 1).astype(np.intp), weights)


def sampled(
    values: Values,
    rows: Axis,
    columns: Axis,
    padding: Padding | None = None,
    colour: bool = False,
) -> Values:
    """A new array (rows.samples, columns.samples) of the same dtype.

    `values` is (rows, columns): grey values, or with `colour` uint32 0xFFRRGGBB.
    Grey values that are `padding` or no number stay apart.
    """
    if not rows.samples or not columns.samples:
        return np.empty((rows.samples, columns.samples), values.dtype)
    low, high = columns.span()
    values, columns = values[:, low:high], columns.shifted(low)
    if rows.taps == columns.taps == 1:
        return _picked(values, rows, columns)
    out = np.empty((rows.samples, columns.samples), values.dtype)
    for first in range(0, rows.samples, _BLOCK_ROWS):
        part = rows.part(first, first + _BLOCK_ROWS)
        low, high = part.span()
        block, part = values[low:high], part.shifted(low)
        if colour:
            mean = _mean_of_colours(block, part, columns)
        elif padding is None:
            mean = _mean(block, part, columns)
        else:
            mean = _mean_beside_holes(block, part, columns, padding)
        out[first : first + _BLOCK_ROWS] = mean
    return out


def halves_exactly(values: Values) -> bool:
    """Whether `halved` is the same as `sampled`: whole numbers, in pairs both ways."""
    rows, columns = values.shape
    small = values.dtype.kind in "iu" and values.dtype.itemsize <= 2
    return small and rows % 2 == columns % 2 == 0


def halved(values: Values) -> Values:
    """The mean of each four neighbours, halves to the even number; a new array.

    Only for what `halves_exactly`; several times as fast as `sampled`.
    """
    rows, columns = values.shape
    out = np.empty((rows // 2, columns // 2), values.dtype)
    for first in range(0, rows, 2 * _BLOCK_ROWS):
        block = values[first : first + 2 * _BLOCK_ROWS]
        pairs = np.add(block[::2], block[1::2], dtype=np.int32)
        total = pairs[:, ::2] + pairs[:, 1::2]
        total += (total >> 2) & 1
        total += 1
        total >>= 2
        out[first // 2 : first // 2 + _BLOCK_ROWS] = total
    return out


def _picked(values: Values, rows: Axis, columns: Axis) -> Values:
    low, high = rows.span()
    if rows.samples > high - low:
        widened = np.take(values[low:high], columns.pixels[0], axis=1)
        picked: Values = np.take(widened, rows.pixels[0] - low, axis=0)
    else:
        chosen = np.take(values, rows.pixels[0], axis=0)
        picked = np.take(chosen, columns.pixels[0], axis=1)
    return picked


def _mean(block: Values, rows: Axis, columns: Axis) -> Values:
    weighted = _weighted(block.astype(_working(block.dtype)), rows, columns)
    return weighted if block.dtype.kind == "f" else np.rint(weighted, out=weighted)


def _mean_of_colours(block: Values, rows: Axis, columns: Axis) -> Values:
    out = np.full((rows.samples, columns.samples), 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        channel = ((block >> np.uint32(shift)) & np.uint32(0xFF)).astype(np.float32)
        weighted = _weighted(channel, rows, columns)
        out |= np.rint(weighted).astype(np.uint32) << np.uint32(shift)
    return out


def _mean_beside_holes(
    block: Values, rows: Axis, columns: Axis, padding: Padding
) -> Values:
    holes = padding_mask(block, padding)
    if not holes.any():
        return _kept_out(_mean(block, rows, columns), padding, block.dtype)
    real = (~holes).astype(_working(block.dtype))
    share = _weighted(real, rows, columns)
    real *= np.where(holes, 0, block)
    mean = _weighted(real, rows, columns)
    mean /= np.maximum(share, 0.5)
    if block.dtype.kind != "f":
        np.rint(mean, out=mean)
    mean = _kept_out(mean, padding, block.dtype)
    np.copyto(mean, _hole_value(padding, block.dtype), where=share <= 0.5)
    return mean


def _kept_out(mean: Values, padding: Padding, dtype: np.dtype[Any]) -> Values:
    """A mean of real values that falls among the padding moves to its border."""
    among = (mean >= padding.low) & (mean <= padding.high)
    if among.any():
        above = mean - padding.low > padding.high - mean
        if dtype.kind == "f":
            high, low = (
                np.nextafter(dtype.type(limit), dtype.type(to))
                for limit, to in ((padding.high, np.inf), (padding.low, -np.inf))
            )
        else:
            limits = np.iinfo(dtype)
            high, low = padding.high + 1, padding.low - 1
            above = (above & (high <= limits.max)) | (low < limits.min)
        np.copyto(mean, high, where=among & above)
        np.copyto(mean, low, where=among & ~above)
    return mean


def _hole_value(padding: Padding, dtype: np.dtype[Any]) -> float:
    """A value of the padding that the type can hold."""
    if dtype.kind == "f":
        return padding.low if np.isfinite(padding.low) else np.nan
    return max(padding.low, float(np.iinfo(dtype).min))


def _working(dtype: np.dtype[Any]) -> type[np.floating[Any]]:
    """float32 holds every 16-bit integer and its weighted means."""
    exact = dtype.itemsize <= 2 or dtype == np.float32
    return np.float32 if exact else np.float64


def _weighted(block: Values, rows: Axis, columns: Axis) -> Values:
    """Both axes, first the one that leaves less to do for the other."""
    if rows.samples > len(block):
        return _along_rows(_along_columns(block, columns), rows)
    return _along_columns(_along_rows(block, rows), columns)


def _along_rows(block: Values, axis: Axis) -> Values:
    weights = axis.weights.astype(block.dtype)[:, :, None]
    total: Values = np.take(block, axis.pixels[0], axis=0)
    if axis.taps == 1:
        return total
    total *= weights[0]
    for pixels, weight in zip(axis.pixels[1:], weights[1:], strict=True):
        term = np.take(block, pixels, axis=0)
        term *= weight
        total += term
    return total


def _along_columns(block: Values, axis: Axis) -> Values:
    weights = axis.weights.astype(block.dtype)
    total: Values = np.take(block, axis.pixels[0], axis=1)
    if axis.taps == 1:
        return total
    total *= weights[0]
    for pixels, weight in zip(axis.pixels[1:], weights[1:], strict=True):
        term = np.take(block, pixels, axis=1)
        term *= weight
        total += term
    return total
