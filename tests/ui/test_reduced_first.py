"""A reduced picture comes first, says so, and gives nobody a number."""

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.held import HeldPool
from tests.ui.viewer import NONE, Viewer
from viewer.demo.build import ct_slice, encapsulate_frames
from viewer.pixels import reduced
from viewer.pixels.reduced import decode_reduced
from viewer.ui.state.early import HOLD_MS
from viewer.ui.views.stack import StackView
from viewer.work.pool import InlinePool
from viewer.work.tasks import decode_frame

JPEG_2000 = "1.2.840.10008.1.2.4.90"
SIZE = 640
LEFT = Qt.MouseButton.LeftButton
SENTENCE = "Reduced resolution, 1 : 2 – the exact image is being decoded"


class Decoders(InlinePool):
    """Everything at once, but whole frames when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.held = HeldPool()
        self.asked: list[str] = []
        self.holds = True

    def submit(self, function: Any, request: Any, **options: Any) -> Any:
        if function in (decode_frame, decode_reduced):
            self.asked.append(function.__name__)
        if function is decode_frame and self.holds:
            return self.held.submit(function, request, **options)
        return super().submit(function, request, **options)

    def answer_all(self) -> None:
        for number in self.held.waiting():
            self.held.answer(number)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine: frames take long."""
    monkeypatch.setattr(reduced.Rates, "seconds", lambda *_: 0.2)


@pytest.fixture
def pool() -> Decoders:
    return Decoders()


@pytest.fixture
def wavelets(write: Write) -> Path:
    y, x = np.mgrid[:SIZE, :SIZE]
    for number in range(3):
        disc = np.hypot(x - 250 - 40 * number, y - 350) < 120
        values = np.where(disc, 1160, 960 + 8 * number).astype(np.uint16)
        dataset = ct_slice(number, values, SeriesNumber=1)
        stream = imagecodecs.jpeg2k_encode(values, level=0, bitspersample=12)
        encapsulate_frames(dataset, [bytes(stream)], JPEG_2000)
        path = write(f"stack/{number}", dataset)
    return path.parent


def begun(open_viewer: OpenViewer, path: Path, pool: Decoders) -> Viewer:
    """The window, its first frame on the way, reduced on screen."""
    viewer = open_viewer(pool=pool)
    viewer.app.opening.paths([str(path)])
    viewer.until(lambda: viewer.model.early.preview is not None)
    return viewer


def finish(viewer: Viewer, pool: Decoders) -> None:
    pool.holds = False
    pool.answer_all()
    viewer.wait()


def grabbed(viewer: Viewer) -> QImage:
    return viewer.canvas.grab().toImage()


def test_it_is_painted_and_says_what_it_is(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    assert viewer.canvas.accessibleDescription() == SENTENCE
    early = grabbed(viewer)
    assert pool.asked[0] == "decode_reduced"
    finish(viewer, pool)
    assert viewer.model.early.preview is None
    assert viewer.model.shown is not None
    assert viewer.model.shown.decoded.values.shape == (SIZE, SIZE)
    assert SENTENCE not in viewer.canvas.accessibleDescription()
    exact = grabbed(viewer)
    transform = viewer.canvas.transform()
    assert transform is not None
    for column, row in ((290, 350), (290, 460), (60, 350), (600, 600)):
        x, y = (round(at) for at in transform.to_screen(column, row))
        assert early.pixelColor(x, y).red() == pytest.approx(
            exact.pixelColor(x, y).red(), abs=2
        )


def test_nothing_can_be_read_from_it(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    model, menus = viewer.model, viewer.app.menus
    assert model.shown is None
    assert model.loaded is None
    assert model.cell() is None
    assert model.voi() is None
    middle = viewer.canvas.rect().center()
    assert viewer.canvas.pointer_at(QPointF(middle)).column == 0
    assert viewer.canvas.corners() == type(viewer.canvas.corners())()
    for name in ("window-auto", "window-full", "save-numbers", "print", "copy-words"):
        assert not menus.by_id[name].isEnabled(), name
    before = viewer.app.annotations.state
    menus.by_id["tool-distance"].trigger()
    QTest.mousePress(viewer.canvas, LEFT, NONE, middle)
    QTest.mouseRelease(viewer.canvas, LEFT, NONE, middle + QPoint(60, 0))
    QTest.mouseClick(viewer.canvas, LEFT, NONE, middle + QPoint(60, 40))
    assert viewer.app.annotations.state == before
    assert viewer.app.loader.kept_bytes == 0
    finish(viewer, pool)


def test_another_image_that_is_asked_for_ends_it(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    first = viewer.model.early.preview
    viewer.model.step(1)
    assert viewer.model.early.preview is None
    viewer.until(lambda: viewer.model.early.preview is not None)
    second = viewer.model.early.preview
    assert second is not None
    assert first is not None
    assert second.frame.header.identity != first.frame.header.identity
    viewer.app.close_all()
    assert viewer.model.early.preview is None
    finish(viewer, pool)
    assert viewer.model.early.preview is None


def test_an_image_that_stands_there_is_left_for_a_while(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    pool.answer_all()
    viewer.until(lambda: viewer.model.shown is not None)
    shown = viewer.model.shown
    viewer.app.loader._cache.clear()
    viewer.app.loader._flights.clear()
    viewer.model.early._hold.setInterval(10 * HOLD_MS * 1000)
    viewer.model.step(1)
    viewer.until(lambda: viewer.model.early._hold.isActive())
    assert viewer.model.shown is shown
    viewer.model.early._hold.timeout.emit()
    assert viewer.model.early.preview is not None
    assert viewer.model.shown is None
    finish(viewer, pool)
    assert viewer.model.shown is not None


def test_frames_that_are_fast_come_alone(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders
) -> None:
    pool.holds = False
    viewer = open_viewer(wavelets, pool=pool)
    assert viewer.model.shown is not None
    assert "decode_reduced" not in pool.asked


def test_it_is_mirrored_and_turned_as_the_image_will_be(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    camera = viewer.model.state.camera
    viewer.model.change(
        camera=type(camera)(zoom=1.5, centre=(300.0, 340.0), rotation=90, flipped=True)
    )
    early = grabbed(viewer)
    finish(viewer, pool)
    exact = grabbed(viewer)
    wide, high = viewer.canvas.width(), viewer.canvas.height()
    places = [QPoint(x, y) for x in range(140, wide - 140, 31) for y in (170, 260)]
    off = [
        abs(early.pixelColor(at).red() - exact.pixelColor(at).red())
        for at in places
        if at.y() < high
    ]
    assert np.median(off) <= 1


def test_it_is_on_no_page(
    open_viewer: OpenViewer, wavelets: Path, pool: Decoders, slow: None
) -> None:
    viewer = begun(open_viewer, wavelets, pool)
    view = viewer.app.cells.frame_of(viewer.model).view
    assert isinstance(view, StackView)
    picture = view.picture()
    assert viewer.model.early.preview is None
    colours = {
        picture.pixelColor(x, y).red()
        for x in range(0, picture.width(), 7)
        for y in range(0, picture.height() // 3, 7)
    }
    assert len(colours) < 4
    finish(viewer, pool)
