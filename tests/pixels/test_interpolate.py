from typing import Any

import numpy as np
import pytest

from viewer.pixels.interpolate import (
    Axis,
    halved,
    halves_exactly,
    nearest_axis,
    sampled,
    smooth_axis,
)
from viewer.pixels.padding import Padding


def along(values: list[Any], axis: Axis, dtype: Any = np.float64) -> list[Any]:
    """One row sampled along its columns."""
    row = np.array([values], dtype)
    result: list[Any] = sampled(row, nearest_axis(0.5, 1, 1, 1), axis)[0].tolist()
    return result


def test_the_nearest_pixel_is_the_one_that_holds_the_point() -> None:
    axis = nearest_axis(0.01, 0.5, 6, 3)
    assert axis.pixels[0].tolist() == [0, 0, 1, 1, 2, 2]
    assert nearest_axis(0.5, 2.0, 3, 5).pixels[0].tolist() == [0, 2, 4]


def test_points_past_the_ends_take_the_last_pixel_there_is() -> None:
    assert nearest_axis(-1.5, 1.0, 6, 3).pixels[0].tolist() == [0, 0, 0, 1, 2, 2]


@pytest.mark.parametrize("start", [0.1, 0.3333333, 0.7 / 3, 1e-7])
def test_enlarging_by_a_whole_number_gives_every_pixel_the_same_size(
    start: float,
) -> None:
    for factor in (2, 3, 4, 5):
        axis = nearest_axis(start / factor, 1 / factor, 1000 * factor, 1001)
        counts = np.bincount(axis.pixels[0])[1:-1]
        assert set(counts.tolist()) == {factor}


def test_enlarging_smoothly_is_linear_between_pixel_centres() -> None:
    axis = smooth_axis(0.5, 0.25, 9, 3)
    assert along([0, 8, 4], axis) == [0, 2, 4, 6, 8, 7, 6, 5, 4]


def test_outside_the_outer_centres_the_edge_pixel_continues() -> None:
    axis = smooth_axis(0.125, 0.25, 4, 2)
    assert along([10, 20], axis) == pytest.approx([10, 10, 11.25, 13.75])


def test_halving_is_the_mean_of_pairs_and_the_odd_one_stays() -> None:
    axis = smooth_axis(1.0, 2.0, 3, 5)
    assert axis.taps == 2
    assert along([1, 3, 5, 7, 100], axis) == [2, 6, 100]


def test_shrinking_is_the_mean_of_the_area_under_each_sample() -> None:
    axis = smooth_axis(0.75, 1.5, 4, 6)
    assert along([3, 6, 9, 12, 15, 18], axis) == pytest.approx([4, 8, 13, 17])


def test_a_step_of_one_copies_pixels() -> None:
    axis = smooth_axis(3.8, 1.0, 3, 9)
    assert axis.taps == 1
    assert axis.pixels[0].tolist() == [3, 4, 5]


@pytest.mark.parametrize("step", [0.3, 0.999, 1.001, 1.5, 2.0, 3.7, 50.0])
def test_weights_add_up_to_one(step: float) -> None:
    axis = smooth_axis(0.37, step, 40, 3000)
    assert np.allclose(axis.weights.sum(axis=0), 1)
    assert (axis.weights >= 0).all()
    assert axis.taps <= 8


@pytest.mark.parametrize(
    "dtype",
    [np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32, "f4", "f8"],
)
@pytest.mark.parametrize("step", [0.4, 1.6])
def test_a_constant_stays_what_it_is(dtype: Any, step: float) -> None:
    kind = np.dtype(dtype)
    top = kind.type(1e30) if kind.kind == "f" else np.iinfo(kind).max
    for value in (top, 0, 100):
        values = np.full((40, 50), value, kind)
        rows, columns = smooth_axis(0.3, step, 20, 40), smooth_axis(0.1, step, 30, 50)
        result = sampled(values, rows, columns)
        assert result.dtype == kind
        tolerance = 1e-6 if kind.kind == "f" else 0.0
        assert np.allclose(result, value, rtol=tolerance, atol=0)


def test_both_axes_are_interpolated_whatever_the_order() -> None:
    rng = np.random.default_rng(3)
    values = rng.integers(-3000, 3000, (150, 160)).astype(np.int16)
    rows, columns = smooth_axis(2.2, 0.73, 180, 150), smooth_axis(9.1, 1.31, 110, 160)
    matrix = np.zeros((2, 180, 160))
    for axis, dense in ((rows, matrix[0, :, :150]), (columns, matrix[1, :110])):
        for pixels, weights in zip(axis.pixels, axis.weights, strict=True):
            np.add.at(dense, (np.arange(len(pixels)), pixels), weights)
    expected = matrix[0, :, :150] @ values @ matrix[1, :110].T
    assert np.abs(sampled(values, rows, columns) - expected).max() <= 0.51


