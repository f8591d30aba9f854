"""The parts of the window that the keyboard goes through: cells, right, left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from viewer.ui.app import App


def focus_next_area(app: App) -> None:
    """Move the keyboard to the next part that is on screen, around the end."""
    app.sides.complete()
    areas: list[tuple[QWidget, Callable[[], None]]] = [
        (app.cells, app.cells.focus_active),
        (app.sides.right, app.sides.tabs.take_keyboard),
        (app.sides.left, app.sides.thumbnails.focus_list),
    ]
    shown = [area for area in areas if area[0].isVisible()]
    focused = app.window.focusWidget()
    place = -1
    for index, (widget, _) in enumerate(shown):
        if focused is not None and widget.isAncestorOf(focused):
            place = index
    shown[(place + 1) % len(shown)][1]()


def explain_pixel(app: App) -> None:
    """Show the panel and keep the pixel pointed at; let go when it was seen before."""
    app.sides.complete()
    seen = app.sides.right.isVisible() and app.sides.tabs.is_in_front("explain")
    app.preferences.change(show_header=True)
    app.sides.tabs.bring("explain")
    explainer = app.sides.explainer
    if explainer is not None and (seen or app.grid.active.state.pin is None):
        explainer.toggle()
