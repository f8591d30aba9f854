from io import BytesIO

import numpy as np
import pytest
from pydicom import dcmread

from viewer.demo.patterns import (
    SIZE,
    STEPS,
    even_field,
    grey_steps,
    line_pairs,
    pattern_sources,
)
from viewer.files.sources import Source


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return pattern_sources()


def test_each_pattern_says_that_it_is_synthetic_and_bears_no_others_name(
    sources: list[Source],
) -> None:
    for source in sources:
        dataset = dcmread(BytesIO(source.data or b""))
        assert dataset.SeriesDescription.startswith("Synthetic")
        assert dataset.PatientID == "SYNTHETIC"
        assert b"TG18" not in (source.data or b"").upper()
        assert dataset.pixel_array.shape == (SIZE, SIZE)
    assert len({dataset_uid(source) for source in sources}) == len(sources)


def dataset_uid(source: Source) -> str:
    return str(dcmread(BytesIO(source.data or b"")).SOPInstanceUID)


@pytest.mark.parametrize("bits", [8, 12])
def test_the_steps_are_even_from_black_to_white_with_both_patches(bits: int) -> None:
    values, top = grey_steps(bits), (1 << bits) - 1
    found = set(np.unique(values).tolist())
    assert {round(top * step / (STEPS - 1)) for step in range(STEPS)} <= found
    assert {round(top * 0.05), round(top * 0.95)} <= found
    assert (values.min(), values.max()) == (0, top)
    ramp = values[780, 88 : SIZE - 88].astype(int)
    assert (np.diff(ramp) >= 0).all()
    assert (ramp[0], ramp[-1]) == (0, top)


def test_lines_are_one_and_two_pixels_wide_in_both_directions() -> None:
    values = line_pairs().astype(int)
    for width, top in ((1, 24), (2, 120)):
        upright, level = values[top + 5, 24:120], values[top : top + 96, 125]
        for line in (upright, level):
            assert line.tolist() == [255 * (n // width % 2) for n in range(96)]


def test_an_even_field_is_one_level_inside_its_edge() -> None:
    assert np.unique(even_field(0.1)[1:-1, 1:-1]).tolist() == [26]
