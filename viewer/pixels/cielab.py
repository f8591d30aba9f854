"""Colours as presentation attributes give them: PCS values in CIELab (C.10.7.1.1)."""

import math
from collections.abc import Sequence

_WHITE_D50 = (0.96422, 1.0, 0.82521)
_TO_LINEAR_SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
"""From XYZ under D50; adapted to the white of sRGB by Bradford's method."""


def srgb_of(words: Sequence[int]) -> tuple[int, int, int]:
    """Three 16-bit numbers (L* 0 … 100, a* and b* −128 … 127) → sRGB, 0 … 255."""
    lightness, a, b = words
    y = (lightness * 100 / 0xFFFF + 16) / 116
    x = y + (a * 255 / 0xFFFF - 128) / 500
    z = y - (b * 255 / 0xFFFF - 128) / 200
    xyz = [
        white * _uncompressed(part)
        for white, part in zip(_WHITE_D50, (x, y, z), strict=True)
    ]
    red, green, blue = (
        _encoded(sum(w * v for w, v in zip(row, xyz, strict=True)))
        for row in _TO_LINEAR_SRGB
    )
    return red, green, blue


def _uncompressed(value: float) -> float:
    """The inverse of the cube root with a straight foot of CIELab."""
    edge = 6 / 29
    return value * value * value if value > edge else 3 * edge * edge * (value - 4 / 29)


def _encoded(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    if linear <= 0.0031308:
        return round(255 * 12.92 * linear)
    return round(255 * (1.055 * math.pow(linear, 1 / 2.4) - 0.055))
