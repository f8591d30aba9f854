from typing import Any

import numpy as np
import pytest
from pydicom import Dataset

from tests.files.profiles import by_hand, made_profile
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import presentation_state
from viewer.demo.overlays import add_overlay
from viewer.demo.presentation_states import (
    blending_state,
    layer,
    pseudo_colour_state,
)
from viewer.files.explanation import Step
from viewer.kinds.base import Frame
from viewer.pixels.calibration import driving_levels
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.display import Display
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.work.explaining import subject_of
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame

from .described import described
from .explained import lines

RAMP = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
SLICE = ct_slice(pixels=RAMP)
TABLE = {"LUTDescriptor": [2, 0, 8], "LUTData": bytes([200, 0, 10, 0])}


def shown_by(state: Dataset, over: Dataset | None = None) -> Shown:
    frame = Frame(described(SLICE)).shown_by(read_presentation_state(described(state)))
    shown = load_frame(FrameLoad(frame))
    assert isinstance(shown, Shown)
    if over is not None:
        other = load_frame(FrameLoad(Frame(described(over))))
        assert isinstance(other, Shown)
        return finish_frame(FrameLoad(frame, shown.decoded, other))
    return shown


def steps_of(shown: Shown, column: int, row: int, **look: Any) -> dict[str, Step]:
    chosen = Look(state=shown.frame.state, **look)
    pixel = Pixel(subject_of(shown, None, chosen), column, row, chosen)
    return {step.name: step for step in explain(pixel)}


@pytest.mark.parametrize(
    "elements",
    [
        {},
        {"PresentationLUTShape": "INVERSE"},
        {"PresentationLUTShape": None, "PresentationLUTSequence": [TABLE]},
        {"RescaleSlope": 2, "RescaleIntercept": -100, "RescaleType": "US"},
    ],
)
@pytest.mark.parametrize("inverted", [False, True])
def test_the_grey_of_the_state_is_that_of_the_picture(
    elements: dict[str, Any], inverted: bool
) -> None:
    shown = shown_by(presentation_state([SLICE], **elements))
    look = Look(inverted=inverted)
    made = picture(RAMP, shown.info, look)
    for column, row in ((0, 0), (5, 0), (9, 0), (15, 15)):
        steps = steps_of(shown, column, row, inverted=inverted)
        assert steps["presentation"].numbers == (made[row, column],)
        assert steps["screen"].numbers == (made[row, column],)


def test_every_step_of_a_state_has_the_attributes_of_the_state() -> None:
    elements: dict[str, Any] = {
        "RescaleSlope": 2,
        "RescaleIntercept": -100,
        "RescaleType": "US",
        "PresentationLUTShape": None,
        "PresentationLUTSequence": [TABLE],
    }
    steps = steps_of(shown_by(presentation_state([SLICE], **elements)), 5, 0)
    assert steps["modality"].numbers == (80 - 1024,)
    assert steps["modality"].unit == "HU"
    assert "SYNTHETIC" in steps["state"].sentence
    assert "2 × 80 + (−100) = 60." in steps["state"].sentence
    assert "(0028,1053) RescaleSlope = 2.0 · presentation state" in lines(
        steps["state"]
    )
    level = (60 - 99.5) / 199 * 255 + 127.5
    assert steps["voi"].numbers == pytest.approx((level,))
    said = "Window of the presentation state SYNTHETIC. LINEAR: "
    assert steps["voi"].sentence.startswith(said)
    place = "presentation state › SoftcopyVOILUTSequence[1]"
    assert f"(0028,1050) WindowCenter = 100.0 · {place}" in lines(steps["voi"])
    assert f"makes 200.00 of {level:.2f}" in steps["presentation"].sentence
    place = "presentation state › PresentationLUTSequence[1]"
    assert f"(0028,3002) LUTDescriptor = 2\\0\\8 · {place}" in lines(
        steps["presentation"]
    )


def test_a_window_of_the_reader_counts() -> None:
    shown = shown_by(presentation_state([SLICE]))
    steps = steps_of(shown, 5, 0, voi=Window(80.5, 2))
    assert steps["voi"].value.startswith("W 2  L 80.5")
    assert steps["voi"].sentence.startswith("Set by the reader.")


def test_a_state_without_a_window_says_what_is_shown_then() -> None:
    state = presentation_state([SLICE], SoftcopyVOILUTSequence=None)
    steps = steps_of(shown_by(state), 5, 0)
    assert "has no window for this frame" in steps["voi"].sentence


@pytest.mark.parametrize("inverted", [False, True])
def test_pseudo_colours_end_in_the_colour_of_the_palette(inverted: bool) -> None:
    shown = shown_by(pseudo_colour_state([SLICE]))
    made = picture(RAMP, shown.info, Look(inverted=inverted))
    steps = steps_of(shown, 3, 0, inverted=inverted)
    expected = tuple(made[0, 3].tolist())
    assert steps["colour"].numbers == steps["screen"].numbers == expected
    assert steps["icc"].numbers == expected
    assert "of the palette of the presentation state" in steps["colour"].sentence
    assert "RedPaletteColorLookupTableDescriptor" in lines(steps["colour"])[0]


