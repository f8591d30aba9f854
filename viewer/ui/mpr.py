"""Planes through the volume of the active viewport: chosen, thickened, put back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from viewer.geometry.fit import Camera
from viewer.geometry.layout import large_beside
from viewer.text import mark, tr
from viewer.ui.state.viewport import Play, ViewportModel, What

if TYPE_CHECKING:
    from viewer.files.header import Header
    from viewer.geometry.blending import Blend
    from viewer.kinds.computed import Straightened
    from viewer.kinds.sections import PlaneName, Section, VolumeStack
    from viewer.ui.app import App
    from viewer.ui.state.plane_places import PlanePlaces
    from viewer.ui.state.volumes import Volumes

HINT = mark(
    "Drag a line to move its plane, its far end to turn both lines; with Ctrl it turns"
    " alone"
)
_groups = itertools.count(1)


class Mpr(QObject):
    """What the actions on planes do."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._volumes: Volumes | None = None
        self.planes: PlanePlaces | None = None
        """What knows the planes that have marks, once there are volumes."""
        self._watch: list[Callable[[ViewportModel], None]] = []

    def watch(self, model: ViewportModel) -> None:
        """Bring planes into one more viewport."""
        for watch in self._watch:
            watch(model)

    @property
    def volumes(self) -> Volumes:
        """Made when the first plane is asked for: a start does without."""
        if self._volumes is None:
            from viewer.ui.state.plane_places import PlanePlaces
            from viewer.ui.state.recutting import cut_again
            from viewer.ui.state.section_links import SectionLinks
            from viewer.ui.state.volumes import Volumes

            app = self._app
            self._volumes = Volumes(app.jobs, app.loader, self)
            app.workspace.cut_again = partial(cut_again, self._volumes.stores)
            self._volumes.told.connect(app.status.tell)
            links = SectionLinks(app.grid, self)
            self._watch = [self._volumes.watch, links.watch]
            for model in app.grid.models():
                self.watch(model)
            self.planes = PlanePlaces(
                app.grid,
                app.workspace,
                self._volumes,
                app.jobs,
                app.annotations,
                self,
            )
        return self._volumes

    @property
    def is_settled(self) -> bool:
        """Every plane on its way has arrived."""
        return self._volumes is None or self._volumes.is_settled

    def clear(self, is_gone: Callable[[Header], bool] = lambda header: True) -> None:
        """Forget the volumes of what is closed now, of everything if not said."""
        if self._volumes is not None:
            self._volumes.stores.clear(is_gone)

    @property
    def section(self) -> Section | None:
        """What the active viewport cuts."""
        return _section_of(self._app.grid.active.state.what)

    @property
    def can_cut(self) -> bool:
        """There is a stack; why it is no volume is said when it is asked for."""
        what = self._app.grid.active.state.what
        is_stack = what.display_set is not None and what.display_set.view == "stack"
        return is_stack and what.count > 1

    def show_plane(self, name: PlaneName) -> None:
        """One of the patient's planes in the active viewport."""
        from viewer.kinds.sections import facing_plane

        model = self._app.grid.active
        section = _section_of(model.state.what)
        if section is not None:
            put_section(model, facing_plane(replace(section, group=0), name), True)
            return
        made = self._first(model, name, 0)
        if made is not None:
            put_section(model, made, True)

    def show_three(self) -> None:
        """All three planes at once, moved and turned by the lines they cross in."""
        from viewer.kinds.sections import PLANE_NAMES, facing_plane

        grid, group = self._app.grid, next(_groups)
        model = grid.active
        section = _section_of(model.state.what)
        if section is not None:
            start: Section | None = replace(section, group=group)
        else:
            start = self._first(model, "axial", group)
        if start is None:
            return
        look, fusion = model.state.look, model.state.fusion
        grid.arrange(large_beside(2))
        cells = grid.visible()
        for cell, name in zip(cells, PLANE_NAMES, strict=True):
            cell.change(look=replace(look, state=None), fusion=fusion)
            put_section(cell, facing_plane(start, name), True)
        grid.activate(cells[0])
        self._app.cells.focus_active()
        choose = partial(self._app.choice.choose, "planes")
        QTimer.singleShot(0, self, choose)  # a turn of its own: it imports the tools
        self._app.status.tell(tr(HINT), "secondary")

    def give_up(self, model: ViewportModel) -> bool:
        """Wait no more for a volume of which nothing is seen; False without one."""
        waits = model.progress is not None and model.shown is None
        if not waits or not model.state.what.is_cut:
            return False
        self.show_images()
        return True

    def show_images(self) -> None:
        """The images as they were acquired, near the point, in the active viewport."""
        model = self._app.grid.active
        section = _section_of(model.state.what)
        if section is None:
            return
        stack = section.stack
        shown, fusion = model.state.look, model.state.fusion
        frame = stack.frames[_slice_at(section)]
        model.show_set(stack.source, list(stack.source.frames).index(frame))
        model.change(look=replace(shown, state=None), fusion=fusion)

    @property
    def slabbed(self) -> Section | Straightened | None:
        """What the active viewport shows a slab of."""
        if _is_computed(self._app):
            return self._app.whole_volumes.straightened
        return self.section

    def set_slab(self, slab_mm: float) -> None:
        """How thick the slab of the active viewport is; 0 is a plane."""
        if _is_computed(self._app):
            self._app.whole_volumes.change(slab_mm=slab_mm)
        self._change(lambda section: replace(section, slab_mm=slab_mm))

    def set_blend(self, blend: Blend) -> None:
        """Largest value, smallest value or mean of the slab."""
        if _is_computed(self._app):
            self._app.whole_volumes.change(blend=blend)
        self._change(lambda section: replace(section, blend=blend))

    def set_step(self, step_mm: float | None) -> None:
        """How far a notch of the wheel goes."""
        self._change(lambda section: replace(section, step_mm=step_mm))

    def reset(self) -> None:
        """The patient's own planes through the middle, no slab; all of the group."""
        from viewer.kinds.sections import FACING, first_section

        section = self.section
        if section is None:
            return
        first = first_section(
            section.stack, section.name, len(section.stack.source.frames) // 2
        )
        plain = replace(first, group=section.group, step_mm=section.step_mm)
        for model in self._group(section):
            mine = _section_of(model.state.what)
            assert mine is not None
            put_section(model, replace(plain, name=mine.name, facing=FACING[mine.name]))

    def _group(self, section: Section) -> list[ViewportModel]:
        """The viewports of a group; the active one alone where it is in none."""
        if not section.group:
            return [self._app.grid.active]
        found = []
        for model in self._app.grid.models():
            other = _section_of(model.state.what)
            if other is not None and other.group == section.group:
                found.append(model)
        return found

    def stack_of(self, what: What) -> VolumeStack:
        """The volume of the series that a viewport shows. Raises NotAVolumeError."""
        assert what.display_set is not None
        return self.volumes.stores.stack(what.display_set.listed, index_in(what))

    def _first(
        self, model: ViewportModel, name: PlaneName, group: int
    ) -> Section | None:
        from viewer.geometry.volume import NotAVolumeError
        from viewer.kinds.sections import first_section

        what = model.state.what
        if what.display_set is None:
            return None
        try:
            stack = self.stack_of(what)
        except NotAVolumeError as reason:
            self._app.status.tell(tr("No planes through this: {reason}", reason=reason))
            return None
        return first_section(stack, name, index_in(what), group)

    def _change(self, change: Callable[[Section], Section]) -> None:
        model, section = self._app.grid.active, self.section
        if section is not None:
            put_section(model, change(section))


