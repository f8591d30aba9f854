"""Rows of the table of actions: the reader's own key images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.marks_list import show_marks
from viewer.ui.tools.picking import shown_key

if TYPE_CHECKING:
    from viewer.ui.app import App


def _is_key(app: App) -> bool:
    return shown_key(app.grid.active) in app.own_keys.state


def _can_be_key(app: App) -> bool:
    """Computed planes are no images that another object could refer to."""
    shown = app.grid.active.shown
    is_image = shown is not None and not shown.frame.is_computed
    return is_image and shown_key(app.grid.active) is not None


def _toggle(app: App) -> None:
    key = shown_key(app.grid.active)
    if key is not None and _can_be_key(app):
        app.own_keys.toggle(key)


def _has_state_marks(app: App) -> bool:
    """The state that the active image is shown by draws something."""
    shown = app.grid.active.shown
    state = shown.frame.state if shown is not None else None
    return state is not None and bool(state.annotations)


def _adopt_state(app: App) -> None:
    from viewer.ui.adopting import adopt_state

    adopt_state(app)


KEY_ACTIONS = (
    ActionRow(
        "key-image",
        mark("Key image"),
        "measure",
        _toggle,
        ("K",),
        "star",
        enabled=_can_be_key,
        checked=_is_key,
        separated=True,
    ),
    ActionRow(
        "adopt-state",
        mark("Take over the marks of the presentation state"),
        "measure",
        _adopt_state,
        enabled=_has_state_marks,
    ),
    ActionRow(
        "panel-marks",
        mark("List of marks"),
        "measure",
        show_marks,
        ("Ctrl+M",),
        "list-details",
        enabled=lambda app: not app.preferences.settings.hides_identity,
    ),
)
SAVE_MARKS_ACTIONS = (
    ActionRow(
        "save-marks-table",
        mark("Save the marks as CSV…"),
        "file",
        lambda app: app.outgoing.save_table(),
        enabled=lambda app: app.outgoing.has_marks,
        separated=True,
    ),
    ActionRow(
        "save-marks-state",
        mark("Save marks and display as a presentation state…"),
        "file",
        lambda app: app.outgoing.save_state(),
        enabled=lambda app: app.outgoing.has_picture,
    ),
    ActionRow(
        "save-marks-report",
        mark("Save the measurements as a report…"),
        "file",
        lambda app: app.outgoing.save_report(),
        enabled=lambda app: app.outgoing.has_marks,
    ),
    ActionRow(
        "save-key-images",
        mark("Save the key images as a selection…"),
        "file",
        lambda app: app.outgoing.save_keys(),
        enabled=lambda app: app.outgoing.has_keys,
    ),
)
