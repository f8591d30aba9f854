"""Rows of the Window menu: the colour maps of a grey image."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.pixels.colour_maps import NAMES
from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.state.windowed import windowed_look, with_look

if TYPE_CHECKING:
    from viewer.ui.app import App


def _is_grey(app: App) -> bool:
    shown = app.grid.active.shown
    return shown is not None and not shown.info.is_colour


def _row(label: str, name: str) -> ActionRow:
    def use(app: App) -> None:
        view = app.grid.active
        look = replace(windowed_look(view.state), colour_map=label)
        view.change(**with_look(view.state, look))

    return ActionRow(
        f"colour-map-{label.lower().replace('_', '-') or 'none'}",
        name,
        "colour-map",
        use,
        enabled=_is_grey,
        checked=lambda app: (
            _is_grey(app) and windowed_look(app.grid.active.state).colour_map == label
        ),
    )


COLOUR_MAP_ACTIONS = (
    _row("", mark("None: grey")),
    *(_row(label, name) for label, name in NAMES.items()),
)
