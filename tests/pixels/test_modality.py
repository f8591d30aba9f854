from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.pixels.processing import apply_modality_lut

from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.dicom import tags
from viewer.pixels.look import LookupTable
from viewer.pixels.modality import (
    IDENTITY,
    Rescale,
    applies_before_voi,
    read_modality,
    rescaled,
)

from .described import described

XA, RF, BIPLANE = (f"1.2.840.10008.5.1.4.1.1.12.{last}" for last in (1, 2, 3))
RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
LUT_ITEM = {
    "LUTDescriptor": [3, 10, 16],
    "ModalityLUTType": "OD",
    "LUTData": [100, 500, 4000],
}


def unit(**elements: Any) -> str:
    return read_modality(described(ct_slice(**elements)), 0, False).unit


def test_slope_and_intercept_are_read() -> None:
    header = described(image(RescaleSlope=2.5, RescaleIntercept=-7))
    assert read_modality(header, 0, False).transform == Rescale(2.5, -7.0)


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"RescaleSlope": 0, "RescaleIntercept": 0},
        {"RescaleSlope": 1e300, "RescaleIntercept": 0},
    ],
)
def test_none_or_an_impossible_one_is_the_identity(elements: dict[str, Any]) -> None:
    assert read_modality(described(image(**elements)), 0, False).transform == IDENTITY


@pytest.mark.parametrize(
    "elements",
    [
        {"RescaleSlope": 0, "RescaleIntercept": -1024},
        {"RescaleSlope": 1e300},
        {"RescaleIntercept": -1e16},
        {"sop_class_uid": RT_DOSE, "DoseUnits": "GY"},
        {"sop_class_uid": RT_DOSE, "DoseUnits": "GY", "DoseGridScaling": 0},
        {"ModalityLUTSequence": [{"LUTDescriptor": [9, 0, 12], "LUTData": [1, 2]}]},
    ],
)
def test_what_makes_no_sense_leaves_stored_values_without_a_unit_and_a_note(
    elements: dict[str, Any],
) -> None:
    unit = {"modality": "PT", "Units": "BQML", "RescaleType": "HU"}
    made = read_modality(described(image(**{**unit, **elements})), 0, False)
    assert made[:2] == (IDENTITY, "")
    assert made.note


def test_a_malformed_slope_is_none() -> None:
    header = described(ct_slice())
    elements = {**header.elements, tags.RescaleSlope: ("DS", b"1,5 ")}
    made = read_modality(replace(header, elements=elements), 0, False)
    assert made[:2] == (IDENTITY, "")
    assert made.note


def test_a_damaged_table_leaves_slope_and_intercept_in_force() -> None:
    item = LUT_ITEM | {"LUTDescriptor": [30, 0, 16]}
    made = read_modality(described(ct_slice(ModalityLUTSequence=[item])), 0, False)
    assert made[:2] == (Rescale(1.0, -1024.0), "HU")
    assert "LUT" in made.note


def test_a_unit_needs_the_rescaling_that_it_is_the_unit_of() -> None:
    dataset = image(RescaleType="HU")
    assert read_modality(described(dataset), 0, False).unit == ""


def test_a_group_without_rescaling_leaves_it_to_the_image() -> None:
    dataset = enhanced_mr(2, RescaleSlope=2, RescaleIntercept=3)
    for group in (
        *dataset.PerFrameFunctionalGroupsSequence,
        *dataset.SharedFunctionalGroupsSequence,
    ):
        if "PixelValueTransformationSequence" in group:
            group.PixelValueTransformationSequence = [Dataset()]
    made = read_modality(described(dataset), 1, False)
    assert made.transform == Rescale(2.0, 3.0)


@pytest.mark.parametrize(("signed", "first"), [(False, 65533), (True, -3)])
def test_the_first_input_of_a_table_has_the_sign_of_the_pixels(
    signed: bool, first: int
) -> None:
    item = LUT_ITEM | {"LUTDescriptor": [3, 65533, 16]}
    made = read_modality(described(image(ModalityLUTSequence=[item])), 0, signed)
    assert isinstance(made.transform, LookupTable)
    assert made.transform.first == first


