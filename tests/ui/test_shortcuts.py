from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QKeySequenceEdit, QPushButton

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import LEFT, MIDDLE, Viewer
from viewer.store.habits import CHOSEN, USES, WHEEL_USES, Mouse
from viewer.store.settings import Settings, load_settings
from viewer.text import set_language
from viewer.ui.actions import ACTIONS
from viewer.ui.dialogs.command_search import CommandSearch
from viewer.ui.dialogs.habits import HabitsDialog
from viewer.ui.habit_actions import parse_number
from viewer.ui.shortcuts import effective_keys, every_command
from viewer.ui.tools.table import TOOLS
from viewer.ui.widgets.mouse_page import MousePage
from viewer.ui.widgets.mouse_words import use_text


def search(viewer: Viewer) -> CommandSearch:
    viewer.press_key("Ctrl+K")
    (dialog,) = viewer.app.window.findChildren(CommandSearch)
    return dialog


def habits(viewer: Viewer) -> HabitsDialog:
    viewer.do("habits")
    (dialog,) = viewer.app.window.findChildren(HabitsDialog)
    return dialog


def press(dialog: HabitsDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    assert button.isVisible()
    button.click()


def record(dialog: HabitsDialog, words: str, key: Qt.Key) -> None:
    """Find a command by words and press a key for it."""
    dialog.keys.field.setText(words)
    recorder = dialog.findChild(QKeySequenceEdit)
    assert recorder is not None
    recorder.setFocus()
    QTest.keyClick(recorder, key)


def keys_of(viewer: Viewer, name: str) -> list[str]:
    return [key.toString() for key in viewer.app.menus.by_id[name].shortcuts()]


def test_no_two_actions_have_the_same_key_whatever_the_settings_say() -> None:
    damaged = (
        ("invert", ("X", "X", "no such key!", "\x07", "Ctrl+K")),
        ("flip-horizontal", ("X",)),
        ("unknown", ("I",)),
        ("fit", ()),
    )
    keys = effective_keys(ACTIONS, damaged)
    every = [key for listed in keys.values() for key in listed]
    assert len(every) == len(set(every))
    assert keys["flip-horizontal"] == ("X",)
    assert keys["invert"] == ("Ctrl+K",)
    assert keys["command-search"] == ()
    assert keys["fit"] == ()
    assert all(QKeySequence(key).count() for key in every)


def test_without_changes_the_keys_are_those_of_the_table() -> None:
    keys = effective_keys(ACTIONS, ())
    for row in ACTIONS:
        assert keys[row.id] == tuple(QKeySequence(key).toString() for key in row.keys)


def test_a_command_is_found_by_words_and_done_by_the_keyboard(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    dialog = search(viewer)
    QTest.keyClicks(dialog.field, "fli top")
    item = dialog.listed.currentItem()
    assert item is not None
    assert [item.text(column) for column in range(3)] == [
        "Flip top to bottom",
        "Image",
        "V",
    ]
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    viewer.wait()
    assert viewer.model.state.camera.flipped
    assert not viewer.app.window.findChildren(CommandSearch) or not dialog.isVisible()


def test_arrows_choose_another_of_the_list(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    dialog = search(viewer)
    QTest.keyClicks(dialog.field, "rotate")
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    viewer.wait()
    assert viewer.model.state.camera.rotation == 90


def test_what_cannot_be_done_now_is_said_and_not_done(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    dialog = search(viewer)
    QTest.keyClicks(dialog.field, "invert")
    item = dialog.listed.currentItem()
    assert item is not None
    live = dialog.listed.palette().text().color()
    assert item.foreground(0).color() != live
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.told.text() == "“Invert” cannot be done now."
    dialog.field.setText("no such words")
    assert dialog.told.text() == "No command has these words."
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    dialog.reject()


def test_a_reader_of_portuguese_finds_by_either_language(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    set_language("pt_BR")
    viewer = open_viewer(thirty_slices)
    dialog = search(viewer)
    for typed in ("invert", "inverter", "espelhar"):
        dialog.field.setText(typed)
        assert dialog.listed.topLevelItemCount() > 0, typed
    dialog.field.setText("previous image")
    item = dialog.listed.currentItem()
    assert item is not None
    assert item.text(0) == "Imagem anterior"
    dialog.reject()


def test_every_command_has_a_name_and_stands_in_a_menu(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    commands = every_command(viewer.app)
    assert len(commands) == len(ACTIONS)
    assert all(one.text and one.path for one in commands)
    named = [(one.text, one.path) for one in commands]
    assert len(named) == len(set(named))


def test_a_key_is_changed_works_at_once_and_is_remembered(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices, remember=True)
    dialog = habits(viewer)
    record(dialog, "invert", Qt.Key.Key_F7)
    press(dialog, "keySet")
    dialog.close()
    viewer.app.window.activateWindow()
    viewer.wait()
    assert keys_of(viewer, "invert") == ["F7"]
    viewer.press_key("F7")
    assert viewer.model.state.look.inverted
    viewer.press_key("I")
    assert viewer.model.state.look.inverted
    assert viewer.app.menus.by_id["invert"].toolTip() == "Invert (F7)"
    viewer.app.preferences.save()
    assert load_settings().keys == (("invert", ("F7",)),)


def test_a_key_of_another_command_is_asked_for(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    dialog = habits(viewer)
    record(dialog, "invert", Qt.Key.Key_V)
    press(dialog, "keyAdd")
    assert dialog.keys.told.text() == "V belongs to “Flip top to bottom”."
    assert keys_of(viewer, "flip-vertical") == ["V"]
    press(dialog, "keyLeave")
    assert keys_of(viewer, "invert") == ["I"]
    record(dialog, "invert", Qt.Key.Key_V)
    press(dialog, "keyAdd")
    press(dialog, "keyTake")
    assert keys_of(viewer, "invert") == ["I", "V"]
    assert keys_of(viewer, "flip-vertical") == []
    dialog.keys.field.setText("flip top")
    press(dialog, "keyReset")
    assert dialog.keys.told.text() == "V belongs to “Invert”."
    press(dialog, "keyTake")
    assert keys_of(viewer, "invert") == ["I"]
    dialog.close()


def test_keys_are_cleared_and_all_put_back(open_viewer: OpenViewer) -> None:
    own = Settings(keys=(("fit", ("F7",)), ("of a newer version", ("F8",))))
    viewer = open_viewer(settings=own)
    assert keys_of(viewer, "fit") == ["F7"]
    dialog = habits(viewer)
    dialog.keys.field.setText("full screen")
    press(dialog, "keyClear")
    assert keys_of(viewer, "full-screen") == []
    press(dialog, "keyResetAll")
    assert keys_of(viewer, "full-screen") == ["F11"]
    assert keys_of(viewer, "fit") == ["Ctrl+0"]
    kept = viewer.app.preferences.settings.keys
    assert kept == (("of a newer version", ("F8",)),)
    dialog.close()


def test_every_use_of_a_button_is_a_tool_or_an_action_and_has_words() -> None:
    ids = {row.id for row in ACTIONS}
    for field, uses in USES.items():
        for use in uses:
            assert use_text(field, use)
            known = use in (CHOSEN, "") or use in TOOLS or use in ids
            assert known or use in WHEEL_USES, use
        assert getattr(Mouse(), field) in uses
    assert {"previous-series", "next-series"} <= ids


def test_buttons_and_wheel_do_what_they_are_chosen_for(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    dialog = habits(viewer)
    page = dialog.findChild(MousePage)
    assert page is not None
    for field, use in (("middle", "reset"), ("wheel", "width"), ("right", "pan")):
        box = page.choosers[field]
        box.setCurrentIndex(box.findData(use))
        box.activated.emit(box.currentIndex())
    mouse = viewer.app.preferences.settings.mouse
    assert mouse == Mouse(middle="reset", wheel="width", right="pan")
    dialog.close()
    viewer.wheel(120)
    voi = viewer.model.voi()
    assert getattr(voi, "width", 0) == pytest.approx(440)
    assert viewer.model.state.what.index == 15
    QTest.mouseClick(viewer.canvas, MIDDLE)
    viewer.wait()
    assert getattr(viewer.model.voi(), "width", 0) == 400
    page_again = habits(viewer).mouse
    page_again.reset.click()
    assert viewer.app.preferences.settings.mouse == Mouse()


@pytest.mark.parametrize(
    ("field", "start", "end"),
    [("drag_zoom", (100, 60), (100, 100)), ("drag_scroll", (100, 100), (100, 60))],
)
def test_drags_go_the_other_way_and_faster_when_that_is_wanted(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    field: str,
    start: tuple[int, int],
    end: tuple[int, int],
) -> None:
    viewer = open_viewer(thirty_slices)
    tool = field.removeprefix("drag_")
    viewer.do(f"tool-{tool}")
    other = {"drag_zoom": "smaller", "drag_scroll": "previous"}[field]
    moved = []
    for changed in ({}, {field: other}, {field: other, f"{tool}_speed": "fast"}):
        viewer.app.preferences.change(**changed)
        viewer.do("reset")
        viewer.model.go_to(15)
        viewer.drag(LEFT, start, end)
        viewer.wait()
        cell, state = viewer.model.cell(), viewer.model.state
        assert cell is not None
        fit = cell.fit_zoom()
        by_zoom = cell.zoom_of(state.camera) / fit
        moved.append(by_zoom if tool == "zoom" else state.what.index - 15)
    if tool == "zoom":
        assert moved[0] < 1 < moved[1]
        assert moved[1] == pytest.approx(1 / moved[0])
        assert moved[2] == pytest.approx(moved[1] ** 2)
    else:
        assert moved[0] < 0 < moved[1]
        assert moved[1] == -moved[0]
        assert moved[2] == pytest.approx(2 * moved[1], abs=1)


def test_scrolling_stops_at_the_ends_unless_it_goes_round(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.press_key("End")
    viewer.wheel(-120)
    assert viewer.model.state.what.index == 29
    viewer.app.preferences.change(scroll_wraps=True)
    viewer.wheel(-120)
    assert viewer.model.state.what.index == 0
    viewer.press_key("Up")
    assert viewer.model.state.what.index == 29
    viewer.model.go_to(25)
    viewer.press_key("Shift+Down")
    assert viewer.model.state.what.index == 29


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 3 / 30", 3), ("0", 0), ("x", None), ("", None), ("-2", None)],
)
def test_numbers_are_read_as_they_are_shown(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("typed", "index"), [("7", 6), ("7 / 30", 6), ("99", 29), ("0", 0), ("a", 15)]
)
def test_an_image_is_gone_to_by_its_number(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    index: int,
) -> None:
    viewer = open_viewer(thirty_slices)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (typed, True))
    viewer.press_key("Ctrl+G")
    assert viewer.model.state.what.index == index
