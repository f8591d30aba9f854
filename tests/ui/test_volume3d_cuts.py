"""A body in the window is cut: away what is drawn around, or all else."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests import bodies
from tests.ui.conftest import OpenViewer
from tests.ui.scenes import draw_square, place_of, scene, show, shown, view_of
from tests.ui.viewer import move_mouse

pytestmark = pytest.mark.vtk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def phantom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bodies.write_phantom(tmp_path_factory.mktemp("phantom"))


def test_a_cut_takes_away_and_comes_back(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    before = shown(viewer).picture
    block = place_of(viewer, (-25.0, -22.0, 121.0))
    reach = place_of(viewer, (-40.0, -22.0, 121.0)) - block
    size = abs(reach.x())
    view_of(viewer).cut.click()
    draw_square(picture, block, size)
    viewer.wait()
    assert len(scene(viewer).carvings) == 1
    after = shown(viewer).picture
    assert 0 < np.count_nonzero(after) < np.count_nonzero(before)
    assert not view_of(viewer).cut.isChecked(), "one outline, one cut"
    viewer.do("volume3d-undo")
    assert np.array_equal(shown(viewer).picture, before)


def test_only_what_is_drawn_around_is_kept(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    """The block stays, the ball goes; no outline is two knives' at once."""
    viewer = open_viewer(phantom)
    picture = show(viewer)
    view = view_of(viewer)
    before = shown(viewer).picture
    block = place_of(viewer, (-25.0, -22.0, 121.0))
    reach = place_of(viewer, (-40.0, -22.0, 121.0)) - block
    view.cut.click()
    view.keep.click()
    assert (view.cut.isChecked(), view.keep.isChecked()) == (False, True)
    draw_square(picture, block, abs(reach.x()))
    viewer.wait()
    (carving,) = scene(viewer).carvings
    assert carving.keeps
    assert not view.keep.isChecked()
    made = shown(viewer)
    ball_x, ball_y = made.screen.place(made.scene.orbit, bodies.BALL_MM)
    block_x, block_y = made.screen.place(made.scene.orbit, (-25.0, -22.0, 121.0))
    assert before[int(ball_y), int(ball_x)].any()
    assert not made.picture[int(ball_y), int(ball_x)].any()
    assert made.picture[int(block_y), int(block_x)].any()
    view.undo.click()
    viewer.wait()
    assert np.array_equal(shown(viewer).picture, before)


def test_escape_lays_the_knife_away(open_viewer: OpenViewer, phantom: Path) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    view_of(viewer).keep.click()
    assert picture.cuts
    viewer.app.cancel()
    assert not picture.cuts
    assert not view_of(viewer).keep.isChecked()


def test_an_outline_is_taken_back_by_escape(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    view_of(viewer).cut.click()
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(picture, LEFT, none, QPoint(40, 40))
    for place in ((90, 40), (90, 90)):
        move_mouse(picture, place, LEFT, none)
    viewer.app.cancel()
    QTest.mouseRelease(picture, LEFT, none, QPoint(90, 90))
    assert scene(viewer).carvings == ()


def test_two_cells_share_a_body_and_its_cuts(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    viewer.app.grid.lay_out(1, 2)
    one, other = viewer.app.grid.visible()
    other.show_set(one.state.what.display_set)
    viewer.wait()
    show(viewer)
    viewer.app.grid.activate(other)
    show(viewer)
    assert shown(viewer, one).body is shown(viewer, other).body
    outline = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.4), (0.0, 0.4))
    view_of(viewer).scene_picture.outlined.emit(outline)
    viewer.wait()
    assert one.state.scene is not None
    assert one.state.scene.carvings == scene(viewer).carvings
    assert np.array_equal(shown(viewer, one).picture, shown(viewer, other).picture)
