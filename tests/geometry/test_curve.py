"""Curves through points, and volumes straightened along them."""

import math
from typing import Any

import numpy as np
import pytest

from tests.geometry.volumes import (
    EMPTY,
    axis_volume,
    coordinates,
    slices,
    stack,
    vector,
)
from viewer.geometry.curve import (
    CurvedCut,
    CurveError,
    curve_through,
    straightened,
)
from viewer.geometry.plane import Vector
from viewer.geometry.reslice import Volume

UP: Vector = (0.0, 0.0, 1.0)
CENTRE = np.array((5.0, -8.0, 20.0))
RADIUS_MM = 30.0


def arc(degrees: float, points: int, tilt: float = 0.0) -> list[Vector]:
    """Points of a circle about CENTRE in a plane that is tilted about the left."""
    angles = np.radians(np.linspace(0, degrees, points))
    made = []
    for angle in angles:
        x, y = RADIUS_MM * math.cos(angle), RADIUS_MM * math.sin(angle)
        turn = math.radians(tilt)
        place = (x, y * math.cos(turn), y * math.sin(turn))
        made.append(vector(CENTRE + np.array(place)))
    return made


@pytest.mark.parametrize("tilt", [0.0, 35.0])
def test_an_arc_is_as_long_as_by_its_angle(tilt: float) -> None:
    curve = curve_through(arc(180, 19, tilt), 0.5, UP)
    assert curve.length_mm == pytest.approx(math.pi * RADIUS_MM, rel=1e-3)
    assert len(curve.points_mm) == int(curve.length_mm / 0.5) + 1
    steps = np.linalg.norm(np.diff(curve.points_mm, axis=0), axis=1)
    assert np.allclose(steps, 0.5, rtol=1e-3)
    assert curve.at_mm[0] == 0.0
    assert curve.at_mm[-1] == curve.length_mm
    assert curve.at_mm[9] == pytest.approx(math.pi * RADIUS_MM / 2, rel=1e-3)


def test_a_curve_passes_through_every_point() -> None:
    points = [(0.0, 0.0, 0.0), (20.0, 3.0, 0.0), (22.0, 30.0, 9.0), (50.0, 31.0, -4.0)]
    curve = curve_through(points, 0.05, UP)
    for point in points:
        away = np.linalg.norm(curve.points_mm - np.array(point), axis=1).min()
        assert away < 0.06


def test_two_points_make_a_straight_line() -> None:
    curve = curve_through([(0.0, 0.0, 0.0), (30.0, 40.0, 0.0)], 1.0, UP)
    assert curve.length_mm == pytest.approx(50.0)
    assert np.allclose(curve.along, (0.6, 0.8, 0.0))
    assert np.allclose(curve.across, (0.8, -0.6, 0.0))


def test_directions_are_at_right_angles_and_stay_in_the_plane_of_the_points() -> None:
    curve = curve_through(arc(270, 28), 0.5, UP)
    assert np.abs((curve.along * curve.across).sum(axis=1)).max() < 1e-9
    assert np.allclose(np.linalg.norm(curve.across, axis=1), 1.0)
    assert np.abs(curve.across[:, 2]).max() < 1e-6
    assert np.abs(np.abs(curve.deep()[:, 2]) - 1).max() < 1e-6


def test_points_at_one_place_and_absurd_lengths_are_refused() -> None:
    with pytest.raises(CurveError, match="two points"):
        curve_through([(1.0, 1.0, 1.0), (1.0, 1.0, 1.01)], 1.0, UP)
    with pytest.raises(CurveError, match="too short or too long"):
        curve_through([(0.0, 0.0, 0.0), (0.0, 0.0, 9000.0)], 1.0, UP)


