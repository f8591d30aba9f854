"""Marks by keyboard alone, and keys that stay what they are without marks."""

import pytest

from tests.ui.pen import Pen, near
from viewer.geometry.fit import Camera
from viewer.geometry.marks import Point
from viewer.geometry.view_transform import Rotation


def test_arrows_move_what_is_held_and_scroll_otherwise(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-distance")
    pen.drag((10, 10), (30, 20), (40, 20))
    assert viewer.model.state.what.index == 1
    pen.press_key("Down")
    assert viewer.model.state.what.index == 2
    pen.press_key("Up")
    pen.click((40, 20))
    pen.press_key("Down")
    pen.press_key("Shift+Right")
    pen.press_key("Ctrl+Left")
    assert viewer.model.state.what.index == 1
    assert near(pen.marks[0].points, [(10, 10), (49.9, 21)])
    pen.press_key("Ctrl+Z")
    assert near(pen.marks[0].points, [(10, 10), (40, 20)])
    pen.press_key("Esc")
    pen.press_key("Down")
    assert viewer.model.state.what.index == 2


@pytest.mark.parametrize(
    ("rotation", "flipped", "point"),
    [(0, False, (41, 20)), (90, False, (40, 19)), (0, True, (39, 20))],
)
def test_arrows_move_as_the_image_lies_on_the_screen(
    pen: Pen, rotation: Rotation, flipped: bool, point: Point
) -> None:
    pen.viewer.model.change(camera=Camera(rotation=rotation, flipped=flipped))
    pen.viewer.do("tool-point")
    pen.click((40, 20))
    pen.click((40, 20))
    pen.press_key("Right")
    assert near(pen.marks[0].points, [point])


def test_marks_are_reached_and_moved_by_keys_alone(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-distance")
    pen.drag((10, 10), (30, 20), (40, 20))
    pen.drag((10, 30), (30, 35), (40, 40))
    viewer.do("tool-window")
    pen.press_key("Esc")
    pen.press_key("N")
    assert viewer.app.annotations.state.selected == pen.marks[0].uid
    pen.press_key("Right")
    assert near(pen.marks[0].points, [(11, 10), (41, 20)])
    pen.press_key("Tab")
    pen.press_key("Right")
    assert near(pen.marks[0].points, [(12, 10), (41, 20)])
    pen.press_key("Shift+Tab")
    pen.press_key("Shift+Tab")
    pen.press_key("Down")
    assert near(pen.marks[0].points, [(12, 10), (41, 21)])
    pen.press_key("N")
    pen.press_key("Delete")
    assert len(pen.marks) == 1


def test_a_mark_is_drawn_by_keys_alone(pen: Pen) -> None:
    viewer = pen.viewer
    pen.press_key("L")
    pen.press_key("Return")
    cross = viewer.app.annotations.state.cross
    assert cross is not None
    key, start = cross
    assert key == pen.key
    pen.press_key("Shift+Left")
    pen.press_key("Return")
    pen.press_key("Down")
    pen.press_key("Ctrl+Right")
    pen.press_key("Return")
    expected = [(start[0] - 10, start[1]), (start[0] - 9.9, start[1] + 1)]
    assert near(pen.marks[0].points, expected)
    pen.press_key("Esc")
    assert viewer.app.annotations.state.cross is None


def test_enter_twice_ends_a_polygon_of_the_keyboard(pen: Pen) -> None:
    pen.viewer.do("tool-polygon")
    pen.press_key("Return", "Return", "Shift+Left", "Return", "Down")
    pen.press_key("Return", "Return")
    (mark,) = pen.marks
    assert len(mark.points) == 3
