"""Pictures of bodies come one at a time, coarse while a scene moves; without VTK."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.ui.sets import ct_set
from tests.ui.state.test_volumes import Bench
from viewer.geometry.orbit import rolled
from viewer.kinds.base import DisplaySet
from viewer.kinds.scenes import Carving, Scene, scene_set
from viewer.ui.state.scenes import COARSE_PIXELS, Rendering, Scenes
from viewer.ui.state.viewport import What
from viewer.work.rendering import RenderingError, RenderRequest, forget, rendered
from viewer.work.solids import Body, carved, embodied

PIXELS = np.random.default_rng(7).integers(0, 4000, (16, 20)).astype(np.uint16)
SCENE = Scene("bone", (0.0, 100.0))


class BodyBench(Bench):
    """A viewport that shows a body, whose pictures come when the test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.scenes = Scenes(self.jobs, self.volumes.stores)
        self.scenes.watch(self.model)
        self.model.size = (900, 700)

    def show_body(self, display_set: DisplaySet) -> None:
        stack = self.volumes.stores.stack(display_set, 0)
        self.model.change(what=What(scene_set(stack)), scene=SCENE)

    def embody(self) -> Body:
        self.fill()
        self.answer(embodied)
        self.until(lambda: self.scenes.body(self.model) is not None)
        body = self.scenes.body(self.model)
        assert body is not None
        return body

    def request(self) -> RenderRequest:
        """The one picture that is asked for."""
        (number,) = self.asked(rendered)
        made: RenderRequest = self.pool.held[number][1]
        return made

    def paint(self, given_up: bool = False) -> None:
        (number,) = self.asked(rendered)
        screen, future = self.request().screen, self.pool.held[number][2]
        picture = np.zeros((screen.rows, screen.columns, 3), np.uint8)
        future.set_result(None if given_up else picture)
        QCoreApplication.processEvents()

    def turn(self) -> None:
        scene = self.model.state.scene
        assert scene is not None
        orbit = rolled(scene.orbit, 5.0, 0.0)
        self.model.change(scene=replace(scene, orbit=orbit))

    @property
    def rendering(self) -> Rendering:
        assert isinstance(self.model.content, Rendering)
        return self.model.content


@pytest.fixture
def bench(qtbot: QtBot) -> BodyBench:
    return BodyBench(qtbot)


@pytest.fixture
def shown(bench: BodyBench) -> BodyBench:
    bench.show_body(ct_set(5, pixels=PIXELS))
    bench.embody()
    return bench


def test_slices_are_counted_and_the_first_picture_is_coarse(bench: BodyBench) -> None:
    bench.show_body(ct_set(5, pixels=PIXELS))
    bench.fill(2)
    bench.until(lambda: bench.model.progress == (2, 5))
    bench.embody()
    request = bench.request()
    assert request.is_coarse
    assert request.screen.columns * request.screen.rows <= COARSE_PIXELS * 1.01
    assert request.screen.columns / request.screen.rows == pytest.approx(
        9 / 7, rel=0.02
    )


def test_at_rest_every_pixel_is_made(shown: BodyBench) -> None:
    shown.paint()
    assert not shown.rendering.is_fine
    shown.until(lambda: bool(shown.asked(rendered)))
    request = shown.request()
    assert not request.is_coarse
    assert (request.screen.columns, request.screen.rows) == (900, 700)
    shown.paint()
    assert shown.rendering.is_fine
    assert not shown.asked(rendered)


def test_while_one_is_made_no_other_is_asked_for(shown: BodyBench) -> None:
    """A late one is shown on the way to the scene that is wanted by then."""
    first = shown.request()
    for _ in range(5):
        shown.turn()
    assert shown.request() is first
    shown.paint()
    assert shown.rendering.scene.orbit == SCENE.orbit
    assert shown.model.state.scene is not None
    assert shown.request().orbit == shown.model.state.scene.orbit


def test_a_fine_picture_that_was_given_up_is_asked_for_again(shown: BodyBench) -> None:
    shown.paint()
    shown.until(lambda: bool(shown.asked(rendered)))
    fine = shown.request()
    body = shown.scenes.body(shown.model)
    shown.turn()
    assert body is not None
    assert body._arrays[1][0] > fine.number, "the worker looks at it"
    shown.paint(given_up=True)
    assert shown.request().is_coarse
    shown.paint()
    shown.until(lambda: bool(shown.asked(rendered)))
    assert not shown.request().is_coarse


def test_a_point_needs_no_other_picture(shown: BodyBench) -> None:
    shown.paint()
    shown.until(lambda: bool(shown.asked(rendered)))
    shown.paint()
    shown.model.change(scene=replace(SCENE, point_mm=(1.0, 2.0, 3.0)))
    assert not shown.asked(rendered)


def test_a_cut_is_made_before_its_picture(shown: BodyBench) -> None:
    request = shown.request()
    shown.paint()
    outline = ((0.0, 0.0), (50.0, 0.0), (50.0, 50.0))
    carving = Carving(SCENE.orbit, request.screen, outline)
    shown.model.change(scene=replace(SCENE, carvings=(carving,)))
    assert not shown.asked(rendered)
    shown.answer(carved)
    shown.until(lambda: bool(shown.asked(rendered)))
    assert shown.request().codes.revision == 1


def test_another_set_lets_the_body_go(shown: BodyBench) -> None:
    body = shown.scenes.body(shown.model)
    assert body is not None
    shown.model.show_set(ct_set(3), 0)
    assert not body._release.alive, "its memory was given back"
    assert len(shown.asked(forget)) == 1
    shown.paint()
    assert shown.model.content is None, "what came too late is not shown"


def test_trouble_is_told_and_asked_again(shown: BodyBench) -> None:
    (number,) = shown.asked(rendered)
    shown.pool.held[number][2].set_exception(RenderingError("No picture."))
    QCoreApplication.processEvents()
    assert shown.model.trouble is not None
    assert shown.model.trouble.sentence == "No picture."
    shown.model.ask_again()
    assert shown.request().is_coarse
