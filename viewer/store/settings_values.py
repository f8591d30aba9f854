"""What a stored setting may be: readers of what JSON gave, strict in kind and size.

Each raises ValueError for what makes no sense.
"""

import base64
import binascii
import contextlib
from collections.abc import Callable
from typing import Any

from viewer.geometry.layout import parse_layout
from viewer.pixels.display import MOST_POINTS, Display, problem_of

GEOMETRY_BYTES = 64 * 1024
PATH_CHARACTERS = 32 * 1024
RECENT_PATHS = 12
LAYOUT_CHARACTERS = 1024
DISPLAYS = 16
"""Screens that are remembered, the last entered ones."""


def read_boolean(value: object) -> bool:
    """True or false, nothing like them."""
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def read_number(smallest: int, largest: int) -> Callable[[object], int]:
    """Reads whole numbers, clamped."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("not a whole number")
        return min(max(value, smallest), largest)

    return read


def read_geometry(value: object) -> bytes:
    """A place of a window, as Qt saves it, in base64."""
    try:
        data = base64.b64decode(read_text(value, 2 * GEOMETRY_BYTES), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(data) > GEOMETRY_BYTES:
        raise ValueError("too long")
    return data


def read_text(value: object, longest: int) -> str:
    """A short text."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise ValueError("not a short text")
    return value


def read_language(value: object) -> str:
    """A code such as pt_BR."""
    text = read_text(value, 16)
    if not all(part.isalnum() for part in text.split("_") if text):
        raise ValueError("not a language code")
    return text


def read_one_of(*words: str) -> Callable[[object], str]:
    """Reads one of the words."""

    def read(value: object) -> str:
        if value not in words:
            raise ValueError("not one of the words")
        return str(value)

    return read


def read_layout(value: object) -> str:
    """The name of a layout, in its shortest form."""
    return parse_layout(read_text(value, LAYOUT_CHARACTERS)).name


def read_paths(value: object) -> tuple[str, ...]:
    """Paths, each once."""
    if not isinstance(value, list):
        raise ValueError("not a list")
    paths = dict.fromkeys(read_text(path, PATH_CHARACTERS) for path in value)
    return tuple(path for path in paths if path)[:RECENT_PATHS]


def read_displays(value: object) -> tuple[Display, ...]:
    """Each by itself: one that makes no sense costs the others nothing."""
    if not isinstance(value, list):
        raise ValueError("not a list")
    found = []
    for one in value[:DISPLAYS]:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            found.append(_display(one))
    return tuple(found)


def _display(value: dict[str, Any]) -> Display:
    points = tuple(
        (int(level), float(luminance))
        for level, luminance in value["points"][:MOST_POINTS]
    )
    display = Display(
        read_text(value["screen"], PATH_CHARACTERS),
        points,
        float(value["ambient"]),
        float(value["pixel_mm"]),
    )
    if (points and problem_of(display)) or not 0 <= display.pixel_mm <= 2:
        raise ValueError("not what a screen can be")
    return display
