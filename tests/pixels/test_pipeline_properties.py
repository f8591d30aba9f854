"""Pictures of images of every make against the standard, one value at a time."""

from typing import Any

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom import Dataset

from viewer.demo.build import image
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look, VoiFunction, Window
from viewer.pixels.pipeline import (
    default_voi,
    grey_table,
    modality_values,
    painted,
    picture,
    value_range,
)

from . import slow_standard
from .described import described
from .examples import HUNDREDTHS, WIDTHS, images

ROUNDING = 0.5 + 1e-6
"""A grey level is the nearest whole one; a tie may fall to either side."""

every_time_the_same = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow],
)


def levels(dataset: Dataset, values: NDArray[Any], inverted: bool) -> NDArray[Any]:
    slow = [
        slow_standard.displayed(dataset, value, inverted)
        for value in values.ravel().tolist()
    ]
    return np.array(slow).reshape(values.shape)


@every_time_the_same
@given(made=images(), inverted=st.booleans())
def test_a_picture_is_what_the_standard_says_of_each_of_its_values(
    made: tuple[Dataset, NDArray[Any]], inverted: bool
) -> None:
    dataset, values = made
    info = frame_info(described(dataset))
    expected = levels(dataset, values, inverted)
    shown = picture(values, info, Look(inverted=inverted))
    assert np.abs(shown - expected).max() <= ROUNDING
    table = grey_table(info, Look(inverted=inverted), values.dtype)
    if table is not None:
        assert np.array_equal(painted(values, table), shown)


@every_time_the_same
@given(made=images())
def test_modality_values_and_their_range_are_what_the_standard_says(
    made: tuple[Dataset, NDArray[Any]],
) -> None:
    dataset, values = made
    info = frame_info(described(dataset))
    stored = values.ravel().tolist()
    expected = [slow_standard.modality(dataset, value) for value in stored]
    found = modality_values(values, info).ravel()
    assert np.allclose(found, expected, rtol=1e-15, atol=1e-12)
    inputs = [
        slow_standard.voi_input(dataset, value)
        for value in stored
        if not slow_standard.is_padding(dataset, value)
    ]
    ends = value_range(values, info)
    if not inputs:
        assert ends is None
    else:
        assert np.allclose(ends or (), (min(inputs), max(inputs)), rtol=1e-15)


@every_time_the_same
@given(
    stored=st.lists(
        st.floats(-5000, 5000, width=32) | st.just(float("nan")), min_size=4, max_size=4
    ),
    double=st.booleans(),
    centre=HUNDREDTHS,
    width=WIDTHS,
    function=st.sampled_from(["LINEAR", "LINEAR_EXACT", "SIGMOID"]),
)
@example([0.0, 1.0, 0.5, float("inf")], False, 0.5, 1.0, "LINEAR")
def test_float_pixels_are_windowed_as_the_standard_says(
    stored: list[float],
    double: bool,
    centre: float,
    width: float,
    function: VoiFunction,
) -> None:
    values = np.array(stored, "f8" if double else "f4").reshape(2, 2)
    dataset = image(WindowCenter=centre, WindowWidth=width, VOILUTFunction=function)
    shown = picture(values, FrameInfo(), Look(Window(centre, width, function)))
    real = np.isfinite(values)
    expected = levels(dataset, np.where(real, values, 0), inverted=False)
    assert np.abs(shown - expected)[real].max(initial=0) <= ROUNDING
    assert not shown[~real].any()


@every_time_the_same
@given(made=images())
def test_without_a_window_black_and_white_are_the_ends_of_what_is_no_padding(
    made: tuple[Dataset, NDArray[Any]],
) -> None:
    dataset, values = made
    for keyword in ("WindowCenter", "WindowWidth", "VOILUTSequence"):
        if keyword in dataset:
            delattr(dataset, keyword)
    dataset.PresentationLUTShape = "IDENTITY"
    info = frame_info(described(dataset))
    inputs = {
        slow_standard.voi_input(dataset, value): shown
        for value, shown in zip(
            values.ravel().tolist(),
            picture(values, info, Look()).ravel().tolist(),
            strict=True,
        )
        if not slow_standard.is_padding(dataset, value)
    }
    assert default_voi(values, info) == default_voi(values.copy(), info)
    if len(inputs) > 1:
        assert inputs[min(inputs)] == 0
        assert inputs[max(inputs)] == 255
