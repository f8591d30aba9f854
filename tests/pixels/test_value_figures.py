"""Uptake, real world values and differences of an area, worked out by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.pixels.positron import positron
from tests.work.test_measuring import drawn, shown_of
from viewer.demo.build import image
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.modality import Rescale
from viewer.pixels.palette import Palette
from viewer.pixels.real_world import RealWorldMap
from viewer.pixels.value_figures import value_figures

STORED = np.array([[100, 200], [300, 400]], np.uint16)
WHOLE = drawn("rectangle", (0, 0), (2, 2))
GREY = Decoded(STORED, "MONOCHROME2", "test")


def named(info: FrameInfo, name: Any, channel: str = "") -> float:
    figures, _ = value_figures(WHOLE, GREY, info)
    (found,) = (one for one in figures if (one.name, one.channel) == (name, channel))
    return found.value


def test_uptake_is_told_beside_the_activity_where_the_header_allows_it() -> None:
    shown = shown_of(positron(pixels=STORED))
    figures, notes = value_figures(WHOLE, shown.decoded, shown.info)
    means = [(one.channel, one.unit, one.unit_code) for one in figures][::4]
    assert means[:2] == [("", "Bq/ml", "Bq/ml"), ("SUVbw", "g/ml", "g/ml")]
    uptake = next(one for one in figures if one.channel == "SUVbw")
    # 500 Bq/ml × 70 kg × 1000 ÷ half of 370 MBq
    assert uptake.value == pytest.approx(500 * 70_000 / 185e6)
    assert notes == ()


def test_without_a_weight_there_is_no_uptake_but_the_reason() -> None:
    shown = shown_of(positron(pixels=STORED, PatientWeight=None))
    figures, notes = value_figures(WHOLE, shown.decoded, shown.info)
    assert {one.channel for one in figures} == {""}
    assert notes == ("no SUV: patient weight missing",)


def test_real_world_values_are_told_where_all_are_mapped() -> None:
    linear = RealWorldMap(0, 4095, 0.5, 1.0, unit="mm2/s", label="ADC")
    entries = np.arange(400, dtype="<f8").tobytes()
    table = RealWorldMap(100, 499, entries=entries, unit="ms", label="T2")
    partly = RealWorldMap(0, 300, 2.0, unit="ms", label="T1")
    info = FrameInfo(real_world=(linear, table, partly))
    assert named(info, "mean", "ADC") == pytest.approx(126)
    assert named(info, "greatest", "T2") == 300
    figures, _ = value_figures(WHOLE, GREY, info)
    assert "T1" not in {one.channel for one in figures}


def test_a_map_to_the_modality_values_is_not_told_twice() -> None:
    same = RealWorldMap(0, 4095, 1.0, -1024.0, unit="HU", label="CT")
    info = FrameInfo(transform=Rescale(1, -1024), unit="HU", real_world=(same,))
    figures, _ = value_figures(WHOLE, GREY, info)
    assert {one.channel for one in figures} == {""}


def test_pixels_that_hold_colours_are_no_values() -> None:
    palette = Palette(300, bytes(3 * 256))
    info = replace(FrameInfo("supplemental"), palette=palette)
    figures, notes = value_figures(WHOLE, GREY, info)
    count = next(one for one in figures if one.name == "pixels")
    assert count.value == 2
    assert "Pixels that hold colours are left out." in notes


def test_decimals_follow_the_steps_of_the_values() -> None:
    for slope, mean, least in (
        (1, "250.0", "100"),
        (0.01, "2.500", "1.00"),
        (1e-6, "0.0002500", "0.000100"),
    ):
        info = FrameInfo(transform=Rescale(slope))
        figures, _ = value_figures(WHOLE, GREY, info)
        said = {one.name: one.number for one in figures}
        assert (said["mean"], said["least"]) == (mean, least)


def test_a_palette_has_no_values_and_says_why() -> None:
    shown = shown_of(image(STORED))
    info = replace(shown.info, colour="palette")
    figures, notes = value_figures(WHOLE, shown.decoded, info)
    assert figures == ()
    assert "numbers of colours" in notes[0]
