"""The parts of the window that need many others, as the composition root makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.geometry.marks import FrameKey
from viewer.store.cache import Cache
from viewer.store.marks import Marks, Place
from viewer.text import language
from viewer.ui.cell_keys import CellKeys
from viewer.ui.displays import display_of
from viewer.ui.keeping import Keeping
from viewer.ui.language import language_of
from viewer.ui.layouts import Layouts
from viewer.ui.menus import Menus
from viewer.ui.mpr import Mpr
from viewer.ui.second_window import Seconds
from viewer.ui.side_panels import SidePanels
from viewer.ui.state.calibrations import Calibrations
from viewer.ui.state.mark_keeper import MarkKeeper
from viewer.ui.state.measured_marks import MeasuredMarks
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.volume3d import Volume3d
from viewer.ui.workplaces import Workplaces

if TYPE_CHECKING:
    from viewer.ui.app import App


def arrange(app: App) -> None:
    """What arranges cells, and the parts into the window, as the reader left them."""
    app.layouts = Layouts(app)
    app.workplaces = Workplaces(app)
    app.seconds = Seconds(app)
    app.menus = Menus(app, app.window, app.cells)
    CellKeys(app, app.cells)
    app.identities.add(app.cells.identity)
    app.window.place(app.sides.left, app.cells, app.sides.right)
    app.window.setStatusBar(app.status)
    app.menus.fill_tool_bar(app.window.tool_bar)
    app.preferences.language_changed.connect(lambda: _follow_language(app))
    app.preferences.govern(app.grid, app.cells, app.sides.by_name, app.choice)


def _follow_language(app: App) -> None:
    if language_of(app.preferences.settings.language) != language():
        from viewer.ui.speaking import speak

        speak(app, language_of(app.preferences.settings.language))


def make_volumes(app: App) -> None:
    """Planes through volumes, and bodies."""
    app.mpr = Mpr(app)
    app.volume3d = Volume3d(app)


def calibrations_of(app: App) -> Calibrations:
    """Of the images that are open."""
    return Calibrations(
        app.annotations,
        app.grid,
        lambda: app.workspace.state.catalogue.headers(),
        app,
    )


def side_panels_of(app: App, cache: Cache | None) -> SidePanels:
    """The panels at both sides, and what they read."""
    return SidePanels(
        app.workspace,
        app.grid,
        app.jobs,
        app.loader,
        app.states,
        lambda: display_of(app),
        cache,
        app,
        annotations=app.annotations,
        keys=app.own_keys,
    )


def keeping_of(app: App, cache: Cache | None) -> Keeping:
    """What tells of all that is kept."""
    return Keeping(
        cache, app.jobs, app.preferences, app.status, app.window, app.mark_keeper
    )


def mark_keeper_of(app: App, store: Marks | None) -> MarkKeeper:
    """What keeps the marks that are drawn."""
    return MarkKeeper(
        store,
        app.annotations,
        app.own_keys,
        app.workspace,
        app.jobs,
        app,
        lambda key: _kept_plane(app, key),
        lambda place: _note_plane(app, place),
    )


def _kept_plane(app: App, key: FrameKey) -> Place | None:
    planes = app.mpr.planes
    return planes.place(key) if planes is not None else None


def _note_plane(app: App, place: Place) -> None:
    if app.mpr.volumes and app.mpr.planes is not None:
        app.mpr.planes.note(place)


def measured_of(app: App) -> MeasuredMarks:
    """What knows the figures of all marks."""
    return MeasuredMarks(
        app.annotations,
        app.workspace,
        app.grid,
        app.loader,
        app,
        lambda: app.mpr.planes,
    )


def choice_of(app: App) -> ToolChoice:
    """The tool, what it draws in, and what else lies over the images."""
    return ToolChoice("window", app.annotations, app.own_keys, app.foreign, app)
