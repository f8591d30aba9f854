from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from viewer.pixels.colour_maps import colour_map
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import ColourModel, FrameInfo
from viewer.pixels.look import Look, Window
from viewer.pixels.padding import Padding
from viewer.pixels.palette import Palette
from viewer.pixels.pipeline import (
    default_voi,
    picture,
    value_range,
)

SOFT = Look(Window(40, 400))
RGB = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3) * 10


def test_true_colour_is_shown_as_it_is() -> None:
    assert np.array_equal(picture(RGB, FrameInfo(colour="rgb", bits=8), SOFT), RGB)


def test_true_colour_can_be_inverted() -> None:
    info = FrameInfo(colour="rgb", bits=8)
    assert np.array_equal(picture(RGB, info, Look(inverted=True)), 255 - RGB)


def test_colour_has_no_window() -> None:
    info = FrameInfo(colour="rgb", bits=8)
    assert default_voi(RGB, info) is None
    assert value_range(RGB, info) is None


@pytest.mark.parametrize("colour", ["ybr_full", "ybr_partial"])
def test_grey_luminance_stays_grey(colour: Any) -> None:
    ybr = np.full((2, 2, 3), 128, np.uint8)
    red, green, blue = picture(ybr, FrameInfo(colour=colour, bits=8), Look())[0, 0]
    assert red == green == blue


def test_one_sample_in_a_colour_model_becomes_grey() -> None:
    values = np.array([[7, 9]], np.uint8)
    shown = picture(values, FrameInfo(colour="ybr_full", bits=8), Look())
    assert shown.tolist() == [[[7] * 3, [9] * 3]]


def test_inks_become_colours() -> None:
    values = np.array([[[255, 0, 0, 0]]], np.uint8)
    info = FrameInfo(colour="cmyk", bits=8)
    assert picture(values, info, Look()).tolist() == [[[0, 255, 255]]]
    assert picture(values[..., :3], info, Look()).tolist() == [[[255, 0, 0]]]


def test_a_palette_turns_values_into_colours() -> None:
    info = FrameInfo(colour="palette", palette=Palette(1, bytes([1, 2, 3, 4, 5, 6])))
    shown = picture(np.array([[0, 1, 2, 3]], np.uint16), info, SOFT)
    assert shown.tolist() == [[[1, 2, 3], [1, 2, 3], [4, 5, 6], [4, 5, 6]]]


def test_a_supplemental_palette_colours_only_from_its_first_value() -> None:
    info = FrameInfo(colour="supplemental", palette=Palette(100, bytes([9, 8, 7])))
    shown = picture(np.array([[50, 100]], np.uint16), info, Look(Window(50.5, 101)))
    assert shown.tolist() == [[[128] * 3, [9, 8, 7]]]


def test_padding_has_no_colour_of_a_supplemental_palette() -> None:
    info = FrameInfo(
        colour="supplemental",
        palette=Palette(100, bytes([9, 8, 7])),
        padding=Padding(200, 200),
    )
    shown = picture(np.array([[100, 200]], np.uint16), info, Look(Window(50.5, 101)))
    assert shown.tolist() == [[[9, 8, 7], [0, 0, 0]]]


@pytest.mark.parametrize(("colour", "count"), [("grey", 2), ("rgb", 2), ("grey", 3)])
def test_samples_that_make_no_picture_end_in_a_sentence(
    colour: ColourModel, count: int
) -> None:
    info = FrameInfo(colour=colour)
    with pytest.raises(PixelError, match=f"{count} values"):
        picture(np.zeros((2, 2, count), np.uint8), info, Look())


def test_the_alpha_of_argb_is_no_colour() -> None:
    values = np.array([[[9, 200, 30, 60]]], np.uint8)
    info = FrameInfo(colour="argb", bits=8)
    assert picture(values, info, Look()).tolist() == [[[200, 30, 60]]]


def test_hue_is_no_red() -> None:
    values = np.array([[[85, 255, 200]]], np.uint8)
    info = FrameInfo(colour="hsv", bits=8)
    assert picture(values, info, Look()).tolist() == [[[0, 200, 0]]]


def test_a_colour_map_colours_grey_and_leaves_padding_black() -> None:
    info = FrameInfo(bits=8, padding=Padding(255, 255))
    values = np.arange(256, dtype=np.uint8)[None]
    look = Look(Window(128, 256), colour_map="SPRING")
    shown = picture(values, info, look)
    assert np.array_equal(shown[0, :255], colour_map("SPRING")[:255])
    assert shown[0, 255].tolist() == [0, 0, 0]
    turned = picture(values, info, replace(look, inverted=True))
    assert np.array_equal(turned[0, :255], colour_map("SPRING")[:0:-1])


def test_a_colour_map_leaves_true_colour_alone() -> None:
    look = Look(colour_map="SPRING")
    info = FrameInfo(colour="rgb", bits=8)
    assert np.array_equal(picture(RGB, info, look), picture(RGB, info, Look()))
