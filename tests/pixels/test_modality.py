from typing import Any

import numpy as np
import pytest
from pydicom.pixels.processing import apply_modality_lut

from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.pixels.look import LookupTable
from viewer.pixels.modality import (
    IDENTITY,
    Rescale,
    applies_before_voi,
    read_transform,
    read_unit,
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
    return read_unit(described(ct_slice(**elements)), 0)


def test_slope_and_intercept_are_read() -> None:
    header = described(image(RescaleSlope=2.5, RescaleIntercept=-7))
    assert read_transform(header, 0, False) == Rescale(2.5, -7.0)


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"RescaleSlope": 0, "RescaleIntercept": 0},
        {"RescaleSlope": 1e300, "RescaleIntercept": 0},
    ],
)
def test_none_or_an_impossible_one_is_the_identity(elements: dict[str, Any]) -> None:
    assert read_transform(described(image(**elements)), 0, False) == IDENTITY


def test_a_table_wins_over_slope_and_intercept() -> None:
    dataset = image(ModalityLUTSequence=[LUT_ITEM], RescaleSlope=2, RescaleIntercept=1)
    transform = read_transform(described(dataset), 0, False)
    assert isinstance(transform, LookupTable)
    values = np.array([[0, 10, 11, 12, 13]], np.uint16)
    assert rescaled(values, transform).tolist() == [[100, 100, 500, 4000, 4000]]
    assert rescaled(values, transform).tolist() == (
        apply_modality_lut(values, dataset).tolist()
    )


def test_rescaling_agrees_with_pydicom() -> None:
    dataset = image(RescaleSlope=0.37, RescaleIntercept=-12.5)
    values = np.arange(-300, 300, dtype=np.int16).reshape(20, 30)
    transform = read_transform(described(dataset), 0, True)
    expected = apply_modality_lut(values, dataset)
    assert np.array_equal(rescaled(values, transform), expected)


def test_each_frame_has_its_own_transform_and_the_shared_one_stands_in() -> None:
    dataset = enhanced_mr(3)
    own = dataset.PerFrameFunctionalGroupsSequence[1]
    own.PixelValueTransformationSequence = [
        image(RescaleSlope=3, RescaleIntercept=4, RescaleType="HU")
    ]
    header = described(dataset)
    assert read_transform(header, 0, False) == Rescale(1.0, 0.0)
    assert read_transform(header, 1, False) == Rescale(3.0, 4.0)
    assert (read_unit(header, 0), read_unit(header, 1)) == ("", "HU")


def test_dose_is_scaled_by_its_grid() -> None:
    dataset = image(sop_class_uid=RT_DOSE, DoseGridScaling=0.002, DoseUnits="GY")
    assert read_transform(described(dataset), 0, False) == Rescale(0.002)
    assert read_unit(described(dataset), 0) == "Gy"


def test_relative_dose_has_no_unit() -> None:
    dataset = image(sop_class_uid=RT_DOSE, DoseGridScaling=2, DoseUnits="RELATIVE")
    assert read_unit(described(dataset), 0) == ""


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
    assert read_unit(header, 0) == expected


@pytest.mark.parametrize(
    ("sop_class_uid", "expected"), [(XA, False), (RF, False), (BIPLANE, False)]
)
def test_fluoroscopy_is_windowed_over_stored_values(
    sop_class_uid: str, expected: bool
) -> None:
    assert applies_before_voi(described(image(sop_class_uid=sop_class_uid))) is expected
    assert applies_before_voi(described(ct_slice()))
