"""Rows of the Window menu: the colour maps of a grey image."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.pixels.colour_maps import NAMES
from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def _is_grey(app: App) -> bool:
    shown = app.grid.active.shown
    return shown is not None and not shown.info.is_colour


def _row(label: str, name: str) -> ActionRow:
    def use(app: App) -> None:
        view = app.grid.active
        view.change(look=replace(view.state.look, colour_map=label))

    return ActionRow(
        f"colour-map-{label.lower().replace('_', '-') or 'none'}",
        name,
        "colour-map",
        use,
        enabled=_is_grey,
        checked=lambda app: (
            _is_grey(app) and app.grid.active.state.look.colour_map == label
        ),
    )


COLOUR_MAP_ACTIONS = (
    _row("", mark("None: grey")),
    *(_row(label, name) for label, name in NAMES.items()),
)
