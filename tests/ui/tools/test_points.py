"""Tools that draw marks, driven by Pointers without a window."""

import pytest

from tests.ui.tools.views import at, pull, view_of
from viewer.geometry.marks import POINTS, Shape
from viewer.ui.state.annotations import Annotations, key_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.edit import EditTool
from viewer.ui.tools.picking import grip_at, shown_key
from viewer.ui.tools.points import PointsTool
from viewer.ui.tools.table import MEASURING


def tool_of(shape: str, annotations: Annotations) -> PointsTool:
    made = MEASURING[shape]()
    made.annotations = annotations
    return made


def drag(
    shape: str,
    annotations: Annotations,
    model: ViewportModel,
    *places: tuple[float, float],
) -> None:
    pull(tool_of(shape, annotations), model, *places)


TWO = [shape for shape, (_, most) in POINTS.items() if most == 2]


@pytest.mark.parametrize("shape", TWO)
def test_a_drag_is_a_mark_of_two_points(shape: Shape) -> None:
    model, annotations = view_of(), Annotations()
    asked = []
    annotations.words_asked.connect(lambda key, mark: asked.append((key, mark)))
    drag(shape, annotations, model, (150, 100), (200, 120), (220, 130))
    key = shown_key(model)
    assert key is not None
    assert key == key_of(model.state.what.frame)
    marks = annotations.state.of(key)
    if MEASURING[shape].asks_words:
        assert marks == ()
        marks = (asked[0][1],)
    start, end = at(model, 150, 100), at(model, 220, 130)
    (mark,) = marks
    assert mark.points == ((start.column, start.row), (end.column, end.row))


def test_nothing_is_drawn_in_an_empty_cell() -> None:
    annotations, told = Annotations(), list[str]()
    annotations.told.connect(told.append)
    tool = tool_of("distance", annotations)
    tool.press(ViewportModel(), at(view_of(), 10, 10))
    tool.click(ViewportModel(), at(view_of(), 10, 10))
    assert not annotations.state.marks
    assert annotations.state.draft is None
    assert told == []


def test_what_lies_under_the_pointer_is_a_handle_before_a_line() -> None:
    model, annotations = view_of(), Annotations()
    drag("distance", annotations, model, (150, 100), (200, 120), (250, 140))
    drag("distance", annotations, model, (150, 140), (200, 120), (250, 100))
    key = shown_key(model)
    first, second = annotations.state.of(key)

    def under(x: float, y: float) -> tuple[str, int] | None:
        grip = grip_at(annotations.state, model, at(model, x, y))
        return (grip.mark.uid, grip.handle) if grip else None

    assert under(150, 104) == (first.uid, 0)
    assert under(247, 98) == (second.uid, 1)
    assert under(175, 112) == (first.uid, -1)
    assert under(200, 120) == (second.uid, -1)
    annotations.select(first.uid)
    assert under(200, 120) == (first.uid, -1)
    assert under(200, 135) is None
    annotations.show(False)
    assert under(150, 104) is None


def test_a_gesture_does_not_move_a_mark_of_another_frame() -> None:
    model, annotations = view_of(), Annotations()
    drag("distance", annotations, model, (150, 100), (200, 120), (250, 140))
    grip = grip_at(annotations.state, model, at(model, 250, 140))
    assert grip is not None
    tool = EditTool(grip)
    tool.annotations = annotations
    before = annotations.state.marks
    tool.press(model, at(model, 250, 140))
    place = at(model, 260, 150)
    model.deliver(None, None)
    tool.drag(model, place)
    tool.release(model, place)
    assert annotations.state.marks == before
    assert annotations.state.draft is None


def test_a_press_on_another_frame_begins_anew() -> None:
    model, other, annotations = view_of(), view_of(), Annotations()
    tool_of("distance", annotations).press(model, at(model, 150, 100))
    draft = annotations.state.draft
    assert draft is not None
    other.deliver(None, None)
    tool_of("distance", annotations).press(other, at(model, 170, 100))
    assert annotations.state.draft is None
