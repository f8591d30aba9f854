"""Parts of the window that are imported and made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.files.header import Header
    from viewer.ui.app import App
    from viewer.ui.exporting import Exporting
    from viewer.ui.exports import Exports
    from viewer.ui.fusion import Fusions
    from viewer.ui.manual import Manual
    from viewer.ui.outgoing import Outgoing
    from viewer.ui.state.viewport import ViewportModel
    from viewer.ui.tour import Tour
    from viewer.ui.whole_volumes import WholeVolumes


def make_manual(app: App) -> Manual:
    """The manual's window."""
    from viewer.ui.manual import Manual

    return Manual(app)


def make_tour(app: App) -> Tour:
    """What leads through the first minute."""
    from viewer.ui.tour import Tour

    return Tour(app)


def make_exporting(app: App) -> Exporting:
    """What saves, copies and prints a view."""
    from viewer.ui.exporting import Exporting

    return Exporting(app)


def make_outgoing(app: App) -> Outgoing:
    """What saves marks and key images."""
    from viewer.ui.outgoing import Outgoing

    return Outgoing(app)


def make_exports(app: App) -> Exports:
    """What exports pictures, movies and copies."""
    from viewer.ui.exports import Exports

    return Exports(app)


def make_fusions(app: App) -> Fusions:
    """What lays volumes over images."""
    from viewer.ui.fusion import Fusions

    return Fusions(app)


def read_registrations(app: App) -> None:
    """Registrations are read as soon as they are open, not when a menu asks."""
    sets = app.workspace.state.catalogue.sets()
    if "fusions" not in vars(app) and any(one.kind == "registration" for one in sets):
        app.fusions  # noqa: B018 (made by being asked for)


def make_whole_volumes(app: App) -> WholeVolumes:
    """What turns MIPs, and straightens volumes along curves."""
    from viewer.ui.whole_volumes import WholeVolumes

    return WholeVolumes(app)


def watched(app: App, model: ViewportModel) -> None:
    """One more viewport, for those of them that have been made."""
    for part in _made(app):
        part.watch(model)


def are_settled(app: App) -> bool:
    """Nothing is on its way in those of them that have been made."""
    return all(part.is_settled for part in _made(app))


def take_off(app: App, is_gone: Callable[[Header], bool]) -> None:
    """No viewport has anything of what is closed now laid over its image."""
    for model in app.grid.models():
        fusion = model.state.fusion
        if fusion is not None and is_gone(fusion.stack.source.first):
            model.change(fusion=None)


def _made(app: App) -> list[Fusions | WholeVolumes]:
    names = ("fusions", "whole_volumes")
    return [vars(app)[name] for name in names if name in vars(app)]


def may_close(app: App) -> bool:
    """The window may close, as far as marks are concerned."""
    from viewer.ui.leaving import may_close

    return may_close(app)


def show_about(app: App) -> None:
    """What the program is, and what helps whoever mends it."""
    from viewer.ui.diagnostics import diagnostics, versions
    from viewer.ui.dialogs.about import AboutDialog
    from viewer.ui.displays import display_of

    state = display_of(app).state
    AboutDialog(state, versions(), lambda: diagnostics(app), app.window).show()
