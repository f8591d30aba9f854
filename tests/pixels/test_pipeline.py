from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import Rescale
from viewer.pixels.padding import Padding
from viewer.pixels.pipeline import (
    auto_window,
    default_voi,
    grey_table,
    modality_values,
    painted,
    picture,
    settled,
    value_range,
)

RAMP = np.arange(-2048, 2048, dtype=np.int16).reshape(64, 64)
SIGNED = FrameInfo(signed=True, bits=12)
SOFT = Look(Window(40, 400))
INVERTING = LookupTable(0, np.arange(4095, -1, -1, dtype="<u2").tobytes(), 12)


def table_of(info: FrameInfo, look: Look, dtype: Any) -> NDArray[np.uint8]:
    table = grey_table(info, look, np.dtype(dtype))
    assert table is not None
    return table


def test_modality_comes_before_voi_and_voi_before_polarity() -> None:
    info = replace(SIGNED, transform=Rescale(2.0, -100.0), inverse=True)
    modality = RAMP * 2.0 - 100.0
    linear = np.clip((modality - 39.5) / 399 + 0.5, 0, 1) * 255
    expected = 255 - np.floor(linear + 0.5)
    assert np.array_equal(picture(RAMP, info, SOFT), expected)


def test_a_modality_table_comes_before_the_window() -> None:
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    info = FrameInfo(bits=12, transform=INVERTING)
    plain = picture(4095 - values, FrameInfo(bits=12), Look(Window(2000, 900)))
    assert np.array_equal(picture(values, info, Look(Window(2000, 900))), plain)


def test_fluoroscopy_is_windowed_before_its_modality_transform() -> None:
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    info = FrameInfo(bits=12, transform=INVERTING, transform_before_voi=False)
    plain = picture(values, FrameInfo(bits=12), Look(Window(2000, 900)))
    assert np.array_equal(picture(values, info, Look(Window(2000, 900))), plain)
    assert value_range(values[:1], info) == (0, 63)
    assert modality_values(values[:1, :2], info).tolist() == [[4095, 4094]]


@pytest.mark.parametrize(
    ("inverse", "inverted", "mirrored"),
    [
        (False, False, False),
        (True, False, True),
        (False, True, True),
        (True,) * 2 + (False,),
    ],
)
def test_the_polarities_of_file_and_reader_cancel(
    inverse: bool, inverted: bool, mirrored: bool
) -> None:
    plain = picture(RAMP, SIGNED, SOFT)
    shown = picture(
        RAMP, replace(SIGNED, inverse=inverse), replace(SOFT, inverted=inverted)
    )
    assert np.array_equal(shown, 255 - plain if mirrored else plain)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("window", [Window(-2000, 10), Window(2000, 10)])
def test_padding_is_black_whatever_the_window_and_the_polarity(
    inverted: bool, inverse: bool, window: Window
) -> None:
    info = replace(SIGNED, inverse=inverse, padding=Padding(-2048, -2000))
    shown = picture(RAMP, info, Look(window, inverted))
    plain = picture(RAMP, replace(info, padding=None), Look(window, inverted))
    assert not shown[RAMP <= -2000].any()
    assert np.array_equal(shown[RAMP > -2000], plain[RAMP > -2000])


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16])
def test_the_table_and_the_steps_give_the_same_picture(dtype: Any) -> None:
    limits = np.iinfo(dtype)
    values = np.arange(limits.min, limits.max + 1, dtype=dtype).reshape(-1, 256)
    info = FrameInfo(
        signed=limits.min < 0,
        transform=Rescale(1.5, -7.0),
        padding=Padding(3, 5),
        inverse=True,
    )
    look = Look(Window(10, 77.5, "SIGMOID"))
    as_wide = values.astype(np.int32)  # no table for these: the steps themselves
    expected = picture(as_wide, info, look)
    assert np.array_equal(painted(values, table_of(info, look, dtype)), expected)
    assert np.array_equal(picture(values, info, look), expected)


def test_only_narrow_integers_have_a_table() -> None:
    for dtype in (np.uint32, np.int32, np.float32, np.float64):
        assert grey_table(FrameInfo(), SOFT, np.dtype(dtype)) is None


def test_painting_fills_the_buffer_it_is_given() -> None:
    table = table_of(SIGNED, SOFT, np.int16)
    buffer = np.empty(RAMP.shape, np.uint8)
    assert painted(RAMP, table, buffer) is buffer
    assert np.array_equal(buffer, picture(RAMP, SIGNED, SOFT))


