"""Rows of the Layout and Image menus: hanging protocols, their stages, quadrants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.geometry.justify import OVERVIEW, quadrant
from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App

PLANS = 16
"""Protocols that the menu has room for, the best ones."""


def next_quadrant(app: App) -> None:
    """The four quarters of the active image one after the other, then all of it."""
    view = app.grid.active
    cell = view.cell()
    if cell is None:
        return
    camera = view.state.camera
    numbers = range(OVERVIEW)
    now = (one for one in numbers if quadrant(cell, camera, one) == camera)
    number = next(now, -1) + 1
    whole = app.hanging.fitting.overview(view) if number == OVERVIEW else None
    view.change(camera=whole or quadrant(cell, camera, number))


def _step(by: int) -> ActionRow:
    on = by > 0
    return ActionRow(
        "stage-next" if on else "stage-previous",
        mark("Next stage of the protocol") if on else mark("Previous stage"),
        "layout",
        lambda app: app.hanging.step(by),
        ("Ctrl+PgDown",) if on else ("Ctrl+PgUp",),
        enabled=lambda app: _can_step(app, by),
        separated=not on,
    )


def _can_step(app: App, by: int) -> bool:
    state = app.hanging.state
    return state.plan is not None and 0 <= state.stage + by < len(state.plan.stages)


def _plan(number: int) -> ActionRow:
    return ActionRow(
        f"hang-{number + 1}",
        lambda app: app.hanging.title(number),
        "hanging",
        _apply(number),
        checked=lambda app: app.hanging.is_applied(number),
        separated=number == 0,
    )


def _apply(number: int) -> Callable[[App], None]:
    return lambda app: app.hanging.apply_number(number)


def _save(app: App) -> None:
    from viewer.ui.hanging_saving import save_layout

    save_layout(app)


QUADRANT_ACTION = ActionRow(
    "quadrant",
    mark("Next quarter of the image"),
    "image",
    next_quadrant,
    ("Q",),
    enabled=lambda app: app.grid.active.shown is not None,
)
HANGING_ACTIONS = (
    _step(-1),
    _step(1),
    ActionRow(
        "hang-none",
        mark("No hanging protocol"),
        "hanging",
        lambda app: app.hanging.release(),
        checked=lambda app: app.hanging.state.plan is None,
    ),
    *(_plan(number) for number in range(PLANS)),
    ActionRow(
        "hang-automatically",
        mark("Hang a study by itself when it is certain how"),
        "hanging",
        lambda app: app.preferences.toggle_hanging(),
        checked=lambda app: app.preferences.settings.hang_automatically,
        separated=True,
    ),
    ActionRow(
        "hang-save",
        mark("Save this layout as a protocol…"),
        "hanging",
        _save,
        enabled=lambda app: app.grid.active.shown is not None,
    ),
    ActionRow(
        "hang-reload",
        mark("Load the hanging protocols again"),
        "hanging",
        lambda app: app.hanging.offers.reload(),
    ),
)
