"""Rows of the table of actions: what plays in the active viewport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.widgets.cine_bar import change_speed, toggle

if TYPE_CHECKING:
    from viewer.ui.app import App


def _can_play(app: App) -> bool:
    what = app.grid.active.state.what
    return (
        what.display_set is not None
        and what.display_set.view == "stack"
        and what.count > 1
    )


CINE_ACTIONS = (
    ActionRow(
        "play",
        mark("Play"),
        "go",
        lambda app: toggle(app.grid.active),
        ("Space",),
        "player-play",
        enabled=_can_play,
        checked=lambda app: app.grid.active.state.play.playing,
        separated=True,
        in_cells=True,
    ),
    ActionRow(
        "slower",
        mark("Play more slowly"),
        "go",
        lambda app: change_speed(app.grid.active, -1),
        (",",),
        enabled=_can_play,
        in_cells=True,
    ),
    ActionRow(
        "faster",
        mark("Play faster"),
        "go",
        lambda app: change_speed(app.grid.active, 1),
        (".",),
        enabled=_can_play,
        in_cells=True,
    ),
)
