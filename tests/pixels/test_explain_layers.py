"""What is subtracted from a pixel and what lies over it, by hand."""

import numpy as np
import pytest

from viewer.demo.build import image
from viewer.demo.overlays import add_overlay
from viewer.files.explanation import Step
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look

from .described import described
from .explained import XA, lines, steps_of, subject_of


def test_an_overlay_over_a_pixel_is_named_and_can_be_switched_off() -> None:
    mask = np.zeros((8, 8), bool)
    mask[2, 3] = True
    dataset = image(np.full((8, 8), 40, np.uint16), WindowCenter=50, WindowWidth=100)
    header = described(add_overlay(dataset, mask, number=1, label="A"))
    steps = steps_of(header, 3, 2)
    assert steps["layer"].value == "overlay"
    assert lines(steps["layer"]) == [
        "(6002,0050) OverlayOrigin = 1\\1 · data set",
        "(6002,1500) OverlayLabel = A · data set",
    ]
    assert steps["screen"].numbers == (255,)
    without = steps_of(header, 3, 2, Look(overlays=False))
    assert "layer" not in without
    assert without["screen"].numbers == without["presentation"].numbers
    assert "layer" not in steps_of(header, 4, 2)


def test_a_shutter_hides_what_is_outside() -> None:
    dataset = image(
        np.full((8, 8), 40, np.uint16),
        WindowCenter=50,
        WindowWidth=100,
        ShutterShape="RECTANGULAR",
        ShutterLeftVerticalEdge=2,
        ShutterRightVerticalEdge=7,
        ShutterUpperHorizontalEdge=2,
        ShutterLowerHorizontalEdge=7,
    )
    header = described(dataset)
    steps = steps_of(header, 0, 0)
    assert steps["layer"].value == "shutter"
    assert "(0018,1600) ShutterShape = RECTANGULAR · data set" in lines(steps["layer"])
    assert steps["screen"].numbers == (0,)
    assert "layer" not in steps_of(header, 4, 4)


def difference_of(subtracted: bool) -> dict[str, Step]:
    frames = np.stack([np.full((8, 8), 100), np.full((8, 8), 340)]).astype(np.uint16)
    frames[1, 0, 0] = 100
    item = {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": 1}
    dataset = image(
        frames,
        sop_class_uid=XA,
        modality="XA",
        MaskSubtractionSequence=[item],
        RecommendedViewingMode="SUB",
    )
    header = described(dataset)
    look = Look(subtracted=subtracted)
    subject = subject_of(header, 1, look)
    return {step.name: step for step in explain(Pixel(subject, 4, 4, look))}


def test_a_subtracted_pixel_tells_of_both_values() -> None:
    steps = difference_of(subtracted=True)
    assert steps["stored"].numbers == (340,)
    assert steps["difference"].numbers == pytest.approx((240,))
    assert "The mean of frames 2 less the mean of frames 1." in (
        steps["difference"].sentence
    )
    assert steps["modality"].numbers == pytest.approx((240,))


def test_without_subtraction_the_frame_goes_its_own_way() -> None:
    steps = difference_of(subtracted=False)
    assert "difference" not in steps
    assert steps["modality"].numbers == steps["stored"].numbers == (340,)
