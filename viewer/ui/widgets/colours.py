"""The two palettes as data; which one and what text size is in use, for painters.

Kept apart from `theme.py` so that canvas, views and panels may read it.
"""

from viewer.records import dataclass

DARK_NAME = "dark"
LIGHT_NAME = "light"


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme; every field but `name` is "#rrggbb".

    Surfaces step from `window` over `panel` to `raised`; `alternate` shades every
    second row of a list, `line` separates, `hover` lies under the pointer. Only
    `text` may stand on `accent_fill`, only `lossy_text` on `lossy_fill`.
    """

    name: str
    window: str
    panel: str
    alternate: str
    raised: str
    hover: str
    line: str
    text: str
    secondary: str
    faint: str
    accent: str
    accent_fill: str
    mark: str
    letter: str
    foreign: str
    lossy_text: str
    lossy_fill: str
    reference_line: str
    warning: str
    error: str
    viewport: str = "#000000"


DARK = Colours(
    name=DARK_NAME,
    window="#14161a",
    panel="#191c21",
    alternate="#1c2026",
    raised="#20242b",
    hover="#272c34",
    line="#2a2e36",
    text="#e8ecf1",
    secondary="#aab1ba",
    faint="#8f98a3",
    accent="#4d9be6",
    accent_fill="#274b6d",
    mark="#ffe08a",
    letter="#ffd27a",
    foreign="#7fe0b0",
    lossy_text="#ffd27a",
    lossy_fill="#5b3d00",
    reference_line="#8fe388",
    warning="#ffb27a",
    error="#ff8a80",
)
LIGHT = Colours(
    name=LIGHT_NAME,
    window="#eef0f3",
    panel="#f7f8fa",
    alternate="#f0f2f5",
    raised="#ffffff",
    hover="#eaedf1",
    line="#d5d9e0",
    text="#15181d",
    secondary="#3f4752",
    faint="#5b6470",
    accent="#1c69b8",
    accent_fill="#d6e7f8",
    mark="#7a4d00",
    letter="#7a4d00",
    foreign="#0b6b45",
    lossy_text="#7a4d00",
    lossy_fill="#fff0c9",
    reference_line="#1c7a2b",
    warning="#9a4a00",
    error="#b3261e",
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

_current = DARK
_text_scale = 1.0
_moves = True


def colours() -> Colours:
    """The theme in use, for panels, dialogs and everything beside the images."""
    return _current


def viewport_colours() -> Colours:
    """The colours on and over images: viewports are black in both themes."""
    return DARK


def choose_colours(name: str) -> Colours:
    """Make "dark" or "light" the theme in use; another name means dark."""
    global _current
    _current = THEMES.get(name, DARK)
    return _current


def text_scale() -> float:
    """The text size in use: 1 is that of a system that nobody has changed."""
    return _text_scale


def choose_text_scale(scale: float) -> None:
    """Make it the text size in use."""
    global _text_scale
    _text_scale = scale


def signs_move() -> bool:
    """Signs that are no image may move."""
    return _moves


def choose_motion(moves: bool) -> None:
    """Let them move, or not."""
    global _moves
    _moves = moves
