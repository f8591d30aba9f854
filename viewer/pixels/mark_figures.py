"""What has been measured with one mark: records for labels, lists, CSV and reports.

The numbers are whole floats as computed; labels round them, programs take them as
they are. `work/measuring.py` makes them of a mark and the frame that it is on.
"""

from dataclasses import dataclass
from typing import Literal

from viewer.files.measures import Basis
from viewer.geometry.marks import Mark
from viewer.text import mark as marked
from viewer.text import tr

FigureName = Literal[
    "length",
    "long axis",
    "short axis",
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
"""`across` and `down` are differences along the two axes of the image, where a length
would mix units; `pixels` is how many values the statistics are of, `padding` how many
pixels inside were left out for being padding or no number."""

TITLES: dict[FigureName, str] = {
    "length": marked("Length"),
    "long axis": marked("Long axis"),
    "short axis": marked("Short axis"),
    "across": marked("Across"),
    "down": marked("Down"),
    "angle": marked("Angle"),
    "cobb angle": marked("Cobb angle"),
    "area": marked("Area"),
    "perimeter": marked("Perimeter"),
    "value": marked("Value"),
    "mean": marked("Mean"),
    "deviation": marked("SD"),
    "least": marked("Minimum"),
    "greatest": marked("Maximum"),
    "pixels": marked("Pixels"),
    "padding": marked("Padding left out"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `unit` is as readers see it ("mm", "px", "HU", "" without one).

    `unit_code` is its UCUM code ("mm", "mm2", "deg", "[hnsf'U]", "{pixels}", "1" for
    none), "" when the unit has no code that is known. `basis_sentence` says in the
    reader's language where the number holds: "at the detector". `digits` is how many
    decimals it warrants. `channel` is "R", "G" or "B" of a coloured image.
    """

    name: FigureName
    value: float
    unit: str
    unit_code: str
    basis: Basis
    basis_sentence: str = ""
    digits: int = 1
    channel: str = ""

    @property
    def title(self) -> str:
        """The name for readers, with the channel: "Mean R"."""
        return f"{tr(TITLES[self.name])} {self.channel}".strip()


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """All figures of a mark, the ones that matter most first.

    `notes` are sentences for the reader on what could not be told, and why. A mark
    without figures (an arrow, a text) has none.
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
