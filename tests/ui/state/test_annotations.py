"""Marks change by steps that can be taken back."""

from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.state.annotations import Annotations, AnnotationsState, new_uid

HERE, THERE = FrameKey("1.2.3", 0), FrameKey("1.2.3", 1)
LINE = Mark("a", "distance", ((0, 0), (3, 4)))
POINT = Mark("b", "point", ((1, 1),))


def test_a_mark_is_on_the_frame_it_was_put_on() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    assert annotations.state.of(HERE) == (LINE,)
    assert annotations.state.of(THERE) == ()
    assert annotations.state.of(None) == ()
    assert annotations.state.place_of("a") == HERE
    assert annotations.state.place_of("z") is None


def test_a_changed_mark_takes_the_place_of_what_it_was() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE, POINT)
    moved = LINE.moved((1, 1))
    annotations.put(HERE, moved)
    assert annotations.state.of(HERE) == (moved, POINT)


def test_steps_are_taken_back_and_made_again() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.put(THERE, POINT)
    annotations.remove(HERE, "a")
    annotations.undo()
    assert annotations.state.of(HERE) == (LINE,)
    annotations.undo()
    annotations.undo()
    assert annotations.state == AnnotationsState()
    assert not annotations.can_undo
    annotations.redo()
    annotations.redo()
    assert annotations.state.of(THERE) == (POINT,)
    annotations.put(THERE, LINE)
    assert not annotations.can_redo


def test_what_changes_nothing_is_no_step() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    heard = []
    annotations.changed.connect(lambda old, new: heard.append(new))
    annotations.put(HERE, LINE)
    annotations.remove(THERE, "a")
    assert heard == []
    annotations.undo()
    assert not annotations.can_undo


def test_kept_marks_come_back_once_and_are_no_step() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.bring({HERE: (LINE, POINT), THERE: ()})
    assert annotations.state.of(HERE) == (LINE, POINT)
    assert THERE not in annotations.state.marks
    annotations.undo()
    assert annotations.state.of(HERE) == ()


def test_a_mark_that_is_gone_is_not_selected() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.select("a")
    assert annotations.state.selected == "a"
    annotations.remove(HERE, "a")
    assert annotations.state.selected == ""


def test_closing_everything_forgets_marks_and_steps() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.clear()
    assert annotations.state == AnnotationsState()
    assert not annotations.can_undo


def test_new_marks_have_uids_of_their_own() -> None:
    one, other = new_uid(), new_uid()
    assert one != other
    assert one.startswith("2.25.")
    assert len(one) <= 64
