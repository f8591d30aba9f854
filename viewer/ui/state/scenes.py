"""Volumes seen as bodies: made beside, rendered by a process, coarse when moving."""

import itertools
import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from viewer import limits
from viewer.geometry.orbit import Screen
from viewer.geometry.plane import Vector
from viewer.geometry.raycast import Ray, largest_point, seen_point
from viewer.kinds.scenes import Scene
from viewer.kinds.sections import VolumeStack
from viewer.records import dataclass
from viewer.ui.state.bodies import Bodies
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState
from viewer.ui.state.volume_stores import VolumeStores
from viewer.work.failure import Failed
from viewer.work.rendering import Codes, CodeStop, RenderRequest, rendered
from viewer.work.solids import Body, Solid

REFINE_MS = 150
"""After the last movement a picture is made anew, with every pixel."""

COARSE_PIXELS = 256 * 256
"""While it moves: some tenths of a second of two processors."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """A picture of a scene; `screen` is what it was made for, `is_fine` at rest."""

    picture: NDArray[np.uint8]
    scene: Scene
    screen: Screen
    body: Body
    is_fine: bool


@dataclass(slots=True, eq=False)
class _Cell:
    """A viewport that shows a body: whether a picture of it is being made."""

    refine: QTimer
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that a picture is made of, to know whether it still is what is wanted."""

    body: Body
    revision: int
    scene: Scene
    size: tuple[int, int]


