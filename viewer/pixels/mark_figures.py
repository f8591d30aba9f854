"""What has been measured with one mark: records for labels, lists, CSV and reports.

The numbers are whole floats as computed; labels round them, programs take them as
they are. `work/measuring.py` makes them of a mark and the frame that it is on.
"""

import math
from typing import Literal

from viewer.files.measures import Basis
from viewer.geometry.marks import Mark
from viewer.records import dataclass
from viewer.text import figure, mark, retold, tr

_DIGITS_MOST = 9

FigureName = Literal[
    "length",
    "long axis",
    "short axis",
    "ratio",
    "longer",
    "shorter",
    "across",
    "down",
    "angle",
    "cobb angle",
    "area",
    "perimeter",
    "value",
    "mean",
    "deviation",
    "least",
    "greatest",
    "pixels",
    "padding",
]
"""`ratio` is the shorter of two lines over the longer one. `across` and `down` are
differences along the two axes of the image, where a length would mix units; `pixels` is
how many values the statistics are of, `padding` how many pixels inside were left out:
padding, no numbers, or colours in a grey image."""

TITLES: dict[FigureName, str] = {
    "length": mark("Length"),
    "long axis": mark("Long axis"),
    "short axis": mark("Short axis"),
    "ratio": mark("Shorter over longer"),
    "longer": mark("Longer line"),
    "shorter": mark("Shorter line"),
    "across": mark("Across"),
    "down": mark("Down"),
    "angle": mark("Angle"),
    "cobb angle": mark("Cobb angle"),
    "area": mark("Area"),
    "perimeter": mark("Perimeter"),
    "value": mark("Value"),
    "mean": mark("Mean"),
    "deviation": mark("SD"),
    "least": mark("Minimum"),
    "greatest": mark("Maximum"),
    "pixels": mark("Pixels"),
    "padding": mark("Left out"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `unit` is as readers see it ("mm", "px", "HU", "" without one).

    `unit_code` is its UCUM code ("mm", "mm2", "deg", "[hnsf'U]", "{pixels}", "1" for
    none), "" when the unit has no code that is known. `label` is the unit with what it
    rests on: "mm at detector"; `basis_sentence` says the same in words; both are in
    the reader's language. `digits` is how many decimals the figure warrants. `channel`
    is "R", "G" or "B" of a coloured image, or names the quantity where that is another
    than the modality value: "SUVbw".
    """

    name: FigureName
    value: float
    unit: str
    unit_code: str
    basis: Basis
    label: str = ""
    basis_sentence: str = ""
    digits: int = 1
    channel: str = ""

    @property
    def title(self) -> str:
        """The name for readers, with the channel: "Mean R"."""
        return f"{tr(TITLES[self.name])} {self.channel}".strip()

    @property
    def number(self) -> str:
        """The rounded value as the language writes it, with a true minus."""
        rounded = round(self.value, self.digits) + 0.0  # no minus before 0
        return figure(rounded, f".{self.digits}f").replace("-", "−")

    @property
    def text(self) -> str:
        """The number and its unit with its basis: "12.3 mm at detector"."""
        gap = "" if self.label.startswith("°") else " "
        return f"{self.number}{gap}{retold(self.label)}".strip()


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """All figures of a mark, the ones that matter most first.

    `notes` are sentences for the reader on what the figures leave out or why there are
    none. A mark without figures (an arrow, a text) has neither.
    """

    mark: Mark
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()

    def figure(self, name: FigureName, channel: str = "") -> Figure | None:
        """The figure of a name, None when it has none."""
        for one in self.figures:
            if one.name == name and one.channel == channel:
                return one
        return None


def decimals(error: float) -> int:
    """So many that the last one is of about the size of an error."""
    if error <= 0 or not math.isfinite(error):
        return 1
    return min(max(math.ceil(-math.log10(error)), 0), _DIGITS_MOST)
