"""Colours that the standard states as CIELab → sRGB (PS3.3 C.10.7.1.1)."""

_WHITE = (0.96422, 1.0, 0.82521)
"""D50, the white of the profile connection space."""

_XYZ_TO_RGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
"""XYZ under D50 → linear sRGB (Bradford-adapted)."""


def rgb_of_cielab(encoded: tuple[int, int, int]) -> tuple[int, int, int]:
    """L*, a*, b* as three 16-bit numbers → red, green, blue of 8 bits.

    0 … 65535 stands for 0 … 100 of L* and −128 … 127 of a* and b*.
    """
    lightness, red_green, yellow_blue = (part / 65535 for part in encoded)
    y = (100 * lightness + 16) / 116
    x = y + (255 * red_green - 128) / 500
    z = y - (255 * yellow_blue - 128) / 200
    xyz = [white * _cubed(part) for white, part in zip(_WHITE, (x, y, z), strict=True)]
    red, green, blue = (
        _companded(sum(factor * part for factor, part in zip(row, xyz, strict=True)))
        for row in _XYZ_TO_RGB
    )
    return red, green, blue


def _cubed(part: float) -> float:
    return part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29)


def _companded(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    curved = 12.92 * linear
    if linear > 0.0031308:
        curved = 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * curved)
