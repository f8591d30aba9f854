"""Hiding who the patients are: a row of the View menu, and who follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def hide_identity(app: App) -> None:
    """Let the list of series follow the settings; images do by themselves."""
    app.sides.thumbnails.hide_identity(app.preferences.settings.hides_identity)


TEACHING_ACTIONS = (
    ActionRow(
        "hide-identity",
        mark("Hide the identity (teaching)"),
        "view",
        lambda app: app.preferences.toggle_identity(),
        ("Ctrl+Shift+I",),
        "eye-off",
        checked=lambda app: app.preferences.settings.hides_identity,
    ),
)
