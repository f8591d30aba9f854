"""Place, length and letters against what one computes by hand."""

import math
from typing import Any

import pytest

from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.explain_place import (
    explain_letters,
    explain_position,
    explain_spacing,
)
from viewer.files.header import Header
from viewer.files.sources import Source


def described(dataset: Any) -> Header:
    return complete_header(Source("memory:test", to_bytes(dataset)))


def keywords(step: Any) -> list[str]:
    return [attribute.keyword for attribute in step.attributes]


def test_the_place_of_an_oblique_pixel() -> None:
    root = math.sqrt(0.5)
    dataset = ct_slice(
        0,
        ImageOrientationPatient=[root, root, 0, 0, 0, -1],
        ImagePositionPatient=[10, -20, 30],
        PixelSpacing=[2, 0.5],
    )
    step = explain_position(described(dataset), 0, (4.5, 3.5))
    expected = (10 + 4 * 0.5 * root, -20 + 4 * 0.5 * root, 30 - 3 * 2)
    assert step.numbers == pytest.approx(expected)
    assert step.value == "L 11.414  P −18.586  H 24 mm"
    assert keywords(step) == [
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "PixelSpacing",
    ]


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"ImageOrientationPatient": None}, "has no ImageOrientationPatient"),
        ({"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]}, "not two unit vectors"),
        ({"ImagePositionPatient": None}, "has no ImagePositionPatient"),
        ({"PixelSpacing": None}, "has no PixelSpacing"),
    ],
)
def test_why_a_place_is_not_known(elements: dict[str, Any], reason: str) -> None:
    step = explain_position(described(ct_slice(**elements)), 0, (0.5, 0.5))
    assert (step.value, step.numbers) == ("not known", ())
    assert reason in step.sentence


def test_the_spacing_of_a_slice_names_its_attribute() -> None:
    step = explain_spacing(described(ct_slice(spacing_mm=0.661)), 0)
    assert step.value == "1 pixel = 0.661 mm across × 0.661 mm down"
    assert step.sentence == "From PixelSpacing (0028,0030): in the patient."


def test_spacing_at_the_detector_is_not_called_the_patients() -> None:
    dataset = image(modality="DX", ImagerPixelSpacing=[0.2, 0.1])
    step = explain_spacing(described(dataset), 0)
    assert step.value == "1 pixel = 0.1 mm across × 0.2 mm down"
    assert step.sentence == "From ImagerPixelSpacing (0018,1164): at the detector."


def test_a_magnification_stands_among_the_attributes() -> None:
    dataset = image(
        modality="MG",
        ImagerPixelSpacing=[0.2, 0.2],
        EstimatedRadiographicMagnificationFactor=1.25,
    )
    step = explain_spacing(described(dataset), 0)
    assert step.numbers == pytest.approx((0.16, 0.16))
    assert keywords(step)[1] == "EstimatedRadiographicMagnificationFactor"


def test_only_regions_in_centimetres_decide() -> None:
    region = {
        "RegionSpatialFormat": 1,
        "PhysicalUnitsXDirection": 3,
        "PhysicalUnitsYDirection": 3,
        "PhysicalDeltaX": 0.02,
        "PhysicalDeltaY": 0.04,
    }
    doppler = {**region, "RegionSpatialFormat": 3, "PhysicalUnitsXDirection": 4}
    dataset = image(modality="US", SequenceOfUltrasoundRegions=[doppler, region])
    step = explain_spacing(described(dataset), 0)
    assert step.numbers == pytest.approx((0.2, 0.4))
    assert {one.path for one in step.attributes} == {
        ("SequenceOfUltrasoundRegions[2]",)
    }


def test_a_length_without_spacing_is_in_pixels() -> None:
    header = described(image())
    assert explain_spacing(header, 0).value == "lengths are in pixels"


def test_an_enhanced_frame_names_the_shared_group() -> None:
    step = explain_spacing(described(enhanced_mr()), 1)
    assert step.attributes[0].place == "shared functional group › PixelMeasuresSequence"


def test_letters_follow_from_the_cosines_and_the_reader() -> None:
    header = described(ct_slice())
    step = explain_letters(header, 0)
    assert step.value == "left R · right L · top A · bottom P"
    assert "(1, 0, 0) points to L" in step.sentence
    turned = explain_letters(header, 0, 90, flipped=True)
    assert turned.value == "left A · right P · top R · bottom L"
    assert "Rotated by 90° and mirrored by the reader." in turned.sentence


def test_letters_of_a_projection_come_from_patient_orientation() -> None:
    header = described(image(modality="DX", PatientOrientation=["L", "F"]))
    step = explain_letters(header, 0)
    assert step.value == "left R · right L · top H · bottom F"
    assert keywords(step) == ["PatientOrientation"]


def test_without_letters_there_is_a_reason() -> None:
    bare = explain_letters(described(image()), 0)
    assert bare.value == "none"
    assert "does not say how the image lies" in bare.sentence
    absurd = ct_slice(ImageOrientationPatient=[1, 0, 0, 1, 0, 0])
    step = explain_letters(described(absurd), 0)
    assert (step.value, keywords(step)) == ("none", ["ImageOrientationPatient"])
    assert "makes no sense" in step.sentence
