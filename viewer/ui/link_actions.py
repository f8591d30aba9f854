"""Rows of the table of actions: what follows the active viewport, and what shows where
it cuts the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def _toggle(field: str) -> Callable[[App], None]:
    def run(app: App) -> None:
        preferences = app.preferences
        preferences.change(**{field: not getattr(preferences.settings, field)})

    return run


def _switch(name: str) -> Callable[[App], None]:
    """From what is in force: a protocol's links become the reader's, but for one."""

    def run(app: App) -> None:
        now = app.linking.links.state.switches
        wanted = replace(now, **{name: not getattr(now, name)})
        app.linking.hang(None)
        app.preferences.change(
            linked=wanted.on,
            link_scroll=wanted.scroll,
            link_zoom=wanted.zoom,
            link_pan=wanted.pan,
            link_window=wanted.window,
            link_turn=wanted.turn,
        )

    return run


def _is_switched(name: str) -> Callable[[App], bool]:
    return lambda app: bool(getattr(app.linking.links.state.switches, name))


def _is_on(field: str) -> Callable[[App], bool]:
    return lambda app: bool(getattr(app.preferences.settings, field))


def _is_linked(app: App) -> bool:
    return app.linking.links.state.switches.on


def _has_offsets(app: App) -> bool:
    return bool(app.linking.links.state.alignments)


LINK_ACTIONS = (
    ActionRow(
        "link",
        mark("Link viewports"),
        "layout",
        _switch("on"),
        ("U",),
        "link",
        checked=_is_switched("on"),
        tool_bar=4,
        separated=True,
    ),
    ActionRow(
        "link-scroll",
        mark("Link scrolling"),
        "links",
        _switch("scroll"),
        checked=_is_switched("scroll"),
    ),
    ActionRow(
        "link-zoom",
        mark("Link zoom"),
        "links",
        _switch("zoom"),
        checked=_is_switched("zoom"),
    ),
    ActionRow(
        "link-pan",
        mark("Link pan"),
        "links",
        _switch("pan"),
        checked=_is_switched("pan"),
    ),
    ActionRow(
        "link-window",
        mark("Link window"),
        "links",
        _switch("window"),
        checked=_is_switched("window"),
    ),
    ActionRow(
        "link-turn",
        mark("Link rotation and flip"),
        "links",
        _switch("turn"),
        checked=_is_switched("turn"),
    ),
    ActionRow(
        "link-cell",
        mark("Link this viewport"),
        "links",
        lambda app: app.linking.links.toggle_cell(app.grid.active),
        ("Shift+U",),
        enabled=_is_linked,
        checked=lambda app: app.grid.active not in app.linking.links.state.unlinked,
        separated=True,
    ),
    ActionRow(
        "link-align",
        mark("Set the offset as it is now"),
        "links",
        lambda app: app.linking.links.align(),
        enabled=_is_linked,
    ),
    ActionRow(
        "link-forget",
        mark("Forget the offsets"),
        "links",
        lambda app: app.linking.links.forget_alignments(),
        enabled=_has_offsets,
    ),
)
REFERENCE_ACTIONS = (
    ActionRow(
        "reference-lines",
        mark("Reference lines"),
        "view",
        _toggle("reference_lines"),
        ("Shift+R",),
        checked=_is_on("reference_lines"),
        separated=True,
    ),
    ActionRow(
        "reference-ends",
        mark("Lines of the first and the last slice"),
        "view",
        _toggle("reference_ends"),
        enabled=_is_on("reference_lines"),
        checked=_is_on("reference_ends"),
    ),
)
CROSSHAIR_ACTION = ActionRow(
    "tool-crosshair",
    mark("Spatial cross-hair"),
    "tools",
    lambda app: app.choice.choose("crosshair"),
    ("X",),
    "focus-2",
    checked=lambda app: app.choice.name == "crosshair",
    tool_bar=2,
)
