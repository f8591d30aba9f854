import colorsys

import numpy as np
import pytest
from pydicom.pixels.processing import convert_color_space

from viewer.pixels.colour import (
    cmyk_to_rgb,
    hsv_to_rgb,
    to_eight_bits,
    ybr_full_to_rgb,
    ybr_partial_to_rgb,
)


def test_every_colour_of_a_coarse_cube_agrees_with_pydicom() -> None:
    axis = np.arange(0, 256, 3, dtype=np.uint8)
    cube = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(1, -1, 3)
    expected = convert_color_space(cube, "YBR_FULL", "RGB")
    assert np.array_equal(ybr_full_to_rgb(cube), expected)


@pytest.mark.parametrize(
    ("ybr", "rgb"),
    [
        ((0, 128, 128), (0, 0, 0)),
        ((255, 128, 128), (255, 255, 255)),
        ((76, 85, 255), (254, 0, 0)),
        ((150, 44, 21), (0, 255, 1)),
        ((29, 255, 107), (0, 0, 254)),
    ],
)
def test_the_corners_of_the_full_range(
    ybr: tuple[int, ...], rgb: tuple[int, ...]
) -> None:
    assert tuple(ybr_full_to_rgb(np.array([[ybr]], np.uint8))[0, 0]) == rgb


@pytest.mark.parametrize(
    ("ybr", "rgb"),
    [
        ((16, 128, 128), (0, 0, 0)),
        ((235, 128, 128), (255, 255, 255)),
        ((81, 90, 240), (254, 0, 0)),  # red of ITU-R BT.601
        ((0, 128, 128), (0, 0, 0)),
        ((255, 128, 128), (255, 255, 255)),
    ],
)
def test_the_corners_of_the_partial_range(
    ybr: tuple[int, ...], rgb: tuple[int, ...]
) -> None:
    assert tuple(ybr_partial_to_rgb(np.array([[ybr]], np.uint8))[0, 0]) == rgb


def test_inks_darken_and_black_is_black() -> None:
    inks = np.array([[[0, 0, 0, 0], [255, 0, 0, 0], [9, 9, 9, 255]]], np.uint8)
    expected = [[255, 255, 255], [0, 255, 255], [0, 0, 0]]
    assert cmyk_to_rgb(inks)[0].tolist() == expected


@pytest.mark.parametrize(
    ("values", "bits", "expected"),
    [
        (np.array([0, 255], np.uint8), 8, [0, 255]),
        (np.array([0, 255, 256, 65535], np.uint16), 16, [0, 0, 1, 255]),
        (np.array([0, 4095, 9999], np.uint16), 12, [0, 255, 255]),
        (np.array([0, 1 << 24, (1 << 32) - 1], np.uint32), 32, [0, 1, 255]),
        (np.array([0, 1], np.uint8), 1, [0, 255]),
        (np.array([0, 3, 15, 99], np.uint8), 4, [0, 51, 255, 255]),
        (np.array([0, -1, 256], np.int16), 16, [0, 255, 1]),
        (np.array([3, 255], np.uint8), 65535, [3, 255]),
        (np.array([3, 255], np.uint8), 0, [255, 255]),
        (np.array([-1, 7.9, np.nan, 1e9], np.float32), 32, [0, 7, 0, 255]),
    ],
)
def test_samples_of_any_depth_become_eight_bits(
    values: np.ndarray, bits: int, expected: list[int]
) -> None:
    assert to_eight_bits(values, bits).tolist() == expected


def test_hue_saturation_and_value_agree_with_the_standard_library() -> None:
    axis = np.arange(0, 256, 17, dtype=np.uint8)
    cube = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    expected = [colorsys.hsv_to_rgb(*(part / 255 for part in one)) for one in cube]
    found = hsv_to_rgb(cube).astype(float)
    assert np.abs(found - 255 * np.array(expected)).max() <= 0.51
