"""What a graph is drawn with: on white paper, or quietly beside an image."""

from viewer.records import dataclass
from viewer.ui.widgets.colours import DARK_NAME, colours


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours as "#rrggbb"; `lines` by number, `primaries` of red, green and blue.

    Each can be told from the others with every kind of colour vision
    (tests/ui/test_colours.py).
    """

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
        "#0000ff",
        "#dd3300",
        "#117755",
        "#8833cc",
        "#aa4499",
        "#770000",
        "#110066",
    ),
    primaries=("#c62828", "#2e7d32", "#1c4fb8"),
)
NIGHT = Inks(
    paper="#191c21",
    grid="#2a2e36",
    axis="#8f98a3",
    ink="#e8ecf1",
    lines=(
        "#5599cc",
        "#ffdd88",
        "#ee4466",
        "#00ffdd",
        "#bb7700",
        "#9966ff",
        "#bbff00",
    ),
    primaries=("#ff7b72", "#b7f5a0", "#6aa5ff"),
)


def panel_inks() -> Inks:
    """Of a graph in a panel: nothing beside an image is brighter than it."""
    return NIGHT if colours().name == DARK_NAME else PAPER
