"""Test patterns for screens, made by this program: synthetic, measured against nothing.

Grey steps, contrast near black and white, line pairs of single pixels, even fields.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.demo.build import image, to_bytes
from viewer.demo.marks import burn
from viewer.demo.parts import uid
from viewer.files.sources import Source
from viewer.kinds.screen_patterns import OWN_STUDY

if TYPE_CHECKING:
    from pydicom import Dataset

SIZE = 1024
STEPS = 18
STEP_COLUMNS = 6
_CELL = 128
_GAP = 16

Pattern = NDArray[np.integer[Any]]


def pattern_sources() -> list[Source]:
    """Every pattern as a file in memory, "pattern:1" …; imports pydicom."""
    return [
        Source(path=f"pattern:{number}", data=to_bytes(dataset))
        for number, dataset in enumerate(_patterns(), 1)
    ]


def grey_steps(bits: int) -> Pattern:
    """18 even steps from black to white around a patch pair, and a ramp below.

    Each step has a fainter and a brighter quarter inside it, two hundredths apart; the
    two patches at the top are 5 % in black and 95 % in white.
    """
    top = (1 << bits) - 1
    values = np.full((SIZE, SIZE), round(top / 2), np.uint16)
    for side, (ground, inner) in enumerate(((0, 0.05), (top, 0.95))):
        left = SIZE // 2 - 2 * _CELL + side * 2 * _CELL
        values[64 : 64 + _CELL, left : left + 2 * _CELL] = ground
        quarter = slice(64 + _CELL // 4, 64 + 3 * _CELL // 4)
        values[quarter, left + _CELL // 2 : left + 3 * _CELL // 2] = round(inner * top)
    for number in range(STEPS):
        row, column = divmod(number, STEP_COLUMNS)
        y, x = 240 + row * (_CELL + _GAP), 88 + column * (_CELL + _GAP)
        level = round(top * number / (STEPS - 1))
        values[y : y + _CELL, x : x + _CELL] = level
        faint = max(round(top / 100), 1)
        values[y + 16 : y + 48, x + 16 : x + 48] = max(level - faint, 0)
        values[y + 80 : y + 112, x + 80 : x + 112] = min(level + faint, top)
    ramp = np.linspace(0, top, SIZE - 176).round()
    values[720:848, 88 : SIZE - 88] = ramp.astype(np.uint16)
    return values.astype(np.uint8) if bits == 8 else values


def line_pairs() -> Pattern:
    """Lines of one and of two pixels, upright and level, in the middle and corners.

    From a distance each field is an even grey; beats or stripes in it mean that one
    pixel of the image is not one pixel of the screen.
    """
    values = np.full((SIZE, SIZE), 128, np.uint8)
    field = 96
    first, last = 24, SIZE - 24 - 2 * field
    middle = SIZE // 2 - field
    for y, x in (
        *((first, first), (first, last), (last, first), (last, last)),
        (middle, middle),
    ):
        for part, width in enumerate((1, 2)):
            stripes = (np.arange(field) // width % 2 * 255).astype(np.uint8)
            top = y + part * field
            values[top : top + field, x : x + field] = stripes
            values[top : top + field, x + field : x + 2 * field] = stripes[:, None]
    checkers = np.indices((field, 2 * field)).sum(axis=0) % 2 * 255
    values[middle - field - 16 : middle - 16, middle : middle + 2 * field] = checkers
    return values


def even_field(part: float) -> Pattern:
    """One level, a part of white, and a thin square at its edge."""
    values = np.full((SIZE, SIZE), round(255 * part), np.uint8)
    for edge in (0, SIZE - 1):
        values[edge], values[:, edge] = 255, 255
    return values


def _patterns() -> Iterator["Dataset"]:
    for number, (description, pixels, bits) in enumerate(
        (
            ("Synthetic: grey steps, 5 % and 95 %", grey_steps(8), 8),
            ("Synthetic: grey steps, 12 bits", grey_steps(12), 12),
            ("Synthetic: lines of 1 and 2 pixels", line_pairs(), 8),
            ("Synthetic: even field, 10 %", even_field(0.1), 8),
            ("Synthetic: even field, 80 %", even_field(0.8), 8),
        ),
        1,
    ):
        burn(pixels, (1 << bits) - 1, -12, 12)
        yield image(
            pixels,
            bits_stored=bits,
            modality="OT",
            PatientName="Test patterns^Synthetic",
            PatientID="SYNTHETIC",
            PatientBirthDate="",
            PatientSex="",
            StudyInstanceUID=uid("patterns"),
            SeriesInstanceUID=uid("pattern", number),
            StudyDescription=OWN_STUDY,
            SeriesDescription=description,
            SeriesNumber=number,
            ConversionType="SYN",
            WindowCenter=1 << (bits - 1),
            WindowWidth=1 << bits,
        )