def grid_of(spacing: tuple[float, float] = (1.1, 0.9), step: float = 1.4) -> Any:
    planes = slices(46, step_mm=(0, 0, step), spacing_mm=spacing)
    made = stack(planes, 90, 100).grid
    return made


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("degrees", [0.0, 40.0, 90.0])
def test_a_volume_of_coordinates_reads_back_where_the_straightened_pixel_lies(
    degrees: float, axis: int
) -> None:
    grid = grid_of()
    middle = np.array(grid.centre_mm)
    points = [vector(middle + np.array(p) - CENTRE) for p in arc(150, 12, 20.0)]
    points = [vector(np.array(p) - (0.0, 12.0, 0.0)) for p in points]
    cut = CurvedCut(curve_through(points, 0.7, UP), degrees, 21, 0.6)
    values = straightened(axis_volume(grid, axis), cut)
    for row, column in ((0, 0), (40, 10), (70, 20), (cut.rows - 1, 3)):
        place = cut.to_patient(column + 0.5, row + 0.5)
        if np.isfinite(values[row, column]):
            assert values[row, column] == pytest.approx(place[axis], abs=2e-3)
    assert np.isfinite(values).mean() > 0.9


def tube(grid: Any, centre: Any, radius_mm: float) -> Volume:
    """1000 within `radius_mm` of a quarter of the circle, with an edge a millimetre
    wide, else 0; by the formula of a torus."""
    x, y, z = np.moveaxis(coordinates(grid) - centre, -1, 0)
    inside = np.hypot(np.hypot(x, y) - RADIUS_MM, z)
    ends = [np.sqrt((x - RADIUS_MM) ** 2 + y**2 + z**2)]
    ends.append(np.sqrt(x**2 + (y - RADIUS_MM) ** 2 + z**2))
    away = np.where((x >= 0) & (y >= 0), inside, np.minimum(*ends))
    values = np.clip(radius_mm + 0.5 - away, 0, 1) * 1000
    return Volume(grid, values.astype(np.float32), EMPTY)


def test_a_curved_tube_of_known_length_and_radius_becomes_a_straight_one() -> None:
    """A phantom: 90° of a circle of 30 mm, 47.1 mm long, 5 mm thick at every place."""
    grid = grid_of((0.6, 0.6), 0.7)
    around = np.array(grid.centre_mm) - (14.0, 14.0, 0.0)
    points = [vector(around + np.array(p) - CENTRE) for p in arc(90, 7)]
    volume = tube(grid, around, 5.0)
    curve = curve_through(points, 0.5, UP)
    assert curve.length_mm == pytest.approx(math.pi / 2 * RADIUS_MM, rel=2e-3)
    for degrees in (0.0, 45.0, 90.0):
        cut = CurvedCut(curve, degrees, 61, 0.25)
        values = straightened(volume, cut)
        inside = values > 500
        assert inside[:, 30].all(), "the curve lies in the tube from end to end"
        widths = inside.sum(axis=1) * cut.pixel_mm
        assert np.abs(widths - 10.0).max() <= 0.75, "a voxel"
        columns = np.arange(61)
        middles = (inside * columns).sum(axis=1) / inside.sum(axis=1)
        assert np.abs(middles - 30).max() * cut.pixel_mm <= 0.4, "it is straight"


def test_a_slab_takes_in_what_lies_at_right_angles_to_the_row() -> None:
    grid = grid_of()
    middle = np.array(grid.centre_mm)
    half = np.array((20.0, 0.0, 0.0))
    points = [vector(middle - half), vector(middle + half)]
    curve = curve_through(points, 1.0, UP)
    volume = axis_volume(grid, 2)
    thin = straightened(volume, CurvedCut(curve, 0.0, 9, 1.0))
    thick = straightened(volume, CurvedCut(curve, 0.0, 9, 1.0, 10.0, "max"))
    assert np.allclose(thin, middle[2], atol=1e-3)
    assert 4.0 <= float((thick - thin).min()) <= 5.0 + 1e-3
    mean = straightened(volume, CurvedCut(curve, 0.0, 9, 1.0, 10.0, "mean"))
    assert np.allclose(mean, middle[2], atol=1e-3)
