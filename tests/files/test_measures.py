"""What a length is told in, by tags: the basis that stands beside every number."""

from typing import Any

import pytest

from tests.files.made import made
from tests.files.test_spatial import ultrasound
from viewer.files.header import Header
from viewer.files.measures import (
    UserCalibration,
    calibration_of,
    chosen_calibration,
    user_calibration,
)
from viewer.files.ultrasound_regions import Axis
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.geometry.measure import Scale

LINE: tuple[Point, ...] = ((1.0, 1.0), (3.0, 3.0))
DX = {"Modality": "DX", "SOPClassUID": "1.2.840.10008.5.1.4.1.1.1.1"}
PLANE = {
    "ImagePositionPatient": (0, 0, 0),
    "ImageOrientationPatient": (1, 0, 0, 0, 1, 0),
}
CM, SECONDS, CM_PER_SECOND, HERTZ = 3, 4, 7, 5


@pytest.mark.parametrize(
    ("elements", "label", "scale"),
    [
        ({**PLANE, "PixelSpacing": (2, 0.5)}, "mm", Scale(0.5, 2)),
        ({**DX, "ImagerPixelSpacing": (0.2, 0.1)}, "mm at detector", Scale(0.1, 0.2)),
        (
            {**DX, "ImagerPixelSpacing": (0.2, 0.2), "PixelSpacing": (0.2, 0.2)},
            "mm at detector",
            Scale(0.2, 0.2),
        ),
        (
            {
                **DX,
                "ImagerPixelSpacing": (0.3, 0.3),
                "EstimatedRadiographicMagnificationFactor": 1.5,
            },
            "mm, ERMF 1.5",
            Scale(0.2, 0.2),
        ),
        (
            {
                **DX,
                "ImagerPixelSpacing": (0.3, 0.3),
                "PixelSpacing": (0.2, 0.2),
                "PixelSpacingCalibrationType": "GEOMETRY",
            },
            "mm, calibrated by geometry",
            Scale(0.2, 0.2),
        ),
        (
            {
                **DX,
                "PixelSpacing": (0.2, 0.2),
                "PixelSpacingCalibrationType": "FIDUCIAL",
                "PixelSpacingCalibrationDescription": "coin",
            },
            "mm, calibrated by fiducial",
            Scale(0.2, 0.2),
        ),
        (
            {**DX, "ImagerPixelSpacing": (0.3, 0.3), "PixelSpacing": (0.2, 0.2)},
            "mm, calibrated",
            Scale(0.2, 0.2),
        ),
        ({**DX, "PixelSpacing": (0.2, 0.2)}, "mm, plane not stated", Scale(0.2, 0.2)),
        (
            {"Modality": "RTIMAGE", "ImagePlanePixelSpacing": (0.4, 0.4)},
            "mm in the image plane",
            Scale(0.4, 0.4),
        ),
        ({}, "px", Scale(1, 1)),
        ({"NominalScannedPixelSpacing": (0.1, 0.1)}, "px", Scale(1, 1)),
        ({"PixelAspectRatio": (2, 1)}, "px", Scale(1, 1)),
    ],
)
def test_the_basis_stands_beside_the_unit(
    elements: dict[str, Any], label: str, scale: Scale
) -> None:
    found = calibration_of(made(**elements), 0, LINE)
    assert found.labelled(found.across.unit) == label
    assert found.scale == pytest.approx(scale)
    assert found.sentence


def test_the_description_of_a_calibration_is_told() -> None:
    header = made(
        **DX,
        PixelSpacing=(0.2, 0.2),
        PixelSpacingCalibrationType="FIDUCIAL",
        PixelSpacingCalibrationDescription="coin of 25 mm",
    )
    assert "coin of 25 mm" in calibration_of(header, 0, LINE).sentence


def test_a_slide_is_measured_in_micrometres() -> None:
    found = calibration_of(made(Modality="SM", PixelSpacing=(0.0005, 0.0005)), 0, LINE)
    assert found.across == Axis(0.5, "µm", "um")


@pytest.mark.parametrize(
    "elements",
    [{"PixelAspectRatio": (3, 2)}, {"NominalScannedPixelSpacing": (0.15, 0.1)}],
)
def test_angles_know_the_aspect_where_lengths_are_pixels(
    elements: dict[str, Any],
) -> None:
    found = calibration_of(made(**elements), 0, LINE)
    assert not found.is_physical
    assert found.angle_scale == pytest.approx(Scale(1, 1.5))


