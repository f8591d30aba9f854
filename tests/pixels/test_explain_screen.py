"""Colour maps, ICC profiles and the screen's own table, step by step."""

from typing import Any

import numpy as np
import pytest

from tests.files.profiles import by_hand, made_profile
from viewer.demo.build import ct_slice, image
from viewer.files.explanation import Step
from viewer.files.header import Header
from viewer.pixels.calibration import driving_levels
from viewer.pixels.colour_maps import colour_map
from viewer.pixels.display import Display
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture

from .described import described
from .explained import lines, steps_of, subject_of

RAMP = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
RGB = np.random.default_rng(4).integers(0, 256, (16, 16, 3)).astype(np.uint8)
SCREEN = Display("A", ((0, 0.5), (255, 300.0)), 0.2)


def on_screen(header: Header, look: Look, display: Display) -> dict[str, Step]:
    pixel = Pixel(subject_of(header, 0, look), 3, 4, look)
    return {step.name: step for step in explain(pixel, display=display)}


def test_the_colour_of_a_map_is_that_of_the_grey() -> None:
    header, look = described(ct_slice(pixels=RAMP)), Look(colour_map="HOT_IRON")
    steps = steps_of(header, 3, 4, look)
    subject = subject_of(header)
    expected = tuple(picture(RAMP, subject.info, look)[4, 3].tolist())
    assert steps["map"].numbers == steps["screen"].numbers == expected
    grey = int(steps["presentation"].numbers[0])
    assert expected == tuple(colour_map("HOT_IRON")[grey].tolist())
    assert f"Hot iron (PS3.6 B.1) shows grey {grey} so." in steps["map"].sentence


@pytest.mark.parametrize("inverted", [False, True])
def test_a_profile_is_named_with_the_colour_before_and_after(inverted: bool) -> None:
    header = described(image(RGB, samples=3, ICCProfile=made_profile()))
    steps = steps_of(header, 3, 4, Look(inverted=inverted))
    assert steps["colour"].numbers == tuple(RGB[4, 3].tolist())
    after = np.array(steps["icc"].numbers)
    assert np.abs(after - by_hand(RGB[4, 3])).max() <= 1
    red, green, blue = RGB[4, 3]
    said = f"ICC: Wide by hand, applied: R {red}  G {green}  B {blue} becomes R "
    assert steps["icc"].sentence.startswith(said)
    seen = tuple((255 - after if inverted else after).tolist())
    assert steps["screen"].numbers == seen
    assert lines(steps["icc"])[0].startswith("(0028,2000) ICCProfile = ")


@pytest.mark.parametrize(
    ("profile", "value"),
    [
        (None, "none"),
        (b"\0" * 200, "ICC: without a name, not applied: the profile is damaged"),
        (
            made_profile(space=b"CMYK"),
            "ICC: Wide by hand, not applied: the profile is not for RGB",
        ),
    ],
)
def test_why_no_profile_is_applied(profile: bytes | None, value: str) -> None:
    elements: dict[str, Any] = {"ICCProfile": profile} if profile else {}
    steps = steps_of(described(image(RGB, samples=3, **elements)), 3, 4)
    assert steps["icc"].value == value
    assert steps["screen"].numbers == steps["colour"].numbers


def test_a_grey_picture_has_no_profile() -> None:
    assert "icc" not in steps_of(described(ct_slice(pixels=RAMP)), 3, 4)


def test_a_calibrated_screen_is_driven_with_the_level_of_its_table() -> None:
    header = described(ct_slice(pixels=RAMP))
    table = driving_levels(SCREEN)
    assert table is not None
    steps = on_screen(header, Look(), SCREEN)
    grey = int(steps["screen"].numbers[0])
    assert steps["driving"].numbers == (table[grey],)
    assert f"grey {grey} is driven with level {table[grey]}" in (
        steps["driving"].sentence
    )
    plain = on_screen(header, Look(), Display("A"))
    assert plain["driving"].numbers == (grey,)
    assert plain["driving"].sentence == (
        "Display not calibrated: the screen is driven as it is."
    )
    coloured = on_screen(header, Look(colour_map="PET"), SCREEN)
    assert coloured["driving"].numbers == ()
    assert "driving" not in steps_of(header, 3, 4)