def put_section(model: ViewportModel, section: Section, anew: bool = False) -> None:
    """Let a viewport show a plane; `anew` it is not turned as what was there before."""
    from viewer.ui.state.section_links import what_of

    model.change(
        camera=Camera() if anew else model.state.camera,
        what=what_of(section, model.state.what),
        look=replace(model.state.look, state=None),
        pin=None,
        axis=0,
        play=Play(),
    )


def show_section(app: App, section: Section) -> None:
    """A plane, in a viewport that shows such planes or in the active one."""
    if not go_to_section(app, section):
        put_section(app.grid.active, section, True)


def go_to_section(app: App, section: Section) -> bool:
    """The same in a viewport that shows such planes; False where none does."""
    grid = app.grid
    for model in (grid.active, *grid.on_screen()):
        mine = _section_of(model.state.what)
        if mine is not None and _are_alike(mine, section):
            grid.activate(model)
            put_section(model, replace(mine, point_mm=section.point_mm))
            return True
    return False


def _is_computed(app: App) -> bool:
    """The active viewport shows a view of a whole volume."""
    display_set = app.grid.active.state.what.display_set
    return display_set is not None and display_set.computed is not None


def _are_alike(one: Section, other: Section) -> bool:
    """They are the same planes of one volume, if through another point."""
    return (
        one.stack is other.stack
        and one.facing == other.facing
        and (one.slab_mm, one.blend) == (other.slab_mm, other.blend)
    )


def _section_of(what: What) -> Section | None:
    if not what.is_cut:
        return None
    from viewer.ui.state.section_links import section_of

    return section_of(what)


def index_in(what: What) -> int:
    """Of the frame in the whole set; of a set of key images as well."""
    assert what.display_set is not None
    whole = what.display_set.listed
    if whole is what.display_set:
        return what.index
    frame = what.frame
    return next((n for n, one in enumerate(whole.frames) if one == frame), 0)


def _slice_at(section: Section) -> int:
    """The slice that lies nearest to the point."""
    import numpy as np

    grid = section.stack.grid
    away = np.array(section.point_mm) - np.array(grid.origin_mm)
    place = (np.linalg.inv(grid.axes_mm) @ away)[2]
    places = grid.places or np.arange(grid.shape[0])
    return int(np.abs(np.array(places) - place).argmin())
