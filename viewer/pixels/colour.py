"""Colour spaces → RGB of 8 bits (PS3.3 C.7.6.3.1.2)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_RED, _BLUE = 0.299, 0.114
_GREEN = 1 - _RED - _BLUE
_CENTRE = 128


def to_eight_bits(values: NDArray[Any], bits: int) -> NDArray[np.uint8]:
    """Samples of `bits` → 8 bits: the upper ones of more, stretched for fewer.

    Integers count as unsigned; others, which the standard has not, as 0 … 255.
    """
    if values.dtype.kind not in "iu":
        bounded: NDArray[Any] = np.clip(np.nan_to_num(values), 0, 255)
        return bounded.astype(np.uint8)
    values = values.view(f"u{values.dtype.itemsize}")
    bits = max(1, min(bits, values.dtype.itemsize * 8))
    top = (1 << bits) - 1
    if bits > 8:
        values = np.minimum(values, top) >> (bits - 8)
    elif bits < 8:
        values = np.clip(values, 0, top).astype(np.uint16) * 255 // top
    return values.astype(np.uint8)


def ybr_full_to_rgb(ybr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(…, 3) YBR_FULL, chrominance already at full resolution, → RGB, rounded."""
    return _from_chrominance(ybr, 0, 1.0, 1.0)


def ybr_partial_to_rgb(ybr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(…, 3) with luminance 16 … 235 and chrominance 16 … 240 → RGB, rounded."""
    return _from_chrominance(ybr, 16, 255 / 219, 255 / 224)


def cmyk_to_rgb(cmyk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(…, 4) → RGB without colour management (retired in the standard)."""
    ink = 255 - cmyk.astype(np.uint32)
    return (ink[..., :3] * ink[..., 3:] // 255).astype(np.uint8)


def hsv_to_rgb(hsv: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(…, 3) hue, saturation and value, each over its whole range → RGB (retired)."""
    hue, saturation, value = (hsv[..., i].astype(np.float32) for i in range(3))
    sector = hue / 255 * 6
    rgb = np.empty((*hsv.shape[:-1], 3), np.uint8)
    for channel, turn in enumerate((5, 3, 1)):
        place = (turn + sector) % 6
        part = np.clip(np.minimum(place, 4 - place), 0, 1)
        rgb[..., channel] = np.floor(value * (1 - saturation / 255 * part) + 0.5)
    return rgb


def _from_chrominance(
    ybr: NDArray[np.uint8], black: int, luminance: float, chrominance: float
) -> NDArray[np.uint8]:
    """By tables of each chrominance value's share, in float32 with halves up."""
    levels = np.arange(256, dtype=np.float64)
    y = ((levels - black) * luminance).astype(np.float32)[ybr[..., 0]]
    centred = (levels - _CENTRE) * chrominance
    blue, red = ybr[..., 1], ybr[..., 2]
    rgb = np.empty((*ybr.shape[:-1], 3), np.uint8)
    shares = (
        ((2 - 2 * _RED) * centred, red),
        ((2 * _BLUE - 2) * _BLUE / _GREEN * centred, blue),
        ((2 * _RED - 2) * _RED / _GREEN * centred, red),
        ((2 - 2 * _BLUE) * centred, blue),
    )
    of_red, of_green_1, of_green_2, of_blue = (
        share.astype(np.float32)[samples] for share, samples in shares
    )
    sums = (y + of_red, y + of_green_1 + of_green_2, y + of_blue)
    for channel, total in enumerate(sums):
        rgb[..., channel] = np.clip(np.floor(total + 0.5), 0, 255)
    return rgb
