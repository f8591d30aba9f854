"""A volume seen as a body in the active viewport: shown, cut, saved, and pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.kinds.scene_presets import PresetName, presets_of
from viewer.pixels.look import Window
from viewer.text import figure, tr
from viewer.ui.state.viewport import Play, ViewportModel, ViewportState, What

if TYPE_CHECKING:
    from viewer.geometry.plane import Vector
    from viewer.kinds.scenes import Scene
    from viewer.kinds.sections import VolumeStack
    from viewer.ui.app import App
    from viewer.ui.state.scenes import Scenes
    from viewer.work.rendering import Surface
    from viewer.work.solids import Body

FIRST_WINDOW = (0.0, 1000.0)
STL_FILES = "STL (*.stl)"


class Volume3d(QObject):
    """What the actions on bodies do."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self.scenes: Scenes | None = None
        """Made when the first body is shown: a start needs none of it."""
        self._models: list[ViewportModel] = []

    def watch(self, model: ViewportModel) -> None:
        """Bring bodies into one more viewport."""
        self._models.append(model)
        if self.scenes is not None:
            self._watch(self.scenes, model)

    @property
    def scene(self) -> Scene | None:
        """How the active viewport shows a body; None where it shows none."""
        state = self._app.grid.active.state
        return state.scene if state.what.solid is not None else None

    @property
    def can_show(self) -> bool:
        """There is a stack; why it is no volume is said when it is asked for."""
        return self._app.mpr.can_cut or self.scene is not None

    def presets(self) -> tuple[PresetName, ...]:
        """Those that mean anything for what the active viewport shows."""
        body = self.body
        return presets_of(body.solid.unit if body is not None else "")

    @property
    def body(self) -> Body | None:
        """What the active viewport shows, once it is there."""
        if self.scenes is None:
            return None
        return self.scenes.body(self._app.grid.active)

    def show(self) -> None:
        """The volume of the active viewport as a body; without VTK how to get it."""
        from viewer.kinds.scenes import Scene, scene_set
        from viewer.work import rendering_extra

        model = self._app.grid.active
        if self.scene is not None:
            return
        if not rendering_extra.has_vtk():
            self._app.status.tell(rendering_extra.how_to_get_vtk())
            return
        stack = self._stack(model)
        if stack is None:
            return
        self._prepare()
        window, is_hounsfield = _window_of(model)
        look = replace(model.state.look, state=None)
        model.change(
            what=What(scene_set(stack)),
            look=look,
            pin=None,
            cross=None,
            axis=0,
            play=Play(),
            scene=Scene("bone" if is_hounsfield else "surface", window),
        )

    def show_images(self) -> None:
        """The images as they were acquired, at the point, in the active viewport."""
        from viewer.kinds.stacks import placed

        model = self._app.grid.active
        stack, scene = model.state.what.solid, model.state.scene
        if stack is not None:
            index = None
            if scene is not None and scene.point_mm is not None:
                place = placed(stack.source)
                near = place.stack.nearest(scene.point_mm, place.candidates(0))
                index = near.index if near is not None else None
            model.show_set(stack.source, index)
            model.change(scene=None)

    def change(self, change: Callable[[Scene], Scene]) -> None:
        """Another scene in the active viewport, where it shows a body."""
        scene = self.scene
        if scene is not None:
            self._app.grid.active.change(scene=change(scene))

    def save_surface(self) -> None:
        """Ask for a threshold and a path, and save what lies above it as STL."""
        from viewer.ui.dialogs.threshold import threshold_dialog

        model = self._app.grid.active
        body = self.body
        if body is None:
            return
        scene = model.state.scene
        start = scene.stops()[1].value if scene is not None else 0.0
        threshold_dialog(
            start,
            body.solid.unit,
            lambda value: self._save(model, body, value),
            self._app.window,
        ).show()

    def close(self) -> None:
        """Give all memory back."""
        if self.scenes is not None:
            self.scenes.bodies.close()

    def _save(self, model: ViewportModel, body: Body, value: float) -> None:
        from viewer.ui.state.scenes import box_of
        from viewer.work.rendering import Codes, SurfaceRequest, surface

        scene = model.state.scene
        if scene is None or body is not self.body:
            return
        app, title = self._app, tr("Save the surface as STL")
        path = app.exporting.ask_path(title, STL_FILES, ".stl")
        if not path:
            return
        request = SurfaceRequest(
            Codes(body.name, body.revision, body.solid.grid),
            body.solid.code(value),
            box_of(scene, body.solid),
        )
        app.status.tell(tr("The surface is being made…"), "secondary")
        app.jobs.ask(
            surface,
            request,
            lane="render",
            done=lambda made: self._write(path, made),
            failed=lambda failed: app.status.tell(failed.sentence),
        )

    def _write(self, path: str, made: Surface) -> None:
        """Whole or not at all, never onto a source."""
        from viewer.export.stl import StlRequest, save_stl

        app = self._app
        if app.exporting.may_write(path):
            app.jobs.ask(
                save_stl,
                StlRequest(path, made.points_mm, made.triangles),
                lane="disk",
                done=lambda _: self._tell_saved(path, made),
                failed=lambda failed: app.status.tell(failed.sentence),
            )

    def _tell_saved(self, path: str, made: Surface) -> None:
        import numpy as np

        sides = np.ptp(made.points_mm.astype(np.float64), axis=0)
        size = " × ".join(figure(side, ".1f") for side in sides)
        text = tr(
            "Saved: {name} · {count} triangles · {size} mm, in patient coordinates"
            " (LPS)",
            name=Path(path).name,
            count=figure(len(made.triangles), ",d"),
            size=size,
        )
        self._app.status.tell(text, "secondary")

    def _prepare(self) -> None:
        from viewer.ui.state.scenes import Scenes

        if self.scenes is None:
            self.scenes = Scenes(self._app.jobs, self._app.mpr.volumes.stores, self)
            for model in self._models:
                self._watch(self.scenes, model)

    def _watch(self, scenes: Scenes, model: ViewportModel) -> None:
        scenes.watch(model)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    def _stack(self, model: ViewportModel) -> VolumeStack | None:
        from viewer.geometry.volume import NotAVolumeError

        what = model.state.what
        if what.display_set is None:
            return None
        if what.display_set.section is not None:
            return what.display_set.section.stack
        try:
            return self._app.mpr.stack_of(what)
        except NotAVolumeError as reason:
            text = tr("No 3D of this: {reason}", reason=reason)
            self._app.status.tell(text)
            return None

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        point = new.scene.point_mm if new.scene is not None else None
        before = old.scene.point_mm if old.scene is not None else None
        stack = new.what.solid
        if stack is not None and point is not None and point != before:
            self._point_at(model, stack, point)

    def _point_at(
        self, model: ViewportModel, stack: VolumeStack, point_mm: Vector
    ) -> None:
        """Bring planes through the point, and stacks to it, in the same space."""
        import numpy as np

        from viewer.kinds.sections import span_mm
        from viewer.kinds.stacks import placed
        from viewer.ui.state.section_links import section_of, what_of

        here = placed(stack.source)
        for other in self._app.grid.on_screen():
            section = section_of(other.state.what)
            if section is None:
                continue
            mine = section.stack is stack
            if not mine and not placed(section.stack.source).shares_space(here):
                continue
            ends = span_mm(section.stack.grid, section.normal)
            along = float(np.dot(point_mm, section.normal))
            if ends[0] <= along <= ends[1]:
                moved = replace(section, point_mm=point_mm)
                other.change(what=what_of(moved, other.state.what))
        self._app.linking.guiding.point_at(point_mm, here, model)


def _window_of(model: ViewportModel) -> tuple[tuple[float, float], bool]:
    """The window in force as (lowest, highest), and whether it is in HU."""
    voi, shown = model.voi(), model.shown
    is_hounsfield = shown is not None and shown.info.unit == "HU"
    if isinstance(voi, Window):
        half = voi.width / 2
        return (voi.centre - half, voi.centre + half), is_hounsfield
    if shown is not None and shown.value_range is not None:
        return shown.value_range, is_hounsfield
    return FIRST_WINDOW, is_hounsfield
