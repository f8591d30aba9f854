"""What is laid over the images of viewports: chosen, weighted, taken off again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.text import tr
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.windowed import acts_above

if TYPE_CHECKING:
    from viewer.files.header import Header
    from viewer.kinds.base import DisplaySet
    from viewer.kinds.fusions import Fusion
    from viewer.kinds.registrations import Registration
    from viewer.ui.app import App
    from viewer.ui.state.fusing import Fusing
    from viewer.ui.state.registrations import Registrations


def _uid(header: Header) -> str:
    return header.text(tags.SOPInstanceUID)


class Fusions(QObject):
    """What the actions on fused images do.

    What brings the volumes is made when the first one is laid over an image, what reads
    registrations when the first one is open: a start does without.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._fusing: Fusing | None = None
        self._registrations: Registrations | None = None
        self._candidates: list[tuple[DisplaySet, str]] = []
        self._candidates_for: tuple[object, ...] = ()
        app.workspace.changed.connect(self._follow_workspace)
        self._follow_workspace()

    def watch(self, model: ViewportModel) -> None:
        """Fuse in one more viewport."""
        if self._fusing is not None:
            self._fusing.watch(model)
            model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    @property
    def is_settled(self) -> bool:
        """Every plane and every registration has arrived."""
        parts = (self._fusing, self._registrations)
        return all(part is None or part.is_settled for part in parts)

    @property
    def fusion(self) -> Fusion | None:
        """Of the active viewport."""
        return self._app.grid.active.state.fusion

    def _follow_workspace(self) -> None:
        """Know the registrations that are open; forget volumes that were closed."""
        state = self._app.workspace.state
        sets = list(state.catalogue.sets())
        if any(one.kind == "registration" for one in sets):
            if self._registrations is None:
                from viewer.ui.state.registrations import Registrations

                self._registrations = Registrations(self._app.jobs, self)
                self._registrations.changed.connect(self._app.menus.soon)
            self._registrations.follow(sets)
        if self._fusing is None or state.scanning:
            return
        for model in self._app.grid.models():
            fusion = model.state.fusion
            if fusion is not None:
                model.change(fusion=self._of_now(fusion, sets))

    def _of_now(self, fusion: Fusion, sets: list[DisplaySet]) -> Fusion | None:
        """With the slices that are open now; None where they were closed."""
        source = fusion.stack.source
        if any(one is source for one in sets):
            return fusion
        from viewer.ui.state.recutting import fused_again

        held = {_uid(frame.header) for frame in source.images}
        series = [
            one
            for one in sets
            if one.state is None
            and any(_uid(each.header) in held for each in one.images)
        ]
        stores = self._app.mpr.volumes.stores
        return fused_again(stores, fusion, series[0]) if series else None

    def candidates(self) -> list[tuple[DisplaySet, str]]:
        """Series of the same patient, and why they cannot be fused ("": they can)."""
        below = self._app.grid.active.state.what.display_set
        catalogue = self._app.workspace.state.catalogue
        wanted = (below and below.listed, catalogue, self._known())
        if wanted != self._candidates_for:
            self._candidates = self._found(below)
            self._candidates_for = wanted
        return self._candidates

    def fuse(self, over: DisplaySet, model: ViewportModel | None = None) -> None:
        """Lay a series over a viewport, the active one if none, or say why not."""
        from viewer.geometry.volume import NotAVolumeError
        from viewer.kinds.fusions import Fusion, joined, may_be_laid, space_of, title
        from viewer.kinds.registrations import NotJoinedError

        model = model or self._app.grid.active
        below = model.state.what.display_set
        if below is None:
            return
        try:
            if below.view != "stack" or not may_be_laid(over):
                raise NotAVolumeError(tr("Only stacks of grey slices are fused."))
            to_volume, by = joined(below, over, self._known())
            stack = self._app.mpr.volumes.stores.stack(over, 0)
        except (NotJoinedError, NotAVolumeError) as reason:
            named = {"series": title(over), "reason": str(reason)}
            self._app.status.tell(tr("Not fused with {series}: {reason}", **named))
            return
        self._begin()
        model.change(fusion=Fusion(stack, space_of(below.first), to_volume, by))

    def change(self, **fields: object) -> None:
        """Replace fields of the active viewport's fusion."""
        fusion = self.fusion
        if fusion is not None:
            made = replace(fusion, **fields)  # type: ignore[arg-type]
            self._app.grid.active.change(fusion=made)

    @property
    def is_on(self) -> bool:
        """Something is laid over the active image, and seen."""
        return self.fusion is not None and self.fusion.is_on

    @property
    def acts_above(self) -> bool:
        """The window tool changes what is laid over."""
        return acts_above(self._app.grid.active.state)

    def toggle(self) -> None:
        """With what is laid over, or without."""
        self.change(is_on=not self.is_on)

    def switch_layer(self) -> None:
        """Let the window tool act on the other layer."""
        self.change(is_windowed=not self.acts_above)

    def weigh(self, by: float) -> None:
        """More or less of what lies over, in steps of `by`; 0 … 1."""
        fusion = self.fusion
        if fusion is not None:
            opacity = round((fusion.opacity + by) / abs(by)) * abs(by)
            self.change(opacity=min(max(opacity, 0.0), 1.0))

    def end(self) -> None:
        """The image alone again, in all viewports that cut its volume together."""
        self._app.grid.active.change(fusion=None)

    def _known(self) -> tuple[Registration, ...]:
        return self._registrations.known if self._registrations else ()

    def _begin(self) -> None:
        if self._fusing is None:
            from viewer.ui.state.fusing import Fusing

            app = self._app
            self._fusing = Fusing(app.jobs, app.mpr.volumes.stores, self)
            for model in app.grid.models():
                self.watch(model)

    def _found(self, below: DisplaySet | None) -> list[tuple[DisplaySet, str]]:
        if below is None or below.view != "stack":
            return []
        from viewer.kinds.fusions import may_be_laid, space_of

        patient = space_of(below.first)[1]
        found = []
        for over in self._app.workspace.state.catalogue.sets():
            if over is below.listed or not may_be_laid(over):
                continue
            if space_of(over.first)[1] == patient:
                found.append((over, self._reason(below, over)))
        return sorted(found, key=lambda one: bool(one[1]))

    def _reason(self, below: DisplaySet, over: DisplaySet) -> str:
        from viewer.kinds.fusions import joined
        from viewer.kinds.registrations import NotJoinedError

        try:
            joined(below, over, self._known())
        except NotJoinedError as reason:
            return str(reason)
        return ""

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        """Planes that cut one volume together are fused alike."""
        section = new.what.display_set.section if new.what.display_set else None
        if new.fusion == old.fusion or section is None or not section.group:
            return
        for other in self._app.grid.models():
            what = other.state.what.display_set
            mine = what.section if what else None
            if other is not model and mine is not None and mine.group == section.group:
                other.change(fusion=new.fusion)
