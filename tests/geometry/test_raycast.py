import math

import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.geometry.orbit import STANDARD_VIEWS, Orbit, Screen, rolled
from viewer.geometry.plane import Vector
from viewer.geometry.raycast import Ray, largest_point, seen_point
from viewer.geometry.volume import VolumeGrid

GRID = VolumeGrid(
    (50, 60, 70), (-30.0, 5.0, 40.0), (1.2, 0.0, 0.0), (0.0, 1.2, 0.0), (0.0, 0.0, 2.0)
)
CENTRE, RADIUS = (15.0, 35.0, 85.0), 18.0
BOX = np.array([(0.5, 0.5, 0.5), (48.5, 58.5, 68.5)])


def ball() -> NDArray[np.uint16]:
    """2000 inside, 100 outside, with an edge of two voxels."""
    k, j, i = np.indices(GRID.shape, np.float64)
    there = np.stack([i * 1.2, j * 1.2, k * 2.0], axis=-1) + GRID.origin_mm
    distance = np.linalg.norm(there - CENTRE, axis=-1)
    part = np.clip((RADIUS - distance) / 2.4 + 0.5, 0, 1)
    made: NDArray[np.uint16] = np.rint(100 + 1900 * part).astype(np.uint16)
    return made


def opaque(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(samples, [900.0, 1200.0], [0.0, 0.95])


def ray(orbit: Orbit, point_mm: Vector) -> Ray:
    screen = Screen(500, 500, GRID.centre_mm, 200.0)
    return Ray(screen.start_mm(orbit, *screen.place(orbit, point_mm)), orbit.into, BOX)


@pytest.mark.parametrize(
    "orbit",
    [
        *(Orbit(*axes) for axes in STANDARD_VIEWS.values()),
        rolled(Orbit(), 35.0, 50.0),
        rolled(Orbit(), -110.0, 20.0),
    ],
)
def test_the_point_lies_on_the_surface_within_a_voxel(orbit: Orbit) -> None:
    codes = ball()
    found = seen_point(codes, GRID, ray(orbit, CENTRE), opaque)
    assert found is not None
    assert math.dist(found, CENTRE) == pytest.approx(RADIUS, abs=1.2)
    towards = np.subtract(found, CENTRE) @ np.array(orbit.into)
    assert towards == pytest.approx(-RADIUS, abs=1.2), "the side that faces the eye"


def test_beside_everything_there_is_no_point() -> None:
    codes = ball()
    beside = (CENTRE[0] + RADIUS + 5, CENTRE[1], CENTRE[2])
    assert seen_point(codes, GRID, ray(Orbit(), beside), opaque) is None
    outside = (CENTRE[0] + 500.0, CENTRE[1], CENTRE[2])
    assert seen_point(codes, GRID, ray(Orbit(), outside), opaque) is None
    assert largest_point(codes, GRID, ray(Orbit(), outside)) is None


def test_what_the_box_leaves_out_is_not_seen() -> None:
    """Cut through the middle of the ball, from the front."""
    half = BOX.copy()
    half[0, 1] = (CENTRE[1] - GRID.origin_mm[1]) / 1.2
    whole = ray(Orbit(), CENTRE)
    found = seen_point(ball(), GRID, Ray(whole.start_mm, whole.way, half), opaque)
    assert found is not None
    assert found[1] == pytest.approx(CENTRE[1], abs=1.2)


def test_the_largest_value_is_found_where_it_is() -> None:
    codes = np.ones(GRID.shape, np.uint16)
    codes[20, 30, 40] = 500
    peak = GRID.to_patient(40, 30, 20)
    for orbit in (Orbit(), rolled(Orbit(), 33.0, 21.0)):
        found = largest_point(codes, GRID, ray(orbit, peak))
        assert found is not None
        assert math.dist(found, peak) < 1.2
