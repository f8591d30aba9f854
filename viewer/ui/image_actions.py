"""Rows of the table of actions: what is done to the active image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.geometry.fit import Camera
from viewer.pixels.look import Look
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.areas import focus_next_area
from viewer.ui.cell_keys import press_tab, step_cell
from viewer.ui.displays import TRUE_SIZE_ACTION
from viewer.ui.layout_actions import SERIES_ACTIONS
from viewer.ui.state.windowed import windowed_look, with_look
from viewer.ui.zooming import ZOOM_ACTION

if TYPE_CHECKING:
    from viewer.ui.app import App

ZOOM_STEP = 1.25
FAST_STEP = 10
PRESETS = 15
DIGITS = 9
FILE_WINDOWS = 12


def _shown(app: App) -> bool:
    return app.grid.active.shown is not None


def _stack(app: App) -> bool:
    return app.grid.active.state.what.count > 1


def _camera(change: Callable[[Camera], Camera]) -> Callable[[App], None]:
    def run(app: App) -> None:
        view = app.grid.active
        view.change(camera=change(view.state.camera))

    return run


def _look(change: Callable[[Look], Look]) -> Callable[[App], None]:
    def run(app: App) -> None:
        view = app.grid.active
        look = change(windowed_look(view.state))
        view.change(**with_look(view.state, look))

    return run


def _zoom(factor: float) -> Callable[[App], None]:
    def run(app: App) -> None:
        view = app.grid.active
        cell = view.cell()
        if cell is not None:
            middle = (cell.width / 2, cell.height / 2)
            view.change(camera=cell.zoomed_at(view.state.camera, factor, middle))

    return run


def _reset(app: App) -> None:
    """As it was at first; where a protocol hung it, at its scale and side again."""
    app.grid.active.reset()
    app.hanging.fitting.hang_again(app.grid.active)


def _step(by: int) -> Callable[[App], None]:
    return lambda app: app.grid.active.step(by)


def _file_voi(number: int) -> ActionRow:
    return ActionRow(
        f"file-window-{number + 1}",
        lambda app: app.windowing.file_choice_text(number),
        "window",
        lambda app: app.windowing.use_file_choice(number),
        checked=lambda app: app.windowing.is_file_choice(number),
        separated=number == 0,
    )


def _preset(number: int) -> ActionRow:
    return ActionRow(
        f"preset-{number + 1}",
        lambda app: app.windowing.preset_text(number),
        "window",
        lambda app: app.windowing.use_preset(number),
        (str(number + 1),) if number < DIGITS else (),
        checked=lambda app: app.windowing.is_preset(number),
        separated=number == 0,
    )


def _next_axis_text(app: App) -> str:
    """Names the axis that the key chooses; "" where there is none to choose."""
    state = app.grid.active.state
    axes = state.what.display_set.axes if state.what.display_set else ()
    if len(axes) < 2:
        return ""
    name = axes[(state.axis + 1) % len(axes)].name
    return tr("Step through phases along: {name}", name=name)


IMAGE_ACTIONS = (
    ActionRow(
        "fit",
        mark("Fit to the cell"),
        "image",
        _camera(lambda camera: replace(camera, zoom=None, centre=None)),
        ("Ctrl+0",),
        "zoom-scan",
        _shown,
        tool_bar=3,
    ),
    ActionRow(
        "one-to-one",
        mark("One image pixel to one screen pixel"),
        "image",
        _camera(lambda camera: replace(camera, zoom=1.0)),
        ("Ctrl+1",),
        "relation-one-to-one",
        _shown,
        tool_bar=3,
    ),
    TRUE_SIZE_ACTION,
    ZOOM_ACTION,
    ActionRow(
        "zoom-in",
        mark("Zoom in"),
        "image",
        _zoom(ZOOM_STEP),
        ("+", "="),
        "zoom-in",
        _shown,
    ),
    ActionRow(
        "zoom-out",
        mark("Zoom out"),
        "image",
        _zoom(1 / ZOOM_STEP),
        ("-",),
        "zoom-out",
        _shown,
    ),
    ActionRow(
        "rotate-left",
        mark("Rotate left"),
        "image",
        _camera(lambda camera: camera.rotated(-90)),
        ("[",),
        "rotate",
        _shown,
        separated=True,
    ),
    ActionRow(
        "rotate-right",
        mark("Rotate right"),
        "image",
        _camera(lambda camera: camera.rotated(90)),
        ("]",),
        "rotate-clockwise",
        _shown,
        tool_bar=4,
    ),
    ActionRow(
        "flip-horizontal",
        mark("Flip left to right"),
        "image",
        _camera(lambda camera: camera.flipped_horizontally()),
        ("H",),
        "flip-vertical",
        _shown,
        tool_bar=4,
    ),
    ActionRow(
        "flip-vertical",
        mark("Flip top to bottom"),
        "image",
        _camera(lambda camera: camera.flipped_vertically()),
        ("V",),
        "flip-horizontal",
        _shown,
        tool_bar=4,
    ),
    ActionRow(
        "invert",
        mark("Invert"),
        "image",
        _look(lambda look: replace(look, inverted=not look.inverted)),
        ("I",),
        "circle-half-2",
        _shown,
        checked=lambda app: windowed_look(app.grid.active.state).inverted,
        tool_bar=4,
    ),
    ActionRow(
        "reset",
        mark("Reset the view"),
        "image",
        _reset,
        ("Ctrl+R",),
        "restore",
        _shown,
        tool_bar=4,
        separated=True,
    ),
)
WINDOW_ACTIONS = (
    ActionRow(
        "window-default",
        mark("The file's own window"),
        "window",
        _look(lambda look: replace(look, voi=None)),
        ("0",),
        "refresh",
        _shown,
    ),
    ActionRow(
        "window-auto",
        mark("Automatic window"),
        "window",
        lambda app: app.windowing.automatic(),
        ("Shift+W",),
        "wand",
        _shown,
    ),
    ActionRow(
        "window-full",
        mark("Full range"),
        "window",
        lambda app: app.windowing.full_range(),
        (),
        "adjustments",
        _shown,
    ),
    ActionRow(
        "window-type",
        mark("Type width and centre…"),
        "window",
        lambda app: app.windowing.ask(),
        ("Ctrl+W",),
        "keyboard",
        _shown,
    ),
)
PRESET_ACTIONS = tuple(_preset(number) for number in range(PRESETS))
FILE_WINDOW_ACTIONS = tuple(_file_voi(number) for number in range(FILE_WINDOWS))
GO_ACTIONS = (
    ActionRow(
        "previous",
        mark("Previous image"),
        "go",
        _step(-1),
        ("Up",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "next",
        mark("Next image"),
        "go",
        _step(1),
        ("Down",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "back-ten",
        mark("Ten images back"),
        "go",
        _step(-FAST_STEP),
        ("Shift+Up",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "on-ten",
        mark("Ten images on"),
        "go",
        _step(FAST_STEP),
        ("Shift+Down",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "first",
        mark("First image"),
        "go",
        lambda app: app.grid.active.go_to(0),
        ("Home",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "last",
        mark("Last image"),
        "go",
        lambda app: app.grid.active.go_to(app.grid.active.state.what.count),
        ("End",),
        enabled=_stack,
        in_cells=True,
    ),
    ActionRow(
        "previous-phase",
        mark("Previous phase"),
        "go",
        lambda app: app.grid.active.step_phase(-1),
        ("Ctrl+Up",),
    ),
    ActionRow(
        "next-phase",
        mark("Next phase"),
        "go",
        lambda app: app.grid.active.step_phase(1),
        ("Ctrl+Down",),
    ),
    ActionRow(
        "next-axis",
        _next_axis_text,
        "go",
        lambda app: app.grid.active.next_axis(),
        ("Ctrl+Shift+Down",),
    ),
    *SERIES_ACTIONS,
    ActionRow(
        "previous-cell",
        mark("Previous viewport"),
        "go",
        lambda app: step_cell(app, -1),
        ("Left",),
        separated=True,
        in_cells=True,
    ),
    ActionRow(
        "next-cell",
        mark("Next viewport"),
        "go",
        lambda app: step_cell(app, 1),
        ("Right",),
        in_cells=True,
    ),
    ActionRow(
        "previous-stop",
        mark("Previous control, viewport or part of the window"),
        "go",
        lambda app: press_tab(app, -1),
        ("Shift+Tab",),
        in_cells=True,
    ),
    ActionRow(
        "next-stop",
        mark("Next control, viewport or part of the window"),
        "go",
        lambda app: press_tab(app, 1),
        ("Tab",),
        in_cells=True,
    ),
    ActionRow(
        "next-area",
        mark("To the next part of the window"),
        "go",
        focus_next_area,
        ("F6",),
    ),
    ActionRow(
        "previous-area",
        mark("To the previous part of the window"),
        "go",
        lambda app: focus_next_area(app, -1),
        ("Shift+F6",),
    ),
    ActionRow(
        "maximise",
        mark("Show one viewport, or all"),
        "go",
        lambda app: app.grid.toggle_maximised(),
        ("Shift+Return",),
    ),
    ActionRow("cancel", mark("Cancel"), "go", lambda app: app.cancel(), ("Esc",)),
)
