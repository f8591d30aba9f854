from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.reports import dose_report
from viewer.ui.widgets.colours import viewport_colours


def focused(viewer: Viewer) -> str:
    """Which part of the window has the keyboard."""
    widget = viewer.app.window.focusWidget()
    parts: dict[str, QWidget] = {
        "cells": viewer.app.cells,
        "header": viewer.app.sides.right,
        "series": viewer.app.sides.left,
        "status": viewer.app.status,
    }
    inside = [
        name
        for name, part in parts.items()
        if widget is not None and part.isAncestorOf(widget)
    ]
    return " ".join(inside)


def press_tab(viewer: Viewer, *, back: bool = False) -> None:
    widget = viewer.app.window.focusWidget()
    if back:
        QTest.keyClick(widget, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.keyClick(widget, Qt.Key.Key_Tab)


def round_of(viewer: Viewer, steps: int) -> list[str]:
    found = []
    for _ in range(steps):
        viewer.do("next-area")
        found.append(focused(viewer))
    return found


def test_f6_goes_round_the_parts_of_the_window(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.app.cells.focus_active()
    assert round_of(viewer, 5) == ["header", "series", "status", "cells", "header"]


def test_a_hidden_panel_is_left_out(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.do("panel-header")
    viewer.app.cells.focus_active()
    assert round_of(viewer, 4) == ["series", "status", "cells", "series"]


def test_shift_f6_goes_the_other_way(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.app.cells.focus_active()
    seen = []
    for _ in range(4):
        viewer.do("previous-area")
        seen.append(focused(viewer))
    assert seen == ["status", "series", "header", "cells"]


def test_tab_leaves_a_cell_that_is_alone(open_viewer: OpenViewer, write: Write) -> None:
    """No trap: it goes on to the next part, and Shift+Tab to the one before."""
    viewer = open_viewer(write("a", ct_slice()))
    viewer.app.cells.focus_active()
    press_tab(viewer)
    assert focused(viewer) == "header"
    viewer.app.cells.focus_active()
    press_tab(viewer, back=True)
    assert focused(viewer) == "status"


def test_tab_goes_through_the_controls_of_a_view(
    open_viewer: OpenViewer, write: Write
) -> None:
    """A report has its text and buttons; Space presses them and plays nothing."""
    viewer = open_viewer(write("a", dose_report()))
    viewer.app.cells.focus_active()
    first = viewer.app.window.focusWidget()
    press_tab(viewer)
    button = viewer.app.window.focusWidget()
    assert isinstance(button, QAbstractButton)
    assert focused(viewer) == "cells"
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed
    press_tab(viewer, back=True)
    assert viewer.app.window.focusWidget() is first


def test_an_empty_window_is_begun_by_keys(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.app.cells.focus_active()
    names = []
    for _ in range(3):
        names.append(viewer.app.window.focusWidget().objectName())
        press_tab(viewer)
    assert names == ["empty-open-files", "empty-open-folder", "empty-open-demo"]
    press_tab(viewer, back=True)
    viewer.app.cells.focus_active()
    press_tab(viewer)
    press_tab(viewer)
    QTest.keyClick(viewer.app.window.focusWidget(), Qt.Key.Key_Return)
    viewer.wait()
    assert viewer.app.workspace.state.catalogue.series
    assert focused(viewer) == "cells"


def test_a_key_right_after_another_cell_was_chosen_is_not_lost(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    """Actions are still those of the cell before, until the event loop turns."""
    viewer = open_viewer(thirty_slices)
    viewer.app.grid.lay_out(1, 2)
    viewer.do("next-cell")
    assert viewer.model.state.what.display_set is None
    assert not viewer.app.menus.by_id["invert"].isEnabled()
    window = viewer.app.window
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_I)
    assert viewer.model.state.look.inverted


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_active_cell_shows_whether_the_keyboard_is_in_it(
    open_viewer: OpenViewer, write: Write, theme: str
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.app.preferences.change(theme=theme)
    frame = viewer.app.cells.frame_of(viewer.model)
    viewer.app.cells.focus_active()
    accent = viewport_colours().accent

    def colours() -> list[str]:
        """In the middle of the upper edge, and in a corner."""
        picture = frame.grab().toImage()
        middle = picture.width() // 2
        return [picture.pixelColor(x, 1).name() for x in (middle, 3)]

    assert colours() == [accent, accent]
    viewer.do("next-area")
    assert colours() == ["#000000", accent]
