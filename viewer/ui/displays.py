"""The screens of this desk: which one an image is on, and what is known of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.files.measures import seen_spacing
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.canvas.style import screen_key

if TYPE_CHECKING:
    from viewer.pixels.display import Display
    from viewer.ui.app import App


def display_of(app: App) -> Display:
    """What is known of the screen that the active cell is on."""
    screen = app.cells.frame_of(app.grid.active).screen()
    return app.preferences.settings.display(screen_key(screen))


def show_display(app: App) -> None:
    """Let the status bar and the images follow the settings and the screen."""
    app.status.show_display(display_of(app).state)
    app.cells.update()
    app.menus.soon()
    if app.sides.explainer is not None:
        app.sides.explainer.catch_up()


def calibrate(app: App) -> None:
    """Let the reader enter what was measured of a screen."""
    from viewer.ui.dialogs.display import DisplayDialog

    dialog = DisplayDialog(app.preferences.settings.displays, app.window)
    dialog.chosen.connect(
        lambda display: app.preferences.change(
            displays=app.preferences.settings.with_display(display)
        )
    )
    dialog.show()


def true_size_problem(app: App) -> str:
    """Why the active image cannot be shown in its true size; "" when it can."""
    shown, users = app.grid.active.shown, app.grid.active.state.calibrations
    if shown is None:
        return tr("no image")
    if not display_of(app).pixel_mm:
        return tr("the size of the screen's pixels has not been entered")
    spacing = seen_spacing(shown.frame.header, shown.frame.frame_index, users)
    if spacing is None or not spacing.is_calibrated:
        return tr("the image does not state the size of its pixels")
    return ""


def show_true_size(app: App) -> None:
    """A millimetre of the image becomes a millimetre of the screen."""
    shown, view = app.grid.active.shown, app.grid.active
    users = view.state.calibrations
    if shown is None or true_size_problem(app):
        return
    spacing = seen_spacing(shown.frame.header, shown.frame.frame_index, users)
    assert spacing is not None
    zoom = min(spacing.row_mm, spacing.column_mm) / display_of(app).pixel_mm
    view.change(camera=replace(view.state.camera, zoom=zoom))


def _true_size_text(app: App) -> str:
    problem = true_size_problem(app)
    if not problem:
        return tr("True size")
    return tr("True size ({reason})", reason=problem)


TRUE_SIZE_ACTION = ActionRow(
    "true-size",
    _true_size_text,
    "image",
    show_true_size,
    enabled=lambda app: not true_size_problem(app),
)
CALIBRATE_ACTION = ActionRow(
    "calibrate-display", mark("Display calibration…"), "view", calibrate, separated=True
)