def test_colours_are_averaged_channel_by_channel() -> None:
    words = np.array([[0xFFFF0010, 0xFF00FF30]], np.uint32)
    middle = smooth_axis(1.0, 2.0, 1, 2)
    result = sampled(words, nearest_axis(0.5, 1, 1, 1), middle, colour=True)
    assert hex(result[0, 0]) == "0xff808020"


def test_nothing_visible_is_an_empty_array() -> None:
    empty = smooth_axis(0.0, 0.5, 0, 9)
    assert sampled(np.zeros((9, 9), np.int16), empty, empty).shape == (0, 0)


# Padding ---------------------------------------------------------------------------


def beside(values: list[Any], axis: Axis, padding: Padding, dtype: Any) -> list[Any]:
    row = np.array([values], dtype)
    result: list[Any] = sampled(row, nearest_axis(0.5, 1, 1, 1), axis, padding)[
        0
    ].tolist()
    return result


def test_padding_never_mixes_with_its_neighbours() -> None:
    axis = smooth_axis(0.5, 0.25, 9, 3)
    found = beside([-2000, 100, 200], axis, Padding(-2000, -2000), np.int16)
    assert found == [-2000, -2000, -2000, 100, 100, 125, 150, 175, 200]


def test_padding_wins_where_it_covers_half_of_the_area() -> None:
    axis = smooth_axis(1.0, 2.0, 3, 6)
    found = beside([9, 9, 9, 50, 40, 60], axis, Padding(9, 9), np.uint16)
    assert found == [9, 9, 50]
    wide = smooth_axis(1.5, 3.0, 2, 6)
    assert beside([9, 30, 50, 9, 9, 50], wide, Padding(9, 9), np.uint16) == [40, 9]


def test_a_mean_of_real_values_never_becomes_padding() -> None:
    axis = smooth_axis(1.0, 2.0, 2, 4)
    found = beside([-5, 5, -50, 48], axis, Padding(-2, 3), np.int16)
    assert found == [-3, -3]
    assert beside([-44, 50, -10, 6], axis, Padding(-2, 3), np.int16) == [4, -3]
    floats = beside([-5, 5, -50, 50], axis, Padding(-2, 3), np.float32)
    assert all(value < -2 or value > 3 for value in floats)


def test_padding_at_the_end_of_the_type_leaves_means_on_the_other_side() -> None:
    axis = smooth_axis(1.0, 2.0, 1, 2)
    top = np.iinfo(np.int16).max
    padding = Padding(-32768, -100)
    assert beside([-99, -99], axis, padding, np.int16) == [-99]
    assert beside([top, top], axis, Padding(5, 9), np.int16) == [top]


def test_what_is_no_number_stays_apart_too() -> None:
    axis = smooth_axis(0.5, 0.25, 9, 3)
    none = Padding(float("inf"), float("inf"))
    found = beside([np.nan, 1.0, 3.0], axis, none, np.float32)
    assert not np.isfinite(found[:3]).any()
    assert found[3:] == [1.0, 1.0, 1.5, 2.0, 2.5, 3.0]


@pytest.mark.parametrize("kind", ["u1", "i1", "u2", "i2"])
@pytest.mark.parametrize("shape", [(2, 2), (4, 6), (130, 98), (256, 2)])
def test_halving_in_whole_numbers_is_the_same_as_the_mean_of_areas(
    kind: str, shape: tuple[int, int]
) -> None:
    limits = np.iinfo(kind)
    random = np.random.default_rng(3)
    values = random.integers(limits.min, limits.max, shape, kind, endpoint=True)
    rows, columns = (smooth_axis(1.0, 2.0, length // 2, length) for length in shape)
    assert halves_exactly(values)
    assert halved(values).dtype == values.dtype
    assert np.array_equal(halved(values), sampled(values, rows, columns))
    four = values.astype(np.float64).reshape(shape[0] // 2, 2, shape[1] // 2, 2)
    assert np.array_equal(halved(values), np.rint(four.mean(axis=(1, 3))))


@pytest.mark.parametrize(
    "values",
    [np.zeros((3, 4), "u2"), np.zeros((4, 3), "u2"), np.zeros((4, 4), "f4")],
)
def test_odd_sizes_and_fractions_are_not_halved_in_whole_numbers(values: Any) -> None:
    assert not halves_exactly(values)
