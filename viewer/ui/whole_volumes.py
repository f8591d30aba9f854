"""Views of whole volumes: a turning MIP, and a volume straightened along points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.pixels.look import Look
from viewer.text import tr
from viewer.ui.jumping import beside
from viewer.ui.state.viewport import ViewportModel, ViewportState, What

if TYPE_CHECKING:
    from viewer.kinds.base import DisplaySet
    from viewer.kinds.computed import Path, Straightened
    from viewer.kinds.sections import VolumeStack
    from viewer.ui.app import App
    from viewer.ui.state.computing import Computing
    from viewer.ui.state.paths import Paths
    from viewer.work.loading import Shown


class WholeVolumes(QObject):
    """What the actions on such views do.

    What makes them, and what shares points, is made when it is first needed: a start
    does without.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._computing: Computing | None = None
        self._paths: Paths | None = None
        app.cells.clicked.connect(self._on_clicked)
        for model in app.grid.models():
            self.watch(model)

    def watch(self, model: ViewportModel) -> None:
        """Make them for one more viewport."""
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        if self._computing is not None:
            self._computing.watch(model)
        if self._paths is not None:
            self._paths.watch(model)

    @property
    def is_settled(self) -> bool:
        """Every view on its way has been made."""
        return self._computing is None or self._computing.is_settled

    @property
    def path(self) -> Path | None:
        """The points that are set in the active viewport."""
        return self._app.grid.active.state.path

    @property
    def straightened(self) -> Straightened | None:
        """What the active viewport shows along a curve."""
        return _straightened(self._app.grid.active.state.what)

    def turn(self) -> None:
        """A MIP turning about what is laid over the image, or about the image's own."""
        from viewer.kinds.computed import Turning, turning_set

        model = self._app.grid.active
        fusion = model.state.fusion
        stack = fusion.stack if fusion else self._stack(model)
        if stack is None:
            return
        target = beside(self._app, model) if fusion else model
        shown = model.overlaid.shown if fusion else model.shown
        look = fusion.look if fusion else model.state.look
        self._show(target, turning_set(Turning(stack)), _seen(stack, look, shown))
        self._app.grid.activate(target)

    def straighten(self) -> None:
        """The volume along the points, beside the image they are set on."""
        from viewer.geometry.curve import CurveError
        from viewer.kinds.computed import Straightened, straightened_set

        model, path = self._app.grid.active, self.path
        stack = self._stack(model) if path is not None else None
        if path is None or stack is None:
            return
        try:
            made = straightened_set(Straightened(stack, path))
        except CurveError as reason:
            self._app.status.tell(str(reason))
            return
        look = replace(model.state.look, state=None)
        self._show(beside(self._app, model), made, look)

    def change(self, **fields: object) -> None:
        """Replace fields of what is straightened in the active viewport."""
        mine = self.straightened
        if mine is not None:
            self._put(self._app.grid.active, replace(mine, **fields))  # type: ignore[arg-type]

    def take_back(self) -> None:
        """Remove the last point."""
        path = self.path
        if path is not None:
            points = path.points_mm[:-1]
            made = replace(path, points_mm=points) if points else None
            self._app.grid.active.change(path=made)

    def forget(self) -> None:
        """Remove all points."""
        self._app.grid.active.change(path=None)

    def choose_tool(self) -> None:
        """Let the mouse set points."""
        self._app.choice.choose("curve")

    def _on_clicked(self, model: ViewportModel) -> None:
        """Why no point was set where the image lies nowhere."""
        is_meant = self._app.choice.name == "curve" and model.shown is not None
        if is_meant and model.state.path is None:
            self._app.status.tell(
                tr("This image has no position in the patient: no points for a curve.")
            )

    def _show(self, target: ViewportModel, made: DisplaySet, look: Look) -> None:
        if self._computing is None:
            from viewer.ui.state.computing import Computing

            app = self._app
            self._computing = Computing(app.jobs, app.mpr.volumes.stores, self)
            for model in app.grid.models():
                self._computing.watch(model)
        target.show_set(made, 0)
        target.change(look=look)

    def _put(self, model: ViewportModel, wanted: Straightened) -> None:
        """Another curve or slab in the same direction; none where it is no curve."""
        from viewer.geometry.curve import CurveError
        from viewer.kinds.computed import straightened_set

        try:
            made = straightened_set(wanted)
        except CurveError:
            return
        model.change(what=What(made, model.state.what.index))

    def _stack(self, model: ViewportModel) -> VolumeStack | None:
        """The volume that a viewport shows; None when it shows none, which is said."""
        from viewer.geometry.volume import NotAVolumeError

        display_set = model.state.what.display_set
        if display_set is None:
            return None
        made = display_set.section or display_set.computed
        if made is not None:
            return made.stack
        try:
            return self._app.mpr.stack_of(model.state.what)
        except NotAVolumeError as reason:
            self._app.status.tell(tr("No planes through this: {reason}", reason=reason))
            return None

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        """Points are shared, and what is straightened follows them."""
        path = new.path
        if path is None or path == old.path:
            return
        if self._paths is None:
            from viewer.ui.state.paths import Paths

            self._paths = Paths(self._app.grid, self)
            for other in self._app.grid.models():
                self._paths.watch(other)
            self._paths.share(model, path)
        for other in self._app.grid.models():
            mine = _straightened(other.state.what)
            if mine and mine.path.space == path.space and mine.path != path:
                self._put(other, replace(mine, path=path))


def _straightened(what: What) -> Straightened | None:
    computed = what.display_set.computed if what.display_set else None
    if computed is None:
        return None
    from viewer.kinds.computed import Straightened

    return computed if isinstance(computed, Straightened) else None


def _seen(stack: VolumeStack, look: Look, shown: Shown | None) -> Look:
    """How a turning MIP is shown first: uptake dark on white, as it is read."""
    made = Look(look.voi, smooth=look.smooth)
    suv = shown.info.suv if shown is not None else None
    if shown is None or suv is None or not suv.factor:
        return made
    from viewer.kinds.fusions import first_look

    first = first_look(shown.info, stack.source.first, look.smooth)
    return replace(made, voi=look.voi or first.voi, inverted=True)
