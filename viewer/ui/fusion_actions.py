"""Rows of the table of actions: another series laid over the active image."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from viewer.dicom.values import caption
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.state.windowed import acts_above

if TYPE_CHECKING:
    from viewer.kinds.base import DisplaySet
    from viewer.ui.app import App

STEP = 0.1
"""Of the opacity, for each press of a key."""

ROWS = 9
"""Series that a menu offers."""


def _is_fused(app: App) -> bool:
    return app.grid.active.state.fusion is not None


def _is_on(app: App) -> bool:
    fusion = app.grid.active.state.fusion
    return fusion is not None and fusion.is_on


def _found(app: App) -> list[tuple[DisplaySet, str]]:
    """What may be laid over; one series alone asks for nothing to be made."""
    several = len(list(islice(app.workspace.state.catalogue.sets(), 2))) > 1
    return app.fusions.candidates() if several else []


def _text(number: int) -> Callable[[App], str]:
    def text(app: App) -> str:
        found = _found(app)
        if number >= len(found):
            return ""
        from viewer.kinds.fusions import title

        over, reason = found[number]
        name = caption(title(over)).replace("&", "&&")
        return tr("{series}: {reason}", series=name, reason=reason) if reason else name

    return text


def _with(number: int) -> ActionRow:
    def can(app: App) -> bool:
        found = _found(app)
        return number < len(found) and not found[number][1]

    def is_so(app: App) -> bool:
        fusion = app.grid.active.state.fusion
        if fusion is None:
            return False
        found = _found(app)
        return number < len(found) and fusion.stack.source is found[number][0]

    def run(app: App) -> None:
        found = _found(app)
        if number < len(found):
            app.fusions.fuse(found[number][0])

    return ActionRow(
        f"fuse-{number + 1}", _text(number), "fusion", run, enabled=can, checked=is_so
    )


def _none_text(app: App) -> str:
    if _found(app):
        return ""
    return tr("No other series of this patient is open")


FUSION_ACTIONS = (
    *map(_with, range(ROWS)),
    ActionRow(
        "fuse-none",
        _none_text,
        "fusion",
        lambda app: None,
        enabled=lambda app: False,
    ),
    ActionRow(
        "fusion-on",
        mark("Show what is laid over"),
        "fusion",
        lambda app: app.fusions.toggle(),
        ("Alt+O",),
        enabled=_is_fused,
        checked=_is_on,
        separated=True,
        in_cells=True,
    ),
    ActionRow(
        "fusion-window",
        mark("Window acts on what is laid over"),
        "fusion",
        lambda app: app.fusions.switch_layer(),
        ("Alt+Shift+O",),
        enabled=_is_on,
        checked=lambda app: acts_above(app.grid.active.state),
        in_cells=True,
    ),
    ActionRow(
        "fusion-more",
        mark("More of what is laid over"),
        "fusion",
        lambda app: app.fusions.weigh(STEP),
        ("Alt+Right",),
        enabled=_is_fused,
        in_cells=True,
    ),
    ActionRow(
        "fusion-less",
        mark("Less of what is laid over"),
        "fusion",
        lambda app: app.fusions.weigh(-STEP),
        ("Alt+Left",),
        enabled=_is_fused,
        in_cells=True,
    ),
    ActionRow(
        "fusion-end",
        mark("Take off what is laid over"),
        "fusion",
        lambda app: app.fusions.end(),
        enabled=_is_fused,
    ),
)
