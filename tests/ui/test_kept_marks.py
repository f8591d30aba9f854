"""Marks that were kept, on pictures that are made without a reader's window."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Write
from tests.ui.viewer import rgb_of
from viewer.commands import render
from viewer.demo.build import ct_slice
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.lasting import KeepingError
from viewer.store.marks import MarkChange, Marks, Place
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.capture import run as shoot
from viewer.ui.painting import painted
from viewer.work.pool import InlinePool

pytestmark = pytest.mark.usefixtures("qapp")

AREA = Mark("2.25.1", "rectangle", ((40.0, 40.0), (60.0, 50.0)), text="lesion")
TEN_MM = Mark("2.25.2", "calibration", ((10.0, 70.0), (30.0, 70.0)), length_mm=10.0)
FAR = Mark("2.25.3", "distance", ((10.0, 20.0), (50.0, 20.0)))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of labels that were painted."""
    lines: list[str] = []
    draw = TextPainter.draw_from

    def watched(self: TextPainter, painter: QPainter, line: Line, at: object) -> None:
        if line.tone == "mark":
            lines.append(line.text)
        draw(self, painter, line, at)  # type: ignore[arg-type]

    monkeypatch.setattr(TextPainter, "draw_from", watched)
    return lines


@pytest.fixture
def marked(write: Write) -> Path:
    """The second of two slices of 300 × 300, marked as a window keeps it."""
    even = np.full((300, 300), 1024 + 40, np.uint16)
    slices = [ct_slice(number, even) for number in range(2)]
    paths = [write(f"two/{number}", one) for number, one in enumerate(slices)]
    key = FrameKey(slices[1].SOPInstanceUID)
    place = Place(slices[1].StudyInstanceUID, key, (300, 300))
    store = Marks()
    marks = (AREA, FAR, TEN_MM)
    store.save([MarkChange(mark.uid, place, mark) for mark in marks])
    store.close()
    return paths[1]


def rendered(path: Path, *words: str) -> NDArray[np.uint8]:
    output = path.parent.parent / "OUT.png"
    assert render.run([str(path), *words, "-o", str(output)], painted) == 0
    return rgb_of(QImage(str(output)))


@pytest.fixture(autouse=True)
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "Pool", InlinePool)


def test_render_shows_marks_only_when_asked(marked: Path, said: list[str]) -> None:
    plain = rendered(marked, "--annotations")
    assert said == []
    grey = np.ptp(plain.astype(int), axis=2)
    assert not grey.any()
    drawn = rendered(marked, "--annotations", "--marks")
    coloured = np.ptp(drawn.astype(int), axis=2) > 40
    assert coloured[40, 42:58].mean() > 0.8
    assert coloured[42:48, 40].all()
    assert not coloured[44:46, 44:56].any()


def test_it_says_of_them_what_the_window_says(marked: Path, said: list[str]) -> None:
    """By hand: 20 pixels are 10 mm, so 0.5 mm each; 200 pixels of 40 HU, 50 mm²."""
    picture = rendered(marked, "--marks")
    words = " | ".join(said)
    assert "lesion" in words
    assert "mm, calibrated by user" in words
    assert "20.0 mm" in words
    assert "50.0 mm²" in words or "50 mm²" in words
    assert "40.0 HU" in words or "40 HU" in words
    assert picture[2, 2].tolist() == picture[-2, -2].tolist(), "no texts in the corners"


def test_an_image_without_marks_is_the_same_with_and_without(marked: Path) -> None:
    other = next(one for one in marked.parent.iterdir() if one != marked)
    assert np.array_equal(rendered(other), rendered(other, "--marks"))


def test_marks_that_cannot_be_read_are_told(
    marked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Marks, studies: object) -> None:
        raise KeepingError("disk I/O error")

    monkeypatch.setattr(Marks, "load", refuse)
    output = marked.parent.parent / "OUT.png"
    words = [str(marked), "--marks", "-o", str(output)]
    assert render.run(words, painted) == 1
    assert "Kept marks cannot be read: disk I/O error" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("panel", "expected"), [("figures", "lesion"), ("marks", "lesion")]
)
def test_a_screenshot_brings_the_panel_with_the_marks(
    marked: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    panel: str,
    expected: str,
    said: list[str],
    qapp: QApplication,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    fronts: list[str] = []
    from viewer.ui import capturing

    save = capturing._save

    def watched(app: object, output: Path) -> bool:
        tabs = app.sides.tabs  # type: ignore[attr-defined]
        fronts.extend(one for one in ("figures", "marks") if tabs.is_in_front(one))
        return save(app, output)  # type: ignore[arg-type]

    monkeypatch.setattr(capturing, "_save", watched)
    output = tmp_path / "shot.png"
    words = [str(marked.parent), "--marks", "--panel", panel, "--size", "1100x700"]
    assert shoot([*words, "--layout", "1+2", "-o", str(output)]) == 0
    assert fronts == [panel]
    assert expected in said or panel == "marks"
    assert QImage(str(output)).size().width() == 1100


def test_a_layout_is_named_as_settings_name_it(
    marked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "shot.png"
    assert shoot([str(marked), "--layout", "9x9", "-o", str(output)]) == 2
    assert "larger than the largest grid" in capsys.readouterr().err


def test_what_is_read_is_the_frame_of_that_size(marked: Path, write: Write) -> None:
    small = ct_slice(1, np.full((64, 64), 1064, np.uint16))
    path = write("other/1", small)
    assert np.array_equal(rendered(path), rendered(path, "--marks"))
