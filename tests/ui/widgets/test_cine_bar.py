"""The bar under a run: play, speed, and the rates in words."""

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, image
from viewer.ui.views.stack import StackView
from viewer.ui.widgets.cine_bar import CineBar


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    run = image(frames=8, FrameIncrementPointer=0x00181063, FrameTime="40")
    return open_viewer(write("run", run))


def said(viewer: Viewer) -> str:
    return viewer.child("cineRate", QLabel).text()


def test_a_run_with_its_own_rate_has_a_bar_below_it(viewer: Viewer) -> None:
    bar = viewer.child("cineBar", CineBar)
    assert said(viewer) == "25 frames/s · FrameTime"
    view = viewer.app.cells.frame_of(viewer.model).view
    assert isinstance(view, StackView)
    assert view.canvas.geometry().bottom() < bar.geometry().top()
    assert bar.geometry().bottom() == view.rect().bottom()


def test_the_button_and_the_space_bar_play_and_pause(viewer: Viewer) -> None:
    button = viewer.child("cinePlay", QToolButton)
    button.click()
    assert viewer.model.state.play.playing
    assert button.accessibleName() == "Pause"
    viewer.press_key("Space")
    assert not viewer.model.state.play.playing
    assert button.accessibleName() == "Play"


def test_the_sign_of_a_pause_is_not_cut(viewer: Viewer) -> None:
    """Words that are wider than their button are shown as three dots."""
    button = viewer.child("cinePlay", QToolButton)
    wanted = button.sizeHint().width()
    button.click()
    assert button.sizeHint().width() <= wanted


def test_speed_is_chosen_in_the_bar_or_with_keys(viewer: Viewer) -> None:
    speeds = viewer.child("cineSpeed", QComboBox)
    viewer.press_key(".")
    assert speeds.currentText() == "2 ×"
    assert said(viewer).startswith("50 frames/s")
    for _ in range(9):
        viewer.press_key(",")
    assert viewer.model.state.play.speed == 0.1
    row = speeds.findData(0.5)
    speeds.setCurrentIndex(row)
    speeds.activated.emit(row)
    assert viewer.model.state.play.speed == 0.5
    assert said(viewer).startswith("12.5 frames/s")


def test_the_rate_that_is_seen_stands_beside_the_one_that_is_wanted(
    viewer: Viewer,
) -> None:
    viewer.model.tell_rate(19.26)
    assert said(viewer) == "25 frames/s · 19.3 seen · FrameTime"


def test_a_stack_without_a_rate_gets_its_bar_when_it_plays(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(4):
        write(f"ct/{number}", ct_slice(number))
    viewer = open_viewer(write("ct/0", ct_slice(0)).parent)
    assert not viewer.app.window.findChild(CineBar).isVisible()  # type: ignore[union-attr]
    viewer.press_key("Space")
    assert said(viewer).startswith("10 frames/s · default rate")
    viewer.press_key("Space")
    QApplication.processEvents()
    assert viewer.child("cineBar", CineBar).isVisible()
    viewer.open(write("other", image(SeriesNumber=9)))
    assert not viewer.app.window.findChild(CineBar).isVisible()  # type: ignore[union-attr]


def test_a_single_image_cannot_be_played(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("one", image()))
    viewer.do("play")
    assert not viewer.model.state.play.playing