def test_painting_takes_images_of_many_blocks() -> None:
    values = np.arange(700 * 900, dtype=np.uint32).astype(np.uint16).reshape(700, 900)
    table = table_of(FrameInfo(), SOFT, np.uint16)
    assert np.array_equal(painted(values, table), table[values])


def test_a_table_without_a_window_takes_the_files_first_choice() -> None:
    info = replace(SIGNED, voi_choices=(Window(40, 400), Window(1, 2)))
    assert np.array_equal(table_of(info, Look(), "i2"), table_of(info, SOFT, "i2"))


def test_a_table_without_any_window_spans_the_stored_bits() -> None:
    table = table_of(SIGNED, Look(), np.int16)
    shown = painted(np.array([[-2048, 0, 2047]], np.int16), table)
    assert shown.tolist() == [[0, 128, 255]]


def test_floats_are_windowed_without_rounding_them_first() -> None:
    values = np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3)
    shown = picture(values, FrameInfo(), Look(Window(0.5, 1.0, "LINEAR_EXACT")))
    assert shown.ravel().tolist() == [0, 32, 64, 96, 128, 159, 191, 223, 255]


def test_what_is_no_number_is_black_and_out_of_the_range() -> None:
    values = np.array([[np.nan, 1.0], [np.inf, 3.0]], np.float32)
    for inverted in (False, True):
        shown = picture(
            values, FrameInfo(), Look(Window(2, 2, "LINEAR_EXACT"), inverted)
        )
        assert shown[:, 0].tolist() == [0, 0]
    assert value_range(values, FrameInfo()) == (1.0, 3.0)


def test_absurd_numbers_end_in_some_grey_and_not_in_a_warning() -> None:
    values = np.array([[-1e308, 0.0, 1e308]])
    info = FrameInfo(transform=Rescale(1e14, 1.0))
    for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        shown = picture(values, info, Look(Window(1e308, 1e-300, function)))
        assert shown.shape == (1, 3)
    assert default_voi(values, info) is not None


# Windows made from the data --------------------------------------------------------


def test_the_files_first_choice_is_the_default() -> None:
    choices = (Window(1, 2, "SIGMOID", "A"), Window(3, 4))
    assert default_voi(RAMP, replace(SIGNED, voi_choices=choices)) == choices[0]


def test_without_one_the_whole_range_is_shown_and_no_grey_wasted() -> None:
    assert default_voi(RAMP, SIGNED) == Window(0, 4096)
    shown = picture(RAMP, SIGNED, Look())
    assert (shown.min(), shown.max()) == (0, 255)
    assert len(np.unique(shown)) == 256


def test_the_range_is_in_modality_units() -> None:
    info = replace(SIGNED, transform=Rescale(-0.5, 10.25))
    assert value_range(RAMP, info) == (-1013.25, 1034.25)
    assert default_voi(RAMP, info) == Window(10.5, 2047.5, "LINEAR_EXACT")


def test_a_range_with_one_whole_end_is_not_taken_for_integers() -> None:
    info = replace(SIGNED, transform=Rescale(0.5, 0.0))
    assert default_voi(RAMP, info) == Window(-0.25, 2047.5, "LINEAR_EXACT")


def test_padding_takes_no_part_in_it() -> None:
    info = replace(SIGNED, padding=Padding(-2048, -1))
    assert value_range(RAMP, info) == (0, 2047)
    assert default_voi(RAMP, info) == Window(1024, 2048)
    assert auto_window(RAMP, info) == auto_window(RAMP[32:], SIGNED)


def test_nothing_but_padding_has_no_range_and_is_black() -> None:
    info = replace(SIGNED, padding=Padding(-9999, 9999))
    assert value_range(RAMP, info) is None
    assert not picture(RAMP, info, Look()).any()


@pytest.mark.parametrize("value", [0, -700, 5])
def test_a_constant_frame_has_a_window_of_one(value: int) -> None:
    values = np.full((8, 8), value, np.int16)
    for window in (default_voi(values, SIGNED), auto_window(values, SIGNED)):
        assert window == Window(value + 0.5, 1)


def test_a_constant_float_frame_has_a_window_too() -> None:
    window = auto_window(np.full((8, 8), 0.25, np.float32), FrameInfo())
    assert window == Window(0.25, 1.0, "LINEAR_EXACT")


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (1, 255)])
def test_single_bits_are_black_and_white_in_a_frame_of_one_of_them_too(
    value: int, grey: int
) -> None:
    values, info = np.full((8, 8), value, np.uint8), FrameInfo(bits=1)
    assert picture(values, info, Look()).tolist() == [[grey] * 8] * 8
    assert auto_window(values, info) == Window(1, 2)


