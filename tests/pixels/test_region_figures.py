"""Velocity and time at a point of a spectrum, by the region's reference pixel."""

from typing import Any

import pytest

from tests.files.test_measures import SPECTRUM, region
from tests.pixels.described import described
from viewer.demo.build import image
from viewer.geometry.marks import Mark, Point
from viewer.pixels.region_figures import region_figures

REFERENCE = {
    "ReferencePixelX0": 5,
    "ReferencePixelY0": 40,
    "ReferencePixelPhysicalValueX": 1.5,
    "ReferencePixelPhysicalValueY": 0.0,
}
AREA = (20, 10, 119, 99)


def found(at: Point, **elements: Any) -> list[tuple[str, float, str, str]]:
    made = region(*AREA, **{**SPECTRUM, **REFERENCE, **elements})
    header = described(image(modality="US", SequenceOfUltrasoundRegions=[made]))
    figures, notes = region_figures(Mark("1", "point", (at,)), header, 0)
    assert bool(notes) == bool(figures)
    return [(one.name, one.value, one.unit, one.text) for one in figures]


def test_the_reference_pixel_counts_from_the_corner_of_its_region() -> None:
    """By hand: its centre is at (25.5, 50.5); from there 10 columns are 0.05 s and
    20 rows up, of −0.8 cm/s each, 16 cm/s."""
    across, down = found((35.5, 30.5))
    assert (across[1], down[1]) == pytest.approx((1.55, 16.0))
    assert (across[2], down[2]) == ("s", "cm/s")
    assert down[3] == "16.0 cm/s, ultrasound region"
    assert found((25.5, 50.5))[1][1] == pytest.approx(0.0)
    assert found((25.5, 60.5))[1][3] == "−8.0 cm/s, ultrasound region"


def test_a_baseline_may_lie_outside_and_have_a_value() -> None:
    elements = {"ReferencePixelY0": -10, "ReferencePixelPhysicalValueY": 100.0}
    (_, down) = found((35.5, 30.5), **elements)
    assert down[1] == pytest.approx(100 - 0.8 * 30)


@pytest.mark.parametrize(
    "missing", ["ReferencePixelY0", "ReferencePixelPhysicalValueY"]
)
def test_what_is_not_given_is_not_told(missing: str) -> None:
    assert [one[0] for one in found((35.5, 30.5), **{missing: None})] == ["across"]


def test_pictures_and_places_outside_have_none() -> None:
    assert found((35.5, 30.5), RegionSpatialFormat=1) == []
    assert found((5.0, 5.0)) == []
