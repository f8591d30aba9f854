from typing import Any

import numpy as np
import pytest

from tests.ui.sets import header_of
from viewer.demo.build import image, ramp
from viewer.kinds.screen_patterns import OWN_STUDY, pattern_window


def window(bits: int, **elements: Any) -> tuple[float, float] | None:
    kind = np.uint8 if bits == 8 else np.uint16
    pixels = ramp((4, 4), kind, bits)
    header = header_of(image(pixels, bits_stored=bits, **elements))
    found = pattern_window(header)
    return (found.width, found.centre) if found else None


@pytest.mark.parametrize(
    ("bits", "name", "expected"),
    [
        (12, "TG18-QC", (4096, 2048)),
        (8, "TG18-QC", (256, 128)),
        (12, "TG18-PQC", (4080, 2040)),
        (12, "TG18-LN12-03", (4080, 2040)),
        (12, "tg18 afc", (4080, 2040)),
        (8, "TG18-LN8-01", (256, 128)),
        (16, "TG 18 UN80", (65536, 32768)),
    ],
)
@pytest.mark.parametrize("where", ["SeriesDescription", "ImageComments", "PatientID"])
def test_a_pattern_has_the_window_of_its_bits_and_name(
    bits: int, name: str, expected: tuple[float, float], where: str
) -> None:
    assert window(bits, **{where: name}) == expected


def test_the_name_of_the_file_tells_too() -> None:
    header = header_of(image(bits_stored=12), "/disc/TG18-PQC-1k-01.dcm")
    found = pattern_window(header)
    assert found is not None
    assert found.width == 4080


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"SeriesDescription": "ATG180"},
        {"SeriesDescription": "TG18-QC", "RescaleSlope": 2, "RescaleIntercept": 0},
        {"SeriesDescription": "TG18-QC", "RescaleSlope": 1, "RescaleIntercept": -9},
    ],
)
def test_other_images_and_other_values_keep_their_own_window(
    elements: dict[str, Any],
) -> None:
    assert window(12, **elements) is None


def test_colour_is_no_pattern_for_a_window() -> None:
    dataset = image(ramp((4, 4, 3), np.uint8), samples=3, SeriesDescription="TG18-QC")
    assert pattern_window(header_of(dataset)) is None


def test_our_own_patterns_are_known_by_their_study() -> None:
    assert window(8, StudyDescription=OWN_STUDY) == (256, 128)