def test_the_automatic_window_leaves_out_extreme_hundredths() -> None:
    values = np.arange(10_000, dtype=np.uint16).reshape(100, 100)
    values[0, :50] = 65535
    window = auto_window(values, FrameInfo())
    assert window.centre == pytest.approx(5075, abs=80)
    assert window.width == pytest.approx(9800, abs=160)


def test_extremes_are_left_out_by_default_where_they_would_darken_the_rest() -> None:
    values = np.arange(10_000, dtype=np.uint16).reshape(100, 100)
    robust = FrameInfo(percentiles=(1.0, 99.0))
    assert default_voi(values, robust) == auto_window(values, FrameInfo())


def test_one_outlier_in_a_constant_frame_is_still_seen() -> None:
    values = np.zeros((100, 100), np.uint16)
    values[50, 50] = 9
    assert auto_window(values, FrameInfo()) == Window(5, 10)


def test_the_same_data_always_gives_the_same_window() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 4096, (1500, 1100), dtype=np.uint16)
    windows = {auto_window(values.copy(), FrameInfo()) for _ in range(3)}
    assert len(windows) == 1


def test_the_range_behind_an_inverting_table_is_that_of_its_output() -> None:
    values = np.array([[1, 95]], np.uint16)
    assert value_range(values, FrameInfo(transform=INVERTING)) == (4000, 4094)


# Windows over stored values --------------------------------------------------------

PET_VALUES = np.arange(0, 32768, 8, dtype=np.int16).reshape(64, 64)
PET = FrameInfo(signed=True, transform=Rescale(0.0005, 0.0), windows_may_be_stored=True)


def test_a_window_far_from_the_rescaled_range_refers_to_stored_values() -> None:
    info = replace(PET, voi_choices=(Window(16000, 32000),))
    (moved,) = settled(info, PET_VALUES).voi_choices
    assert isinstance(moved, Window)
    assert (moved.centre, moved.width) == pytest.approx((7.99975, 15.9995))
    assert default_voi(PET_VALUES, info) == moved
    over_stored = picture(PET_VALUES, FrameInfo(), Look(Window(16000, 32000)))
    assert (
        np.abs(picture(PET_VALUES, info, Look()).astype(int) - over_stored).max() <= 1
    )


@pytest.mark.parametrize(
    "window", [Window(8, 16), Window(2, 4), Window(8, 40), Window(60, 100)]
)
def test_a_window_within_the_rescaled_range_stays(window: Window) -> None:
    info = replace(PET, voi_choices=(window,))
    assert settled(info, PET_VALUES).voi_choices == (window,)


@pytest.mark.parametrize(
    ("slope", "window"), [(10.0, Window(2500, 5000)), (8.0, Window(600, 1200))]
)
def test_a_narrow_window_inside_a_wide_range_stays(
    slope: float, window: Window
) -> None:
    """One hot pixel stretches the range; the window is still of modality values."""
    values = np.linspace(0, 500, 4096, dtype=np.int16).reshape(64, 64)
    values[0, 0] = 32000
    info = replace(PET, transform=Rescale(slope, 0.0), voi_choices=(window,))
    assert settled(info, values).voi_choices == (window,)


def test_a_slice_of_air_does_not_make_its_window_one_of_stored_values() -> None:
    """Each slice has its own slope: here the hottest pixel is 2 % of the window."""
    info = replace(PET, transform=Rescale(400 / 32767), voi_choices=(Window(1e4, 2e4),))
    values = np.linspace(0, 32767, 4096).astype(np.int16).reshape(64, 64)
    assert settled(info, values).voi_choices == info.voi_choices


def test_other_modalities_keep_their_windows() -> None:
    info = replace(
        PET, windows_may_be_stored=False, voi_choices=(Window(16000, 32000),)
    )
    assert settled(info, PET_VALUES) is info


@pytest.mark.parametrize("values", [PET_VALUES, np.full((4, 4), 7, np.int16)])
def test_a_modality_table_leaves_windows_alone(values: NDArray[Any]) -> None:
    info = replace(PET, transform=INVERTING, voi_choices=(Window(16000, 32000),))
    assert settled(info, values).voi_choices == info.voi_choices


def test_a_frame_of_padding_leaves_windows_alone() -> None:
    info = replace(PET, padding=Padding(0, 9), voi_choices=(Window(16000, 32000),))
    values = np.full((4, 4), 7, np.int16)
    assert settled(info, values).voi_choices == info.voi_choices


def test_tables_are_left_alone() -> None:
    info = replace(PET, voi_choices=(INVERTING,))
    assert settled(info, PET_VALUES).voi_choices == (INVERTING,)


# Colour ----------------------------------------------------------------------------
