"""How cells lie beside each other: even grids, one large with small ones, or any other.

A layout is data with a name, so that settings and hanging protocols can write it:
"2x3" (rows x columns), "1+3" (one large cell, three small ones beside it),
"1/3" (three small ones below it), or every cell as "row,column,rows,columns".
"""

import re

from viewer.records import dataclass
from viewer.text import tr

LARGEST = 5
"""Rows and columns of an even grid, and small cells beside a large one."""

MOST_UNITS = 12
"""Rows and columns that cells of an uneven layout may span."""

MOST_CELLS = LARGEST * LARGEST

_EVEN = re.compile(r"([1-9])\s*[xX×]\s*([1-9])")
_BESIDE = re.compile(r"1\s*([+/])\s*([1-9])")
_PLACE = re.compile(r"\s*(\d{1,2})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*")


class LayoutError(ValueError):
    """A text that names no layout; the message is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell lies, in units of the layout, from 0 at the top left."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


def _units(place: Place) -> list[tuple[int, int]]:
    """The units that a cell covers, no more than can matter."""
    return [
        (row, column)
        for row in range(place.row, min(place.row + place.rows, MOST_UNITS))
        for column in range(place.column, min(place.column + place.columns, MOST_UNITS))
    ]


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the cells in the order in which they are filled.

    Together they cover a rectangle without gaps; units are of one size. Made wrong,
    it raises `LayoutError`.
    """

    places: tuple[Place, ...] = (Place(0, 0),)

    def __post_init__(self) -> None:
        if not 1 <= len(self.places) <= MOST_CELLS:
            raise LayoutError(tr("A layout has 1 to {most} cells.", most=MOST_CELLS))
        for place in self.places:
            if min(place.row, place.column) < 0 or min(place.rows, place.columns) < 1:
                raise LayoutError(tr("A cell spans at least one row and one column."))
        if max(self.rows, self.columns) > MOST_UNITS:
            raise LayoutError(
                tr("A layout has at most {most} rows and columns.", most=MOST_UNITS)
            )
        covered = [unit for place in self.places for unit in _units(place)]
        if len(covered) != len(set(covered)):
            raise LayoutError(tr("Two cells of the layout lie over each other."))
        if len(covered) != self.rows * self.columns:
            raise LayoutError(tr("The cells of the layout leave a gap."))

    @property
    def rows(self) -> int:
        """Units from top to bottom; in an even grid the rows of cells."""
        return max(place.row + place.rows for place in self.places)

    @property
    def columns(self) -> int:
        """Units from left to right; in an even grid the columns of cells."""
        return max(place.column + place.columns for place in self.places)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.places)

    @property
    def is_even(self) -> bool:
        """All cells are of one size and in the order of reading."""
        columns = self.columns
        return max(self.rows, columns) <= LARGEST and all(
            place == Place(number // columns, number % columns)
            for number, place in enumerate(self.places)
        )

    @property
    def name(self) -> str:
        """The shortest text that `parse_layout` makes the same layout of."""
        if self.is_even:
            return f"{self.rows}x{self.columns}"
        small = self.cells - 1
        if 2 <= small <= LARGEST:
            for name, made in (
                (f"1+{small}", large_beside(small)),
                (f"1/{small}", large_above(small)),
            ):
                if made == self:
                    return name
        return "; ".join(
            f"{place.row},{place.column},{place.rows},{place.columns}"
            for place in self.places
        )


def even(rows: int, columns: int) -> Layout:
    """Rows × columns cells of one size, row by row; at most 5 × 5."""
    rows, columns = min(max(rows, 1), LARGEST), min(max(columns, 1), LARGEST)
    return Layout(
        tuple(Place(row, column) for row in range(rows) for column in range(columns))
    )


def large_beside(small: int) -> Layout:
    """One large cell at the left, small ones in a column at its right."""
    beside = (Place(row, small) for row in range(small))
    return Layout((Place(0, 0, small, small), *beside))


def large_above(small: int) -> Layout:
    """One large cell at the top, small ones in a row below it."""
    below = (Place(small, column) for column in range(small))
    return Layout((Place(0, 0, small, small), *below))


UNEVEN = (large_beside(2), large_beside(3), large_above(2), large_above(3))
"""The uneven layouts that are offered."""


def parse_layout(text: str) -> Layout:
    """The layout of a name, or of every cell as "row,column,rows,columns; …".

    Raises `LayoutError` with a sentence that says what is wrong.
    """
    text = text.strip()
    if found := _EVEN.fullmatch(text):
        rows, columns = int(found[1]), int(found[2])
        if max(rows, columns) > LARGEST:
            raise LayoutError(
                tr(
                    "{text} is larger than the largest grid, {most} × {most}.",
                    text=text,
                    most=LARGEST,
                )
            )
        return even(rows, columns)
    if found := _BESIDE.fullmatch(text):
        small = int(found[2])
        if not 2 <= small <= LARGEST:
            raise LayoutError(
                tr(
                    "{text} should have 2 to {most} small cells.",
                    text=text,
                    most=LARGEST,
                )
            )
        return large_beside(small) if found[1] == "+" else large_above(small)
    places = [_PLACE.fullmatch(part) for part in text.rstrip("; ").split(";")]
    if not all(places):
        raise LayoutError(
            tr(
                "“{text}” names no layout; write for example 2x3, 1+2, 1/3 or"
                " 0,0,2,2; 0,2,1,1; 1,2,1,1.",
                text=text[:60],
            )
        )
    return Layout(
        tuple(Place(*(int(part) for part in one.groups())) for one in places if one)
    )