def region(x0: int, y0: int, x1: int, y1: int, **changes: Any) -> dict[str, Any]:
    return {
        "RegionSpatialFormat": 1,
        "RegionDataType": 1,
        "RegionFlags": 0,
        "RegionLocationMinX0": x0,
        "RegionLocationMinY0": y0,
        "RegionLocationMaxX1": x1,
        "RegionLocationMaxY1": y1,
        "PhysicalUnitsXDirection": CM,
        "PhysicalUnitsYDirection": CM,
        "PhysicalDeltaX": 0.03,
        "PhysicalDeltaY": 0.02,
        **changes,
    }


SPECTRUM = {
    "RegionSpatialFormat": 3,
    "PhysicalUnitsXDirection": SECONDS,
    "PhysicalUnitsYDirection": CM_PER_SECOND,
    "PhysicalDeltaX": 0.005,
    "PhysicalDeltaY": -0.8,
}


def measured(header: Header, *points: Point) -> tuple[str, Scale | None]:
    found = calibration_of(header, 0, points)
    return found.labelled(found.across.unit), found.scale


def test_both_ends_in_one_region_are_measured_by_it() -> None:
    header = ultrasound(region(10, 10, 49, 59))
    for ends in (((12, 12), (40, 40)), ((10, 10), (50, 60))):  # edges included
        label, scale = measured(header, *ends)
        assert label == "mm, ultrasound region"
        assert scale == pytest.approx(Scale(0.3, 0.2))
    assert measured(header, (12, 12), (50.5, 40))[0] == "px"
    assert measured(header, (2, 2), (4, 4))[0] == "px"


def test_regions_that_measure_alike_count_as_one() -> None:
    alike = ultrasound(region(0, 0, 49, 99), region(60, 0, 99, 99))
    assert measured(alike, (10, 10), (70, 10))[0] == "mm, ultrasound region"
    other = region(60, 0, 99, 99, PhysicalDeltaX=0.04)
    assert measured(ultrasound(region(0, 0, 49, 99), other), (10, 10), (70, 10)) == (
        "px",
        Scale(1, 1),
    )


def test_of_regions_over_each_other_the_high_priority_counts() -> None:
    low = region(0, 0, 99, 99, RegionFlags=1)
    high = region(20, 20, 39, 39, PhysicalDeltaX=0.05, PhysicalDeltaY=0.05)
    for order in ((low, high), (high, low)):
        header = ultrasound(*order)
        assert measured(header, (25, 25), (30, 30))[1] == pytest.approx(Scale(0.5, 0.5))
        assert measured(header, (1, 1), (5, 5))[1] == pytest.approx(Scale(0.3, 0.2))
        assert measured(header, (1, 1), (30, 30))[0] == "px"
    equal = ultrasound(region(0, 0, 99, 99), high)
    assert measured(equal, (25, 25), (30, 30))[0] == "px"


@pytest.mark.parametrize(
    "nothing",
    [
        {"PhysicalUnitsXDirection": 0, "PhysicalUnitsYDirection": 0},
        {"PhysicalDeltaX": 0.0, "PhysicalDeltaY": 0.0},
    ],
)
@pytest.mark.parametrize("flags", [0, 1])
def test_what_states_no_units_is_not_measured_by_the_region_under_it(
    nothing: dict[str, Any], flags: int
) -> None:
    inset = region(20, 20, 39, 39, RegionSpatialFormat=0, **nothing)
    header = ultrasound(region(0, 0, 99, 99, RegionFlags=flags), inset)
    assert measured(header, (25, 25), (30, 30))[0] == "px"
    assert measured(header, (1, 1), (30, 30))[0] == "px"
    assert measured(header, (1, 1), (5, 5))[0] == "mm, ultrasound region"


def test_directions_of_other_units_give_no_length() -> None:
    header = ultrasound(region(0, 0, 99, 99, **SPECTRUM))
    found = calibration_of(header, 0, ((1, 1), (9, 9)))
    assert found.scale is None
    assert found.across == Axis(0.005, "s", "s")
    assert found.down == Axis(0.8, "cm/s", "cm/s")


