"""What a graph is drawn with: on white paper, or quietly beside an image."""

from viewer.records import dataclass
from viewer.ui.widgets.colours import DARK_NAME, colours


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours as "#rrggbb"; `lines` by number, `primaries` of red, green and blue."""

    paper: str
    grid: str
    axis: str
    ink: str
    lines: tuple[str, ...]
    primaries: tuple[str, str, str]


PAPER = Inks(
    paper="#ffffff",
    grid="#e3e6ea",
    axis="#6b7480",
    ink="#15181d",
    lines=(
        "#1c69b8",
        "#c2410c",
        "#1c7a2b",
        "#7b3fb5",
        "#8a6d00",
        "#b3261e",
        "#0f766e",
    ),
    primaries=("#c62828", "#2e7d32", "#1c4fb8"),
)
NIGHT = Inks(
    paper="#191c21",
    grid="#2a2e36",
    axis="#8f98a3",
    ink="#e8ecf1",
    lines=(
        "#6db3f2",
        "#ffb27a",
        "#8fe388",
        "#c9a2f2",
        "#ffe08a",
        "#ff8a80",
        "#6fd6c8",
    ),
    primaries=("#ff8a80", "#8fe388", "#8ab8ff"),
)


def panel_inks() -> Inks:
    """Of a graph in a panel: nothing beside an image is brighter than it."""
    return NIGHT if colours().name == DARK_NAME else PAPER
