"""Rows of the table of actions: turning MIPs, and volumes along a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def _has_path(app: App) -> bool:
    return app.grid.active.state.path is not None


def _can_straighten(app: App) -> bool:
    path = app.grid.active.state.path
    return path is not None and len(path.points_mm) > 1


TURNING_ACTION = ActionRow(
    "turning-mip",
    mark("Turning MIP"),
    "mpr",
    lambda app: app.whole_volumes.turn(),
    ("Alt+R",),
    enabled=lambda app: app.mpr.can_cut,
    separated=True,
)
CURVE_ACTIONS = (
    TURNING_ACTION,
    ActionRow(
        "straighten",
        mark("Straightened along the points"),
        "mpr",
        lambda app: app.whole_volumes.straighten(),
        ("Alt+K",),
        enabled=_can_straighten,
    ),
    ActionRow(
        "curve-back",
        mark("Remove the last point of the curve"),
        "mpr",
        lambda app: app.whole_volumes.take_back(),
        ("Ctrl+Backspace",),
        enabled=_has_path,
        in_cells=True,
    ),
    ActionRow(
        "curve-forget",
        mark("Remove all points of the curve"),
        "mpr",
        lambda app: app.whole_volumes.forget(),
        enabled=_has_path,
    ),
)
CURVE_TOOL_ACTION = ActionRow(
    "tool-curve",
    mark("Points of a curve"),
    "tools",
    lambda app: app.whole_volumes.choose_tool(),
    ("Alt+N",),
    checked=lambda app: app.choice.name == "curve",
)
