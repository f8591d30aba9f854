"""Pictures with texts and views without pixels, painted as `render` does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtWidgets import QApplication

from viewer.commands.drawing import Drawing, drawing, png
from viewer.commands.pixel_stages import StageRequest
from viewer.demo.build import ct_slice, enhanced_mr, image, ramp, to_bytes
from viewer.demo.documents import report
from viewer.demo.presentation_states import drawn_state
from viewer.files.sources import Source
from viewer.pixels.look import Window
from viewer.ui.canvas.corner_text import Corners, TextPainter
from viewer.ui.painting import painted

pytestmark = pytest.mark.usefixtures("qapp")

Picture = NDArray[np.uint8]


def drawn(dataset: Any, frame: int = 1, voi: Window | None = None) -> Drawing:
    source = Source("an object", to_bytes(dataset))
    return drawing(StageRequest(source, "display", frame - 1, voi=voi))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line of the corners that was drawn."""
    lines: list[str] = []
    draw = TextPainter.draw

    def watched(self: TextPainter, painter: Any, corners: Corners, area: Any) -> None:
        for name in ("top_left", "top_right", "bottom_left", "bottom_right"):
            lines.extend(line.text for line in getattr(corners, name))
        draw(self, painter, corners, area)

    monkeypatch.setattr(TextPainter, "draw", watched)
    return lines


def test_the_picture_is_the_same_where_there_is_no_text() -> None:
    wanted = drawn(ct_slice(pixels=ramp((600, 700), bits=12)))
    assert wanted.displayed is not None
    before = wanted.displayed.picture.copy()
    after = painted(wanted)
    assert (after.shape, after.dtype) == (before.shape, before.dtype)
    middle = np.s_[150:280, 100:600]
    assert np.array_equal(after[middle], before[middle])
    assert not np.array_equal(after[:60, :200], before[:60, :200])
    assert not np.array_equal(after[-60:, -200:], before[-60:, -200:])
    assert np.array_equal(wanted.displayed.picture, before)


def test_the_texts_are_those_of_the_window(said: list[str]) -> None:
    painted(drawn(ct_slice(pixels=ramp((600, 600), bits=12))))
    assert "TEST, Builder" in said
    assert "W 400  L 40" in said
    assert "Zoom 100 %" in said


def test_a_chosen_window_is_in_the_texts(said: list[str]) -> None:
    painted(drawn(ct_slice(pixels=ramp((64, 64), bits=12)), voi=Window(50, 350)))
    assert "W 350  L 50" in said


def test_a_frame_has_its_number(said: list[str]) -> None:
    painted(drawn(enhanced_mr(4), frame=3))
    assert "Im 3 / 4" in said


def test_colours_stay_colours_beside_the_texts() -> None:
    wanted = drawn(image(ramp((400, 500, 3), np.uint8), samples=3))
    assert wanted.displayed is not None
    after = painted(wanted)
    assert after.shape == (400, 500, 3)
    assert np.array_equal(
        after[150:250, 100:400], wanted.displayed.picture[150:250, 100:400]
    )


def test_pixels_that_are_not_square_stay_as_they_are(said: list[str]) -> None:
    wanted = drawn(ct_slice(pixels=ramp((300, 400), bits=12), PixelSpacing=[2, 1]))
    assert wanted.displayed is not None
    after = painted(wanted)
    assert after.shape == (300, 400)
    assert np.array_equal(
        after[100:140, 100:300], wanted.displayed.picture[100:140, 100:300]
    )
    assert "Zoom 100 %" in said


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (2000, 10)])
def test_a_picture_of_any_size_takes_texts(size: tuple[int, int]) -> None:
    assert painted(drawn(image(ramp(size, np.uint8)))).shape == size


def test_a_damaged_picture_says_so(said: list[str]) -> None:
    dataset = image(ramp((64, 64), np.uint8))
    dataset.PixelData = dataset.PixelData[:2048]
    painted(drawn(dataset))
    assert "DAMAGED – picture incomplete" in said


def test_an_object_without_pixels_is_a_card_that_names_it() -> None:
    source = Source("a report", to_bytes(report(PatientName="CARD^Patient")))
    wanted = png(StageRequest(source, "display"))
    assert isinstance(wanted, Drawing)
    before = {id(one) for one in QApplication.topLevelWidgets()}
    picture = painted(wanted)
    assert picture.shape == (768, 1024, 3)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 20, "nothing is written"
    other = Source("a report", to_bytes(report(PatientName="OTHER^Patient")))
    again = png(StageRequest(other, "display"))
    assert isinstance(again, Drawing)
    assert not np.array_equal(painted(again), picture)
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert {id(one) for one in QApplication.topLevelWidgets()} <= before


@pytest.mark.app
def test_the_command_paints_without_a_screen(tmp_path: Path) -> None:
    path, output = tmp_path / "report", tmp_path / "OUT.png"
    path.write_bytes(to_bytes(report()))
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    answer = subprocess.run(
        [sys.executable, "-m", "viewer", "render", str(path), "-o", str(output)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    with Image.open(output) as picture:
        assert picture.size == (1024, 768)


def test_the_graphics_of_a_state_keep_their_colours_over_grey(tmp_path: Path) -> None:
    dataset = ct_slice(pixels=ramp((300, 400), bits=12))
    path = tmp_path / "state"
    path.write_bytes(to_bytes(drawn_state([dataset])))
    source, state = Source("an object", to_bytes(dataset)), Source(str(path))
    made = painted(drawing(StageRequest(source, "display", state=state)))
    assert made.shape == (300, 400, 3)
    assert np.ptp(made.astype(int), axis=-1).max() > 100
