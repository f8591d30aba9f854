"""Marks on what leaves as a picture: clipboard, file, paper, pixel by pixel."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice
from viewer.export.appearance import Appearance
from viewer.geometry.marks import Mark
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.offscreen import Offscreen
from viewer.ui.widgets.colours import DARK

LINE = Mark("2.25.1", "distance", ((20.0, 30.0), (100.0, 30.0)))
KNOWN = Mark("2.25.2", "calibration", ((20.0, 90.0), (60.0, 90.0)), length_mm=10.0)


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    """A black slice of 128 × 128 pixels with a line, selected, and a calibration."""
    path = write("slice", ct_slice(0, np.zeros((128, 128), np.uint16)))
    viewer = open_viewer(path)
    viewer.app.annotations.put(Pen(viewer).key, LINE, KNOWN)
    viewer.app.annotations.select(LINE.uid)
    viewer.wait()
    return viewer


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


def marked(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    wanted = np.array([int(DARK.mark[i : i + 2], 16) for i in (1, 3, 5)])
    found: NDArray[np.bool_] = np.abs(picture.astype(int) - wanted).max(axis=2) < 60
    return found


def copied(viewer: Viewer) -> QImage:
    viewer.do("copy-picture")
    return QGuiApplication.clipboard().image()


def test_the_clipboard_has_the_marks_and_no_handles(viewer: Viewer) -> None:
    pen = Pen(viewer)
    pen.hover((64.0, 64.0))
    picture = marked(rgb_of(copied(viewer)))
    on_screen = marked(rgb_of(viewer.canvas.grab().toImage()))
    along = pen.place((60.0, 30.0))
    x, y = round(along.x()), round(along.y())
    assert picture[y - 2 : y + 3, x].any()
    end = pen.place((20.0, 30.0))
    corner = np.s_[
        round(end.y()) - 5 : round(end.y()) + 6, round(end.x()) - 5 : round(end.x()) - 2
    ]
    assert on_screen[corner].any()
    assert not picture[corner].any()
    assert marked(rgb_of(viewer.canvas.grab().toImage()))[corner].any(), "as before"


def test_it_keeps_out_what_is_half_drawn(viewer: Viewer) -> None:
    viewer.app.annotations.select("")
    before = copied(viewer)
    viewer.do("tool-polyline")
    pen = Pen(viewer)
    pen.click((20.0, 110.0), (60.0, 120.0))
    pen.hover((90.0, 100.0))
    assert viewer.app.annotations.state.draft is not None
    assert copied(viewer) == before


def test_hidden_marks_stay_out(viewer: Viewer) -> None:
    viewer.do("marks-visible")
    viewer.app.preferences.change(annotations="none")
    viewer.wait()
    assert not marked(rgb_of(copied(viewer))).any()


@pytest.mark.parametrize("natural", [False, True])
def test_other_sizes_measure_by_the_readers_calibration(
    viewer: Viewer, said: list[str], natural: bool
) -> None:
    """By hand: 40 pixels are 10 mm, so that 80 of them are 20."""
    model = viewer.model
    offscreen = Offscreen(
        model,
        viewer.app.choice,
        viewer.app.cells.image_style,
        Appearance(natural=natural, texts=True, identity=True),
        viewer.app.window,
    )
    said.clear()
    picture = offscreen.paint(model.shown_what, viewer.shown)
    offscreen.close()
    assert "20.0 mm, calibrated by user" in said
    assert marked(rgb_of(picture)).any()


def test_paper_has_them_too(viewer: Viewer) -> None:
    from viewer.ui.exporting import pdf_bytes

    with_marks = len(pdf_bytes(viewer.app.exporting.view))
    viewer.do("marks-visible")

    assert len(pdf_bytes(viewer.app.exporting.view)) < with_marks
