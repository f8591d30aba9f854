"""The composition root: builds everything once and passes it by constructor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.files.header import Header
from viewer.store.cache import Cache
from viewer.store.frame_cache import machine_cache
from viewer.store.marks import Marks
from viewer.store.settings import Settings
from viewer.ui.applying import apply, lay
from viewer.ui.backdrops import find_again, find_backdrop
from viewer.ui.cells import Cells
from viewer.ui.companions import Companions
from viewer.ui.displays import show_display
from viewer.ui.hanging import Hanging
from viewer.ui.identities import Identities
from viewer.ui.jumping import bring_picture, jump
from viewer.ui.keeping import Keeping
from viewer.ui.later import (
    are_settled,
    make_exporting,
    make_exports,
    make_fusions,
    make_manual,
    make_outgoing,
    make_tour,
    make_whole_volumes,
    may_close,
    read_registrations,
    take_off,
    watched,
)
from viewer.ui.layouts import Layouts
from viewer.ui.linking import Linking
from viewer.ui.main_window import MainWindow
from viewer.ui.marking import connect_marks
from viewer.ui.marks_list import add_marks_tab
from viewer.ui.menus import Menus
from viewer.ui.mpr import Mpr
from viewer.ui.opening import Opening
from viewer.ui.parts import (
    arrange,
    calibrations_of,
    choice_of,
    keeping_of,
    make_volumes,
    mark_keeper_of,
    measured_of,
    side_panels_of,
)
from viewer.ui.preferences import Preferences, dress
from viewer.ui.recent import show_recent
from viewer.ui.second_window import Seconds
from viewer.ui.shortcuts import follow_keys
from viewer.ui.standing import Standing
from viewer.ui.state.annotations import Annotations
from viewer.ui.state.cine import Cine
from viewer.ui.state.contents import ContentLoader
from viewer.ui.state.foreign_marks import ForeignMarks
from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.key_images import KeyImages
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.own_keys import OwnKeys
from viewer.ui.state.state_choice import StateChoice
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.windowed import windowed_voi
from viewer.ui.state.workspace import Workspace
from viewer.ui.state_actions import show_object
from viewer.ui.teaching import hide_identity
from viewer.ui.volume3d import Volume3d
from viewer.ui.widgets.status import StatusBar
from viewer.ui.windowing import Windowing
from viewer.ui.workplaces import Workplaces
from viewer.work.pool import Pool

if TYPE_CHECKING:
    from viewer.ui.exporting import Exporting
    from viewer.ui.exports import Exports
    from viewer.ui.fusion import Fusions
    from viewer.ui.manual import Manual
    from viewer.ui.outgoing import Outgoing
    from viewer.ui.tour import Tour
    from viewer.ui.whole_volumes import WholeVolumes


class App(QObject):
    """What the actions act on: the models, the window and its parts."""

    grid: Grid
    cine: Cine
    annotations: Annotations
    own_keys: OwnKeys
    choice: ToolChoice
    states: StateChoice
    preferences: Preferences
    keeping: Keeping
    opening: Opening
    windowing: Windowing
    hanging: Hanging
    key_images: KeyImages
    mpr: Mpr
    volume3d: Volume3d
    layouts: Layouts
    workplaces: Workplaces
    linking: Linking
    seconds: Seconds
    window: MainWindow
    menus: Menus
    fusions: cached_property[Fusions] = cached_property(make_fusions)
    whole_volumes: cached_property[WholeVolumes] = cached_property(make_whole_volumes)
    exporting: cached_property[Exporting] = cached_property(make_exporting)
    outgoing: cached_property[Outgoing] = cached_property(make_outgoing)
    exports: cached_property[Exports] = cached_property(make_exports)
    manual: cached_property[Manual] = cached_property(make_manual)
    tour: cached_property[Tour] = cached_property(make_tour)

    def __init__(
        self,
        pool: Pool,
        settings: Settings | None = None,
        remember: bool = False,
        late_panels: bool = False,
        cache: Cache | None = None,
        marks: Marks | None = None,
    ) -> None:
        """With a `cache`, known folders are not read again; `marks` keeps the marks."""
        super().__init__()
        settings = settings or Settings()
        dress(settings)
        self.pool = pool
        self.jobs = Jobs(pool, self)
        self.grid = Grid(self)
        self.annotations = Annotations(self)
        self.own_keys = OwnKeys(self)
        self.loader = FrameLoader(self.jobs, machine_cache(), self)
        self.contents = ContentLoader(self.jobs, self)
        make_volumes(self)
        self.linking = Linking(self.grid, self)
        self.cine = Cine(self.linking.unled, self.grid.is_on_screen, parent=self)
        self.workspace = Workspace(self.jobs, pool, self.grid, self, cache)
        self.foreign = ForeignMarks(self.workspace, self.jobs, self)
        self.choice = choice_of(self)
        self.calibrations = calibrations_of(self)
        self.mark_keeper = mark_keeper_of(self, marks)
        self.measured = measured_of(self)
        self.key_images = KeyImages(self.workspace, self.jobs, self.own_keys, self)
        self.window = MainWindow(self.close)
        self.preferences = Preferences(settings, remember, self.window, self)
        self.opening = Opening(self.workspace, self.jobs, self.window, self.preferences)
        self.windowing = Windowing(self.grid, self.window)
        self.companions = Companions(self)
        self.states = StateChoice(self.grid, self.workspace, self)
        self.status = StatusBar()
        self.hanging = Hanging(self, cache)
        self.sides = side_panels_of(self, cache)
        self.keeping = keeping_of(self, cache)
        self.standing = Standing(self)
        self.identities = Identities(self)
        self.cells = Cells(self.grid, self.choice, self._on_new_cell)
        arrange(self)
        self._connect()
        if not late_panels:
            self.menus.complete()
            self.sides.complete()

    @property
    def is_idle(self) -> bool:
        """Nothing is being read, decoded, described or drawn."""
        read = self.jobs.counts == (0, 0) and self.sides.is_settled
        made = self.mpr.is_settled and are_settled(self)
        return read and made and self.loader.is_settled and self.cells.is_settled

    def close_all(self) -> None:
        """Close every study; no cell keeps a picture."""
        self.workspace.close_all()
        self.loader.clear()
        self.mpr.clear()
        self.contents.clear()
        self.annotations.clear()
        self.linking.clear()
        self.own_keys.clear()

    def forget(self, is_gone: Callable[[Header], bool]) -> None:
        """Free what was made of objects that are closed now."""
        self.loader.forget(is_gone)
        take_off(self, is_gone)
        self.mpr.clear(is_gone)
        self.contents.forget(is_gone)
        self.linking.forget(is_gone)

    def step_series(self, by: int) -> None:
        """The previous or next display set in the active cell, or page of tiles."""
        if not self.layouts.tiles.page(by):
            from viewer.ui.series_steps import step_series

            step_series(self, by)

    def cancel(self) -> None:
        """Esc: take back a drag, else the cross-hair's point, else what is being made
        of a volume, else stop reading."""
        from viewer.ui.giving_up import give_up

        frame = self.cells.frame_of(self.grid.active)
        if frame.cancel_gesture() or self.linking.forget_point():
            return
        if not give_up(self):
            self.workspace.cancel()

    def toggle_full_screen(self) -> None:
        """The whole screen, or a window again: the one of the active cell."""
        window = self.seconds.in_use
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def find_in_header(self) -> None:
        """Show the header and put the keyboard into its filter."""
        self.preferences.change(show_header=True)
        self.sides.complete()
        self.sides.tabs.bring("header")
        self.sides.header.focus_filter()

    def show_about(self) -> None:
        """Versions, licences and intended use."""
        from viewer.ui.later import show_about

        show_about(self)

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self.window.close()

    def close(self) -> None:
        """Remember the window, end the workers."""
        self.hanging.close()
        self.preferences.save()
        self.exports.cancel()
        self.workspace.cancel()
        self.keeping.calm()
        self.mark_keeper.close()
        self.jobs.close()
        self.volume3d.close()
        self.keeping.close()

    def _connect(self) -> None:
        self.window.paths_dropped.connect(self.opening.chosen)
        self.cells.paths_dropped.connect(self.opening.chosen)
        self.cells.open_asked.connect(self._on_open_asked)
        self.cells.set_dropped.connect(self._on_set_dropped)
        self.cells.menu_asked.connect(self.menus.popup)
        self.cells.jump_asked.connect(lambda what, origin: jump(self, what, origin))
        self.cells.backdrop_asked.connect(lambda view: find_backdrop(self, view))
        self.cells.pointed.connect(self.sides.point)
        self.cells.clicked.connect(self.sides.click)
        self.cells.apply_asked.connect(lambda *what: apply(self, *what))
        self.cells.lay_asked.connect(lambda *what: lay(self, *what))
        self.cells.companions_asked.connect(self.companions.ask)
        self.cells.picture_asked.connect(
            lambda what, done: bring_picture(self, what, done)
        )
        self.key_images.told.connect(self.status.tell)
        self.mark_keeper.told.connect(self.status.note)
        self.window.may_close = lambda: may_close(self)
        self.foreign.told.connect(self.status.tell)
        connect_marks(self)
        self.cells.save_asked.connect(lambda one: self.exporting.save_file_of(one))
        self.sides.numbers_asked.connect(lambda rows: self.exporting.save_rows(rows))
        self.sides.completed.connect(self._on_sides)
        self.status.details_asked.connect(self.opening.show_not_shown)
        self.status.cancel_asked.connect(self.workspace.cancel)
        self.workspace.changed.connect(self._on_workspace)
        self.workspace.told.connect(self.status.tell)
        self.workspace.completed.connect(self.status.tell_of_study)
        self.grid.changed.connect(self._show_active)
        self.grid.changed.connect(self.menus.soon)
        self.linking.connect_to(self)
        self.choice.changed.connect(self.menus.soon)
        self.states.changed.connect(self.menus.soon)
        self.sides.state_asked.connect(lambda state: show_object(self, state))
        self.preferences.changed.connect(self.menus.soon)
        self.preferences.refused.connect(self.status.tell)
        follow_keys(self)
        self.menus.refresh()
        for changed in (self.preferences.changed, self.window.screen_changed):
            changed.connect(lambda: show_display(self))
        show_display(self)

    def _on_sides(self) -> None:
        from viewer.ui.announcing import Announcing
        from viewer.ui.help_actions import HelpKeys

        Announcing(self)
        HelpKeys(self)
        self.mark_keeper.begin()
        add_marks_tab(self)
        for follow in (show_recent, hide_identity):
            self.preferences.changed.connect(lambda follow=follow: follow(self))
            follow(self)
        self.sides.thumbnails.chosen.connect(self._on_chosen)

    def _on_new_cell(self, model: ViewportModel) -> None:
        self.loader.watch(model)
        self.contents.watch(model)
        self.mpr.watch(model)
        watched(self, model)
        self.volume3d.watch(model)
        self.cine.watch(model)
        self.linking.watch(model)
        self.standing.watch(model)
        self.identities.watch(model)
        self.sides.watch(model)
        self.states.watch(model)
        self.hanging.watch(model)
        self.calibrations.watch(model)
        smooth = self.preferences.settings.smooth
        model.change(look=replace(model.state.look, smooth=smooth))
        model.wraps = self.preferences.settings.scroll_wraps
        model.changed.connect(lambda: self._on_viewport(model))
        model.delivered.connect(lambda: self._on_viewport(model))

    def _on_viewport(self, model: ViewportModel) -> None:
        if model is self.grid.active:
            self._show_active()
            self.menus.follow(model)

    def _show_active(self) -> None:
        what = self.grid.active.on_screen
        whole = what.display_set.whole if what.display_set else None
        self.status.show_position(
            what.index, what.count, len(whole.frames) if whole else 0
        )
        self.menus.show_window(windowed_voi(self.grid.active))

    def _on_workspace(self) -> None:
        state = self.workspace.state
        self.status.show_workspace(state)
        self.cells.set_awaiting(state.scanning, bool(state.catalogue.series))
        if not state.scanning:
            self.calibrations.catch_up()
            find_again(self)
            read_registrations(self)
            self.cells.renew_pictures()

    def _on_open_asked(self, what: str) -> None:
        self.menus.by_id[what].trigger()

    def _on_chosen(self, display_set: object) -> None:
        self.grid.active.show_set(display_set)  # type: ignore[arg-type]
        self.cells.focus_active()

    def _on_set_dropped(self, key: str, model: ViewportModel, above: bool) -> None:
        display_set = self.sides.thumbnails.model.find(key)
        if display_set is not None:
            self.grid.activate(model)
            is_image = model.state.what.display_set is not None
            show = self.fusions.fuse if above and is_image else model.show_set
            show(display_set)
            self.cells.focus_active()
