"""Rows of the table of actions: what of the file lies over the active image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.pixels.look import Look
from viewer.text import mark
from viewer.ui.action_row import ActionRow
from viewer.ui.applying import show_curves

if TYPE_CHECKING:
    from viewer.ui.app import App


def _has_overlays(app: App) -> bool:
    shown = app.grid.active.shown
    return shown is not None and bool(shown.info.overlays)


def _has_shutter(app: App) -> bool:
    shown = app.grid.active.shown
    return shown is not None and shown.info.shutter is not None


def _look(change: Callable[[Look], Look]) -> Callable[[App], None]:
    def run(app: App) -> None:
        view = app.grid.active
        view.change(look=change(view.state.look))

    return run


def _has_mask(app: App) -> bool:
    loaded = app.grid.active.loaded
    return loaded is not None and loaded.subtracted is not None


def _is_subtracted(app: App) -> bool:
    shown = app.grid.active.shown
    return shown is not None and shown.decoded.difference is not None


def _has_curves(app: App) -> bool:
    shown = app.grid.active.shown
    if shown is None:
        return False
    from viewer.kinds.curve import has_curves

    return has_curves(shown.frame.header)


def _is_narrowed(app: App) -> bool:
    display_set = app.grid.active.state.what.display_set
    return display_set is not None and display_set.whole is not None


def _can_narrow(app: App) -> bool:
    display_set = app.grid.active.state.what.display_set
    if display_set is None or display_set.view != "stack":
        return False
    return display_set.whole is not None or app.key_images.has_notes


LOOK_ACTIONS = (
    ActionRow(
        "overlay-planes",
        mark("Overlays of the file"),
        "view",
        _look(lambda look: replace(look, overlays=not look.overlays)),
        ("Shift+O",),
        enabled=_has_overlays,
        checked=lambda app: app.grid.active.state.look.overlays,
    ),
    ActionRow(
        "shutter",
        mark("Shutter of the file"),
        "view",
        _look(lambda look: replace(look, shutters=not look.shutters)),
        ("Shift+S",),
        enabled=_has_shutter,
        checked=lambda app: app.grid.active.state.look.shutters,
    ),
    ActionRow(
        "subtraction",
        mark("Subtract the mask (DSA)"),
        "view",
        lambda app: app.grid.active.subtract(not _is_subtracted(app)),
        ("Shift+D",),
        enabled=_has_mask,
        checked=_is_subtracted,
    ),
    ActionRow(
        "curves",
        mark("Curves of this object"),
        "view",
        lambda app: show_curves(app, app.grid.active),
        ("Shift+C",),
        enabled=_has_curves,
    ),
    ActionRow(
        "key-images",
        mark("Key images only"),
        "view",
        lambda app: app.key_images.toggle(app.grid.active),
        ("Shift+K",),
        enabled=_can_narrow,
        checked=_is_narrowed,
    ),
)
