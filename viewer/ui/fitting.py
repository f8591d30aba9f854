"""Keeps hung images at one scale and at the sides of their cells, whatever their size.

Until the reader zooms or pans a cell: that one is the reader's from then on.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.spatial import spacing_of
from viewer.geometry.fit import Camera
from viewer.geometry.justify import common_pixels_per_mm, justified, zoom_at
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.hanging.plan import Placed
    from viewer.hanging.rules import Scale


class Fitting(QObject):
    """Computes the cameras of a stage once its frames are there, and after resizing."""

    unequal = Signal()
    """Images cannot be shown at one scale: not all of them say how large they are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hung: dict[ViewportModel, Placed] = {}
        self._given: dict[ViewportModel, Camera] = {}
        self._scale: Scale = "fit"
        self._has_told = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fit)

    def watch(self, model: ViewportModel) -> None:
        """Hear when a cell has a frame, or another size."""
        model.delivered.connect(self._soon)
        model.resized.connect(self._soon)

    def hang(self, hung: "dict[ViewportModel, Placed]", scale: "Scale") -> None:
        """From now on these cells; called when they show what is hung."""
        self._hung, self._scale, self._has_told = hung, scale, False
        self._given = {model: model.state.camera for model in hung}
        self._timer.start()

    def overview(self, model: ViewportModel) -> Camera | None:
        """How a cell was hung, None when it was not or shows something else now."""
        return self._given.get(model) if self._is_hung(model) else None

    def _soon(self) -> None:
        if self._hung:
            self._timer.start()

    def _is_hung(self, model: ViewportModel) -> bool:
        placed, shown = self._hung.get(model), model.state.what.display_set
        if placed is None or shown is None:
            return False
        hung = placed.display_set
        return shown is hung or shown.first.identity == hung.first.identity

    def _fit(self) -> None:
        models = [model for model in self._hung if self._is_hung(model)]
        if any(model.shown is None and model.trouble is None for model in models):
            return
        ready = [model for model in models if model.shown is not None]
        scale = self._common(ready) if self._scale == "same" else None
        for model in ready:
            if model.state.camera == self._given[model]:
                camera = self._camera(model, scale)
                self._given[model] = camera
                model.change(camera=camera)

    def _camera(self, model: ViewportModel, pixels_per_mm: float | None) -> Camera:
        placed, cell = self._hung[model], model.cell()
        assert cell is not None
        camera = placed.camera
        if self._scale == "pixels":
            camera = replace(camera, zoom=1.0)
        elif pixels_per_mm is not None and (spacing := _spacing(model)):
            camera = replace(camera, zoom=zoom_at(pixels_per_mm, spacing))
        elif not placed.justify:
            return camera
        return justified(cell, camera, placed.justify)

    def _common(self, models: list[ViewportModel]) -> float | None:
        found = []
        for model in models:
            spacing, cell = _spacing(model), model.cell()
            if spacing is None or cell is None:
                if not self._has_told:
                    self._has_told = True
                    self.unequal.emit()
                return None
            found.append((cell, self._hung[model].camera, spacing))
        return common_pixels_per_mm(found) if found else None


def _spacing(model: ViewportModel) -> tuple[float, float] | None:
    """Between rows and columns of the shown frame, mm, where that can be measured."""
    shown = model.shown
    if shown is None:
        return None
    spacing = spacing_of(shown.frame.header, shown.frame.frame_index)
    if spacing is None or not spacing.is_calibrated:
        return None
    return spacing.row_mm, spacing.column_mm
