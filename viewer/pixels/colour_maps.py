"""The well-known colour palettes of the standard (PS3.6 Annex B), as grey → colour.

For grey images only, as the last step of display; never over colours of their own.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from viewer.text import mark

_Corners = tuple[tuple[int, int], ...]
"""(grey level, value) where straight lines meet; between them values are rounded."""

NAMES = {
    "HOT_IRON": mark("Hot iron"),
    "PET": mark("PET"),
    "HOT_METAL_BLUE": mark("Hot metal blue"),
    "PET_20_STEP": mark("PET, 20 steps"),
    "SPRING": mark("Spring"),
    "SUMMER": mark("Summer"),
    "FALL": mark("Fall"),
    "WINTER": mark("Winter"),
}
"""Content Label of each palette and its name for people (marked English)."""

_BLACK, _FULL = ((0, 0), (255, 0)), ((0, 255), (255, 255))
_RISING, _FALLING = ((0, 0), (255, 255)), ((0, 255), (255, 0))
_HALF = ((0, 255), (255, 128))

_LINES: dict[str, tuple[_Corners, _Corners, _Corners]] = {
    "HOT_IRON": (
        ((0, 0), (127, 254), (129, 255), (255, 255)),
        ((0, 0), (128, 0), (254, 252), (255, 255)),
        ((0, 0), (191, 0), (254, 252), (255, 255)),
    ),
    "PET": (
        (
            *((0, 0), (63, 0), (64, 1), (149, 170)),
            *((150, 171), (192, 255), (255, 255)),
        ),
        (
            *((0, 0), (31, 62), (33, 67), (62, 125), (63, 128), (95, 64)),
            *((97, 61), (127, 1), (128, 0), (254, 252), (255, 255)),
        ),
        (
            *((0, 0), (1, 1), (128, 255), (130, 248), (192, 0)),
            *((233, 165), (235, 174), (254, 250), (255, 255)),
        ),
    ),
    "HOT_METAL_BLUE": (
        (
            *((0, 0), (85, 0), (102, 50), (119, 90)),
            *((153, 190), (170, 255), (255, 255)),
        ),
        ((0, 0), (119, 0), (238, 224), (255, 255)),
        (
            *((0, 0), (17, 33), (42, 83), (43, 84), (76, 149), (93, 183), (94, 184)),
            *((102, 200), (119, 150), (136, 50), (153, 0), (170, 0), (238, 200)),
            (255, 255),
        ),
    ),
    "SPRING": (_FULL, _RISING, _FALLING),
    "SUMMER": (
        _BLACK,
        _HALF,
        ((0, 0), (127, 0), (192, 129), (253, 250), (255, 254)),
    ),
    "FALL": (_FULL, _FALLING, _BLACK),
    "WINTER": (((0, 0), (127, 0), (255, 127)), _RISING, _HALF),
}
_STEPS: dict[str, tuple[tuple[int, int], ...]] = {
    "PET_20_STEP": (
        *((0, 0x000000), (13, 0x600050), (26, 0x303050), (39, 0x303070)),
        *((51, 0x505080), (64, 0x6060B0), (77, 0x7070C0), (90, 0x8080E0)),
        *((102, 0x306030), (115, 0x309030), (128, 0x50C050), (141, 0x40E040)),
        *((153, 0xE0E050), (166, 0xD0D060), (179, 0xD0B040), (192, 0xD09000)),
        *((204, 0xC06000), (217, 0xB03000), (230, 0xFF0000), (243, 0xFFFFFF)),
    )
}
"""(first grey level, 0xRRGGBB) of each step."""


@cache
def colour_map(label: str) -> NDArray[np.uint8]:
    """(256, 3): the colour of each grey level. Raises KeyError for no such label."""
    levels = np.arange(256)
    if label in _STEPS:
        firsts, colours = np.array(_STEPS[label]).T
        words = colours[np.searchsorted(firsts, levels, side="right") - 1]
        rgb = np.stack([words >> shift & 0xFF for shift in (16, 8, 0)], axis=-1)
    else:
        lines = [np.array(line, np.float64).T for line in _LINES[label]]
        channels = [np.interp(levels, at, values) for at, values in lines]
        rgb = np.floor(np.stack(channels, axis=-1) + 0.5)
    table = rgb.astype(np.uint8)
    table.flags.writeable = False
    return table
