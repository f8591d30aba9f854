from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice


def focused(viewer: Viewer) -> str:
    """Which part of the window has the keyboard."""
    widget = viewer.app.window.focusWidget()
    parts: dict[str, QWidget] = {
        "cells": viewer.app.cells,
        "header": viewer.app.sides.right,
        "series": viewer.app.sides.left,
    }
    inside = [
        name
        for name, part in parts.items()
        if widget is not None and part.isAncestorOf(widget)
    ]
    return " ".join(inside)


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
    assert round_of(viewer, 4) == ["header", "series", "cells", "header"]


def test_a_hidden_panel_is_left_out(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.do("panel-header")
    viewer.app.cells.focus_active()
    assert round_of(viewer, 3) == ["series", "cells", "series"]


def test_tab_goes_through_the_cells(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.app.grid.lay_out(1, 3)
    viewer.app.cells.focus_active()
    seen = []
    for _ in range(3):
        QTest.keyClick(viewer.app.window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(viewer.app.grid.state.active)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(viewer.app.window.focusWidget(), Qt.Key.Key_Backtab, shift)
    seen.append(viewer.app.grid.state.active)
    assert seen == [1, 2, 0, 2]
