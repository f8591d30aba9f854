"""What plays is chosen with keys, where there is something to play."""

from tests.ui.conftest import OpenViewer, Write
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report
from viewer.ui.cine_actions import CINE_ACTIONS


def test_a_run_plays_faster_and_more_slowly(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("run", image(frames=3, FrameTime="2000")))
    viewer.do("play")
    assert viewer.model.state.play.playing
    viewer.do("faster")
    assert viewer.model.state.play.speed == 2
    viewer.do("slower")
    viewer.do("slower")
    assert viewer.model.state.play.speed == 0.5
    viewer.do("play")
    assert not viewer.model.state.play.playing


def test_documents_and_single_images_do_not_play(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("one", ct_slice(0)))
    ids = [row.id for row in CINE_ACTIONS]
    assert not any(viewer.app.menus.by_id[name].isEnabled() for name in ids)
    viewer.open(write("report", report()))
    viewer.app.menus.refresh()
    assert not any(viewer.app.menus.by_id[name].isEnabled() for name in ids)


def test_each_viewport_plays_by_itself(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("run", image(frames=3, FrameTime="2000")))
    viewer.app.grid.lay_out(1, 2)
    one, two = viewer.app.grid.cells[:2]
    two.show_set(one.state.what.display_set)
    viewer.wait()
    viewer.app.grid.activate(two)
    viewer.do("play")
    assert (one.state.play.playing, two.state.play.playing) == (False, True)
    viewer.do("play")
