"""Overlays, shutter and mask of the file, switched on and off in the window."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from viewer.commands.pixel_stages import StageRequest, frame_values
from viewer.demo.build import RLE_LOSSLESS, image, ramp
from viewer.files.sources import source_at
from viewer.pixels.look import Window
from viewer.ui.canvas.overlay import corners, value_text

from .viewer import Viewer

if TYPE_CHECKING:
    from pydicom import Dataset

ROWS, COLUMNS = 40, 56
XA = "1.2.840.10008.5.1.4.1.1.12.1"


def angiography(mode: str = "SUB", **elements: Any) -> "Dataset":
    """Four frames; from the second on, the first one is the mask."""
    pixels = np.stack([ramp((ROWS, COLUMNS), np.uint16, 10)] * 4)
    for number in range(1, 4):
        pixels[number, 10 : 10 + 4 * number] //= 2
    mask = {
        "MaskOperation": "AVG_SUB",
        "MaskFrameNumbers": [1],
        "ApplicableFrameRange": [2, 4],
    }
    return image(
        pixels,
        bits_stored=10,
        sop_class_uid=XA,
        modality="XA",
        WindowCenter=512,
        WindowWidth=1024,
        RecommendedViewingMode=mode,
        MaskSubtractionSequence=[mask],
        **elements,
    )


def displayed(path: Path, number: int) -> np.ndarray[Any, Any]:
    """What `pixels --stage display` gives of a frame, in RGB."""
    request = StageRequest(source_at(str(path)), "display", number - 1)
    return np.repeat(frame_values(request)[..., None], 3, axis=-1)


def test_a_difference_is_not_taken_for_a_value(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("run", angiography()))
    viewer.model.go_to(1)
    viewer.wait()
    stored = ramp((ROWS, COLUMNS), np.uint16, 10)
    less = int(stored[10, 7] // 2) - int(stored[10, 7])
    assert value_text(viewer.shown, 7, 10) == f"Δ −{-less}"
    assert value_text(viewer.shown, 7, 0) == "Δ 0"
    viewer.do("subtraction")
    assert value_text(viewer.shown, 7, 0) == str(stored[0, 7])


def lines(viewer: Viewer) -> list[str]:
    return [line.text for line in corners(viewer.model, "all", None).bottom_left]


@pytest.mark.parametrize("syntax", ["", RLE_LOSSLESS])
def test_a_run_is_seen_less_its_mask(
    open_viewer: OpenViewer, write: Write, syntax: str
) -> None:
    path = write("run", angiography(), syntax)
    viewer = open_viewer(path)
    for number in range(1, 5):
        viewer.model.go_to(number - 1)
        viewer.wait()
        assert np.array_equal(viewer.picture(), displayed(path, number))
        assert ("DSA · less frame 1" in lines(viewer)) == (number > 1)
    assert (viewer.picture()[:10] == 128).all()


def test_the_mask_can_be_taken_away_and_back(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("run", angiography()))
    viewer.model.go_to(2)
    viewer.wait()
    less = viewer.picture()
    viewer.do("subtraction")
    assert viewer.model.voi() == Window(512, 1024)
    assert not viewer.app.menus.by_id["subtraction"].isChecked()
    native = viewer.picture()
    assert len(np.unique(native)) > 128
    assert not np.array_equal(native, less)
    viewer.do("subtraction")
    assert np.array_equal(viewer.picture(), less)
    assert viewer.app.menus.by_id["subtraction"].isChecked()


def test_a_run_that_asks_for_native_viewing_is_subtracted_on_demand(
    open_viewer: OpenViewer, write: Write
) -> None:
    path = write("run", angiography("NAT"))
    viewer = open_viewer(path)
    viewer.model.go_to(3)
    viewer.wait()
    assert np.array_equal(viewer.picture(), displayed(path, 4))
    assert not any("DSA" in line for line in lines(viewer))
    viewer.do("subtraction")
    assert any("DSA" in line for line in lines(viewer))


def test_a_window_of_differences_is_not_used_for_frames(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("run", angiography()))
    viewer.model.go_to(2)
    viewer.wait()
    chosen = Window(5, 77)
    viewer.model.change(look=replace(viewer.model.state.look, voi=chosen))
    viewer.model.go_to(3)
    viewer.wait()
    assert viewer.model.voi() == chosen
    viewer.model.go_to(0)
    viewer.wait()
    assert viewer.model.voi() == Window(512, 1024)


def test_what_a_file_does_not_have_cannot_be_switched(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("plain", image(ramp((ROWS, COLUMNS), np.uint8))))
    viewer.app.menus.refresh()
    for name in ("overlay-planes", "shutter", "subtraction"):
        assert not viewer.app.menus.by_id[name].isEnabled()
