from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from viewer.demo.build import ct_slice, image
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.modality import Rescale
from viewer.pixels.readout import pixel_texts, value_figure, value_texts
from viewer.pixels.real_world import RealWorldMap
from viewer.pixels.suv import Suv

from .described import described


def texts(stored: int, **fields: Any) -> tuple[str, ...]:
    return value_texts(np.int32(stored), FrameInfo(**fields))


def test_a_value_comes_with_its_unit() -> None:
    info = frame_info(described(ct_slice()))
    assert value_texts(np.uint16(24), info) == ("−1000 HU",)
    assert texts(7) == ("7",)


def test_real_world_values_stand_beside_it_with_label_and_unit() -> None:
    maps = (
        RealWorldMap(0, 100, 0.25, 1.0, unit="mm2/s", label="ADC"),
        RealWorldMap(50, 100, 2.0, unit="ms", label="T2"),
    )
    assert texts(8, real_world=maps) == ("8", "ADC 3 mm2/s")
    assert texts(60, real_world=maps) == ("60", "ADC 16 mm2/s", "T2 120 ms")


def test_a_map_that_says_the_same_is_not_repeated() -> None:
    same = RealWorldMap(0, 4095, 1.0, -1024.0, unit="HU", label="CT")
    rescale = Rescale(1.0, -1024.0)
    made = texts(24, transform=rescale, unit="HU", real_world=(same,))
    assert made == ("−1000 HU",)


def test_the_uptake_is_that_of_the_modality_value() -> None:
    made = texts(1000, transform=Rescale(12.5), unit="Bq/ml", suv=Suv(2.5e-4, "SUVbw"))
    assert made == ("12500 Bq/ml", "SUVbw 3.125")


def test_without_an_uptake_the_reason_is_told() -> None:
    made = texts(5, unit="Bq/ml", suv=Suv(None, refusal="patient weight missing"))
    assert made == ("5 Bq/ml", "no SUV: patient weight missing")


def test_the_slope_of_each_slice_is_in_its_uptake() -> None:
    one, other = (
        texts(100, transform=Rescale(slope), suv=Suv(0.01)) for slope in (1.0, 3.0)
    )
    assert (one[1], other[1]) == ("SUVbw 1", "SUVbw 3")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-5.0, "−5"),
        (0.123456, "0.1235"),
        (1234.56, "1234.6"),
        (1e-7, "1e−07"),
        (float("nan"), "–"),
        (float("-inf"), "–"),
    ],
)
def test_figures_are_short_and_true(value: float, text: str) -> None:
    assert value_figure(value) == text


def test_float_pixels_are_read_as_they_are() -> None:
    header = described(image(np.zeros((2, 2), np.uint16)))
    assert value_texts(np.float32(0.5), frame_info(header)) == ("0.5",)
    assert value_texts(np.float64("nan"), frame_info(header)) == ("–",)


def test_of_two_blended_images_the_value_names_the_one_that_it_is_of() -> None:
    dataset = ct_slice()
    decoded = Decoded(np.full((2, 2), 24, np.uint16), "MONOCHROME2", "native")
    info = replace(frame_info(described(dataset)), colour="blended")
    assert pixel_texts(decoded, info, 0, 0) == ("underlying image: −1000 HU",)
