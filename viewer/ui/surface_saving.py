"""A surface of a body above a threshold, saved as STL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from viewer.export.stl import StlRequest, save_stl
from viewer.text import figure, tr
from viewer.ui.dialogs.threshold import threshold_dialog
from viewer.ui.saving_run import SavingRun
from viewer.ui.state.scenes import box_of
from viewer.work.rendering import Codes, Surface, SurfaceRequest, surface

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel
    from viewer.work.solids import Body

STL_FILES = "STL (*.stl)"


class SurfaceSaving:
    """One surface on its way: asked for, made beside, written whole or not at all."""

    def __init__(self, app: App, model: ViewportModel, body: Body) -> None:
        self._app, self._model, self._body = app, model, body

    def ask(self) -> None:
        """For a threshold, then for a path."""
        scene, unit = self._model.state.scene, self._body.solid.unit
        start = scene.stops()[1].value if scene is not None else 0.0
        threshold_dialog(start, unit, self._make, self._app.window).show()

    def _make(self, value: float) -> None:
        app, body, scene = self._app, self._body, self._model.state.scene
        if scene is None or body is not app.volume3d.body:
            return
        title = tr("Save the surface as STL")
        path = app.exporting.ask_path(title, STL_FILES, ".stl")
        if not path:
            return
        request = SurfaceRequest(
            Codes(body.name, body.revision, body.solid.grid),
            body.solid.code(value),
            box_of(scene, body.solid),
        )
        run = SavingRun(app, path, title)
        run.do(surface, request, "render", lambda made: self._write(run, made))

    def _write(self, run: SavingRun, made: Surface) -> None:
        request = StlRequest(run.path, made.points_mm, made.triangles, run.is_wanted)
        run.write(save_stl, request, lambda: self._tell_saved(run.name, made))

    def _tell_saved(self, name: str, made: Surface) -> None:
        sides = np.ptp(made.points_mm.astype(np.float64), axis=0)
        size = " × ".join(figure(side, ".1f") for side in sides)
        text = tr(
            "Saved: {name} · {count} triangles · {size} mm, in patient coordinates"
            " (LPS)",
            name=name,
            count=figure(len(made.triangles), ",d"),
            size=size,
        )
        self._app.status.tell(text, "secondary")
