"""Where the images of a film lie, how large it is, how dark its borders are.

PS3.3 C.13.3 (film box): Image Display Format, Film Size ID, orientation, densities.
Lengths are millimetres from the top left corner of the film.
"""

import math
import re
from dataclasses import dataclass

from viewer import limits
from viewer.text import tr

USUAL_MM = (355.6, 431.8)
"""14 × 17 inches: a film whose size nobody states is drawn like this."""

MARGIN_MM, GAP_MM = 6.0, 3.0
SLIDE_MM, SUPER_SLIDE_MM = 35.0, 40.0
_INCH_MM = 25.4
_SHEETS_MM = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_SIZE = re.compile(r"(\d+(?:_\d+)?)(IN|CM)X(\d+(?:_\d+)?)(IN|CM)")
_USUAL_DENSITIES = (0.0, 300.0)
"""Least and greatest density of a usual film, in hundredths."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the film."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the images by their position, from 1, and what is uncertain."""

    areas: tuple[Area, ...]
    note: str = ""


def film_size_mm(size_id: str, orientation: str) -> tuple[float, float] | None:
    """(width, height) of a film, None when its size is not stated or not known.

    A Film Size ID names the shorter side first: that of a film in portrait.
    """
    stated = size_id.strip().upper().replace(" ", "")
    sides = _SHEETS_MM.get(stated)
    match = _SIZE.fullmatch(stated)
    if match:
        sides = _length(match[1], match[2]), _length(match[3], match[4])
    if sides is None or not all(10 <= side <= 5000 for side in sides):
        return None
    return turned(sides, orientation)


def turned(sides: tuple[float, float], orientation: str) -> tuple[float, float]:
    """A film in portrait, or the same in landscape."""
    width, height = min(sides), max(sides)
    is_landscape = orientation.strip().upper() == "LANDSCAPE"
    return (height, width) if is_landscape else (width, height)


def _length(digits: str, unit: str) -> float:
    """ "8_5" inches are eight and a half."""
    number = float(digits.replace("_", "."))
    return number * (_INCH_MM if unit == "IN" else 10.0)


def layout_of(display_format: str, film_mm: tuple[float, float], count: int) -> Layout:
    """The places that an Image Display Format makes on a film of that size.

    `count` images are to be placed where the format leaves that to the printer. An
    unknown format gives each image a place too, and says so.
    """
    name, _, figures = display_format.strip().upper().partition("\\")
    numbers = _numbers(figures)
    name = name.strip()
    if name == "STANDARD" and len(numbers) == 2:
        columns, rows = numbers
        if columns * rows <= limits.FILM_BOXES:
            return Layout(_rows(film_mm, [columns] * rows))
    elif name == "ROW" and numbers and sum(numbers) <= limits.FILM_BOXES:
        return Layout(_rows(film_mm, numbers))
    elif name == "COL" and numbers and sum(numbers) <= limits.FILM_BOXES:
        return Layout(_columns(film_mm, numbers))
    elif name in ("SLIDE", "SUPERSLIDE"):
        side = SLIDE_MM if name == "SLIDE" else SUPER_SLIDE_MM
        note = tr("The printer decides where the slides lie: drawn in rows.")
        return Layout(_squares(film_mm, side, count), note)
    side_by_side = max(1, math.ceil(math.sqrt(count)))
    rows = max(1, math.ceil(count / side_by_side))
    areas = _rows(film_mm, [side_by_side] * rows)
    if name == "CUSTOM":
        return Layout(areas, tr("The layout is the printer's own: drawn in rows."))
    return Layout(areas, tr("The layout is not stated or not known: drawn in rows."))


def _numbers(figures: str) -> list[int]:
    parts = [part.strip() for part in figures.replace("\\", ",").split(",")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return []
    found = [int(part) for part in parts if len(part) <= 6]
    return found if found and all(number > 0 for number in found) else []


def _rows(film_mm: tuple[float, float], per_row: list[int]) -> tuple[Area, ...]:
    """Rows of equal height, each with as many images as it says."""
    width, height = (side - 2 * MARGIN_MM for side in film_mm)
    each = (height - GAP_MM * (len(per_row) - 1)) / len(per_row)
    areas = []
    for row, count in enumerate(per_row):
        wide = (width - GAP_MM * (count - 1)) / count
        top = MARGIN_MM + row * (each + GAP_MM)
        for column in range(count):
            left = MARGIN_MM + column * (wide + GAP_MM)
            areas.append(Area(left, top, max(wide, 0.1), max(each, 0.1)))
    return tuple(areas)


def _columns(film_mm: tuple[float, float], per_column: list[int]) -> tuple[Area, ...]:
    """Columns of equal width; positions run down each column (C.13.5.1.1)."""
    mirrored = _rows((film_mm[1], film_mm[0]), per_column)
    return tuple(Area(one.top, one.left, one.height, one.width) for one in mirrored)


def _squares(film_mm: tuple[float, float], side: float, count: int) -> tuple[Area, ...]:
    """As many squares of one size as there are images, as far as they have room."""
    room = (film_mm[0] - 2 * MARGIN_MM + GAP_MM, film_mm[1] - 2 * MARGIN_MM + GAP_MM)
    across, down = (max(1, int(length / (side + GAP_MM))) for length in room)
    return tuple(
        Area(
            MARGIN_MM + (number % across) * (side + GAP_MM),
            MARGIN_MM + (number // across) * (side + GAP_MM),
            side,
            side,
        )
        for number in range(min(max(count, 1), across * down))
    )


def grey_of_density(
    term: str, least: float | None = None, greatest: float | None = None
) -> int | None:
    """BLACK, WHITE or hundredths of optical density as a grey level, None if neither.

    Between the least density of the film (255) and its greatest (0) levels fall in
    proportion to density, which is about how the eye sees them.
    """
    term = term.strip().upper()
    if term in ("BLACK", "WHITE"):
        return 0 if term == "BLACK" else 255
    if not (term.isascii() and term.isdigit() and len(term) <= 6):
        return None
    low = _USUAL_DENSITIES[0] if least is None else least
    high = _USUAL_DENSITIES[1] if greatest is None else greatest
    if high <= low:
        low, high = _USUAL_DENSITIES
    part = (float(term) - low) / (high - low)
    return round(255 * (1 - min(max(part, 0.0), 1.0)))
