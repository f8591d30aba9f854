"""Menus, tool bar and keys as they stand in the window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QToolButton,
    QWidget,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import NONE, RIGHT, Viewer
from viewer.demo.build import ct_slice
from viewer.pixels.look import Window
from viewer.text import set_language, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.actions import ACTIONS, MENUS
from viewer.ui.app import App


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    for number in range(3):
        write(f"ct/{number}", ct_slice(number))
    return open_viewer(write("ct/0", ct_slice(0)).parent)


@pytest.fixture
def popup(viewer: Viewer) -> Iterator[QMenu]:
    """The context menu of the image, closed at the end."""
    QTest.mouseClick(viewer.canvas, RIGHT, NONE, QPoint(80, 80))
    widget = QApplication.activePopupWidget()
    assert isinstance(widget, QMenu)
    yield widget
    widget.close()


def actions_of(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def test_every_row_of_the_table_is_in_its_menu(viewer: Viewer) -> None:
    bar = viewer.app.window.menuBar()
    titles = [action.text() for action in bar.actions()]
    assert titles == [title for _, title in MENUS]
    for (name, _), entry in zip(MENUS, bar.actions(), strict=True):
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        listed = [
            action.objectName() for action in actions_of(menu) if not action.menu()
        ]
        assert listed == [row.id for row in ACTIONS if row.menu == name]


def test_the_tool_bar_has_the_rows_that_ask_for_it(viewer: Viewer) -> None:
    for row in ACTIONS:
        buttons = viewer.app.window.tool_bar.findChildren(
            QToolButton, f"button-{row.id}"
        )
        assert len(buttons) == bool(row.tool_bar)


def test_a_tool_tip_names_the_key(viewer: Viewer) -> None:
    tips = {name: action.toolTip() for name, action in viewer.app.menus.by_id.items()}
    assert tips["invert"] == "Invert (I)"
    assert tips["open-files"] == "Open files (Ctrl+O)"


def test_pressing_a_button_does_what_its_row_says(viewer: Viewer) -> None:
    button = viewer.child("button-invert", QToolButton)
    button.click()
    viewer.wait()
    assert viewer.model.state.look.inverted
    assert button.isChecked()
    button.click()
    viewer.wait()
    assert not viewer.model.state.look.inverted
    assert not button.isChecked()


def test_tools_are_switches_of_which_one_is_on(viewer: Viewer) -> None:
    for name in ("pan", "zoom", "scroll", "window"):
        viewer.child(f"button-tool-{name}", QToolButton).click()
        viewer.wait()
        on = [
            row.id
            for row in ACTIONS
            if row.menu == "tools" and viewer.app.menus.by_id[row.id].isChecked()
        ]
        assert on == [f"tool-{name}"]
        assert viewer.app.choice.name == name


def test_switches_follow_the_active_cell(viewer: Viewer) -> None:
    viewer.press_key("I")
    invert = viewer.app.menus.by_id["invert"]
    assert invert.isChecked()
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    viewer.until(lambda: not invert.isChecked())
    viewer.app.grid.activate_next()
    viewer.until(invert.isChecked)


def test_a_right_click_opens_the_menu_of_the_image(popup: QMenu) -> None:
    names = {action.objectName() for action in actions_of(popup)}
    assert {"fit", "invert", "reset"} <= names
    windows, *_ = (action.menu() for action in popup.actions() if action.menu())
    assert isinstance(windows, QMenu)
    inside = {action.objectName() for action in actions_of(windows)}
    assert {"window-default", "file-window-1", "preset-1"} <= inside


def test_the_window_button_offers_windows(viewer: Viewer) -> None:
    menu = viewer.child("windowPresets", QToolButton).menu()
    assert menu is not None
    menu.aboutToShow.emit()
    names = [one.objectName() for one in actions_of(menu) if one.isVisible()]
    assert names[:2] == ["window-default", "window-auto"]
    assert "preset-9" in names


def typed(viewer: Viewer, keys: str) -> QLineEdit:
    """Type into the header's filter with the window's shortcuts in force."""
    viewer.do("find-element")
    field = viewer.child("headerFilter", QLineEdit)
    viewer.until(field.hasFocus)
    QTest.keyClicks(field, keys)
    return field


def test_letters_and_digits_go_into_the_filter_while_it_has_the_keyboard(
    viewer: Viewer,
) -> None:
    before = viewer.model.state
    field = typed(viewer, "IHVO1290+-wWzps[]")
    assert field.text() == "IHVO1290+-wWzps[]"
    assert viewer.model.state == before


def test_escape_empties_the_filter(viewer: Viewer) -> None:
    field = typed(viewer, "patient")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_arrows_stay_in_the_list_of_series(viewer: Viewer) -> None:
    before = viewer.model.state
    view = viewer.child("thumbnails", QListView)
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 2
    assert viewer.model.state == before


def test_keys_are_listed_with_what_they_do(viewer: Viewer) -> None:
    keys = dict(viewer.app.menus.keys())
    native = QKeySequence.SequenceFormat.NativeText
    assert keys[QKeySequence("Ctrl+O").toString(native)] == "Open files"
    assert keys["I"] == "Invert"
    assert all(keys.values())


def is_control(widget: QWidget) -> bool:
    """Something that a reader can press, type into or go through; no plain text."""
    return not isinstance(widget, QLabel) and (
        isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView)
        or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    )


def test_every_control_has_a_name_for_screen_readers(viewer: Viewer) -> None:
    viewer.do("layout-1x2")
    nameless = []
    inside_others = ("qt_", "scroll")
    for widget in viewer.app.window.findChildren(QWidget):
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name) if spoken else ""
        own = not widget.objectName().startswith(inside_others)
        shown = widget.isVisible() and own
        if is_control(widget) and shown and not any(map(str.isalpha, name)):
            nameless.append((type(widget).__name__, widget.objectName(), name))
    assert "\n".join(map(str, nameless)) == ""


def test_the_window_button_keeps_its_name_whatever_it_shows(viewer: Viewer) -> None:
    button = viewer.child("windowPresets", QToolButton)
    assert button.text() == "400 / 40"
    spoken = QAccessible.queryAccessibleInterface(button)
    assert any(map(str.isalpha, spoken.text(QAccessible.Text.Name)))


def test_a_menu_entry_shows_its_text_as_it_is(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    dataset = ct_slice(WindowCenterWidthExplanation="<b>A & B</b>")
    viewer = open_viewer(write("x", dataset))
    viewer.app.menus.refresh()
    entry = viewer.app.menus.by_id["file-window-1"]
    assert entry.text() == "<b>A && B</b>  400 / 40"
    menu = viewer.child("windowPresets", QToolButton).menu()
    assert menu is not None
    assert not menu.toolTipsVisible()


def test_a_drag_of_the_window_leaves_the_menus_alone_until_it_rests(
    viewer: Viewer,
) -> None:
    refreshed = list[object]()
    asked = viewer.app.menus._timer.timeout
    asked.connect(lambda: refreshed.append(viewer.model.voi()))
    viewer.until(lambda: not viewer.app.menus._timer.isActive())
    refreshed.clear()
    look = viewer.model.state.look
    for width in range(100, 140):
        viewer.model.change(look=replace(look, voi=Window(40.0, float(width))))
        QApplication.processEvents()
    assert len(refreshed) <= 1  # a slow machine may rest in between
    viewer.until(lambda: refreshed[-1:] == [Window(40.0, 139.0)])


def test_the_buttons_stay_where_they_are_whatever_the_window_is(
    viewer: Viewer,
) -> None:
    menus, bar = viewer.app.menus, viewer.app.window.tool_bar
    after = bar.widgetForAction(menus.by_id["fit"])
    places = set()
    for window in (Window(40, 400), Window(32768, 65535), Window(-600, 1500), None):
        menus.show_window(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        places.add(after.x())
    assert len(places) == 1


def test_what_ends_the_program_stands_last_in_its_menu(viewer: Viewer) -> None:
    rows = [row.id for row in ACTIONS if row.menu == "file"]
    assert rows[-3:] == ["close-study", "close-all", "quit"]


def test_a_menu_that_is_higher_than_the_screen_is_scrolled(viewer: Viewer) -> None:
    """Two columns would cover the window and its menu bar."""
    menu = QMenu(viewer.app.window)
    hint = QStyle.StyleHint.SH_Menu_Scrollable
    assert menu.style().styleHint(hint, None, menu)


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_no_letter_of_a_menu_is_the_key_of_an_action(language: str) -> None:
    """Alt with it would open the menu instead, in a window of the desktop."""
    set_language(language)
    titles = [tr(title) for _, title in MENUS]
    letters = [title[title.index("&") + 1].upper() for title in titles]
    set_language("en")
    assert len(set(letters)) == len(letters)
    keys = {key for row in ACTIONS for key in row.keys}
    assert not keys & {f"Alt+{letter}" for letter in letters}


def test_what_only_menus_show_is_found_out_when_one_is_opened(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def watched(row: ActionRow) -> ActionRow:
        def can(app: App) -> bool:
            asked.append(row.id)
            return True

        return replace(row, enabled=can)

    rows = tuple(map(watched, ACTIONS))
    monkeypatch.setattr("viewer.ui.menus.ACTIONS", rows)
    viewer.app.menus.soon()
    viewer.until(lambda: viewer.app.menus.is_settled)
    with_keys = {row.id for row in ACTIONS if row.keys}
    assert with_keys - {row.id for row in ACTIONS if callable(row.text)} <= set(asked)
    assert not {row.id for row in ACTIONS if row.menu == "fusion" and not row.keys} & (
        set(asked)
    )
    del asked[:]
    viewer.app.menus.catch_up()
    assert {row.id for row in ACTIONS if not callable(row.text)} <= set(asked)


def test_an_action_asked_for_by_name_is_as_it_is_now(viewer: Viewer) -> None:
    viewer.app.close_all()
    viewer.app.menus.soon()
    assert not viewer.app.menus.by_id["fit"].isEnabled()
