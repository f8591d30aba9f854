"""Rows of the menus: by keys, what dragging does to place and window of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App

PAN_PART = 1 / 8
"""Of the cell, for one key press."""
WINDOW_DRAG = 16.0
"""The drag, in device pixels, that a key press stands for: 1/16 of the width."""


def _is_shown(app: App) -> bool:
    return app.grid.active.shown is not None


def _pan(app: App, right: int, down: int) -> None:
    view = app.grid.active
    cell = view.cell()
    if cell is not None:
        step = PAN_PART * min(cell.width, cell.height)
        camera = cell.panned(view.state.camera, right * step, down * step)
        view.change(camera=camera)


def _drag_window(app: App, wider: int, brighter: int) -> None:
    from viewer.ui.tools.base import Pointer
    from viewer.ui.tools.window import WindowTool

    tool, view = WindowTool(), app.grid.active
    tool.press(view, Pointer(0, 0))
    tool.release(view, Pointer(wider * WINDOW_DRAG, brighter * WINDOW_DRAG))


def _pan_row(name: str, text: str, key: str, right: int, down: int) -> ActionRow:
    return ActionRow(
        f"pan-{name}",
        text,
        "pan",
        lambda app: _pan(app, right, down),
        (f"Alt+Shift+{key}",),
        enabled=_is_shown,
        in_cells=True,
    )


def _window_row(name: str, text: str, key: str, wider: int, brighter: int) -> ActionRow:
    return ActionRow(
        f"window-{name}",
        text,
        "window-steps",
        lambda app: _drag_window(app, wider, brighter),
        (f"Alt+{key}",),
        enabled=_is_shown,
        in_cells=True,
    )


STEERING_ACTIONS = (
    _pan_row("left", mark("Pan to the left"), "Left", -1, 0),
    _pan_row("right", mark("Pan to the right"), "Right", 1, 0),
    _pan_row("up", mark("Pan up"), "Up", 0, -1),
    _pan_row("down", mark("Pan down"), "Down", 0, 1),
    _window_row("wider", mark("Window wider"), "Home", 1, 0),
    _window_row("narrower", mark("Window narrower"), "End", -1, 0),
    _window_row("brighter", mark("Image brighter"), "PgUp", 0, 1),
    _window_row("darker", mark("Image darker"), "PgDown", 0, -1),
)
STEERING_SUBMENUS = (
    ("pan", mark("Pan by keys"), "zoom-out"),
    ("window-steps", mark("Step by step"), "window-type"),
)
"""(name, title, id of the action that it follows)"""