def test_a_term_that_nobody_knows_is_shown_as_plain_text() -> None:
    assert unit(RescaleType="a\u202eb") == "a⟨202E⟩b"


def test_a_table_wins_over_slope_and_intercept() -> None:
    dataset = image(ModalityLUTSequence=[LUT_ITEM], RescaleSlope=2, RescaleIntercept=1)
    transform = read_modality(described(dataset), 0, False).transform
    assert isinstance(transform, LookupTable)
    values = np.array([[0, 10, 11, 12, 13]], np.uint16)
    assert rescaled(values, transform).tolist() == [[100, 100, 500, 4000, 4000]]
    assert rescaled(values, transform).tolist() == (
        apply_modality_lut(values, dataset).tolist()
    )


def test_rescaling_agrees_with_pydicom() -> None:
    dataset = image(RescaleSlope=0.37, RescaleIntercept=-12.5)
    values = np.arange(-300, 300, dtype=np.int16).reshape(20, 30)
    transform = read_modality(described(dataset), 0, True).transform
    expected = apply_modality_lut(values, dataset)
    assert np.array_equal(rescaled(values, transform), expected)


def test_each_frame_has_its_own_transform_and_the_shared_one_stands_in() -> None:
    dataset = enhanced_mr(3)
    own = dataset.PerFrameFunctionalGroupsSequence[1]
    own.PixelValueTransformationSequence = [
        image(RescaleSlope=3, RescaleIntercept=4, RescaleType="HU")
    ]
    header = described(dataset)
    assert read_modality(header, 0, False).transform == Rescale(1.0, 0.0)
    assert read_modality(header, 1, False).transform == Rescale(3.0, 4.0)
    assert tuple(read_modality(header, at, False).unit for at in (0, 1)) == ("", "HU")


def test_dose_is_scaled_by_its_grid() -> None:
    dataset = image(sop_class_uid=RT_DOSE, DoseGridScaling=0.002, DoseUnits="GY")
    assert read_modality(described(dataset), 0, False).transform == Rescale(0.002)
    assert read_modality(described(dataset), 0, False).unit == "Gy"


def test_relative_dose_has_no_unit() -> None:
    dataset = image(sop_class_uid=RT_DOSE, DoseGridScaling=2, DoseUnits="RELATIVE")
    assert read_modality(described(dataset), 0, False).unit == ""


def test_an_original_ct_slice_is_in_hounsfield_units_by_default() -> None:
    assert unit(RescaleType=None) == "HU"


@pytest.mark.parametrize(
    "elements",
    [
        {"ImageType": ["DERIVED", "PRIMARY", "AXIAL"]},
        {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]},
        {"ImageType": None},
        {"MultienergyCTAcquisition": "YES"},
        {"RescaleIntercept": None, "RescaleSlope": None},
        {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"},
    ],
)
def test_nothing_else_is(elements: dict[str, Any]) -> None:
    assert unit(RescaleType=None, **elements) == ""


@pytest.mark.parametrize(
    ("term", "expected"),
    [("HU", "HU"), ("US", ""), ("MGML", "mg/ml"), ("PCT", "%"), ("ml/g", "ml/g")],
)
def test_the_type_of_the_rescaling_names_the_unit(term: str, expected: str) -> None:
    assert unit(RescaleType=term, ImageType=["DERIVED"]) == expected


def test_a_table_has_its_own_type() -> None:
    assert unit(ModalityLUTSequence=[LUT_ITEM]) == "10⁻³ OD"


@pytest.mark.parametrize(
    ("units", "expected"),
    [("BQML", "Bq/ml"), ("GML", "g/ml"), ("CNTS", "counts"), ("NONE", "")],
)
def test_positron_emission_has_units_of_its_own(units: str, expected: str) -> None:
    header = described(image(modality="PT", Units=units, RescaleType="US"))
    assert read_modality(header, 0, False).unit == expected


@pytest.mark.parametrize(
    ("sop_class_uid", "expected"), [(XA, False), (RF, False), (BIPLANE, False)]
)
def test_fluoroscopy_is_windowed_over_stored_values(
    sop_class_uid: str, expected: bool
) -> None:
    assert applies_before_voi(described(image(sop_class_uid=sop_class_uid))) is expected
    assert applies_before_voi(described(ct_slice()))
