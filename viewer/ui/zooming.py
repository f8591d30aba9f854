"""A row of the Image menu: the zoom as the reader types it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.geometry.fit import LARGEST_ZOOM, SMALLEST_ZOOM
from viewer.text import figure, mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def parse_zoom(text: str) -> float | None:
    """ "150", "150 %" or "150,5" → device pixels for a frame pixel; None for no number.

    Within what can be zoomed to; the nearest of it otherwise.
    """
    try:
        percent = float(text.replace("%", "").strip().replace(",", "."))
    except ValueError:
        return None
    if not (0 < percent < math.inf):
        return None
    return min(max(percent / 100, SMALLEST_ZOOM), LARGEST_ZOOM)


def ask_zoom(app: App) -> None:
    """Let the reader type percent of one image pixel to one screen pixel."""
    from PySide6.QtWidgets import QInputDialog

    view = app.grid.active
    cell = view.cell()
    if cell is None:
        return
    text, accepted = QInputDialog.getText(
        app.window,
        tr("Zoom"),
        tr("Percent; 100 is one image pixel to one screen pixel:"),
        text=figure(cell.zoom_of(view.state.camera) * 100, ".4g"),
    )
    zoom = parse_zoom(text) if accepted else None
    if zoom is not None:
        view.change(camera=replace(view.state.camera, zoom=zoom))


ZOOM_ACTION = ActionRow(
    "zoom-type",
    mark("Type the zoom…"),
    "image",
    ask_zoom,
    ("Ctrl+3",),
    enabled=lambda app: app.grid.active.shown is not None,
)
