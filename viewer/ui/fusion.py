"""What is laid over the images of viewports: chosen, weighted, taken off again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet
from viewer.kinds.fusions import Fusion, joined, may_be_laid, space_of, title
from viewer.kinds.registrations import NotJoinedError
from viewer.text import tr
from viewer.ui.state.fusing import Fusing
from viewer.ui.state.registrations import Registrations
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.windowed import acts_above

if TYPE_CHECKING:
    from viewer.ui.app import App

STEP = 0.1
"""Of the opacity, for each press of a key."""


class Fusions(QObject):
    """What the actions on fused images do."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self.fusing = Fusing(app.jobs, app.mpr.volumes.stores, self)
        self.registrations = Registrations(app.jobs, self)

    def watch(self, model: ViewportModel) -> None:
        """Fuse in one more viewport."""
        self.fusing.watch(model)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    @property
    def is_settled(self) -> bool:
        """Every plane and every registration has arrived."""
        return self.fusing.is_settled and self.registrations.is_settled

    @property
    def fusion(self) -> Fusion | None:
        """Of the active viewport."""
        return self._app.grid.active.state.fusion

    def follow_workspace(self) -> None:
        """Know the registrations that are open; forget volumes that were closed."""
        catalogue = self._app.workspace.state.catalogue
        sets = list(catalogue.sets())
        self.registrations.follow(sets)
        known = {one.first.text(tags.SOPInstanceUID) for one in sets}
        for model in self._app.grid.models():
            fusion = model.state.fusion
            if fusion is None or self._app.workspace.state.scanning:
                continue
            if fusion.stack.source.first.text(tags.SOPInstanceUID) not in known:
                model.change(fusion=None)

    def candidates(self) -> list[tuple[DisplaySet, str]]:
        """Series of the same patient, and why they cannot be fused ("": they can)."""
        below = self._app.grid.active.state.what.display_set
        if below is None or below.view != "stack":
            return []
        patient = space_of(below.first)[1]
        found = []
        for over in self._app.workspace.state.catalogue.sets():
            if over is below.listed or not may_be_laid(over):
                continue
            if space_of(over.first)[1] == patient:
                found.append((over, self._reason(below, over)))
        return sorted(found, key=lambda one: bool(one[1]))

    def fuse(self, over: DisplaySet) -> None:
        """Lay a series over the active viewport, or say why not."""
        model = self._app.grid.active
        below = model.state.what.display_set
        if below is None:
            return
        known = self.registrations.known
        try:
            if below.view != "stack" or not may_be_laid(over):
                raise NotAVolumeError(tr("Only stacks of grey slices are fused."))
            to_volume, by = joined(below, over, known)
            stack = self._app.mpr.volumes.stores.stack(over, 0)
        except (NotJoinedError, NotAVolumeError) as reason:
            named = {"series": title(over), "reason": str(reason)}
            self._app.status.tell(tr("Not fused with {series}: {reason}", **named))
            return
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
        """More or less of what lies over, in steps of a tenth; 0 … 1."""
        fusion = self.fusion
        if fusion is not None:
            steps = round((fusion.opacity + by) / STEP)
            self.change(opacity=min(max(steps * STEP, 0.0), 1.0))

    def end(self) -> None:
        """The image alone again, in all viewports that cut its volume together."""
        self._app.grid.active.change(fusion=None)

    def _reason(self, below: DisplaySet, over: DisplaySet) -> str:
        try:
            joined(below, over, self.registrations.known)
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
