"""The first minute: each step waits until the reader has really done it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import RIGHT, Viewer
from viewer.geometry.marks import Mark
from viewer.store.settings import Settings
from viewer.ui.state.annotations import key_of
from viewer.ui.tour import NAMES, STEPS


def at(viewer: Viewer) -> str:
    place = viewer.app.tour.at
    return STEPS[place].name if 0 <= place < len(STEPS) else ""


def test_every_step_waits_for_what_it_asks_for(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("tour")
    bar = viewer.app.tour.bar
    assert bar.isVisible()
    assert bar.sentence.text().startswith("1 of 7 · Turn the wheel")
    viewer.press_key("I")  # not what it asks for
    assert at(viewer) == "scroll"
    viewer.wheel(-120)
    viewer.wait()
    assert at(viewer) == "window"
    viewer.drag(Qt.MouseButton.LeftButton, (100, 100), (140, 130))
    viewer.wait()
    assert at(viewer) == "zoom"
    viewer.drag(RIGHT, (100, 130), (100, 90))
    viewer.wait()
    assert at(viewer) == "measure"
    frame = viewer.model.on_screen.frame
    assert frame is not None
    key = key_of(frame)
    assert key is not None
    viewer.app.annotations.put(key, Mark("2.25.1", "distance", ((1, 1), (5, 5))))
    assert at(viewer) == "layout"
    viewer.press_key("Alt+4")
    assert at(viewer) == "header"
    viewer.press_key("Ctrl+F")
    assert at(viewer) == "header"
    QTest.keyClicks(viewer.app.sides.header.filter, "date")
    assert at(viewer) == "manual"
    viewer.press_key("F1")
    viewer.until(lambda: at(viewer) == "")
    assert "That was the first minute" in bar.sentence.text()
    assert not bar.buttons["skip"].isVisible()
    bar.buttons["close"].click()
    assert not bar.isVisible()


def test_steps_are_skipped_and_it_is_ended_by_the_keyboard(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("tour")
    bar = viewer.app.tour.bar
    for button in bar.buttons.values():
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    bar.buttons["skip"].setFocus()
    QTest.keyClick(bar.buttons["skip"], Qt.Key.Key_Space)
    assert at(viewer) == "window"
    QTest.keyClick(bar.buttons["close"], Qt.Key.Key_Space)
    assert not bar.isVisible()
    viewer.press_key("2")
    assert at(viewer) == ""
    viewer.do("tour")
    assert at(viewer) == "scroll"


def test_it_opens_the_demonstration_when_nothing_is_open(
    open_viewer: OpenViewer,
) -> None:
    viewer = open_viewer()
    viewer.app.cells.open_asked.emit("tour")
    viewer.wait()
    assert viewer.shown
    assert at(viewer) == "scroll"
    viewer.press_key("Down")
    assert at(viewer) == "window"


def test_it_names_the_reader_s_own_keys(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    keys = (("next", ("Ctrl+F8",)), ("preset-2", ()))
    viewer = open_viewer(thirty_slices, settings=Settings(keys=keys))
    viewer.do("tour")
    bar = viewer.app.tour.bar
    assert "press Ctrl+F8" in bar.sentence.text()
    bar.buttons["skip"].click()
    assert "press “" in bar.sentence.text()


def test_each_sentence_is_filled_by_its_keys() -> None:
    for step in STEPS:
        filled = step.sentence.format(**{NAMES[name]: "x" for name in step.keys})
        assert "{" not in filled
