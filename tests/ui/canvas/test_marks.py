"""Marks drawn, picked and moved on the real canvas, by mouse and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.held import HeldPool
from tests.ui.pen import PRESS, RELEASE, Pen, near
from tests.ui.viewer import LEFT, RIGHT
from viewer.demo.build import RLE_LOSSLESS, ct_slice, image
from viewer.geometry.fit import Camera
from viewer.geometry.marks import POINTS, Point, Shape
from viewer.ui.state.annotations import WHOLE
from viewer.ui.tools.table import MEASURING
from viewer.work.pool import InlinePool

SHIFT = Qt.KeyboardModifier.ShiftModifier
VIEWS = (
    Camera(),
    Camera(rotation=90),
    Camera(rotation=180, flipped=True),
    Camera(zoom=7.3, centre=(20.2, 33.1), rotation=270, flipped=True),
)


@pytest.mark.parametrize("camera", VIEWS)
def test_the_centre_of_a_pixel_is_half_a_pixel_in(pen: Pen, camera: Camera) -> None:
    pen.viewer.model.change(camera=camera)
    pen.viewer.do("tool-point")
    pen.click((17.5, 29.5))
    (mark,) = pen.marks
    assert near(mark.points, [(17.5, 29.5)])
    assert pen.key.frame_index == 0


@pytest.mark.parametrize("camera", VIEWS)
def test_a_line_is_drawn_by_dragging_or_by_two_clicks(pen: Pen, camera: Camera) -> None:
    pen.viewer.model.change(camera=camera)
    pen.viewer.do("tool-distance")
    pen.drag((15.25, 30.0), (20, 31), (24.5, 35.75))
    pen.click((16, 38.5), (25.5, 39.25))
    first, second = pen.marks
    assert near(first.points, [(15.25, 30.0), (24.5, 35.75)])
    assert near(second.points, [(16, 38.5), (25.5, 39.25)])
    assert pen.viewer.app.annotations.state.draft is None
    assert pen.viewer.model.state.look.voi is None


CLICKS: dict[Shape, list[Point]] = {
    "distance": [(10, 10), (30, 20)],
    "angle": [(10, 10), (30, 20), (40, 5)],
    "cobb": [(10, 10), (30, 12), (12, 30), (32, 25)],
    "rectangle": [(10, 10), (30, 20)],
    "ellipse": [(30, 20), (10, 10)],
    "profile": [(10, 10), (30, 20)],
    "point": [(10, 10)],
    "arrow": [(10, 10), (30, 20)],
}


@pytest.mark.parametrize("shape", CLICKS)
def test_each_shape_is_whole_after_its_last_click(pen: Pen, shape: Shape) -> None:
    pen.viewer.do(f"tool-{shape}")
    for number, at in enumerate(CLICKS[shape]):
        assert not pen.marks, number
        pen.click(at)
    (mark,) = pen.marks
    assert mark.shape == shape
    assert near(mark.points, CLICKS[shape])
    assert pen.viewer.app.annotations.state.selected == mark.uid


def test_lines_of_cobb_are_dragged_one_after_the_other(pen: Pen) -> None:
    pen.viewer.do("tool-cobb")
    pen.drag((10, 10), (20, 11), (30, 12))
    pen.drag((12, 30), (20, 28), (32, 25))
    (mark,) = pen.marks
    assert near(mark.points, CLICKS["cobb"])


def test_an_angle_begun_by_dragging_is_ended_by_a_click(pen: Pen) -> None:
    pen.viewer.do("tool-angle")
    pen.drag((10, 10), (20, 15), (30, 20))
    pen.click((40, 5))
    assert near(pen.marks[0].points, CLICKS["angle"])


def test_the_second_diameter_is_at_right_angles_in_millimetres(pen: Pen) -> None:
    pen.viewer.do("tool-bidirectional")
    pen.click((10, 10), (30, 20), (18, 18), (27, 11))
    (mark,) = pen.marks
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = mark.points
    assert near(mark.points[:3], [(10, 10), (30, 20), (18, 18)])
    dot = (x1 - x0) * (x3 - x2) * 0.7**2 + (y1 - y0) * (y3 - y2) * 1.4**2
    assert dot == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("shape", ["polyline", "polygon"])
@pytest.mark.parametrize("ending", ["double click", "Return"])
def test_an_open_ended_shape_is_ended(pen: Pen, shape: str, ending: str) -> None:
    pen.viewer.do(f"tool-{shape}")
    corners = [(10, 10), (30, 12), (33, 30), (9, 33)]
    pen.click(*corners[:3])
    if ending == "Return":
        pen.click(corners[3])
        pen.hover((40, 40))
        QTest.keyClick(pen.viewer.canvas, Qt.Key.Key_Return)
    else:
        pen.double_click(corners[3])
    (mark,) = pen.marks
    assert mark.shape == shape
    assert near(mark.points, corners)
    assert not pen.viewer.app.grid.state.maximised


def test_freehand_follows_the_pointer(pen: Pen) -> None:
    pen.viewer.do("tool-freehand")
    pen.click((20, 20))
    assert not pen.marks
    way: list[Point] = [(20, 20), (24, 20), (26, 24), (22, 26), (19, 23)]
    pen.drag(*way)
    (mark,) = pen.marks
    assert near(mark.points[:5], way)


def test_backspace_and_undo_take_back_the_last_point(pen: Pen) -> None:
    pen.viewer.do("tool-polyline")
    pen.click((10, 10), (30, 12), (33, 30))
    pen.press_key("Backspace")
    pen.press_key("Ctrl+Z")
    pen.click((20, 40))
    pen.double_click((22, 44))
    assert near(pen.marks[0].points, [(10, 10), (20, 40), (22, 44)])


def test_esc_ends_what_is_drawn_then_the_selection(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.drag((10, 10), (30, 20), (40, 20))
    pen.click((10, 30))
    state = pen.viewer.app.annotations.state
    assert state.drawn is not None
    pen.press_key("Esc")
    assert pen.viewer.app.annotations.state.draft is None
    assert len(pen.marks) == 1
    pen.viewer.app.annotations.select(pen.marks[0].uid)
    pen.press_key("Esc")
    assert pen.viewer.app.annotations.state.selected == ""


def test_esc_puts_a_mark_back_that_is_being_moved(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.drag((10, 10), (30, 20), (40, 20))
    before = pen.marks
    pen.drag((40, 20), (50, 30), (55, 35), release=False)
    pen.press_key("Esc")
    pen.send(RELEASE, (55, 35))
    assert pen.marks == before
    assert pen.viewer.app.annotations.state.draft is None


@pytest.mark.parametrize("camera", VIEWS)
def test_handles_and_lines_are_dragged_with_any_tool(pen: Pen, camera: Camera) -> None:
    pen.viewer.model.change(camera=camera)
    pen.viewer.do("tool-distance")
    pen.drag((14, 29), (20, 30), (24, 35))
    pen.viewer.do("tool-window")
    pen.drag((24, 35), (25, 36), (26.5, 37.25))
    assert near(pen.marks[0].points, [(14, 29), (26.5, 37.25)])
    middle = (20.25, 33.125)
    pen.drag(middle, (21, 33), (middle[0] - 1.5, middle[1] + 1))
    assert near(pen.marks[0].points, [(12.5, 30), (25, 38.25)])
    assert pen.viewer.model.state.look.voi is None
    pen.press_key("Ctrl+Z")
    assert near(pen.marks[0].points, [(14, 29), (26.5, 37.25)])
    pen.press_key("Ctrl+Z", "Ctrl+Z")
    assert not pen.marks
    for _ in range(2):
        pen.press_key("Ctrl+Shift+Z")
    assert near(pen.marks[0].points, [(14, 29), (26.5, 37.25)])


def test_a_click_selects_and_another_one_beside_it_does_not(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.drag((10, 10), (30, 10), (50, 10))
    pen.viewer.do("tool-window")
    pen.click((30, 40))
    assert pen.viewer.app.annotations.state.selected == ""
    pen.click((30, 10))
    state = pen.viewer.app.annotations.state
    assert (state.selected, state.held) == (pen.marks[0].uid, WHOLE)
    pen.click((10, 10))
    assert pen.viewer.app.annotations.state.held == 0


def test_with_shift_a_new_mark_begins_on_another(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.drag((10, 10), (30, 10), (50, 10))
    pen.drag((30, 10), (30, 20), (30, 40), modifiers=SHIFT)
    assert near(pen.marks[0].points, [(10, 10), (50, 10)])
    assert near(pen.marks[1].points, [(30, 10), (30, 40)])


def test_marks_stay_on_the_image(pen: Pen) -> None:
    pen.viewer.do("tool-rectangle")
    pen.drag((50, 40), (60, 50), (80, 60))
    assert near(pen.marks[0].points, [(50, 40), (64, 48)])
    pen.viewer.do("tool-window")
    pen.drag((57, 40), (57, 30), (57, -70))
    assert near(pen.marks[0].points, [(50, 0), (64, 8)])


def test_a_line_without_length_is_none(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.click((10, 10), (10, 10))
    assert pen.marks == ()
    assert not pen.viewer.app.annotations.can_undo


def test_a_double_click_still_shows_one_viewport(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.viewer.do("layout-1x2")
    pen.double_click((30, 30))
    assert pen.viewer.app.grid.state.maximised
    assert pen.marks == ()
    assert pen.viewer.app.annotations.state.draft is None


def test_another_tool_ends_what_is_drawn(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.click((10, 10))
    pen.viewer.do("tool-angle")
    assert pen.viewer.app.annotations.state.draft is None


def test_two_buttons_are_the_window_and_draw_nothing(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.click((10, 10))
    before = pen.viewer.app.annotations.state.draft
    assert before is not None
    pen.send(PRESS, (20, 20))
    pen.send(PRESS, (20, 20), RIGHT, buttons=LEFT | RIGHT)
    after = pen.viewer.app.annotations.state.draft
    assert after is not None
    assert after.placed == before.placed
    assert pen.marks == ()


def test_each_frame_of_an_object_has_its_own_marks(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("frames", image(frames=3)))
    pen = Pen(viewer)
    viewer.model.go_to(1)
    viewer.wait()
    viewer.do("tool-point")
    pen.click((3.5, 2.5))
    assert pen.key.frame_index == 1
    assert len(pen.marks) == 1
    viewer.model.go_to(2)
    viewer.wait()
    assert not pen.marks


def test_an_image_without_a_uid_says_that_it_has_no_marks(
    open_viewer: OpenViewer, write: Write
) -> None:
    path = write("nameless", ct_slice())
    uid = str(ct_slice().SOPInstanceUID).encode("ascii")
    path.write_bytes(path.read_bytes().replace(uid, b" " * len(uid)))
    viewer = open_viewer(path)
    viewer.do("tool-point")
    Pen(viewer).click((3.5, 2.5))
    assert dict(viewer.app.annotations.state.marks) == {}
    assert "UID" in viewer.app.status.message.text()


def test_a_mark_is_put_on_the_frame_that_is_seen_not_on_one_that_loads(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        root = write(f"data/{number}", ct_slice(number), RLE_LOSSLESS).parent
    pool = InlinePool()
    viewer = open_viewer(root, pool=pool)
    pen = Pen(viewer)
    seen = pen.key
    viewer.do("tool-point")
    monkeypatch.setattr(pool, "submit", HeldPool().submit)
    viewer.app.loader.clear()
    viewer.model.go_to(1 - viewer.model.state.what.index)
    assert viewer.model.is_waiting
    pen.click((3.5, 2.5))
    assert set(viewer.app.annotations.state.marks) == {seen}


def test_every_shape_has_its_tool() -> None:
    assert set(MEASURING) == set(POINTS)
    assert all(tool.shape == name for name, tool in MEASURING.items())
