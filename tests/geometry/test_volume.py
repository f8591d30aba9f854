import math
from dataclasses import replace

import numpy as np
import pytest

from tests.geometry.volumes import AXIAL, slices, stack, turned, vector
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.volume import NotAVolumeError, stacked

CORONAL: tuple[Vector, Vector] = ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
TILTED = AXIAL[0], turned(-14.0, AXIAL[0], AXIAL[1])
"""A gantry's tilt: the slices turn about the patient's left–right axis."""


def _moved(plane: Plane, *by: float) -> Plane:
    position = vector(np.array(plane.position_mm) + np.array(by))
    return replace(plane, position_mm=position)


def test_the_voxels_lie_where_the_slices_lie() -> None:
    planes = slices()
    grid = stack(planes).grid
    assert grid.shape == (8, 12, 14)
    assert grid.spacings_mm == pytest.approx((0.5, 0.8, 2.5))
    assert grid.tilt_degrees == 0
    for number, plane in enumerate(planes):
        expected = plane.to_patient(4.5, 7.5)
        assert grid.to_patient(4, 7, number) == pytest.approx(expected)
    assert grid.statements() == ()


def test_slices_are_ordered_along_their_normal_whatever_their_order_was() -> None:
    planes = slices(6)
    shuffled = [planes[index] for index in (3, 0, 5, 1, 4, 2)]
    found = stack(shuffled)
    assert found.grid == stack(planes).grid
    assert [shuffled[index] for index in found.order] == planes


def test_a_reversed_direction_gives_the_same_voxels() -> None:
    planes = slices(5, CORONAL, (0.0, -3.0, 0.0))
    found = stack(planes)
    assert found.grid.normal == pytest.approx((0.0, 1.0, 0.0))
    assert found.grid.spacings_mm[2] == pytest.approx(3.0)
    assert found.order == (4, 3, 2, 1, 0)


def test_the_spacing_is_that_of_the_positions() -> None:
    """Overlapping or apart: thickness is not asked for."""
    assert stack(slices(step_mm=(0.0, 0.0, 1.25))).grid.spacings_mm[2] == 1.25


def test_a_tilt_is_a_shear_of_the_grid_and_is_said() -> None:
    planes = slices(9, TILTED, (0.0, 0.0, 5.0))
    grid = stack(planes).grid
    assert grid.tilt_degrees == pytest.approx(14.0)
    assert grid.slice_mm == pytest.approx((0.0, 0.0, 5.0))
    assert grid.spacings_mm[2] == pytest.approx(5 * math.cos(math.radians(14)))
    assert grid.statements() == ("Gantry tilt of 14.0° corrected",)


def test_positions_of_few_digits_are_still_even() -> None:
    planes = [
        _moved(plane, 0, 0, round(number * 0.625, 1) - number * 0.625)
        for number, plane in enumerate(slices(40, step_mm=(0.0, 0.0, 0.625)))
    ]
    grid = stack(planes).grid
    assert grid.places == ()
    assert grid.spacings_mm[2] == pytest.approx(0.625, abs=0.003)


def test_a_missing_slice_leaves_its_place_empty_and_is_said() -> None:
    planes = slices(10)
    del planes[4:6]
    grid = stack(planes).grid
    assert grid.places == (0, 1, 2, 3, 6, 7, 8, 9)
    assert grid.gaps == (3,)
    assert grid.spacings_mm[2] == pytest.approx(2.5)
    assert grid.statements() == ("2 slices are missing: their places are empty",)


def test_uneven_slices_keep_their_places_and_say_so() -> None:
    planes = slices(1)
    for step in (3, 3, 3, 3, 5, 5, 5):
        planes.append(_moved(planes[-1], 0, 0, step))
    grid = stack(planes).grid
    assert grid.gaps == ()
    assert grid.to_patient(0, 0, grid.places[5])[2] == pytest.approx(7 + 17)
    assert grid.statements() == ("Slices 3 to 5 mm apart: interpolated",)


def test_slices_far_apart_say_so() -> None:
    assert stack(slices(4, step_mm=(0.0, 0.0, 10.0))).grid.statements() == ()
    sparse = stack(slices(4, step_mm=(0.0, 0.0, 75.0))).grid
    assert sparse.statements() == ("Slices 75 mm apart: interpolated",)


@pytest.mark.parametrize(
    ("planes", "sentence"),
    [
        (slices(2), "2 slices are no volume."),
        ([*slices(4), slices(4)[1]], "1 slice lies where another one lies."),
        (
            [*slices(4), *slices(4, CORONAL)],
            "The slices are not parallel.",
        ),
        (
            [*slices(4), *slices(4, spacing_mm=(0.8, 0.6))],
            "The slices have different pixel sizes.",
        ),
        (
            [
                *slices(3),
                _moved(slices(4)[3], 0, 0, 40),
                _moved(slices(4)[3], 0, 0, 80),
            ],
            "The slices lie 2.5 to 42.5 mm apart.",
        ),
        (
            [*slices(3), _moved(slices(4)[3], 4, 0, 0), *slices(8)[4:]],
            "The slices are shifted against each other.",
        ),
        (
            slices(4, step_mm=(9.0, 0.0, 1.0)),
            "The slices lie beside each other, not in a stack.",
        ),
        (
            [*slices(3), None],
            "It is not stated where the slices lie in the patient.",
        ),
    ],
)
def test_what_is_no_volume_is_refused_with_the_reason(
    planes: list[Plane | None], sentence: str
) -> None:
    with pytest.raises(NotAVolumeError) as refused:
        stacked(planes, 12, 14)
    assert str(refused.value) == sentence
