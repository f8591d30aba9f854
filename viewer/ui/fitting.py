"""Keeps hung images at one scale and at the sides of their cells, whatever their size.

Until the reader zooms or pans a cell: that one is the reader's from then on.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.spatial import spacing_of
from viewer.geometry.fit import Camera
from viewer.geometry.justify import common_pixels_per_mm, justified, zoom_at
from viewer.records import dataclass
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.hanging.plan import Placed
    from viewer.hanging.rules import Scale


@dataclass(slots=True, eq=False)
class _Group:
    """Cells that are drawn at one scale, and the cameras that they were given."""

    hung: "dict[ViewportModel, Placed]"
    scale: "Scale"
    given: dict[ViewportModel, Camera]
    has_told: bool = False

    def holds(self, model: ViewportModel) -> bool:
        """The cell still shows what was hung there."""
        placed, shown = self.hung.get(model), model.state.what.display_set
        if placed is None or shown is None:
            return False
        hung = placed.display_set
        return shown is hung or shown.first.identity == hung.first.identity


class Fitting(QObject):
    """Computes the cameras of a stage once its frames are there, and after resizing."""

    unequal = Signal()
    """Images cannot be shown at one scale: not all of them say how large they are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[int, _Group] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fit_all)

    def watch(self, model: ViewportModel) -> None:
        """Hear when a cell has a frame, or another size."""
        model.delivered.connect(self._soon)
        model.resized.connect(self._soon)

    def hang(
        self, sheet: int, hung: "dict[ViewportModel, Placed]", scale: "Scale"
    ) -> None:
        """From now on these cells of a sheet; called when they show what is hung."""
        given = {model: model.state.camera for model in hung}
        self._groups[sheet] = _Group(hung, scale, given)
        self._timer.start()

    def drop(self, sheet: int) -> None:
        """Leave the cells of a sheet as they are."""
        self._groups.pop(sheet, None)

    def hang_again(self, model: ViewportModel) -> None:
        """Give a cell back the camera that it was hung with."""
        camera = self.overview(model)
        if camera is not None:
            model.change(camera=camera)

    def overview(self, model: ViewportModel) -> Camera | None:
        """How a cell was hung, None when it was not or shows something else now."""
        groups = (group for group in self._groups.values() if group.holds(model))
        return next((group.given[model] for group in groups), None)

    def _soon(self) -> None:
        if self._groups:
            self._timer.start()

    def _fit_all(self) -> None:
        for group in self._groups.values():
            self._fit(group)

    def _fit(self, group: _Group) -> None:
        models = [model for model in group.hung if group.holds(model)]
        if any(model.shown is None and model.trouble is None for model in models):
            return
        ready = [model for model in models if model.shown is not None]
        scale = self._common(group, ready) if group.scale == "same" else None
        for model in ready:
            if model.state.camera == group.given[model]:
                camera = _camera(model, group, scale)
                group.given[model] = camera
                model.change(camera=camera)

    def _common(self, group: _Group, models: list[ViewportModel]) -> float | None:
        found = []
        for model in models:
            spacing, cell = _spacing(model), model.cell()
            if spacing is None or cell is None:
                if not group.has_told:
                    group.has_told = True
                    self.unequal.emit()
                return None
            found.append((cell, group.hung[model].camera, spacing))
        return common_pixels_per_mm(found) if found else None


def _camera(model: ViewportModel, group: _Group, pixels_per_mm: float | None) -> Camera:
    placed, cell = group.hung[model], model.cell()
    assert cell is not None
    camera = placed.camera
    if group.scale == "pixels":
        camera = replace(camera, zoom=1.0)
    elif pixels_per_mm is not None and (spacing := _spacing(model)):
        camera = replace(camera, zoom=zoom_at(pixels_per_mm, spacing))
    elif not placed.justify:
        return camera
    return justified(cell, camera, placed.justify)


def _spacing(model: ViewportModel) -> tuple[float, float] | None:
    """Between rows and columns of the shown frame, mm, where that can be measured."""
    shown = model.shown
    if shown is None:
        return None
    spacing = spacing_of(shown.frame.header, shown.frame.frame_index)
    if spacing is None or not spacing.is_calibrated:
        return None
    return spacing.row_mm, spacing.column_mm
