"""The palettes against the files of the standard that come with pydicom."""

from pathlib import Path

import numpy as np
import pydicom
import pydicom.data
import pytest
from pydicom.pixels.processing import apply_color_lut

from viewer.pixels.colour_maps import NAMES, colour_map

FILES = Path(pydicom.data.__file__).parent / "palettes"
LEVELS = np.arange(256, dtype=np.uint8)


@pytest.mark.parametrize("label", NAMES)
def test_each_palette_is_that_of_the_standard_entry_by_entry(label: str) -> None:
    path = FILES / f"{label.replace('_', '').lower()}.dcm"
    dataset = pydicom.dcmread(path, force=True)
    assert str(dataset.ContentLabel).removesuffix(" LUT") == label
    expected = apply_color_lut(LEVELS, dataset)
    assert np.array_equal(colour_map(label), expected)


def test_a_palette_cannot_be_changed_by_who_uses_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        colour_map("HOT_IRON")[0] = 1


def test_there_is_no_palette_of_another_name() -> None:
    with pytest.raises(KeyError):
        colour_map("RAINBOW")
