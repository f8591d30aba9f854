"""The part of an image that a viewport shows, at the viewport's own resolution.

Stored values are resampled, never grey levels: the window is applied afterwards by one
look-up, so that a window step costs the same for every size of image. Colours are
resampled as words 0xFFRRGGBB, ready to be painted.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.interpolate import (
    Axis,
    Values,
    halved,
    halves_exactly,
    nearest_axis,
    sampled,
    smooth_axis,
)
from viewer.pixels.padding import Padding
from viewer.records import dataclass

_SMALLEST = 64
"""Halving stops when the longer side is no longer than this."""

_BLOCK_ROWS = 8
"""Rows packed at a time, to stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """A frame and its halves: levels[n] has 1 / 2^n of the resolution.

    Levels are (rows, columns): stored grey values, or with `colour` uint32 words
    0xFFRRGGBB. `padding` is None when no value of the frame can be or become padding.
    """

    levels: tuple[Values, ...]
    padding: Padding | None = None
    colour: bool = False

    @classmethod
    def of(
        cls, values: Values, padding: Padding | None = None, halves: bool = True
    ) -> "Pyramid":
        """Grey (rows, columns) of any number type, or RGB (rows, columns, 3) uint8.

        Without `halves` it is ready at once, and shrinks less well.
        """
        colour = values.ndim == 3
        whole = rgb_words(values) if colour else np.ascontiguousarray(values)
        base = cls((whole,), None if colour else _met(whole, padding), colour)
        return replace(base, levels=(whole, *base._halves())) if halves else base

    @property
    def rows(self) -> int:
        """Rows of the whole frame."""
        return int(self.levels[0].shape[0])

    @property
    def columns(self) -> int:
        """Columns of the whole frame."""
        return int(self.levels[0].shape[1])

    def _halves(self) -> Iterator[Values]:
        level = self.levels[0]
        while max(level.shape) > _SMALLEST:
            if self.padding is None and not self.colour and halves_exactly(level):
                level = halved(level)
                yield level
                continue
            rows, columns = (
                smooth_axis(1.0, 2.0, (length + 1) // 2, length)
                for length in level.shape
            )
            level = sampled(level, rows, columns, self.padding, self.colour)
            yield level


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """What the viewport shows of the image, and where: outside it is background.

    `values` is (rows, columns) in device pixels, contiguous, of the pyramid's type;
    its first pixel belongs at (`left`, `top`) of the viewport. It is empty when the
    image is out of sight.
    """

    values: Values
    left: int
    top: int


def resample(pyramid: Pyramid, view: ViewTransform, smooth: bool = True) -> Resampled:
    """The visible part as the viewport's pixels.

    Smooth is linear when enlarging, the mean of the area when shrinking; at a scale
    of exactly 1 pixels are copied. Otherwise each is the pixel under its centre.
    """
    level, factor = 0, 1
    if smooth:
        while (
            level + 1 < len(pyramid.levels)
            and max(view.scale_x, view.scale_y) * factor <= 0.5
        ):
            level, factor = level + 1, factor * 2
    values = pyramid.levels[level]
    wide, high = view.width, view.height
    if view.rotation in (90, 270):
        wide, high = high, wide
    left, columns = _axis(
        view.centre[0], view.scale_x, wide, pyramid.columns, factor, smooth
    )
    top, rows = _axis(view.centre[1], view.scale_y, high, pyramid.rows, factor, smooth)
    part = sampled(values, rows, columns, pyramid.padding, pyramid.colour)
    return _turned(part, left, top, view)


def rgb_words(rgb: Values) -> NDArray[np.uint32]:
    """(rows, columns, 3) uint8 → (rows, columns) words 0xFFRRGGBB."""
    words = np.empty(rgb.shape[:-1], np.uint32)
    for first in range(0, len(rgb), _BLOCK_ROWS):
        block = rgb[first : first + _BLOCK_ROWS]
        packed = words[first : first + _BLOCK_ROWS]
        packed[:] = 0xFF
        for channel in range(3):
            packed <<= 8
            packed |= block[..., channel]
    return words


def _met(values: Values, padding: Padding | None) -> Padding | None:
    """The padding, if some value or mean of values can fall into it, else None."""
    if values.dtype.kind == "f":
        finite = values[np.isfinite(values)]
        if finite.size < values.size:
            return padding or Padding(float("inf"), float("inf"))
        values = finite
    if padding is None or not values.size:
        return None
    outside = padding.high < values.min() or padding.low > values.max()
    return None if outside else padding


def _axis(
    centre: float, scale: float, length: int, pixels: int, factor: int, smooth: bool
) -> tuple[int, Axis]:
    """First device pixel whose centre is on the image, and the axis from there on.

    `pixels` counts the whole frame's, `factor` how many of them one of the level is.
    """
    step = 1.0 / scale
    start = centre + (0.5 - length / 2) * step
    points = start + step * np.arange(length)
    inside = np.flatnonzero((points >= 0) & (points < pixels))
    first = int(inside[0]) if inside.size else 0
    level_pixels = -(-pixels // factor)
    kind = smooth_axis if smooth else nearest_axis
    axis = kind(
        (start + first * step) / factor, step / factor, inside.size, level_pixels
    )
    return first, axis


def _turned(part: Values, left: int, top: int, view: ViewTransform) -> Resampled:
    """Rotated clockwise about the viewport's middle, then flipped left–right."""
    rows, columns = part.shape
    turned: NDArray[Any] = np.rot90(part, -(view.rotation // 90))
    match view.rotation:
        case 90:
            left, top = view.width - top - rows, left
        case 180:
            left, top = view.width - left - columns, view.height - top - rows
        case 270:
            left, top = top, view.height - left - columns
    if view.flipped:
        turned = turned[:, ::-1]
        left = view.width - left - turned.shape[1]
    return Resampled(np.ascontiguousarray(turned), left, top)
