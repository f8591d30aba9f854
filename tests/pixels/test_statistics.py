"""Statistics of areas against SimpleITK and numpy, value for value."""

from typing import Any

import numpy as np
import pytest
import SimpleITK
from hypothesis import given
from hypothesis import strategies as st

from viewer.geometry.inside import pixels_inside
from viewer.geometry.marks import Point, Shape
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable
from viewer.pixels.modality import Rescale
from viewer.pixels.padding import Padding
from viewer.pixels.statistics import (
    histogram,
    statistics,
    step_of,
    values_inside,
)

RANDOM: Any = np.random.default_rng(44)
STORED = RANDOM.integers(-2000, 3000, (40, 60)).astype(np.int16)
CT = FrameInfo(transform=Rescale(2.0, -1024.0), unit="HU", signed=True)

SHAPES: list[tuple[Shape, list[Point]]] = [
    ("rectangle", [(3.2, 4.9), (41.7, 33.1)]),
    ("ellipse", [(3.2, 4.9), (41.7, 33.1)]),
    ("polygon", [(2.0, 3.0), (50.5, 9.1), (33.0, 36.6), (20.2, 11.0)]),
    ("freehand", [(2.0, 3.0), (50.5, 36.1), (50.0, 3.6), (4.2, 31.0)]),
]


def grey(values: Any) -> Decoded:
    return Decoded(values, "MONOCHROME2", "test")


@pytest.mark.parametrize(("shape", "points"), SHAPES)
def test_they_are_those_of_simpleitk(shape: Shape, points: list[Point]) -> None:
    inside = pixels_inside(shape, points, *STORED.shape)
    ((_, values),) = values_inside(inside, grey(STORED), CT).channels
    found = statistics(values)
    mask = np.zeros(STORED.shape, np.uint8)
    mask[inside.rows, inside.columns] = inside.mask
    judge: Any = SimpleITK.LabelStatisticsImageFilter()  # type: ignore[no-untyped-call]
    judge.Execute(
        SimpleITK.GetImageFromArray(STORED * 2.0 - 1024),
        SimpleITK.GetImageFromArray(mask),
    )
    assert found.count == judge.GetCount(1) > 100
    assert found.mean == pytest.approx(judge.GetMean(1))
    assert (found.least, found.greatest) == (judge.GetMinimum(1), judge.GetMaximum(1))
    sample = found.deviation * (found.count / (found.count - 1)) ** 0.5
    assert sample == pytest.approx(judge.GetSigma(1))  # divided by n − 1


def test_padding_is_left_out_and_counted() -> None:
    stored = np.array([[1, -2000, 3], [5, -2000, -2000]], np.int16)
    info = FrameInfo(transform=Rescale(1, 10), padding=Padding(-2000, -2000))
    inside = pixels_inside("rectangle", [(0, 0), (3, 2)], 2, 3)
    measured = values_inside(inside, grey(stored), info)
    found = statistics(measured.channels[0][1], measured.left_out)
    assert found.count == 3
    assert found.left_out == 3
    assert (found.least, found.mean, found.greatest) == (11, 13, 15)
    assert found.deviation == pytest.approx(np.sqrt(8 / 3))


def test_what_is_no_number_is_left_out() -> None:
    stored = np.array([[1, np.nan, np.inf, 3]], np.float32)
    inside = pixels_inside("rectangle", [(0, 0), (4, 1)], 1, 4)
    measured = values_inside(inside, grey(stored), FrameInfo())
    assert measured.left_out == 2
    assert measured.channels[0][1].tolist() == [1, 3]


def test_colours_have_a_mean_of_each_channel() -> None:
    rgb = np.zeros((2, 2, 3), np.uint8)
    rgb[..., 0], rgb[..., 1] = 200, [[10, 20], [30, 40]]
    inside = pixels_inside("rectangle", [(0, 0), (2, 2)], 2, 2)
    decoded = Decoded(rgb, "RGB", "test")
    measured = values_inside(inside, decoded, FrameInfo("rgb", 8))
    assert [(name, float(values.mean())) for name, values in measured.channels] == [
        ("R", 200),
        ("G", 25),
        ("B", 0),
    ]


def test_luminance_and_chrominance_are_measured_as_red_green_and_blue() -> None:
    ybr = np.full((2, 2, 3), (76, 85, 255), np.uint8)  # pure red
    inside = pixels_inside("rectangle", [(0, 0), (2, 2)], 2, 2)
    decoded = Decoded(ybr, "YBR_FULL", "test")
    measured = values_inside(inside, decoded, FrameInfo("ybr_full", 8))
    means = [float(values.mean()) for _, values in measured.channels]
    assert means == pytest.approx([254, 0, 0], abs=1)


@pytest.mark.parametrize("colour", ["palette", "blended", "hsv"])
def test_what_is_only_displayed_is_not_measured(colour: Any) -> None:
    inside = pixels_inside("rectangle", [(0, 0), (2, 2)], 2, 2)
    values = np.zeros((2, 2) if colour != "hsv" else (2, 2, 3), np.uint8)
    measured = values_inside(inside, grey(values), FrameInfo(colour, 8))
    assert measured.channels == ()
    assert measured.why_not


def test_nothing_inside_has_no_figures() -> None:
    found = statistics(np.empty(0))
    assert found.count == 0
    assert np.isnan([found.mean, found.deviation, found.least, found.greatest]).all()


def test_steps_between_values() -> None:
    found = statistics(np.array([0.0, 10.0]))
    integers, floats = np.dtype(np.int16), np.dtype(np.float32)
    assert step_of(FrameInfo(transform=Rescale(-0.5, 3)), integers, found) == 0.5
    assert step_of(FrameInfo(), floats, found) == 0.01
    table = LookupTable(0, b"\0\0\5\0", 16)
    assert step_of(FrameInfo(transform=table), integers, found) == 1


@given(
    st.lists(st.integers(-5000, 5000), min_size=1, max_size=300),
    st.sampled_from([1.0, 0.25, 3.0]),
)
def test_a_histogram_counts_each_value_once(numbers: list[int], step: float) -> None:
    values = np.array(numbers) * step
    middles, counts = histogram(values, step)
    assert counts.sum() == len(values)
    assert len(middles) == len(counts) <= 64
    width = float(middles[1] - middles[0]) if len(middles) > 1 else step
    assert width / step == pytest.approx(round(width / step))
    for middle, count in zip(middles, counts, strict=True):
        inside = np.abs(values - middle) < width / 2
        assert inside.sum() == count


def test_a_histogram_of_few_values_has_a_bin_for_each() -> None:
    middles, counts = histogram(np.array([3.0, 3.0, 4.0, 6.0]), 1.0)
    assert middles.tolist() == [3, 4, 5, 6]
    assert counts.tolist() == [2, 1, 0, 1]
    assert histogram(np.empty(0), 1.0)[0].size == 0
