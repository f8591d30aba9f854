"""The table of actions as a whole: nothing in it may clash, lack or break."""

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QInputDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import card_object
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.documents import encapsulated
from viewer.demo.nuclear import renogram
from viewer.geometry.fit import Camera
from viewer.ui.action_row import ActionRow
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS
from viewer.ui.icons import icon
from viewer.ui.layout_actions import LAYOUTS

STANDARD = {
    "open-files": "Ctrl+O",
    "fit": "Ctrl+0",
    "one-to-one": "Ctrl+1",
    "invert": "I",
    "reset": "Ctrl+R",
    "next": "Down",
    "previous": "Up",
    "first": "Home",
    "last": "End",
    "find-element": "Ctrl+F",
    "keys": "Shift+F1",
    "manual": "F1",
    "full-screen": "F11",
    "cancel": "Esc",
}
"""Keys that readers know from elsewhere."""


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dialogs that would wait for the reader are closed at once."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("", False))
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_, **__: ("", False))


def test_ids_are_used_once() -> None:
    ids = [row.id for row in ACTIONS]
    assert len(ids) == len(set(ids))


def test_keys_are_used_once_and_understood() -> None:
    keys = [QKeySequence(key).toString() for row in ACTIONS for key in row.keys]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_readers_find_the_keys_that_they_know() -> None:
    keys = {row.id: row.keys for row in ACTIONS}
    assert {name: keys[name][0] for name in STANDARD} == STANDARD


def test_every_row_stands_in_a_menu_that_is_there() -> None:
    menus = {name for name, _ in MENUS} | {name for name, _, _ in SUBMENUS}
    assert {row.menu for row in ACTIONS} == menus
    assert {after for _, _, after in SUBMENUS} <= {row.id for row in ACTIONS}


def test_every_row_of_the_tool_bar_has_an_icon() -> None:
    for row in ACTIONS:
        assert row.icon or not row.tool_bar, row.id
        assert not row.icon or not icon(row.icon).isNull(), row.id


def test_words_of_a_menu_begin_with_letters_of_their_own() -> None:
    letters = [title[title.index("&") + 1].lower() for _, title in MENUS]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.id)
@pytest.mark.usefixtures("answered")
def test_every_action_can_be_tried_in_an_empty_window(
    open_viewer: OpenViewer, row: ActionRow
) -> None:
    if row.id in ("open-demo", "test-patterns", "tour"):
        pytest.skip("what the program makes itself has tests of its own")
    viewer = open_viewer()
    viewer.do(row.id)
    assert viewer.model.shown is None


@pytest.mark.usefixtures("answered")
def test_every_action_can_be_tried_on_a_stack(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    for row in ACTIONS:
        if row.id not in ("quit", "open-demo", "close-all"):
            viewer.do(row.id)
    assert viewer.app.grid.visible()


@pytest.mark.usefixtures("answered")
def test_every_action_can_be_tried_on_an_object_without_pixels(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", encapsulated()))
    for row in ACTIONS:
        if row.id not in ("quit", "open-demo", "close-all"):
            viewer.do(row.id)
    assert viewer.app.grid.cells[0].state.what.display_set is not None


def test_what_needs_an_image_waits_for_one(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer()
    names = ["fit", "invert", "rotate-right", "reset", "window-auto", "next"]
    actions = [viewer.app.menus.by_id[name] for name in names]
    assert not any(action.isEnabled() for action in actions)
    viewer.open(thirty_slices)
    viewer.app.menus.refresh()
    assert all(action.isEnabled() for action in actions)
    viewer.app.close_all()
    viewer.wait()
    assert not any(action.isEnabled() for action in actions)


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("Down", 16),
        ("Up", 14),
        ("Shift+Down", 25),
        ("Shift+Up", 5),
        ("Home", 0),
        ("End", 29),
    ],
)
def test_keys_go_through_the_stack(
    open_viewer: OpenViewer, thirty_slices: Path, key: str, index: int
) -> None:
    viewer = open_viewer(thirty_slices)
    assert viewer.model.state.what.index == 15
    viewer.press_key(key)
    assert viewer.model.state.what.index == index
    assert viewer.shown.frame.header.source.name == str(index)
    assert viewer.texts()["bottom_left"][0] == f"Im {index + 1} / 30"


def test_keys_go_through_the_series(
    open_viewer: OpenViewer, write: Write, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices, write("card", card_object(SeriesNumber=2)))
    first = viewer.model.state.what.display_set
    viewer.press_key("PgUp")
    assert viewer.model.state.what.display_set is first
    viewer.press_key("PgDown")
    second = viewer.model.state.what.display_set
    assert second is not first
    viewer.press_key("PgDown")
    assert viewer.model.state.what.display_set is second
    viewer.press_key("PgUp")
    assert viewer.model.state.what.display_set is first


def letters(viewer: Viewer) -> tuple[str, str, str, str]:
    """What the four sides of the active image are called: left, right, top, bottom."""
    from viewer.ui.canvas.scale import letters_of

    transform = viewer.canvas.transform()
    assert transform is not None
    made = letters_of(viewer.shown.frame.header, 0, transform)
    return made.left, made.right, made.top, made.bottom


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("", "RLAP"),
        ("]", "PARL"),
        ("[", "APLR"),
        ("H", "LRAP"),
        ("V", "RLPA"),
        ("HV", "LRPA"),
        ("H]", "PALR"),
        ("]H", "APRL"),
        ("]]]]", "RLAP"),
        ("HH", "RLAP"),
        ("VV", "RLAP"),
    ],
)
def test_orientation_letters_follow_every_turn_and_flip(
    open_viewer: OpenViewer, thirty_slices: Path, keys: str, named: str
) -> None:
    viewer = open_viewer(thirty_slices)
    for key in keys:
        viewer.press_key(key)
    assert "".join(letters(viewer)) == named
    viewer.press_key("Ctrl+R")
    assert viewer.model.state.camera == Camera()


@pytest.mark.parametrize(("rows", "columns"), LAYOUTS)
def test_each_layout_is_checked_while_it_is_on(
    open_viewer: OpenViewer, rows: int, columns: int
) -> None:
    viewer = open_viewer()
    name = f"layout-{rows}x{columns}"
    viewer.do(name)
    state = viewer.app.grid.state
    assert (state.rows, state.columns) == (rows, columns)
    on = [key for key, action in viewer.app.menus.by_id.items() if action.isChecked()]
    assert [key for key in on if key.startswith("layout")] == [name]


def test_the_axes_of_nuclear_medicine_are_stepped_and_chosen_with_keys(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("nm", renogram()))
    action = viewer.app.menus.by_id["next-axis"]
    assert action.text() == "Step through phases along: time slice"
    viewer.press_key("Home")
    viewer.press_key("Ctrl+Down")
    assert viewer.model.state.what.index == 8
    viewer.press_key("Ctrl+Shift+Down")
    assert action.text() == "Step through phases along: detector"
    viewer.press_key("Ctrl+Down")
    assert viewer.model.state.what.index == 9
    said = viewer.texts()["bottom_left"][0]
    assert said == "Im 10 / 16 · antero-posterior [2/2] · ↕ time slice 2 [2/8]"
    viewer.open(write("ct", ct_slice(0, SeriesNumber=4)))
    viewer.app.menus.refresh()
    assert not action.isVisible()
