import math

import pytest

from viewer.geometry.outlines import circle, ellipse, smooth


def test_a_circle_keeps_its_distance_to_the_centre_and_is_closed() -> None:
    chain = circle((10, 20), (13, 24))
    assert chain[0] == chain[-1]
    assert {round(math.dist((10, 20), point), 9) for point in chain} == {5.0}


def test_an_ellipse_goes_through_the_ends_of_both_axes() -> None:
    ends = ((0.0, 5.0), (20.0, 5.0), (10.0, 1.0), (10.0, 9.0))
    chain = ellipse(ends)
    for end in ends:
        assert min(math.dist(end, point) for point in chain) < 1e-9


def test_an_ellipse_may_lie_aslant() -> None:
    chain = ellipse(((0, 0), (10, 10), (4, 6), (6, 4)))
    assert all(abs(x - 5) <= 5.2 and abs(y - 5) <= 5.2 for x, y in chain)
    assert max(math.dist((5, 5), point) for point in chain) == pytest.approx(
        math.sqrt(50)
    )


def test_a_smooth_curve_goes_through_every_given_point() -> None:
    points = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0), (30.0, 9.0)]
    chain = smooth(points)
    assert chain[0] == points[0]
    for point in points:
        assert min(math.dist(point, other) for other in chain) < 1e-9
    assert len(chain) > 3 * len(points)


def test_a_smooth_curve_of_points_in_a_line_is_that_line() -> None:
    chain = smooth([(0.0, 0.0), (1.0, 2.0), (2.0, 4.0), (3.0, 6.0)])
    assert all(y == pytest.approx(2 * x) for x, y in chain)


def test_a_curve_of_two_points_is_a_line() -> None:
    assert smooth([(0.0, 0.0), (1.0, 1.0)]) == ((0.0, 0.0), (1.0, 1.0))


def test_a_closed_curve_has_no_corner_where_it_begins() -> None:
    chain = smooth([(0.0, 5.0), (5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)])
    before, first, after = chain[-2], chain[0], chain[1]
    into = (first[0] - before[0], first[1] - before[1])
    out = (after[0] - first[0], after[1] - first[1])
    cosine = (into[0] * out[0] + into[1] * out[1]) / (
        math.hypot(*into) * math.hypot(*out)
    )
    assert cosine > 0.9
