"""What plays is chosen with keys, where there is something to play."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QToolButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report
from viewer.kinds.timing import timing_of
from viewer.ui.cine_actions import CINE_ACTIONS
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.range_strip import RangeStrip


def test_a_run_plays_faster_and_more_slowly(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("run", image(frames=3, FrameTime="2000")))
    viewer.do("play")
    assert viewer.model.state.play.playing
    viewer.do("faster")
    assert viewer.model.state.play.speed == 2
    viewer.do("slower")
    viewer.do("slower")
    assert viewer.model.state.play.speed == 0.5
    viewer.do("play")
    assert not viewer.model.state.play.playing


def test_documents_and_single_images_do_not_play(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("one", ct_slice(0)))
    ids = [row.id for row in CINE_ACTIONS if row.id != "play-together"]
    assert not any(viewer.app.menus.by_id[name].isEnabled() for name in ids)
    viewer.open(write("report", report()))
    viewer.app.menus.refresh()
    assert not any(viewer.app.menus.by_id[name].isEnabled() for name in ids)


def test_each_viewport_plays_by_itself(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("run", image(frames=3, FrameTime="2000")))
    viewer.app.grid.lay_out(1, 2)
    one, two = viewer.app.grid.cells[:2]
    two.show_set(one.state.what.display_set)
    viewer.wait()
    viewer.app.grid.activate(two)
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (False, True)
    viewer.do("play")


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    run = image(frames=8, FrameIncrementPointer=0x00181063, FrameTime="4000")
    return open_viewer(write("run", run))


def order_of(model: ViewportModel) -> tuple[int, ...]:
    state = model.state
    assert state.what.display_set is not None
    return timing_of(state.what.display_set, state.what.index, state.play.way).order


def test_keys_set_the_part_that_plays(viewer: Viewer) -> None:
    viewer.model.go_to(2)
    viewer.press_key("Shift+Home")
    viewer.model.go_to(5)
    viewer.press_key("Shift+End")
    assert order_of(viewer.model) == (2, 3, 4, 5)
    strip = viewer.child("cineRange", RangeStrip)
    assert strip.part == (2, 5)
    assert strip.toolTip() == "Plays 3 to 6 of 8"
    viewer.press_key("Ctrl+End")
    assert viewer.model.state.what.index == 5
    viewer.press_key("Ctrl+Home")
    assert viewer.model.state.what.index == 2
    viewer.do("play-all")
    assert order_of(viewer.model) == tuple(range(8))


def test_the_ends_are_dragged_on_the_bar(viewer: Viewer) -> None:
    strip = viewer.child("cineRange", RangeStrip)
    middle = strip.height() // 2

    def at(place: float) -> QPoint:
        return QPoint(round(strip.x_of(place)), middle)

    viewer.model.go_to(4)
    QTest.mousePress(strip, LEFT, pos=at(0))
    QTest.mouseMove(strip, at(2))
    QTest.mouseRelease(strip, LEFT, pos=at(2))
    viewer.wait()
    assert strip.part == (2, 7)
    QTest.mouseClick(strip, LEFT, pos=at(6))
    viewer.wait()
    assert viewer.model.state.what.index == 6
    assert strip.part == (2, 7)


def test_it_steps_and_pauses_and_goes_round(viewer: Viewer) -> None:
    viewer.model.go_to(7)
    viewer.do("play")
    viewer.press_key("Ctrl+Right")
    assert not viewer.model.state.play.playing
    assert viewer.model.state.what.index == 0
    viewer.press_key("Ctrl+Left")
    assert viewer.model.state.what.index == 7


def test_it_plays_backward_and_to_and_fro(viewer: Viewer) -> None:
    viewer.press_key("Shift+Space")
    play = viewer.model.state.play
    assert (play.playing, play.way.backward) == (True, True)
    assert viewer.child("cineBack", QToolButton).accessibleName() == "Pause"
    viewer.press_key("Space")
    assert not viewer.model.state.play.playing
    viewer.press_key("Y")
    assert viewer.child("cineSweep", QToolButton).isChecked()
    assert order_of(viewer.model)[:9] == (7, 6, 5, 4, 3, 2, 1, 0, 1)


def test_frames_a_second_are_typed(viewer: Viewer) -> None:
    viewer.press_key("Ctrl+.")
    field = viewer.child("cineTyped", QDoubleSpinBox)
    assert field.hasFocus()
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    viewer.wait()
    assert viewer.model.state.play.speed == pytest.approx(8)
    assert viewer.canvas.hasFocus()
    assert viewer.child("cineSpeed", QComboBox).placeholderText() == "8 ×"


def test_what_plays_is_chosen_on_the_bar(open_viewer: OpenViewer, write: Write) -> None:
    for phase in range(2):
        for number in range(3):
            write(
                f"mr/{phase}{number}",
                ct_slice(
                    number,
                    InstanceNumber=phase * 3 + number + 1,
                    TemporalPositionIdentifier=phase + 1,
                ),
            )
    viewer = open_viewer(write("mr/00", ct_slice(0, InstanceNumber=1)).parent)
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    assert display_set.phases == 2
    viewer.do("play")
    choice = viewer.child("cineAlong", QComboBox)
    assert choice.count() == 2
    before = order_of(viewer.model)
    choice.activated.emit(1 - choice.currentIndex())
    assert order_of(viewer.model) != before
    assert {len(before), len(order_of(viewer.model))} == {2, 3}
    viewer.do("play")


def test_visible_viewports_play_together(viewer: Viewer, write: Write) -> None:
    viewer.app.grid.lay_out(1, 2)
    one, two = viewer.app.grid.cells[:2]
    viewer.open(write("other", image(frames=3, SeriesNumber=5)), target=two)
    assert two.state.what.count == 3
    viewer.app.grid.activate(one)
    viewer.do("play-together")
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (True, True)
    viewer.app.grid.activate(two)
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (False, False)
    viewer.do("play-together")
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (False, True)
    viewer.do("play")


def test_one_that_a_link_moves_is_not_played_besides(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(6):
        write(f"ct/{number}", ct_slice(number))
    viewer = open_viewer(write("ct/0", ct_slice(0)).parent)
    viewer.app.grid.lay_out(1, 2)
    one, two = viewer.app.grid.cells[:2]
    two.show_set(one.state.what.display_set)
    viewer.wait()
    viewer.app.grid.activate(one)
    viewer.app.preferences.change(linked=True, link_scroll=True)
    viewer.do("play-together")
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (True, False)
    viewer.until(lambda: one.state.what.index > 3)
    assert two.state.what.index == one.state.what.index
    viewer.do("play")
    viewer.do("play-together")
