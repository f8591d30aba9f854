"""The parts of the window that the keyboard goes through: cells, sides, status bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from viewer.ui.state.grid import Sheet

if TYPE_CHECKING:
    from viewer.ui.app import App

_BY_KEY = Qt.FocusReason.OtherFocusReason


def focus_next_area(app: App, by: int = 1) -> None:
    """Move the keyboard to the next part that is on screen, around the end.

    The cells of the second window are such a part; the tabs lie over the cells.
    """
    app.sides.complete()
    shown = [area for area in _areas(app) if area[0].isVisible()]
    focused = QApplication.focusWidget() or app.window.focusWidget()
    place = -1 if by > 0 else 0
    for index, (widget, _) in enumerate(shown):
        inside = focused is not None and widget.isAncestorOf(focused)
        if inside or focused is widget:
            place = index
    widget, take = shown[(place + by) % len(shown)]
    if not widget.window().isActiveWindow():
        widget.window().activateWindow()
    take()


def _areas(app: App) -> list[tuple[QWidget, Callable[[], None]]]:
    """The parts with how each takes the keyboard, the inner after the outer ones."""
    areas: list[tuple[QWidget, Callable[[], None]]] = [
        (app.cells, lambda: _focus_cells(app, app.grid.front)),
    ]
    if app.cells.second is not None:
        beside = app.grid.beside
        areas.append((app.cells.second, lambda: _focus_cells(app, beside)))
    areas += [
        (app.sides.right, app.sides.tabs.take_keyboard),
        (app.sides.left, app.sides.thumbnails.focus_list),
    ]
    buttons = app.status.findChildren(QPushButton)
    pressable = [one for one in buttons if one.isVisible()]
    if pressable:
        areas.append((app.status, lambda: pressable[0].setFocus(_BY_KEY)))
    tabs = app.workplaces.tabs
    if tabs is not None:
        areas.append((tabs, lambda: tabs.setFocus(_BY_KEY)))
    return areas


def _focus_cells(app: App, sheet: Sheet | None) -> None:
    """The active cell when it is one of these, else the one that was active there."""
    if sheet is not None:
        app.grid.activate(sheet.active)
        app.cells.focus_active()


def explain_pixel(app: App) -> None:
    """Show the panel and keep the pixel pointed at; let go when it was seen before."""
    app.sides.complete()
    seen = app.sides.right.isVisible() and app.sides.tabs.is_in_front("explain")
    app.preferences.change(show_header=True)
    app.sides.tabs.bring("explain")
    explainer = app.sides.explainer
    if explainer is not None and (seen or app.grid.active.state.pin is None):
        explainer.toggle()
