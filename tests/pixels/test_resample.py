from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.geometry.view_transform import Rotation, ViewTransform
from viewer.pixels.padding import Padding
from viewer.pixels.resample import Pyramid, Resampled, resample, rgb_words

ROTATIONS: tuple[Rotation, ...] = get_args(Rotation)
RNG = np.random.default_rng(7)
NOISE = RNG.integers(-2000, 2000, (90, 130)).astype(np.int16)
BACKGROUND = 30_000


def view_of(scale: float = 1.0, **fields: Any) -> ViewTransform:
    plain = ViewTransform(200, 160, scale, scale, (65.0, 45.0))
    return replace(plain, **fields)


def whole(found: Resampled, view: ViewTransform) -> NDArray[Any]:
    """The viewport with background around the image."""
    screen = np.full((view.height, view.width), BACKGROUND, found.values.dtype)
    rows, columns = found.values.shape
    screen[found.top : found.top + rows, found.left : found.left + columns] = (
        found.values
    )
    return screen


def by_hand(values: NDArray[Any], view: ViewTransform) -> NDArray[Any]:
    """Every device pixel looked up by itself through the transform."""
    screen = np.full((view.height, view.width), BACKGROUND, values.dtype)
    for y in range(view.height):
        for x in range(view.width):
            column, row = view.to_image(x + 0.5, y + 0.5)
            if 0 <= column < values.shape[1] and 0 <= row < values.shape[0]:
                screen[y, x] = values[int(row), int(column)]
    return screen


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("scale", [0.37, 1.0, 1.73])
def test_nearest_agrees_with_the_transform_pixel_by_pixel(
    rotation: Rotation, flipped: bool, scale: float
) -> None:
    view = view_of(
        scale,
        scale_y=scale * 1.19,
        centre=(61.03, 40.07),
        width=151,
        rotation=rotation,
        flipped=flipped,
    )
    found = resample(Pyramid.of(NOISE), view, smooth=False)
    assert found.values.flags.c_contiguous
    assert np.array_equal(whole(found, view), by_hand(NOISE, view))


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("centre", [(65.0, 45.0), (64.7, 45.2), (65.5, 44.5)])
def test_at_one_to_one_pixels_are_copied_bit_for_bit(
    smooth: bool, centre: tuple[float, float]
) -> None:
    found = resample(Pyramid.of(NOISE), view_of(centre=centre), smooth)
    assert np.array_equal(found.values, NOISE)


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("flipped", [False, True])
def test_smooth_lies_where_the_transform_says(
    rotation: Rotation, flipped: bool
) -> None:
    """A plane interpolates to itself: each value tells where it was taken."""
    rows, columns = np.mgrid[:90, :130] + 0.5
    view = view_of(2.6, scale_y=3.1, rotation=rotation, flipped=flipped)
    for plane, axis in ((columns, 0), (rows, 1)):
        found = resample(Pyramid.of(plane), view)
        for y in range(0, found.values.shape[0], 13):
            for x in range(0, found.values.shape[1], 17):
                at = view.to_image(found.left + x + 0.5, found.top + y + 0.5)
                expected = np.clip(at[axis], 0.5, plane.max())
                assert found.values[y, x] == pytest.approx(expected)


@pytest.mark.parametrize("scale", [0.5, 0.26, 0.125, 0.6, 0.9])
def test_shrinking_keeps_the_mean_and_the_place(scale: float) -> None:
    rows, columns = np.mgrid[:256, :256] + 0.5
    view = ViewTransform(400, 400, scale, scale, (128.0, 128.0))
    for plane, axis in ((columns, 0), (rows, 1)):
        found = resample(Pyramid.of(plane), view)
        inner = found.values[3:-3, 3:-3]
        assert inner.mean() == pytest.approx(128.0)
        at = view.to_image(found.left + 3.5, found.top + 3.5)
        assert inner[0, 0] == pytest.approx(at[axis], abs=0.26 / scale)


def test_a_fine_checkerboard_shrinks_to_grey_without_moiré() -> None:
    board = (np.indices((512, 512)).sum(axis=0) % 2 * 1000).astype(np.uint16)
    for scale in (0.5, 0.37, 0.25, 0.2, 0.1):
        view = ViewTransform(300, 300, scale, scale, (256.0, 256.0))
        shown = resample(Pyramid.of(board), view).values
        assert np.abs(shown.astype(int) - 500).max() <= 1
    bare = resample(Pyramid.of(board, halves=False), view_of(0.25)).values
    assert np.abs(bare.astype(int) - 500).max() <= 1


def test_what_the_image_does_not_cover_is_left_out() -> None:
    view = view_of(centre=(0.0, 0.0))
    found = resample(Pyramid.of(NOISE), view)
    assert (found.left, found.top) == (100, 80)
    assert found.values.shape == (80, 100)
    assert np.array_equal(found.values, NOISE[:80, :100])


