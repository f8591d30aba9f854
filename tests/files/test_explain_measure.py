"""The formula of a length, and the attributes that decided it."""

import math
from typing import Any

import pytest

from tests.files.test_explain_place import described, keywords
from tests.files.test_measures import SPECTRUM, line_on, region
from viewer.demo.build import ct_slice, image
from viewer.files.explain_measure import (
    explain_basis,
    explain_distance,
    with_calibration,
)
from viewer.files.explain_place import explain_letters, explain_spacing
from viewer.files.measures import calibration_of


def ultrasound(*regions: dict[str, Any]) -> Any:
    return described(image(modality="US", SequenceOfUltrasoundRegions=[*regions]))


def test_a_length_without_spacing_is_in_pixels() -> None:
    step = explain_distance(described(image()), 0, (1, 1), (4, 5))
    assert (step.numbers, step.unit, step.value) == ((5,), "px", "5.0 px")
    assert "Nothing in the header says how large a pixel is." in step.sentence


def test_a_length_goes_by_both_spacings() -> None:
    header = described(ct_slice(PixelSpacing=[2, 0.5]))
    step = explain_distance(header, 0, (2, 1), (8, 3))
    assert step.numbers == pytest.approx((math.hypot(6 * 0.5, 2 * 2),))
    assert step.value == "5.0 mm"
    assert "√((6 × 0.5)² + (2 × 2)²)" in step.sentence
    assert step.sentence.endswith("From PixelSpacing (0028,0030): in the patient.")


def test_the_region_of_the_ends_is_named_with_its_place() -> None:
    header = ultrasound(region(0, 0, 9, 9, **SPECTRUM), region(20, 20, 59, 59))
    step = explain_distance(header, 0, (25, 25), (35, 25))
    assert step.value == "3.0 mm, ultrasound region"
    assert {one.path for one in step.attributes} == {
        ("SequenceOfUltrasoundRegions[2]",)
    }
    assert "RegionLocationMinX0" in keywords(step)
    assert "From PhysicalDeltaY (0018,602E)" in step.sentence


def test_time_and_velocity_are_told_apart() -> None:
    header = ultrasound(region(0, 0, 99, 99, **SPECTRUM))
    step = explain_distance(header, 0, (10, 50), (50, 25))
    assert step.numbers == pytest.approx((0.2, 20))
    assert step.value == "↔ 0.2 s · ↕ 20 cm/s"


def test_a_line_by_the_reader_needs_no_attribute() -> None:
    header = described(image(SOPInstanceUID="1.9"))
    step = explain_distance(header, 0, (0, 0), (3, 4), (line_on(header),))
    assert step.value == "10.0 mm, calibrated by user"
    assert step.attributes == ()
    assert "Calibrated by the reader with a line of known length." in step.sentence


def test_what_is_not_measured_with_is_shown() -> None:
    header = described(image(NominalScannedPixelSpacing=[0.1, 0.1]))
    by = calibration_of(header, 0, ((0, 0), (1, 1)))
    step = explain_basis(header, 0, ((0, 0), (1, 1)), by)
    assert step.value == "lengths are in pixels"
    assert keywords(step) == ["NominalScannedPixelSpacing"]
    detector = described(image(modality="DX", ImagerPixelSpacing=[0.2, 0.1]))
    by = calibration_of(detector, 0, ((0, 0), (1, 1)))
    step = explain_basis(detector, 0, ((0, 0), (1, 1)), by)
    assert step.value == "1 pixel = 0.1 mm across × 0.2 mm down"
    assert step.sentence == "From ImagerPixelSpacing (0018,1164): at the detector."


def test_a_pixel_is_told_what_the_reader_calibrated() -> None:
    header = described(image(SOPInstanceUID="1.9"))
    steps = (explain_spacing(header, 0), explain_letters(header, 0))
    assert with_calibration(steps, header, 0, (0.5, 0.5), ()) == steps
    found = with_calibration(steps, header, 0, (0.5, 0.5), (line_on(header),))
    assert [one.name for one in found] == ["spacing", "pixel size", "orientation"]
    assert found[1].value == "1 pixel = 2 mm across × 2 mm down"


DISTANCES: dict[str, Any] = {
    "DistanceSourceToDetector": 1800,
    "DistanceSourceToPatient": 1500,
}


def test_a_magnification_by_the_distances_is_told_and_not_applied() -> None:
    """By hand: 1800 / 1500 = 1.2; 10 pixels of 0.2 mm stay 2 mm at the detector."""
    header = described(image(modality="DX", ImagerPixelSpacing=[0.2, 0.2], **DISTANCES))
    step = explain_distance(header, 0, (1, 1), (11, 1))
    assert step.value == "2.0 mm at detector"
    assert step.numbers == pytest.approx((2.0,))
    assert "magnification of 1.200; it is not applied" in step.sentence
    assert "DistanceSourceToPatient" in keywords(step)
    by = calibration_of(header, 0, ((1, 1), (11, 1)))
    for told in (
        explain_basis(header, 0, ((1, 1),), by),
        explain_spacing(header, 0),
    ):
        assert told.numbers == pytest.approx((0.2, 0.2))
        assert "magnification of 1.200; it is not applied" in told.sentence


@pytest.mark.parametrize(
    "elements",
    [
        {"EstimatedRadiographicMagnificationFactor": 1.5},
        {"DistanceSourceToPatient": 0},
        {"DistanceSourceToPatient": 1800},
        {"DistanceSourceToDetector": None},
    ],
)
def test_no_magnification_is_told_where_it_is_known_or_makes_no_sense(
    elements: dict[str, Any],
) -> None:
    facts = {**DISTANCES, **elements}
    header = described(image(modality="DX", ImagerPixelSpacing=[0.2, 0.2], **facts))
    step = explain_distance(header, 0, (1, 1), (11, 1))
    assert "it is not applied" not in step.sentence
