"""Marks change by steps that can be taken back."""

from dataclasses import replace

from tests.ui.sets import ct_set
from viewer.dicom import tags
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.state.annotations import (
    WHOLE,
    Annotations,
    AnnotationsState,
    Draft,
    key_of,
    new_uid,
)

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
    assert not annotations.step(back=False)


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
    assert annotations.state.of(HERE) == (POINT,)


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


def test_steps_before_marks_came_back_do_not_take_them_away() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.put(HERE, LINE.moved((1, 0)))
    annotations.undo()
    annotations.bring({THERE: (POINT,)})
    annotations.undo()
    assert dict(annotations.state.marks) == {THERE: (POINT,)}
    annotations.redo()
    annotations.redo()
    assert annotations.state.of(THERE) == (POINT,)
    assert annotations.state.of(HERE) == (LINE.moved((1, 0)),)


def test_a_step_back_tells_the_frames_it_is_on() -> None:
    annotations = Annotations()
    annotations.put_on({HERE: (LINE,), THERE: (POINT,)})
    annotations.put(THERE, POINT.moved((1, 1)))
    assert annotations.undo() == (THERE,)
    assert set(annotations.undo()) == {HERE, THERE}
    assert set(annotations.redo()) == {HERE, THERE}
    assert annotations.state.of(HERE) == (LINE,)


def test_steps_of_one_run_are_taken_back_together() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    for by in (1, 2, 3):
        annotations.put(HERE, LINE.moved((by, 0)), run="nudge a")
    annotations.undo()
    assert annotations.state.of(HERE) == (LINE,)
    annotations.put(HERE, LINE.moved((1, 0)), run="nudge a")
    annotations.select("a", held=0)
    annotations.put(HERE, LINE.moved((2, 0)), run="nudge a")
    annotations.undo()
    assert annotations.state.of(HERE) == (LINE.moved((1, 0)),)


def test_a_draft_is_seen_in_the_place_of_its_mark() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE, POINT)
    moved = LINE.moved((1, 1))
    annotations.draw(Draft(HERE, moved, 2))
    assert annotations.state.seen(HERE) == (POINT, moved)
    assert annotations.state.of(HERE) == (LINE, POINT)
    assert annotations.state.seen(THERE) == ()
    annotations.draw(None)
    assert annotations.state.seen(HERE) == (LINE, POINT)


def test_hidden_marks_are_not_seen_and_none_when_all_are_hidden() -> None:
    annotations = Annotations()
    annotations.put(HERE, replace(LINE, hidden=True), POINT)
    assert annotations.state.seen(HERE) == (POINT,)
    annotations.show(False)
    assert annotations.state.seen(HERE) == ()
    annotations.clear()
    assert not annotations.state.visible


def test_what_is_held_goes_with_the_selection() -> None:
    annotations = Annotations()
    annotations.put(HERE, LINE)
    annotations.select("a", held=WHOLE)
    assert annotations.state.chosen(HERE) == LINE
    assert annotations.state.chosen(THERE) is None
    annotations.remove(HERE, "a")
    assert (annotations.state.selected, annotations.state.held) == ("", None)


def test_a_frame_is_named_by_its_object_and_number() -> None:
    frame = ct_set(1).frames[0]
    uid = frame.header.text(tags.SOPInstanceUID)
    assert key_of(frame) == FrameKey(uid, 0)
    assert key_of(replace(frame, frame_index=4)) == FrameKey(uid, 4)
    assert key_of(replace(frame, frame_index=-1)) is None
    assert key_of(None) is None
