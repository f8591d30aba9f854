"""Sizes of shapes against formulas by hand, on pixels that are not square."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.geometry.marks import Point
from viewer.geometry.measure import (
    Scale,
    angle,
    area,
    cobb_angle,
    crosses_itself,
    length,
    perimeter,
)

TALL = Scale(0.5, 2.0)
"""Pixels half a millimetre wide and two high."""

EIGHT = ((0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0))
"""Two triangles that meet in a point."""

coordinates = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


def test_a_length_counts_each_direction_by_its_own_size() -> None:
    assert length([(1, 1), (7, 3)], TALL) == pytest.approx(5.0)  # 3 across, 4 down
    assert length([(1, 1), (7, 3), (7, 8)], TALL) == pytest.approx(15.0)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((2, 0), (0, 0.5), 90.0),
        ((2, 0), (2, 0.5), 45.0),  # 1 mm across and 1 mm down
        ((2, 0), (-2, 0.5), 135.0),
        ((2, 0), (-1, 0), 180.0),
        ((2, 0), (5, 0), 0.0),
    ],
)
def test_an_angle_is_that_in_the_body(a: Point, b: Point, expected: float) -> None:
    assert angle(a, (0, 0), b, TALL) == pytest.approx(expected)


def test_an_angle_without_a_side_is_none() -> None:
    assert angle((1, 1), (1, 1), (3, 4), TALL) is None
    assert cobb_angle([(0, 0), (1, 1), (2, 2), (2, 2)], TALL) is None


@pytest.mark.parametrize("turned", [False, True])
def test_cobb_is_acute_however_the_lines_were_drawn(turned: bool) -> None:
    second = [(0.0, 5.0), (2.0, 5.5)]  # 1 mm across, 1 mm down: 45°
    lines = [(0.0, 0.0), (4.0, 0.0), *(second[::-1] if turned else second)]
    assert cobb_angle(lines, TALL) == pytest.approx(45)
    lines[1] = (-4.0, 0.0)
    assert cobb_angle(lines, TALL) == pytest.approx(45)


@given(coordinates, coordinates, coordinates, st.floats(0, 360))
def test_an_angle_stays_when_all_is_turned(
    a: Point, corner: Point, b: Point, by: float
) -> None:
    sides = math.dist(a, corner), math.dist(b, corner)
    if min(sides) < 1e-3:
        return

    def turned(point: Point) -> Point:
        c, s = math.cos(math.radians(by)), math.sin(math.radians(by))
        return c * point[0] - s * point[1], s * point[0] + c * point[1]

    before = angle(a, corner, b, Scale())
    after = angle(turned(a), turned(corner), turned(b), Scale())
    cosine = np.clip(
        np.dot(np.subtract(a, corner), np.subtract(b, corner)) / math.prod(sides), -1, 1
    )
    assert before == pytest.approx(after, abs=1e-6)
    assert before == pytest.approx(math.degrees(math.acos(cosine)), abs=1e-4)


def test_area_and_perimeter_of_a_rectangle() -> None:
    corners = [(9.0, 4.0), (1.0, 1.0)]  # 4 mm × 6 mm
    assert area("rectangle", corners, TALL) == pytest.approx(24)
    assert perimeter("rectangle", corners, TALL) == pytest.approx(20)


def test_area_and_perimeter_of_an_ellipse() -> None:
    corners = [(0.0, 0.0), (20.0, 3.0)]  # 10 mm × 6 mm
    assert area("ellipse", corners, TALL) == pytest.approx(math.pi * 5 * 3)
    around = np.linspace(0, 2 * math.pi, 200_001)
    steps = np.hypot(np.diff(5 * np.cos(around)), np.diff(3 * np.sin(around)))
    assert perimeter("ellipse", corners, TALL) == pytest.approx(steps.sum(), rel=1e-9)
    circle = [(0.0, 0.0), (8.0, 2.0)]  # 4 mm wide and high
    assert perimeter("ellipse", circle, TALL) == pytest.approx(4 * math.pi)
    flat = [(0.0, 1.0), (8.0, 1.0)]
    assert perimeter("ellipse", flat, TALL) == pytest.approx(8)
    assert area("ellipse", flat, TALL) == 0


def test_area_of_a_polygon_does_not_ask_which_way_round() -> None:
    triangle = [(0.0, 0.0), (8.0, 0.0), (0.0, 3.0)]  # 4 mm and 6 mm: hypotenuse √52
    for corners in (triangle, triangle[::-1]):
        assert area("polygon", corners, TALL) == pytest.approx(12)
        expected = 10 + math.sqrt(52)
        assert perimeter("freehand", corners, TALL) == pytest.approx(expected)
    assert not crosses_itself("polygon", triangle)


def test_both_halves_of_an_eight_count() -> None:
    assert crosses_itself("freehand", EIGHT)
    assert area("freehand", EIGHT, Scale()) == pytest.approx(50)
    around = 2 * 10 + 2 * math.sqrt(200)
    assert perimeter("freehand", EIGHT, Scale()) == pytest.approx(around)


def test_a_part_gone_round_twice_counts_once() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    inner = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert area("freehand", [*square, *inner], Scale()) == pytest.approx(100)
    star = [
        (math.cos(turn * math.tau * 2 / 5), math.sin(turn * math.tau * 2 / 5))
        for turn in range(5)
    ]
    tangent = math.tan(math.pi / 10)
    whole = 10 * tangent / (3 - tangent**2)
    assert area("polygon", star, Scale()) == pytest.approx(whole)


@given(st.lists(coordinates, min_size=3, max_size=9))
def test_an_area_is_that_of_a_fine_grid_of_points(corners: list[Point]) -> None:
    x, y = (part.ravel() for part in np.meshgrid(*[np.arange(-49.75, 50, 0.5)] * 2))
    turns = np.zeros(x.size)
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        one, other = np.arctan2(ay - y, ax - x), np.arctan2(by - y, bx - x)
        turns += (other - one + math.pi) % math.tau - math.pi
    expected = (np.abs(turns) > math.pi).sum() * 0.25
    room = perimeter("polygon", corners, Scale()) * 0.75 + 2
    assert area("polygon", corners, Scale()) == pytest.approx(expected, abs=room)


def test_points_on_the_same_place_change_no_area() -> None:
    corners = [(0.0, 0.0), (0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (4.0, 4.0), (0.0, 4.0)]
    assert not crosses_itself("freehand", corners)
    assert area("freehand", corners, Scale()) == pytest.approx(16)
    assert area("freehand", [(1.0, 1.0)] * 4, Scale()) == 0