def test_an_image_out_of_sight_gives_nothing() -> None:
    view = view_of(centre=(5000.0, 45.0))
    for smooth in (False, True):
        assert resample(Pyramid.of(NOISE), view, smooth).values.size == 0


def test_one_pixel_can_fill_the_viewport() -> None:
    values = np.array([[7]], np.uint8)
    view = ViewTransform(20, 10, 900.0, 900.0, (0.5, 0.5))
    for smooth in (False, True):
        assert (resample(Pyramid.of(values), view, smooth).values == 7).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (257, 129), (333, 64)])
def test_halves_cover_odd_sizes_to_the_last_pixel(shape: tuple[int, int]) -> None:
    values = np.zeros(shape, np.uint16)
    values[-1, -1] = 40_000
    pyramid = Pyramid.of(values)
    for finer, coarser in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        assert coarser.shape == tuple((length + 1) // 2 for length in finer.shape)
    assert max(pyramid.levels[-1].shape) <= 64
    assert pyramid.levels[-1][-1, -1] > 0


def test_halves_are_means_of_four() -> None:
    values = RNG.integers(0, 4096, (100, 140), dtype=np.uint16)
    half = Pyramid.of(values).levels[1]
    expected = values.reshape(50, 2, 70, 2).mean(axis=(1, 3))
    assert half.dtype == np.uint16
    assert np.abs(half - expected).max() <= 0.5


@pytest.mark.parametrize("scale", [0.1, 0.3, 0.7, 1.0, 1.9, 5.0])
def test_padding_bleeds_into_nothing_at_any_scale(scale: float) -> None:
    values = np.full((300, 300), 1000, np.int16)
    values[(np.indices((300, 300)) - 150 >= 0).all(axis=0)] = -2000
    padding = Padding(-2000, -1500)
    view = ViewTransform(200, 200, scale, scale, (151.0, 152.0))
    shown = resample(Pyramid.of(values, padding), view).values
    assert set(np.unique(shown).tolist()) == {-2000, 1000}


def test_an_axis_at_full_resolution_keeps_it_when_the_other_shrinks() -> None:
    values = np.repeat(RNG.integers(0, 4096, (90, 1)), 400, axis=1).astype(np.uint16)
    view = view_of(1.0, scale_x=0.2, centre=(200.0, 45.0))
    shown = resample(Pyramid.of(values), view).values
    assert np.array_equal(shown, values[:, : shown.shape[1]])


def test_the_coarsest_half_is_used_when_all_is_tiny() -> None:
    pyramid = Pyramid.of(np.zeros((500, 500), np.uint16))
    coarsest = np.full_like(pyramid.levels[-1], 9)
    marked = replace(pyramid, levels=(*pyramid.levels[:-1], coarsest))
    for scale in (0.01, 0.5 ** (len(pyramid.levels) - 1)):
        view = ViewTransform(200, 200, scale, scale, (250.0, 250.0))
        assert (resample(marked, view).values == 9).all()


def test_padding_that_no_value_reaches_costs_nothing() -> None:
    assert Pyramid.of(NOISE, Padding(5000, 6000)).padding is None
    assert Pyramid.of(NOISE, Padding(0, 0)).padding == (0, 0)


def test_nan_stays_where_it_is() -> None:
    values = np.ones((300, 300), np.float32)
    values[:150] = np.nan
    view = ViewTransform(200, 200, 0.4, 0.4, (150.0, 150.0))
    shown = resample(Pyramid.of(values), view).values
    assert np.isnan(shown[:59]).all()
    assert (shown[61:] == 1).all()


def test_nothing_but_nan_is_resampled_too() -> None:
    values = np.full((100, 100), np.nan, np.float32)
    assert np.isnan(resample(Pyramid.of(values), view_of(0.4)).values).all()


def test_colours_are_words_of_alpha_red_green_blue() -> None:
    rgb = np.array([[[1, 2, 3], [255, 0, 128]]], np.uint8)
    assert [hex(word) for word in rgb_words(rgb)[0]] == ["0xff010203", "0xffff0080"]
    pyramid = Pyramid.of(np.repeat(rgb, 20, axis=0))
    assert pyramid.colour
    found = resample(pyramid, ViewTransform(2, 20, 1, 1, (1.0, 10.0)))
    assert np.array_equal(found.values, rgb_words(np.repeat(rgb, 20, axis=0)))


def test_colours_shrink_to_their_mean() -> None:
    rgb = np.zeros((128, 128, 3), np.uint8)
    rgb[::2, :, 0] = 200
    rgb[..., 2] = 7
    view = ViewTransform(40, 40, 0.25, 0.25, (64.0, 64.0))
    shown = resample(Pyramid.of(rgb), view).values
    assert {hex(word) for word in np.unique(shown)} == {"0xff640007"}


def test_non_contiguous_frames_are_taken() -> None:
    turned = NOISE[::-1, ::2]
    found = resample(Pyramid.of(turned), view_of(centre=(32.5, 45.0)))
    assert np.array_equal(found.values, turned)