def test_lengths_of_what_is_no_picture_in_space_are_none() -> None:
    header = ultrasound(region(0, 0, 99, 99, RegionSpatialFormat=2))
    assert calibration_of(header, 0, ((1, 1), (9, 9))).scale is None


@pytest.mark.parametrize(
    "changes",
    [
        {"PhysicalUnitsXDirection": 0},
        {"PhysicalDeltaX": 0.0},
        {"RegionLocationMaxX1": 0, "RegionLocationMinX0": 9},
    ],
)
def test_a_region_that_makes_no_sense_measures_nothing(changes: dict[str, Any]) -> None:
    header = ultrasound(region(0, 0, 99, 99, **changes))
    assert measured(header, (1, 1), (2, 2))[0] == "px"


CALIBRATION = Mark("1", "calibration", ((0.0, 0.0), (30.0, 40.0)), length_mm=100)
KEY = FrameKey("1.9", 0)


def line_on(header: Header, drawn: Mark = CALIBRATION) -> UserCalibration:
    found = user_calibration(drawn, KEY, header)
    assert found is not None
    return found


def test_a_known_length_gives_millimetres_that_say_so() -> None:
    header = made(**DX, SOPInstanceUID="1.9", ImagerPixelSpacing=(0.2, 0.2))
    found = calibration_of(header, 0, LINE, (line_on(header),))
    assert found.labelled("mm") == "mm, calibrated by user"
    assert found.scale == pytest.approx(Scale(2, 2))  # 50 pixels are 100 mm
    assert calibration_of(header, 0, LINE).labelled("mm") == "mm at detector"


def test_a_known_length_keeps_the_shape_of_pixels() -> None:
    header = made(PixelAspectRatio=(2, 1), SOPInstanceUID="1.9")
    upright = Mark("1", "calibration", ((0.0, 0.0), (0.0, 25.0)), length_mm=100)
    assert calibration_of(header, 0, LINE, (line_on(header, upright),)).scale == (
        pytest.approx(Scale(2, 4))
    )


@pytest.mark.parametrize(
    "drawn",
    [
        Mark("1", "distance", ((0, 0), (3, 4)), length_mm=100),
        Mark("1", "calibration", ((0, 0), (3, 4))),
        Mark("1", "calibration", ((0, 0), (3, 4)), length_mm=-1),
        Mark("1", "calibration", ((2, 2), (2, 2)), length_mm=5),
        Mark("1", "calibration", ((2, 2),), length_mm=5),
    ],
)
def test_other_marks_calibrate_nothing(drawn: Mark) -> None:
    assert user_calibration(drawn, KEY, made()) is None


def test_it_holds_for_the_series_where_nothing_changes_the_size() -> None:
    image = {**DX, "SOPInstanceUID": "1.9", "ImagerPixelSpacing": (0.2, 0.2)}
    users = (line_on(made(**image)),)

    def holds(**changes: Any) -> bool:
        header = made(**{**image, "SOPInstanceUID": "1.10", **changes})
        return chosen_calibration(users, header, 0) is not None

    assert holds()
    assert not holds(SeriesInstanceUID="1.2.4")
    assert not holds(ViewPosition="LL")
    assert not holds(Columns=5)
    assert not holds(ImagerPixelSpacing=(0.1, 0.1))
    assert not holds(DistanceSourceToDetector=1000)


def test_the_line_of_the_image_itself_comes_first() -> None:
    header = made(SOPInstanceUID="1.9")
    own = line_on(header)
    other = user_calibration(
        Mark("2", "calibration", ((0.0, 0.0), (3.0, 4.0)), length_mm=5),
        FrameKey("1.10", 0),
        made(SOPInstanceUID="1.10"),
    )
    assert other is not None
    assert chosen_calibration((own, other), header, 0) == own
    third = made(SOPInstanceUID="1.11")
    assert chosen_calibration((own, other), third, 0) == other
    assert chosen_calibration((other, own), third, 0) == own


def test_a_line_in_a_region_says_nothing_of_another() -> None:
    header = ultrasound(region(0, 0, 49, 99), region(60, 0, 99, 99, **SPECTRUM))
    users = (line_on(header, CALIBRATION),)
    assert calibration_of(header, 0, ((1, 1), (9, 9)), users).basis == "user"
    assert calibration_of(header, 0, ((70, 1), (80, 9)), users).basis == "region"
