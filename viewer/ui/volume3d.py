"""A volume seen as a body in the active viewport: shown, cut, saved, and pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.kinds.scene_presets import PresetName, presets_of
from viewer.pixels.look import Window
from viewer.text import tr
from viewer.ui.state.viewport import Play, ViewportModel, ViewportState, What

if TYPE_CHECKING:
    from viewer.geometry.plane import Vector
    from viewer.kinds.scenes import Scene
    from viewer.kinds.sections import VolumeStack
    from viewer.ui.app import App
    from viewer.ui.state.scenes import Scenes
    from viewer.work.solids import Body

FIRST_WINDOW = (0.0, 1000.0)


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
        model = self._app.grid.active
        if self.scene is not None or not self._has_vtk():
            return
        stack = self._stack(model)
        if stack is not None:
            self._put(model, stack, _first_scene(model))

    def show_beside_planes(self) -> None:
        """Three planes and the body, all at one point; the body keeps its scene."""
        from viewer.ui.state.section_links import section_of

        if not self._has_vtk():
            return
        app, scene = self._app, self.scene
        if scene is not None:
            self.show_images()
        else:
            scene = _first_scene(app.grid.active)
        app.mpr.show_three()
        section = section_of(app.grid.active.state.what)
        if section is None:
            return
        app.grid.lay_out(2, 2)
        planes = app.grid.active
        *_, body = app.grid.visible()
        body.change(look=planes.state.look)
        self._put(body, section.stack, scene)
        app.grid.activate(planes)

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
        from viewer.ui.surface_saving import SurfaceSaving

        if self.body is not None:
            SurfaceSaving(self._app, self._app.grid.active, self.body).ask()

    def close(self) -> None:
        """Give all memory back."""
        if self.scenes is not None:
            self.scenes.bodies.close()

    def _has_vtk(self) -> bool:
        from viewer.work import rendering_extra

        if not rendering_extra.has_vtk():
            self._app.status.tell(rendering_extra.how_to_get_vtk())
            return False
        return True

    def _put(self, model: ViewportModel, stack: VolumeStack, scene: Scene) -> None:
        from viewer.kinds.scenes import scene_set

        self._prepare()
        model.change(
            what=What(scene_set(stack)),
            look=replace(model.state.look, state=None),
            pin=None,
            cross=None,
            axis=0,
            play=Play(),
            scene=scene,
        )

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


def _first_scene(model: ViewportModel) -> Scene:
    from viewer.kinds.scenes import Scene

    window, is_hounsfield = _window_of(model)
    return Scene("bone" if is_hounsfield else "surface", window)


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