class Scenes(QObject):
    """Watches viewports and delivers the pictures that their scenes ask for."""

    def __init__(
        self, jobs: Jobs, stores: VolumeStores, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._cells: dict[ViewportModel, _Cell] = {}
        self._numbers = itertools.count(1)
        self.bodies = Bodies(jobs, stores, self)
        self.bodies.progressed.connect(self._on_progress)

    def watch(self, model: ViewportModel) -> None:
        """Bring the pictures of one more viewport."""
        refine = QTimer(self, singleShot=True, interval=REFINE_MS)
        refine.timeout.connect(lambda: self._refine(model))
        self._cells[model] = _Cell(refine)
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        model.asked_again.connect(lambda: self._begin(model))
        model.resized.connect(lambda: self._renew(model))

    def body(self, model: ViewportModel) -> Body | None:
        """What a viewport shows, once it is there."""
        return self.bodies.get(model.state.what.solid)

    def screen(self, model: ViewportModel, most: int | None = None) -> Screen | None:
        """The cell, as far as its pixels are made one by one."""
        body = self.body(model)
        if body is None:
            return None
        columns, rows = model.size
        most = most or limits.SOLID_PIXELS
        part = min(math.sqrt(most / (columns * rows)), 1.0)
        solid = body.solid
        return Screen(
            max(round(columns * part), 1),
            max(round(rows * part), 1),
            solid.grid.centre_mm,
            solid.diameter_mm,
        )

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        stack = new.what.solid
        if stack is not old.what.solid:
            self._cells[model].refine.stop()
            shown = (one.state.what.solid for one in self._cells)
            self.bodies.leave({one for one in shown if one is not None})
            self._begin(model)
        elif stack is not None and _painted(new.scene) != _painted(old.scene):
            self._follow_carvings(stack, new.scene)
            self._renew(model)

    def _begin(self, model: ViewportModel) -> None:
        """Bring the volume, then its body, then the picture."""
        stack = model.state.what.solid
        if stack is not None:
            self.bodies.begin(stack)
            self._renew(model)

    def _on_progress(self, stack: VolumeStack) -> None:
        trouble = self.bodies.trouble(stack)
        for model in self._models(stack):
            if trouble is not None:
                model.deliver_content(None, trouble)
            elif self.bodies.get(stack) is None:
                model.progress = self.bodies.count(stack), len(stack.frames)
                model.progressed.emit()
            else:
                self._renew(model)

    def _models(self, stack: VolumeStack) -> list[ViewportModel]:
        return [one for one in self._cells if one.state.what.solid is stack]

    def _follow_carvings(self, stack: VolumeStack, scene: Scene | None) -> None:
        """What is cut away is cut away in every cell that shows this body."""
        for other in self._models(stack):
            mine = other.state.scene
            if scene and mine and mine.carvings != scene.carvings:
                other.change(scene=replace(mine, carvings=scene.carvings))

    def _renew(self, model: ViewportModel) -> None:
        """A coarse picture at once, a fine one when the reader rests."""
        stack, scene = model.state.what.solid, model.state.scene
        body = self.bodies.get(stack)
        if stack is None or body is None or scene is None:
            return
        if self.bodies.carve(stack, scene.carvings):
            number = next(self._numbers)
            body.want(number)
            self._cells[model].refine.start()
            if not self._cells[model].is_busy:
                self._ask(model, number, is_coarse=True)

    def _refine(self, model: ViewportModel) -> None:
        if not self._cells[model].is_busy:
            self._ask(model, next(self._numbers), is_coarse=False)

    def _ask(self, model: ViewportModel, number: int, *, is_coarse: bool) -> None:
        asked = self._asked(model)
        screen = self.screen(model, COARSE_PIXELS if is_coarse else None)
        if asked is None or screen is None:
            return
        scene, body = asked.scene, asked.body
        request = RenderRequest(
            Codes(body.name, asked.revision, body.solid.grid),
            scene.orbit,
            screen,
            code_stops(scene, body.solid),
            scene.is_projection,
            box_of(scene, body.solid),
            number,
            is_coarse,
        )
        self._cells[model].is_busy = True
        self._jobs.ask(
            rendered,
            request,
            lane="render",
            done=lambda made: self._on_rendered(model, request, asked, made),
            failed=lambda failed: self._on_failed(model, asked, failed),
            result_bytes=screen.columns * screen.rows * 3,
        )

    def _asked(self, model: ViewportModel) -> _Asked | None:
        body, scene = self.body(model), model.state.scene
        if body is None or scene is None:
            return None
        return _Asked(body, body.revision, scene.painted, model.size)

    def _on_rendered(
        self,
        model: ViewportModel,
        request: RenderRequest,
        asked: _Asked,
        picture: NDArray[np.uint8] | None,
    ) -> None:
        """Shown also when it came late: it is on the way to what is wanted now."""
        cell, now = self._cells[model], self._asked(model)
        cell.is_busy = False
        if now is None:
            return
        if picture is not None and now.body is asked.body:
            fine = not request.is_coarse
            made = Rendering(picture, asked.scene, request.screen, now.body, fine)
            model.deliver_content(made, None)
        if now != asked:
            self._renew(model)
        elif (picture is None or request.is_coarse) and not cell.refine.isActive():
            self._refine(model)

    def _on_failed(self, model: ViewportModel, asked: _Asked, failed: Failed) -> None:
        self._cells[model].is_busy = False
        if self.body(model) is asked.body:
            trouble = Trouble(failed.sentence, failed.detail, failed.passing)
            model.deliver_content(None, trouble)


def seen_at(rendering: Rendering, x: float, y: float) -> Vector | None:
    """The point of the patient that is seen at a place, in parts of the picture."""
    body, scene, screen = rendering.body, rendering.scene, rendering.screen
    start = screen.start_mm(scene.orbit, x * screen.columns, y * screen.rows)
    box = np.array(box_of(scene, body.solid))[::-1].T
    ray = Ray(start, scene.orbit.into, box)
    if scene.is_projection:
        return largest_point(body.codes, body.solid.grid, ray)
    stops = code_stops(scene, body.solid)
    codes = [stop.code for stop in stops]
    opacities = [stop.opacity for stop in stops]
    return seen_point(
        body.codes,
        body.solid.grid,
        ray,
        lambda samples: np.interp(samples, codes, opacities),
    )


def _painted(scene: Scene | None) -> Scene | None:
    return scene.painted if scene is not None else None


def code_stops(scene: Scene, solid: Solid) -> tuple[CodeStop, ...]:
    """The stops of a scene among the codes of a body."""
    return tuple(
        CodeStop(solid.code(stop.value), stop.colour, stop.opacity)
        for stop in scene.stops()
    )


def box_of(
    scene: Scene, solid: Solid
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """Lowest and highest index of column, row and slice that are left.

    From the middle of the first voxel that may have a value to that of the last: beyond
    them values fall to nothing through those of other tissues, which would be seen.
    """
    ends = [
        (1.0 + low * (count - 3), 1.0 + high * (count - 3))
        for (low, high), count in zip(scene.box, solid.grid.shape[::-1], strict=True)
    ]
    return ends[0], ends[1], ends[2]
