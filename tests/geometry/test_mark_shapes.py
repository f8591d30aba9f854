"""Lines and handles of marks, by numbers computed by hand."""

import math

import pytest

from viewer.geometry.mark_shapes import (
    chains_of,
    handles_of,
    kept_inside,
    moved_inside,
    with_handle,
)
from viewer.geometry.marks import Mark, Point

BOX = Mark("a", "rectangle", ((2, 3), (8, 7)))


def test_a_box_is_drawn_around_and_held_at_all_corners() -> None:
    assert chains_of(BOX) == (((2, 3), (8, 3), (8, 7), (2, 7), (2, 3)),)
    assert handles_of(BOX) == ((2, 3), (8, 7), (8, 3), (2, 7))


@pytest.mark.parametrize(
    ("index", "points"),
    [
        (0, ((1, 1), (8, 7))),
        (1, ((2, 3), (1, 1))),
        (2, ((2, 1), (1, 7))),
        (3, ((1, 3), (8, 1))),
    ],
)
def test_the_corner_across_from_a_moved_one_stays(
    index: int, points: tuple[Point, ...]
) -> None:
    moved = with_handle(BOX, index, (1, 1))
    assert moved.points == points
    assert handles_of(moved)[index] == (1, 1)
    assert handles_of(moved)[index ^ 1] == handles_of(BOX)[index ^ 1]


def test_an_ellipse_touches_the_middles_of_its_box() -> None:
    (chain,) = chains_of(Mark("a", "ellipse", ((2, 3), (8, 7))))
    assert chain[0] == pytest.approx((8, 5))
    assert chain[18] == pytest.approx((5, 7))
    assert chain[36] == pytest.approx((2, 5))
    for x, y in chain:
        assert ((x - 5) / 3) ** 2 + ((y - 5) / 2) ** 2 == pytest.approx(1)


def test_two_lines_are_two_chains() -> None:
    cobb = Mark("a", "cobb", ((0, 0), (1, 0), (0, 5), (1, 5)))
    assert chains_of(cobb) == (((0, 0), (1, 0)), ((0, 5), (1, 5)))
    assert chains_of(Mark("a", "cobb", cobb.points[:2])) == (((0, 0), (1, 0)),)
    polygon = Mark("a", "polygon", ((0, 0), (4, 0), (4, 4)))
    assert chains_of(polygon) == (((0, 0), (4, 0), (4, 4), (0, 0)),)
    assert handles_of(Mark("a", "freehand", polygon.points)) == ()


@pytest.mark.parametrize("aspect", [1.0, 2.0, 0.4])
def test_the_short_line_of_a_bidirectional_is_at_right_angles(aspect: float) -> None:
    mark = Mark("a", "bidirectional", ((0, 0), (30, 10), (10, 10), (10, 10)))
    for index, at in ((3, (20.0, -4.0)), (2, (3.0, 12.0)), (0, (-8.0, 20.0))):
        mark = with_handle(mark, index, at, aspect)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = mark.points
        long = (x1 - x0, (y1 - y0) * aspect)
        short = (x3 - x2, (y3 - y2) * aspect)
        assert math.hypot(*short) > 1
        dot = long[0] * short[0] + long[1] * short[1]
        assert dot / math.hypot(*long) / math.hypot(*short) == pytest.approx(0)


def test_the_short_line_keeps_its_length_when_the_long_one_turns() -> None:
    mark = Mark("a", "bidirectional", ((0, 0), (10, 0), (5, -2), (5, 3)))
    turned = with_handle(mark, 1, (0, 20))
    assert turned.points[1] == (0, 20)
    assert turned.points[2] == pytest.approx((2, 10))
    assert turned.points[3] == pytest.approx((-3, 10))


def test_a_line_without_length_is_no_error() -> None:
    mark = Mark("a", "bidirectional", ((1, 1), (1, 1), (2, 2), (3, 3)))
    assert with_handle(mark, 3, (4, 5)).points[3] == (4, 5)
    assert len(with_handle(mark, 0, (4, 5)).points) == 4


def test_marks_stay_on_the_image() -> None:
    assert kept_inside((-3, 12.5), 10, 8) == (0, 8)
    assert kept_inside((10, 0.25), 10, 8) == (10, 0.25)
    assert moved_inside(BOX, (-9, 1), 10, 8).points == ((0, 4), (6, 8))
    assert moved_inside(BOX, (9, -9), 10, 8).points == ((4, 0), (10, 4))
    outside = Mark("a", "distance", ((-5, 0), (20, 0)))
    assert moved_inside(outside, (3, 1), 10, 8).points == ((-5, 1), (20, 1))
