"""The presets of volumes seen as bodies: their names, for menus and cells."""

from typing import Literal

from viewer.text import mark

PresetName = Literal["bone", "vessels", "lung", "skin", "surface", "mip"]
PRESET_TITLES: dict[PresetName, str] = {
    "bone": mark("bone"),
    "vessels": mark("vessels"),
    "lung": mark("lung"),
    "skin": mark("skin"),
    "surface": mark("surface by the window"),
    "mip": mark("MIP"),
}
PRESET_NAMES = tuple(PRESET_TITLES)

OF_ANY_UNIT: tuple[PresetName, ...] = ("surface", "mip")
"""The others know tissues by Hounsfield units."""


def presets_of(unit: str) -> tuple[PresetName, ...]:
    """Those that mean anything in a unit."""
    return PRESET_NAMES if unit == "HU" else OF_ANY_UNIT
