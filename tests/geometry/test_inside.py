"""Pixels inside a shape, one by one; a profile against SimpleITK."""

import math
from typing import Any

import numpy as np
import pytest
import SimpleITK
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from viewer.geometry.inside import interpolated, pixels_inside, samples_along
from viewer.geometry.marks import Point, Shape

ROWS, COLUMNS = 12, 17
places = st.tuples(st.floats(-4, 21), st.floats(-4, 16))


def whole(shape: Shape, points: list[Point]) -> NDArray[np.bool_]:
    """The mask of the whole frame."""
    found = pixels_inside(shape, points, ROWS, COLUMNS)
    mask = np.zeros((ROWS, COLUMNS), np.bool_)
    mask[found.rows, found.columns] = found.mask
    return mask


def goes_round(x: float, y: float, corners: list[Point]) -> bool:
    """By the sum of angles under which the sides are seen."""
    turns = 0.0
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        seen = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
        turns += (seen + math.pi) % math.tau - math.pi
    return abs(turns) > math.pi


def near_a_side(x: float, y: float, corners: list[Point]) -> bool:
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        way = (bx - ax) ** 2 + (by - ay) ** 2
        part = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / way if way else 0.0
        part = min(max(part, 0.0), 1.0)
        if math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay)) < 1e-9:
            return True
    return False


def test_a_rectangle_has_the_pixels_whose_centres_it_has() -> None:
    mask = whole("rectangle", [(5.5, 4.4), (2.5, 1.6)])
    rows, columns = np.nonzero(mask)
    assert {*rows.tolist()} == {2, 3}  # centres 2.5 and 3.5
    assert {*columns.tolist()} == {2, 3, 4}  # 2.5 is on the left edge, 5.5 on the right


def test_rectangles_side_by_side_share_no_pixel() -> None:
    one = whole("rectangle", [(1.0, 1.0), (4.5, 5.0)])
    other = whole("rectangle", [(4.5, 1.0), (9.0, 5.0)])
    both = whole("rectangle", [(1.0, 1.0), (9.0, 5.0)])
    assert not (one & other).any()
    assert np.array_equal(one | other, both)


@pytest.mark.parametrize("shape", ["rectangle", "ellipse"])
def test_a_shape_smaller_than_a_pixel_has_it_only_with_its_centre(shape: Shape) -> None:
    assert whole(shape, [(3.1, 3.1), (3.4, 3.4)]).sum() == 0
    assert np.argwhere(whole(shape, [(3.4, 3.4), (3.6, 3.6)])).tolist() == [[3, 3]]


def test_what_is_off_the_frame_has_no_pixel() -> None:
    assert whole("rectangle", [(-9.0, -9.0), (-1.0, -1.0)]).sum() == 0
    assert whole("ellipse", [(40.0, 2.0), (60.0, 9.0)]).sum() == 0
    assert whole("polygon", [(40.0, 2.0), (60.0, 9.0), (50.0, 20.0)]).sum() == 0
    everything = whole("rectangle", [(-5.0, -5.0), (90.0, 90.0)])
    assert everything.sum() == ROWS * COLUMNS


@given(places, places)
def test_an_ellipse_has_the_pixels_of_its_equation(a: Point, b: Point) -> None:
    mask = whole("ellipse", [a, b])
    wide, high = abs(a[0] - b[0]) / 2, abs(a[1] - b[1]) / 2
    middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    for row in range(ROWS):
        for column in range(COLUMNS):
            if not wide or not high:
                assert not mask[row, column]
                continue
            across = (column + 0.5 - middle[0]) / wide
            down = (row + 0.5 - middle[1]) / high
            far = across * across + down * down
            if abs(far - 1) > 1e-9:
                assert mask[row, column] == (far < 1)


@given(st.lists(places, min_size=3, max_size=8))
def test_a_polygon_has_the_pixels_that_it_goes_round(corners: list[Point]) -> None:
    mask = whole("freehand", corners)
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = column + 0.5, row + 0.5
            if not near_a_side(x, y, corners):
                assert mask[row, column] == goes_round(x, y, corners)


def test_samples_are_a_pixel_apart_or_less_and_have_the_ends() -> None:
    at, parts = samples_along((2.0, 3.0), (8.0, 11.0), ROWS, COLUMNS)
    assert len(at) == 11
    assert at[0].tolist() == [2, 3]
    assert at[-1].tolist() == [8, 11]
    assert parts[5] == 0.5
    far, _ = samples_along((0.0, 0.0), (1e9, 0.0), ROWS, COLUMNS)
    assert len(far) <= 4 * (ROWS + COLUMNS) + 1
    assert len(samples_along((2.0, 2.0), (2.0, 2.0), ROWS, COLUMNS)[0]) == 2


def test_values_between_pixels_are_those_of_simpleitk() -> None:
    numbers: Any = np.random.default_rng(6)
    values = numbers.integers(-1000, 3000, (ROWS, COLUMNS)).astype(np.int16)
    image: Any = SimpleITK.GetImageFromArray(values.astype(np.float64))
    at = np.column_stack(
        (
            numbers.uniform(0.5, COLUMNS - 0.5, 200),
            numbers.uniform(0.5, ROWS - 0.5, 200),
        )
    )
    found = interpolated(values, np.zeros(values.shape, np.bool_), at)
    expected = [
        image.EvaluateAtContinuousIndex((x - 0.5, y - 0.5), SimpleITK.sitkLinear)
        for x, y in at.tolist()
    ]
    assert found == pytest.approx(np.array(expected))


def test_no_value_off_the_frame_and_none_with_padding() -> None:
    values = np.array([[10.0, 20.0, 30.0]])
    padding = np.array([[False, False, True]])
    at = np.array(
        [[-0.1, 0.5], [0.2, 0.5], [1.0, 0.9], [1.5, 0.5], [1.6, 0.5], [3.1, 0]]
    )
    found = interpolated(values, padding, at)
    assert found[1:4].tolist() == [10, 15, 20]
    assert np.isnan(found[[0, 4, 5]]).all()
