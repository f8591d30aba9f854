import math
from typing import Any

import pytest

from tests.files.made import AXIAL, made
from viewer.demo.build import ct_slice, enhanced_mr, to_bytes
from viewer.dicom import tags
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.files.spatial import (
    distance_along,
    normal_of,
    orientation_of,
    pixel_aspect,
    plane_of,
    position_of,
    spacing_of,
)

DX: dict[str, Any] = {"Modality": "DX"}


def complete(dataset: Any) -> Header:
    return complete_header(Source("made", to_bytes(dataset)))


def facts(frame: int = 0, **values: Any) -> tuple[float, float, str] | None:
    spacing = spacing_of(made(**values), frame)
    if spacing is None:
        return None
    return round(spacing.row_mm, 6), round(spacing.column_mm, 6), spacing.basis


def test_the_first_figure_lies_between_rows() -> None:
    assert facts(PixelSpacing=(0.5, 0.25)) == (0.5, 0.25, "patient")


def test_a_secondary_capture_does_not_say_whose_millimetres_it_has() -> None:
    capture = "1.2.840.10008.5.1.4.1.1.7"
    assert facts(SOPClassUID=capture, PixelSpacing=(0.5, 0.5)) == (0.5, 0.5, "unstated")
    assert facts(SOPClassUID=f"{capture}.2", PixelSpacing=(1, 1)) == (1, 1, "unstated")
    slice_of_patient: dict[str, Any] = {
        "ImageOrientationPatient": (1, 0, 0, 0, 1, 0),
        "ImagePositionPatient": (0, 0, 0),
    }
    known = facts(SOPClassUID=capture, PixelSpacing=(0.5, 0.5), **slice_of_patient)
    assert known == (0.5, 0.5, "patient")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        ({"PixelSpacing": (0.5,)}, None),
        ({"PixelSpacing": (0.0, 0.5)}, None),
        ({"PixelSpacing": (-1.0, 0.5)}, None),
        ({"PixelSpacing": "nonsense"}, None),
        ({**DX, "PixelSpacing": (0.2, 0.2)}, (0.2, 0.2, "unstated")),
        ({**DX, "ImagerPixelSpacing": (0.2, 0.1)}, (0.2, 0.1, "detector")),
        (
            {**DX, "ImagerPixelSpacing": (0.2, 0.2), "PixelSpacing": (0.2, 0.2)},
            (0.2, 0.2, "detector"),
        ),
        (
            {**DX, "ImagerPixelSpacing": (0.2, 0.2), "PixelSpacing": (0.16, 0.16)},
            (0.16, 0.16, "calibrated"),
        ),
        (
            {
                **DX,
                "ImagerPixelSpacing": (0.3, 0.3),
                "EstimatedRadiographicMagnificationFactor": 1.5,
            },
            (0.2, 0.2, "magnified"),
        ),
        (
            {
                **DX,
                "ImagerPixelSpacing": (0.3, 0.3),
                "EstimatedRadiographicMagnificationFactor": 0,
            },
            (0.3, 0.3, "detector"),
        ),
        ({"ImagePlanePixelSpacing": (0.4, 0.4)}, (0.4, 0.4, "image plane")),
        ({"NominalScannedPixelSpacing": (0.1, 0.1)}, (0.1, 0.1, "scanned")),
    ],
)
def test_the_basis_of_the_spacing_is_told(
    values: dict[str, Any], expected: tuple[float, float, str] | None
) -> None:
    assert facts(**values) == expected


def test_calibration_is_told_in_words() -> None:
    values = {"ImagerPixelSpacing": (0.2, 0.2), "PixelSpacing": (0.16, 0.16)}
    spacing = spacing_of(
        made(
            **values,
            PixelSpacingCalibrationType="FIDUCIAL",
            PixelSpacingCalibrationDescription="25 mm ball",
        ),
        0,
    )
    assert spacing is not None
    assert spacing.sentence == "calibrated by an object of known size: 25 mm ball"
    plain = spacing_of(made(**values), 0)
    assert plain is not None
    assert plain.sentence == "calibrated in the image"


def test_only_nominal_figures_are_not_to_be_measured_with() -> None:
    scanned = spacing_of(made(NominalScannedPixelSpacing=(0.1, 0.1)), 0)
    detector = spacing_of(made(**DX, ImagerPixelSpacing=(0.1, 0.1)), 0)
    assert scanned is not None
    assert detector is not None
    assert not scanned.is_calibrated
    assert detector.is_calibrated
    assert detector.at_detector
    assert not scanned.at_detector


def test_an_enhanced_object_has_its_spacing_in_the_groups() -> None:
    header = complete(enhanced_mr(2, spacing_mm=0.8))
    spacing = spacing_of(header, 1)
    assert spacing is not None
    assert (spacing.row_mm, spacing.column_mm, spacing.basis) == (0.8, 0.8, "patient")


def region(**changes: Any) -> dict[str, Any]:
    return {
        "RegionSpatialFormat": 1,
        "PhysicalUnitsXDirection": 3,
        "PhysicalUnitsYDirection": 3,
        "PhysicalDeltaX": 0.02,
        "PhysicalDeltaY": 0.03,
        **changes,
    }


