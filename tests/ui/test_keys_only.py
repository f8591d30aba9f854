"""A whole review without a mouse: every step by the key that the window hears."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, files_mime
from viewer.demo.build import ct_slice
from viewer.demo.parts import uid
from viewer.pixels.look import Window


class Hands:
    """Presses keys wherever the keyboard is; it must be somewhere, and seen."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @property
    def focused(self) -> QWidget:
        window = self.viewer.app.window  # no window manager makes it active again
        widget = QApplication.focusWidget() or window.focusWidget()
        assert widget is not None
        assert widget.isVisible()
        return widget

    def press(self, *keys: str) -> None:
        for key in keys:
            QTest.keySequence(self.focused, key)
            self.viewer.wait()
            assert self.focused

    def back_to_the_window(self) -> None:
        """What a window manager does when a dialog has closed."""
        window = self.viewer.app.window

        def is_back() -> bool:
            window.activateWindow()
            focused = QApplication.focusWidget()
            return focused is not None and focused.window() is window

        self.viewer.until(is_back)

    def in_popup(self, key: str, *keys: str) -> list[str]:
        """Open what a key opens, press keys in it; the types of what was open."""
        seen: list[str] = []

        def act() -> None:
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is None:
                return
            seen.append(type(popup).__name__)
            for one in keys:
                target = QApplication.activePopupWidget() or QApplication.focusWidget()
                assert target is not None
                QTest.keySequence(target, one)

        QTimer.singleShot(50, act)
        self.press(key)
        self.viewer.until(lambda: bool(seen))
        self.viewer.wait()
        self.back_to_the_window()
        return seen


@pytest.fixture
def hands(open_viewer: OpenViewer) -> Hands:
    viewer = open_viewer()
    viewer.app.window.activateWindow()
    viewer.until(viewer.app.window.isActiveWindow)
    viewer.app.cells.focus_active()
    return Hands(viewer)


@pytest.fixture
def exam(write: Write) -> Path:
    """Two series of four slices."""
    for series in (1, 2):
        for number in range(4):
            one = ct_slice(
                number,
                SeriesNumber=series,
                SeriesInstanceUID=uid("keys only", str(series)),
                SOPInstanceUID=uid("keys only", f"{series} {number}"),
            )
            path = write(f"exam/{series}-{number}", one)
    return path.parent


def test_a_whole_review_is_done_by_keys(hands: Hands, exam: Path) -> None:
    QApplication.clipboard().setMimeData(files_mime([exam]))
    hands.press("Ctrl+V")
    assert len(hands.viewer.app.workspace.state.catalogue.series) == 2
    choose_series(hands)
    scroll_window_zoom_and_pan(hands)
    mark_and_play(hands)
    go_through_cells_and_parts(hands)
    assert hands.in_popup("Alt+F", "Down", "Escape") == ["QMenu"]
    assert hands.in_popup("Ctrl+L", "Escape") == ["LayoutPicker"]
    assert hands.in_popup("Ctrl+Alt+S", "Tab", "Tab", "Escape") == ["ExportDialog"]
    hands.press("Ctrl+Shift+W")
    assert not hands.viewer.app.workspace.state.catalogue.series


def choose_series(hands: Hands) -> None:
    """By a key of the image, and from the list."""
    viewer, app = hands.viewer, hands.viewer.app
    first = viewer.model.state.what.display_set
    hands.press("PgDown")
    assert viewer.model.state.what.display_set is not first
    hands.press("F6", "F6")
    assert app.sides.left.isAncestorOf(hands.focused)
    hands.press("Home", "Down", "Down", "Return")
    assert viewer.model.state.what.display_set is first
    assert app.cells.isAncestorOf(hands.focused)


def scroll_window_zoom_and_pan(hands: Hands) -> None:
    model = hands.viewer.model
    hands.press("Home")
    assert model.state.what.index == 0
    hands.press("Down", "End")
    assert model.state.what.index == 3
    hands.press("2")
    assert model.voi() == Window(-600, 1500, explanation="Lung")
    hands.press("Alt+Home", "Alt+PgUp")
    window = model.voi()
    assert isinstance(window, Window)
    assert window.width > 1500
    assert window.centre < -600
    cell = model.cell()
    assert cell is not None
    zoom = cell.zoom_of(model.state.camera)
    hands.press("+")
    assert cell.zoom_of(model.state.camera) > zoom
    centre = model.state.camera.centre
    hands.press("Alt+Shift+Left")
    assert model.state.camera.centre != centre


def mark_and_play(hands: Hands) -> None:
    app, model = hands.viewer.app, hands.viewer.model
    hands.press("L", "Return", "Right", "Return", *["Right"] * 5, "Return")
    assert sum(len(marks) for marks in app.annotations.state.marks.values()) == 1
    hands.press("Escape", "K")
    assert len(app.own_keys.state) == 1
    hands.press("Space")
    assert model.state.play.playing
    hands.press("Space")
    assert not model.state.play.playing


def go_through_cells_and_parts(hands: Hands) -> None:
    app = hands.viewer.app
    hands.press("Alt+2", "Right")
    assert app.grid.state.active == 1
    hands.press("PgDown")
    assert hands.viewer.model.state.what.display_set is not None
    hands.press("Left", "Tab", "Shift+Tab")
    assert app.grid.state.active == 0
    hands.press(*["F6"] * 5, "F9", "F9", "F10", "F10")
    app.cells.focus_active()


@pytest.mark.parametrize("key", ["Ctrl+,", "Ctrl+Shift+K", "Ctrl+K"])
def test_a_dialog_is_gone_through_and_left_by_keys(
    hands: Hands, exam: Path, key: str
) -> None:
    """Tab comes round to where it began, and Esc closes it."""
    hands.viewer.open(exam)
    hands.viewer.app.cells.focus_active()
    hands.press(key)
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QDialog)
    first, seen = hands.focused, []
    for _ in range(60):
        QTest.keyClick(hands.focused, Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(hands.focused)
        if hands.focused is first:
            break
        seen.append(hands.focused)
    assert hands.focused is first
    QTest.keyClick(hands.focused, Qt.Key.Key_Escape)
    window = hands.viewer.app.window
    hands.back_to_the_window()
    assert hands.focused.window() is window
    assert hands.viewer.app.cells.isAncestorOf(hands.focused)


def test_every_menu_opens_by_its_letter(hands: Hands) -> None:
    bar = hands.viewer.app.window.menuBar()
    letters = [one.text().split("&")[1][0].lower() for one in bar.actions()]
    assert len(set(letters)) == len(letters)
    for letter in letters:
        assert hands.in_popup(f"Alt+{letter}", "Escape") == [QMenu.__name__]
