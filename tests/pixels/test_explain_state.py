from typing import Any

import numpy as np
import pytest
from pydicom import Dataset

from viewer.demo.build import ct_slice
from viewer.demo.documents import presentation_state
from viewer.demo.presentation_states import blending_state, pseudo_colour_state
from viewer.files.explanation import Step
from viewer.kinds.base import Frame
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.work.explaining import subject_of
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame

from .described import described

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
        assert steps["state"].numbers == (made[row, column],)
        assert steps["screen"].numbers == (made[row, column],)
        assert "voi" not in steps
        assert "presentation" not in steps


def test_the_modality_value_is_that_of_the_image_and_the_state_says_its_own() -> None:
    steps = steps_of(shown_by(presentation_state([SLICE])), 5, 0)
    assert steps["modality"].numbers == (80 - 1024,)
    assert steps["modality"].unit == "HU"
    assert "Its transform makes 80 of the stored value." in steps["state"].sentence
    assert "W 200  L 100: 80 → 102.51" in steps["state"].sentence
    assert "SYNTHETIC" in steps["state"].sentence


def test_a_window_of_the_reader_counts() -> None:
    shown = shown_by(presentation_state([SLICE]))
    steps = steps_of(shown, 5, 0, voi=Window(80.5, 2))
    assert "W 2  L 80.5" in steps["state"].sentence


def test_pseudo_colours_end_in_the_colour_of_the_palette() -> None:
    shown = shown_by(pseudo_colour_state([SLICE]))
    made = picture(RAMP, shown.info, Look())
    assert steps_of(shown, 3, 0)["screen"].numbers == tuple(made[0, 3].tolist())


def test_of_two_blended_images_no_colour_is_made_up() -> None:
    over = ct_slice(pixels=RAMP, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    steps = steps_of(shown_by(blending_state([SLICE], [over]), over), 3, 0)
    assert "blends two images" in steps["state"].sentence
    assert "screen" not in steps


def test_without_a_state_there_is_no_such_step() -> None:
    shown = load_frame(FrameLoad(Frame(described(SLICE))))
    assert isinstance(shown, Shown)
    assert "state" not in steps_of(shown, 3, 0)
