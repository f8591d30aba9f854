"""Which button, key and wheel does what, on the real canvas."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, MIDDLE, NONE, RIGHT, Viewer, move_mouse
from viewer.demo.build import ct_slice
from viewer.pixels.look import Window
from viewer.ui.canvas.gestures import CLICK_PIXELS
from viewer.ui.canvas.wheel import ZOOM_PER_NOTCH

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
START, END = (100, 100), (160, 60)


@pytest.fixture
def viewer(open_viewer: OpenViewer, thirty_slices: Path) -> Viewer:
    viewer = open_viewer(thirty_slices)
    assert viewer.model.state.what.index == 15
    return viewer


def changed(viewer: Viewer) -> set[str]:
    """Which parts of the state are no longer those of a fresh cell."""
    state, found = viewer.model.state, set[str]()
    if state.look.voi is not None:
        found.add("window")
    if state.camera.zoom is not None:
        moved = state.camera.centre not in (None, (8.0, 8.0))
        found.add("pan" if zoom_of(viewer) == fit_of(viewer) and moved else "zoom")
    if state.what.index != 15:
        found.add("scroll")
    return found


def zoom_of(viewer: Viewer) -> float:
    cell = viewer.model.cell()
    assert cell is not None
    return cell.zoom_of(viewer.model.state.camera)


def fit_of(viewer: Viewer) -> float:
    cell = viewer.model.cell()
    assert cell is not None
    return cell.fit_zoom()


@pytest.mark.parametrize(
    ("button", "modifiers", "does"),
    [(LEFT, NONE, "window"), (RIGHT, NONE, "zoom"), (MIDDLE, NONE, "pan")],
)
def test_each_button_has_its_gesture(
    viewer: Viewer, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier, does: str
) -> None:
    viewer.drag(button, START, END, modifiers)
    assert changed(viewer) == {does}


@pytest.mark.parametrize("tool", ["window", "zoom", "pan", "scroll"])
def test_the_left_button_works_with_the_chosen_tool(viewer: Viewer, tool: str) -> None:
    viewer.do(f"tool-{tool}")
    viewer.drag(LEFT, START, END)
    assert changed(viewer) == {tool}


def test_the_window_follows_the_pointer_as_the_reader_has_set_it(
    viewer: Viewer,
) -> None:
    moves = []
    for down, right in (("brighter", "wider"), ("darker", "narrower")):
        viewer.app.preferences.change(drag_down=down, drag_right=right)
        viewer.do("window-default")
        before = viewer.model.voi()
        viewer.drag(LEFT, START, END)
        after = viewer.model.voi()
        assert isinstance(before, Window)
        assert isinstance(after, Window)
        moves.append((after.width - before.width, after.centre - before.centre))
    (wider, darker), (narrower, brighter) = moves
    assert wider == -narrower > 0
    assert darker == -brighter > 0


def test_alt_and_left_window_whatever_the_tool(viewer: Viewer) -> None:
    viewer.do("tool-pan")
    viewer.drag(LEFT, START, END, ALT)
    assert changed(viewer) == {"window"}


def test_left_and_right_together_window(viewer: Viewer) -> None:
    viewer.do("tool-scroll")
    canvas = viewer.canvas
    QTest.mousePress(canvas, LEFT, NONE, QPoint(*START))
    QTest.mousePress(canvas, RIGHT, NONE, QPoint(*START))
    move_mouse(canvas, END, LEFT | RIGHT, NONE)
    assert changed(viewer) == {"window"}
    with viewer.qtbot.assertNotEmitted(canvas.menu_asked):
        QTest.mouseRelease(canvas, RIGHT, NONE, QPoint(*END))
        QTest.mouseRelease(canvas, LEFT, NONE, QPoint(*END))
    assert changed(viewer) == {"window"}


@pytest.mark.parametrize("button", [LEFT, RIGHT, MIDDLE])
def test_a_click_changes_nothing(viewer: Viewer, button: Qt.MouseButton) -> None:
    before = viewer.model.state
    viewer.app.cells.menu_asked.disconnect()
    x, y = START
    viewer.drag(button, START, (x + 1, y + CLICK_PIXELS - 2))
    assert viewer.model.state == before


def test_a_right_click_asks_for_the_menu_and_a_drag_does_not(
    viewer: Viewer, qtbot: QtBot
) -> None:
    canvas = viewer.canvas
    viewer.app.cells.menu_asked.disconnect()
    x, y = START
    with qtbot.waitSignal(canvas.menu_asked) as asked:
        viewer.drag(RIGHT, START, (x + 1, y + 2))
    assert asked.args == [canvas.mapToGlobal(QPoint(x + 1, y + 2))]
    with qtbot.assertNotEmitted(canvas.menu_asked):
        viewer.drag(RIGHT, START, (x, y + CLICK_PIXELS))
    assert changed(viewer) == {"zoom"}


@pytest.mark.parametrize("button", [LEFT, RIGHT, MIDDLE])
def test_escape_takes_a_drag_back(viewer: Viewer, button: Qt.MouseButton) -> None:
    before = viewer.model.state
    canvas = viewer.canvas
    viewer.drag(button, START, END, release=False)
    assert viewer.model.state != before
    viewer.press_key("Esc")
    assert viewer.model.state == before
    with viewer.qtbot.assertNotEmitted(canvas.menu_asked):
        move_mouse(canvas, (200, 200), button, NONE)
        QTest.mouseRelease(canvas, button, NONE, QPoint(200, 200))
    assert viewer.model.state == before


def test_losing_the_keyboard_takes_a_drag_back(viewer: Viewer) -> None:
    before = viewer.model.state
    viewer.app.cells.focus_active()
    viewer.drag(LEFT, START, END, release=False)
    viewer.app.find_in_header()
    assert viewer.model.state == before
    QTest.mouseRelease(viewer.canvas, LEFT, NONE, QPoint(*END))
    assert viewer.model.state == before


def test_right_drag_zooms_about_where_it_began(viewer: Viewer) -> None:
    canvas = viewer.canvas
    before = canvas.pointer_at(QPoint(*START).toPointF())
    viewer.drag(RIGHT, START, END)
    after = canvas.pointer_at(QPoint(*START).toPointF())
    assert (after.column, after.row) == pytest.approx((before.column, before.row))
    assert zoom_of(viewer) == pytest.approx(fit_of(viewer) * 2 ** (40 / 120))


def test_a_drag_windows_by_the_distance_from_its_start(viewer: Viewer) -> None:
    viewer.drag(LEFT, START, END)
    voi = viewer.model.state.look.voi
    assert isinstance(voi, Window)
    values = viewer.shown.decoded.values
    speed = max(400 / 256, (int(values.max()) - int(values.min())) / 4096)
    assert voi.width == round(400 + 60 * speed)
    assert voi.centre == round(40 + 40 * speed)


@pytest.mark.parametrize(("notches", "index"), [(-1, 16), (1, 14), (-3, 18), (3, 12)])
def test_the_wheel_goes_through_the_stack(
    viewer: Viewer, notches: int, index: int
) -> None:
    viewer.wheel(120 * notches)
    assert viewer.model.state.what.index == index


def test_a_fine_wheel_adds_up_to_notches(viewer: Viewer) -> None:
    one_degree = 8
    for _ in range(14):
        viewer.wheel(-one_degree)
        assert viewer.model.state.what.index == 15
    viewer.wheel(-one_degree)
    assert viewer.model.state.what.index == 16
    for _ in range(30):
        viewer.wheel(-one_degree)
    assert viewer.model.state.what.index == 18
    for _ in range(15):
        viewer.wheel(one_degree)
    assert viewer.model.state.what.index == 17


def test_shift_and_wheel_go_ten_at_a_time(viewer: Viewer) -> None:
    viewer.wheel(-120, SHIFT)
    assert viewer.model.state.what.index == 25
    viewer.wheel(120, SHIFT)
    viewer.wheel(120, SHIFT)
    assert viewer.model.state.what.index == 5


def test_shift_and_wheel_go_through_phases_where_there_are_some(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(6):
        position, phase = number % 3, number // 3
        dataset = ct_slice(
            position, InstanceNumber=number + 1, AcquisitionTime=f"10000{phase}"
        )
        write(f"ct/{number}", dataset)
    viewer = open_viewer(write("x", ct_slice()).parent / "ct")
    assert viewer.model.state.what.display_set is not None
    assert viewer.model.state.what.display_set.phases == 2
    assert viewer.model.state.what.index == 1
    viewer.wheel(-120, SHIFT)
    assert viewer.model.state.what.index == 4
    viewer.wheel(-120, SHIFT)
    assert viewer.model.state.what.index == 4
    viewer.press_key("Ctrl+Up")
    assert viewer.model.state.what.index == 1


def test_control_and_wheel_zoom_at_the_pointer(viewer: Viewer) -> None:
    canvas, at = viewer.canvas, (150, 120)
    before = canvas.pointer_at(QPoint(*at).toPointF())
    viewer.wheel(240, CONTROL, at)
    after = canvas.pointer_at(QPoint(*at).toPointF())
    assert (after.column, after.row) == pytest.approx((before.column, before.row))
    assert zoom_of(viewer) == pytest.approx(fit_of(viewer) * ZOOM_PER_NOTCH**2)
    assert viewer.model.state.what.index == 15


def test_a_fine_wheel_zooms_finely(viewer: Viewer) -> None:
    viewer.wheel(8, CONTROL)
    factor = ZOOM_PER_NOTCH ** (8 / 120)
    assert zoom_of(viewer) == pytest.approx(fit_of(viewer) * factor)


def test_a_double_click_shows_the_cell_alone_and_again_all(viewer: Viewer) -> None:
    viewer.do("layout-2x2")
    before = viewer.model.state
    QTest.mouseDClick(viewer.canvas, LEFT, NONE, QPoint(*START))
    assert viewer.app.grid.state.maximised
    assert viewer.app.grid.visible() == [viewer.model]
    QTest.mouseDClick(viewer.canvas, LEFT, NONE, QPoint(*START))
    assert len(viewer.app.grid.visible()) == 4
    assert viewer.model.state == before


def test_a_press_or_the_wheel_makes_a_cell_the_active_one(viewer: Viewer) -> None:
    viewer.do("layout-1x2")
    second = viewer.app.grid.cells[1]
    second.show_set(viewer.model.state.what.display_set)
    viewer.wait()
    first, canvas = viewer.canvas, viewer.canvas_of(second)
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(20, 20))
    assert viewer.model is second
    QTest.mouseClick(first, LEFT, NONE, QPoint(20, 20))
    assert viewer.model is viewer.app.grid.cells[0]