def test_a_profile_of_the_state_is_told_before_and_after() -> None:
    state = pseudo_colour_state([SLICE], ICCProfile=made_profile())
    frame = Frame(described(SLICE)).shown_by(read_presentation_state(described(state)))
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    shown = finish_frame(FrameLoad(frame, decode(request)))
    steps = steps_of(shown, 3, 1)
    before = np.array([steps["colour"].numbers], np.uint8)
    after = np.array(steps["icc"].numbers)
    assert np.abs(after - by_hand(before)[0]).max() <= 1
    assert steps["screen"].numbers == steps["icc"].numbers
    assert "ICCProfile" in lines(steps["icc"])[0]
    assert "presentation state" in lines(steps["icc"])[0]


def test_of_two_blended_images_both_shares_are_told() -> None:
    over = ct_slice(pixels=RAMP, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    shown = shown_by(blending_state([SLICE], [over], 0.25), over)
    words = shown.pyramid.levels[0]
    for inverted in (False, True):
        steps = steps_of(shown, 9, 12, inverted=inverted)
        word = int(words[12, 9])
        expected = (word >> 16 & 255, word >> 8 & 255, word & 255)
        assert steps["blend"].numbers == expected
        grey = steps["presentation"].numbers[0]
        said = f"0.25 of that and 0.75 of grey {grey:.0f}."
        assert said in steps["blend"].sentence
        seen = tuple(255 - part for part in expected) if inverted else expected
        assert steps["screen"].numbers == seen
    assert "(0070,0403) RelativeOpacity = 0.25 · presentation state" in lines(
        steps["blend"]
    )


def test_a_difference_is_told_with_the_masks_of_the_state() -> None:
    values = np.stack([RAMP, RAMP + 40])
    dataset = image(values, bits_stored=13, modality="XA")
    state = presentation_state(
        [dataset],
        MaskSubtractionSequence=[{"MaskOperation": "TID"}],
        RecommendedViewingMode="SUB",
        SoftcopyVOILUTSequence=[{"WindowCenter": 20, "WindowWidth": 101}],
    )
    read = read_presentation_state(described(state))
    frame = Frame(described(dataset), 1).shown_by(read)
    shown = load_frame(FrameLoad(frame))
    assert isinstance(shown, Shown)
    steps = steps_of(shown, 3, 1)
    assert steps["difference"].numbers == (40,)
    place = "presentation state"
    assert f"(0028,1090) RecommendedViewingMode = SUB · {place}" in lines(
        steps["difference"]
    )
    level = (40 - 19.5) / 100 * 255 + 127.5
    assert steps["voi"].numbers == pytest.approx((level,))
    seen = shown.seen(Look())
    made = picture(seen.decoded.values, seen.info, Look())
    assert steps["screen"].numbers == (made[1, 3],)


def test_a_coloured_overlay_of_a_state_makes_every_pixel_of_three_numbers() -> None:
    plane = np.zeros((16, 16), bool)
    plane[2, 3] = True
    dataset = add_overlay(ct_slice(pixels=RAMP), plane)
    lab = [35_579, 53_665, 50_857]
    layers = [layer("A", 1, GraphicLayerRecommendedDisplayCIELabValue=lab)]
    state = presentation_state([dataset], GraphicLayerSequence=layers)
    state.add_new((0x6000, 0x1001), "CS", "A")
    frame = Frame(described(dataset)).shown_by(
        read_presentation_state(described(state))
    )
    shown = load_frame(FrameLoad(frame))
    assert isinstance(shown, Shown)
    made = picture(RAMP, shown.info, Look())
    for column, row in ((3, 2), (4, 2)):
        steps = steps_of(shown, column, row)
        assert steps["screen"].numbers == tuple(made[row, column].tolist())
    screen = Display("A", ((0, 0.5), (255, 300.0)))
    table = driving_levels(screen)
    assert table is not None
    for column, driven in ((3, ()), (4, (table[made[2, 4, 0]],))):
        pixel = Pixel(subject_of(shown, None, Look()), column, 2, Look())
        by_name = {step.name: step for step in explain(pixel, display=screen)}
        assert by_name["driving"].numbers == driven
    over = steps_of(shown, 3, 2)["layer"]
    assert "in layer A of the presentation state SYNTHETIC" in over.sentence
    assert lines(over) == [
        "(6000,1001) OverlayActivationLayer = A · presentation state",
        "(6000,0050) OverlayOrigin = 1\\1 · data set",
    ]


def test_without_a_state_there_is_no_such_step() -> None:
    shown = load_frame(FrameLoad(Frame(described(SLICE))))
    assert isinstance(shown, Shown)
    assert "state" not in steps_of(shown, 3, 0)
