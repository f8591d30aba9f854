"""Keys, mouse buttons and drags as the reader wants them: records of the settings.

Only what differs from the program's own is kept of the keys.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from viewer.records import dataclass

Keys = tuple[tuple[str, tuple[str, ...]], ...]
"""(id of an action, its keys) where the reader has changed them; () for none."""

MOST_CHANGED = 1000
MOST_KEYS = 4
LONGEST_ID = 64
LONGEST_KEY = 64

CHOSEN = "chosen"
"""The tool that the reader has chosen last."""

TOOLS = ("window", "zoom", "pan", "scroll", "magnifier", "crosshair")
DRAG_USES = (CHOSEN, *TOOLS, "")
ACTIONS = ("maximise", "reset", "fit", "invert", "quadrant", "window-default")
"""What a button may do when it is pressed, by the ids of the actions."""

BUTTON_USES = (*DRAG_USES, *ACTIONS)
WHEEL_USES = ("images", "phases", "zoom", "series", "width", "centre", "")
SPEEDS = {"slow": 0.5, "usual": 1.0, "fast": 2.0}


@dataclass(frozen=True, slots=True)
class Mouse:
    """What buttons and wheel are used for; "" for nothing.

    The left and the right button have tools only: a click of theirs has a meaning of
    its own (what lies there; the menu). `both` is left and right together.
    """

    left: str = CHOSEN
    right: str = "zoom"
    middle: str = "pan"
    both: str = "window"
    wheel: str = "images"
    shift_wheel: str = "phases"
    ctrl_wheel: str = "zoom"


@dataclass(frozen=True, slots=True)
class Drags:
    """Where dragging goes, and how fast (1 is usual)."""

    down_is_brighter: bool = True
    right_is_wider: bool = True
    window_speed: float = 1.0
    up_is_larger: bool = True
    zoom_speed: float = 1.0
    down_is_next: bool = True
    scroll_speed: float = 1.0


USES: Mapping[str, tuple[str, ...]] = {
    "left": DRAG_USES,
    "right": DRAG_USES,
    "middle": BUTTON_USES,
    "both": BUTTON_USES,
    "wheel": WHEEL_USES,
    "shift_wheel": WHEEL_USES,
    "ctrl_wheel": WHEEL_USES,
}
"""What each field of `Mouse` may be."""


def read_mouse(value: object) -> Mouse:
    """From what JSON gave; a word that is not known leaves the program's own."""
    if not isinstance(value, dict):
        raise ValueError("not a table")
    known = {
        field.name: word
        for field in fields(Mouse)
        if isinstance(word := value.get(field.name), str) and word in USES[field.name]
    }
    return Mouse(**known)


def read_keys(value: object) -> Keys:
    """From what JSON gave; an entry that makes no sense costs the others nothing."""
    if not isinstance(value, list):
        raise ValueError("not a list")
    found: dict[str, tuple[str, ...]] = {}
    for entry in value[:MOST_CHANGED]:
        if _is_entry(entry):
            found[entry[0]] = tuple(entry[1])
    return tuple(found.items())


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 2
        and _is_text(entry[0], LONGEST_ID)
        and isinstance(entry[1], list)
        and len(entry[1]) <= MOST_KEYS
        and all(_is_text(key, LONGEST_KEY) for key in entry[1])
    )


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest
