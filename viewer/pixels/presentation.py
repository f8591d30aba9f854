"""Polarity and presentation LUT, the last steps to grey (PS3.3 C.11.4, C.7.6.3.1.2)."""

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.look import LookupTable
from viewer.pixels.lookup import entries_of


def read_inverse(header: Header, photometric_interpretation: str) -> bool:
    """True when the smallest value is shown white.

    PresentationLUTShape, where present, overrides MONOCHROME1.
    """
    shape = header.text(tags.PresentationLUTShape).strip().upper()
    if shape in ("IDENTITY", "INVERSE"):
        return shape == "INVERSE"
    return photometric_interpretation == "MONOCHROME1"


def presented(levels: NDArray[np.float64], table: LookupTable) -> NDArray[np.float64]:
    """0 … 255 spread over the inputs of a presentation LUT → 0 … 255 (C.11.4.1).

    Levels between two inputs take the lower one's entry, as DCMTK does.
    """
    entries = entries_of(table) * (255 / ((1 << table.bits) - 1))
    indexes = np.floor(levels * ((len(entries) - 1) / 255) + 1e-9).astype(np.intp)
    found: NDArray[np.float64] = np.take(np.minimum(entries, 255.0), indexes)
    return found


def grey_levels(levels: NDArray[np.float64], inverse: bool) -> NDArray[np.uint8]:
    """0 … 255 as floats → the nearest grey level; halves go up before inversion."""
    rounded = np.floor(levels + 0.5).astype(np.uint8)
    return ~rounded if inverse else rounded
