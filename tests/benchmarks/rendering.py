"""A CT of 300 slices in 3D: the body made, turned, at rest, and its surface."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import sqrt
from pathlib import Path

import numpy as np

from tests.benchmarks.figure import Figure, Target, figure, milliseconds
from tests.correctness.volumes import filled_from
from viewer import limits
from viewer.geometry.orbit import Orbit, Screen, rolled
from viewer.kinds.scene_presets import PresetName
from viewer.kinds.scenes import Scene
from viewer.ui.state.scenes import COARSE_PIXELS, box_of, code_stops
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool
from viewer.work.rendering import (
    Codes,
    RenderRequest,
    SurfaceRequest,
    forget,
    rendered,
    surface,
)
from viewer.work.solids import Body
from viewer.work.volume_filling import Filled

PRESETS: tuple[PresetName, ...] = ("bone", "skin", "mip")
TURNS, RESTS = 12, 4
WINDOW, THRESHOLD = (-200.0, 800.0), 300.0
TURN, REST = Target("issue 7", 200.0), Target("issue 7", 2500.0)


def figures(ct: Path) -> list[Figure]:
    """By the clock on the wall: rays are cast by as many threads as there are
    processors."""
    filled = _head(ct)
    made = [_once("body of 300 slices made", lambda: Body(filled).close())]
    with _body(Body(filled)) as body:
        first = _request(body, Scene("bone", WINDOW), COARSE_PIXELS, 0)
        made.append(_once("first picture with VTK", lambda: rendered(first)))
        for preset in PRESETS:
            scene = Scene(preset, WINDOW)
            turned = _taken(body, scene, COARSE_PIXELS, TURNS)
            at_rest = _taken(body, scene, limits.SOLID_PIXELS, RESTS)
            made.append(figure(f"{preset}, turned", turned, "ms", None, TURN))
            made.append(figure(f"{preset}, at rest", at_rest, "ms", None, REST))
        above = SurfaceRequest(first.codes, body.solid.code(THRESHOLD), first.box)
        made.append(_once("surface for STL", lambda: surface(above)))
    return made


def _head(ct: Path) -> Filled:
    """Skin, soft tissue with noise, a shell of bone, and air: where the CT lies."""
    request = OpeningRequest([str(ct)], (), lambda: False, lambda catalogue: None)
    (display_set,) = Opener(InlinePool()).run(request).sets()
    filled = filled_from(display_set)
    values = np.empty_like(filled.volume.values)
    count, rows, columns = values.shape
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    noise = np.random.default_rng(0).normal(0, 15, (rows, columns))
    for number, z in enumerate(np.linspace(-1, 1, count)):
        away = np.sqrt((x / 0.7) ** 2 + (y / 0.85) ** 2 + (z / 0.95) ** 2)
        tissue = np.where(away < 1, 40 + np.roll(noise, 7 * number, axis=1), -1000)
        tissue[(away > 0.82) & (away < 0.92)] = 900
        values[number] = np.rint(tissue) + 1024
    return replace(filled, volume=replace(filled.volume, values=values))


@contextmanager
def _body(body: Body) -> Iterator[Body]:
    yield body
    forget(body.name)
    body.close()


def _once(name: str, work: Callable[[], object]) -> Figure:
    return figure(name, milliseconds(work), "ms")


def _taken(body: Body, scene: Scene, pixels: int, times: int) -> list[float]:
    taken = []
    for number in range(times):
        request = _request(body, scene, pixels, number)
        taken.append(milliseconds(partial(rendered, request)))
    return taken


def _request(body: Body, scene: Scene, pixels: int, number: int) -> RenderRequest:
    """The next picture of a turn, in a cell of four to three."""
    solid = body.solid
    rows = round(sqrt(pixels * 3 / 4))
    orbit = rolled(Orbit(zoom=1.4), 25.0 * number, 7.0 * number)
    return RenderRequest(
        Codes(body.name, body.revision, solid.grid),
        orbit,
        Screen(round(pixels / rows), rows, solid.grid.centre_mm, solid.diameter_mm),
        code_stops(scene, solid),
        scene.is_projection,
        box_of(scene, solid),
        number + 1,
        is_coarse=pixels == COARSE_PIXELS,
    )
