"""Rows of the table of actions: the presentation states of the active image."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.pixels.presentation_state import PresentationState
    from viewer.ui.app import App

LISTED = 16
"""States that the menu offers; the panel at the right lists all."""


def _text(app: App, number: int) -> str:
    choices = app.states.choices
    if number >= len(choices):
        return ""
    state = choices[number]
    words = (state.label or tr("without a name"), state.description)
    return " · ".join(filter(None, words)).replace("&", "&&")


def _state(number: int) -> ActionRow:
    return ActionRow(
        f"state-{number + 1}",
        lambda app: _text(app, number),
        "states",
        lambda app: app.states.choose(app.states.choices[number]),
        checked=lambda app: (
            app.states.chosen in app.states.choices[number : number + 1]
        ),
        separated=number == 0,
    )


def show_object(app: App, state: PresentationState) -> None:
    """Show a presentation state as the object that it is: its header beside it."""
    for one in app.workspace.state.catalogue.sets():
        if one.state is not None and one.state.identity == state.identity:
            app.grid.active.show_set(replace(one.own, state=None))
            app.sides.tabs.bring("header")
            return


STATE_ACTIONS = (
    ActionRow(
        "state-none",
        mark("None: the image as it is"),
        "states",
        lambda app: app.states.choose(None),
        enabled=lambda app: bool(app.states.choices or app.states.chosen),
        checked=lambda app: app.states.chosen is None,
    ),
    *(_state(number) for number in range(LISTED)),
)