def ultrasound(*regions: dict[str, Any]) -> Header:
    from pydicom import Dataset

    items = []
    for values in regions:
        item = Dataset()
        for keyword, value in values.items():
            setattr(item, keyword, value)
        items.append(item)
    dataset = ct_slice(PixelSpacing=None, Modality="US")
    dataset.SequenceOfUltrasoundRegions = items
    return complete(dataset)


def test_one_ultrasound_region_in_centimetres_calibrates() -> None:
    spacing = spacing_of(ultrasound(region()), 0)
    assert spacing is not None
    assert spacing.row_mm == pytest.approx(0.3)
    assert spacing.column_mm == pytest.approx(0.2)
    assert spacing.basis == "region"


@pytest.mark.parametrize(
    "regions",
    [
        (region(PhysicalUnitsXDirection=4),),
        (region(RegionSpatialFormat=3),),
        (region(), region(PhysicalDeltaX=0.05)),
        (region(PhysicalDeltaX=0.0),),
        (),
    ],
)
def test_other_ultrasound_regions_do_not(regions: tuple[dict[str, Any], ...]) -> None:
    assert spacing_of(ultrasound(*regions), 0) is None


def test_a_region_says_nothing_of_the_aspect() -> None:
    assert pixel_aspect(ultrasound(region()), 0) == 1.0


@pytest.mark.parametrize(
    ("values", "aspect"),
    [
        ({}, 1.0),
        ({"PixelSpacing": (0.4, 0.2)}, 2.0),
        ({"PixelAspectRatio": (3, 4)}, 0.75),
        ({"PixelSpacing": (0.4, 0.2), "PixelAspectRatio": (1, 3)}, 2.0),
        ({"ImagerPixelSpacing": (0.1, 0.2)}, 0.5),
        ({"NominalScannedPixelSpacing": (0.1, 0.4)}, 0.25),
        ({"PixelAspectRatio": (0, 4)}, 1.0),
    ],
)
def test_the_aspect_is_a_pixels_height_over_its_width(
    values: dict[str, Any], aspect: float
) -> None:
    assert pixel_aspect(made(**values), 0) == aspect


PLANE: dict[str, Any] = {
    "ImageOrientationPatient": AXIAL,
    "ImagePositionPatient": (-100, -90, 12.5),
    "PixelSpacing": (0.5, 0.25),
}


def test_a_plane_is_made_of_position_cosines_and_spacing() -> None:
    plane = plane_of(made(**PLANE), 0)
    assert plane is not None
    assert plane.position_mm == (-100, -90, 12.5)
    assert plane.row_cosine == (1, 0, 0)
    assert plane.column_cosine == (0, 1, 0)
    assert (plane.row_spacing_mm, plane.column_spacing_mm) == (0.5, 0.25)


@pytest.mark.parametrize(
    "change",
    [
        {"ImageOrientationPatient": None},
        {"ImageOrientationPatient": (1, 0, 0, 0, 1)},
        {"ImageOrientationPatient": (1, 0, 0, 1, 0, 0)},
        {"ImageOrientationPatient": (2, 0, 0, 0, 1, 0)},
        {"ImagePositionPatient": None},
        {"ImagePositionPatient": (1, 2)},
        {"PixelSpacing": None},
    ],
)
def test_an_unsound_plane_is_none(change: dict[str, Any]) -> None:
    assert plane_of(made(**{**PLANE, **change}), 0) is None


def test_frames_of_an_enhanced_object_have_their_own_planes() -> None:
    header = complete(enhanced_mr(3, thickness_mm=4.0))
    planes = [plane_of(header, frame) for frame in range(3)]
    assert [plane.position_mm[2] for plane in planes if plane] == [0.0, 4.0, 8.0]


def test_only_the_first_frame_of_a_plain_run_has_the_position_of_the_object() -> None:
    header = made(**PLANE, NumberOfFrames=3)
    assert position_of(header, 0) == (-100, -90, 12.5)
    assert position_of(header, 1) is None


def test_a_dose_grid_has_offsets_along_its_normal() -> None:
    grid = made(**PLANE, GridFrameOffsetVector=(0, 2, 5))
    assert position_of(grid, 2) == (-100, -90, 17.5)
    assert position_of(grid, 3) is None
    tilted = (1, 0, 0, 0, math.sqrt(0.5), math.sqrt(0.5))
    values = {**PLANE, "ImageOrientationPatient": tilted}
    place = position_of(made(**values, GridFrameOffsetVector=(0, 2)), 1)
    assert place == pytest.approx((-100, -90 - math.sqrt(2), 12.5 + math.sqrt(2)))


def test_a_dose_grid_may_have_positions_instead_of_offsets() -> None:
    grid = made(**PLANE, GridFrameOffsetVector=(12.5, 14.5))
    assert position_of(grid, 1) == (-100, -90, 14.5)
    coronal = {**PLANE, "ImageOrientationPatient": (1, 0, 0, 0, 0, -1)}
    assert position_of(made(**coronal, GridFrameOffsetVector=(12.5, 14)), 1) is None


def test_the_distance_along_the_normal_orders_slices() -> None:
    cosines = orientation_of(made(**PLANE), 0)
    assert cosines is not None
    assert normal_of(cosines) == (0, 0, 1)
    assert distance_along((0, 0, 1), (5, 6, 7.5)) == 7.5


def test_every_tag_used_here_is_known_to_the_table() -> None:
    for keyword in region():
        assert getattr(tags, keyword) in tags.VR_BY_TAG
