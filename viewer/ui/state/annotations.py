"""The marks of every open frame, how they change, and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from viewer.dicom import tags
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.kinds.base import Frame
from viewer.records import dataclass

Marks = Mapping[FrameKey, tuple[Mark, ...]]
"""Of each frame in the order in which they were made; no frame without marks."""

UNDONE_MOST = 200
"""Steps that can be taken back."""
WHOLE = -1
"""Of a mark's handles: all of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mark in the making, or as it is while it is being moved.

    The first `placed` of its points stay where they are; a last one after them
    follows the pointer.
    """

    key: FrameKey
    mark: Mark
    placed: int

    @property
    def is_whole(self) -> bool:
        """No point follows the pointer: its words are asked for, or it is moved."""
        return self.placed == len(self.mark.points)

    def with_next(self) -> Draft:
        """The point that followed the pointer stays, and another one follows it."""
        points = (*self.mark.points, self.mark.points[-1])
        mark = replace(self.mark, points=points)
        return replace(self, mark=mark, placed=self.placed + 1)

    def without_loose(self) -> Draft:
        """Less the point that follows the pointer."""
        mark = replace(self.mark, points=self.mark.points[: self.placed])
        return replace(self, mark=mark)

    def without_last(self) -> Draft | None:
        """Less the point that was placed last; None when no other is left."""
        if self.placed < 2:
            return None
        points = (*self.mark.points[: self.placed - 1], self.mark.points[-1])
        mark = replace(self.mark, points=points)
        return replace(self, mark=mark, placed=self.placed - 1)


@dataclass(frozen=True, slots=True)
class AnnotationsState:
    """All marks, and the one that is selected (its uid, "" for none).

    `held` is its handle that the arrow keys move (`WHOLE` for all of it), None while
    they scroll. `cross` is where the keyboard draws, `visible` whether marks are seen.
    `unsaved` are the uids of marks that are not on the disk yet: they are not drawn as
    if they were.
    """

    marks: Marks = field(default_factory=lambda: MappingProxyType({}))
    selected: str = ""
    held: int | None = None
    draft: Draft | None = None
    cross: tuple[FrameKey, Point] | None = None
    visible: bool = True
    unsaved: frozenset[str] = frozenset()

    def seen(self, key: FrameKey | None) -> tuple[Mark, ...]:
        """What is drawn on a frame: no hidden ones, and the draft in its place."""
        draft = self.draft if self.draft and self.draft.key == key else None
        if not self.visible:
            return (draft.mark,) if draft else ()
        marks = [mark for mark in self.of(key) if not mark.hidden]
        if draft is not None:
            marks = [mark for mark in marks if mark.uid != draft.mark.uid]
            marks.append(draft.mark)
        return tuple(marks)

    def look_of(self, key: FrameKey) -> tuple[object, ...]:
        """All that is seen on a frame, empty values where nothing is."""
        seen = self.seen(key)
        chosen = (self.selected, self.held) if seen else ()
        cross = self.cross if self.cross and self.cross[0] == key else None
        unsaved = self.unsaved.intersection(mark.uid for mark in seen)
        return seen, chosen, cross, unsaved

    @property
    def drawn(self) -> Draft | None:
        """The draft of a new mark, None while one that is there is being moved."""
        draft = self.draft
        is_new = draft is not None and self.place_of(draft.mark.uid) is None
        return draft if is_new else None

    def chosen(self, key: FrameKey | None) -> Mark | None:
        """The selected mark, where it is on a frame."""
        found = (mark for mark in self.of(key) if mark.uid == self.selected)
        return next(found, None)

    def of(self, key: FrameKey | None) -> tuple[Mark, ...]:
        """The marks of a frame."""
        return self.marks.get(key, ()) if key is not None else ()

    def place_of(self, uid: str) -> FrameKey | None:
        """The frame that a mark is on."""
        for key, marks in self.marks.items():
            if any(mark.uid == uid for mark in marks):
                return key
        return None


class Annotations(QObject):
    """Marks change by whole steps; each can be taken back, and made again."""

    changed = Signal(object, object)
    """(old state, new state)"""
    edited = Signal(object, object)
    """The same when the reader did it, or took it back: what is kept follows.

    Bringing what was kept, and forgetting what was closed, are no edits.
    """
    told = Signal(str)
    """Why nothing can be drawn here."""
    words_asked = Signal(object, object)
    """(frame, mark): the reader is to say its words, or its length if it calibrates.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = AnnotationsState()
        self._undone: list[Marks] = []
        self._done: list[Marks] = []
        self._run = ""

    @property
    def can_undo(self) -> bool:
        """There is a step to take back."""
        return bool(self._done)

    def step(self, *, back: bool) -> tuple[Marks, Marks] | None:
        """(marks before, after) of the step to take `back` or make again, if any."""
        if back:
            return (self._done[-1], self.state.marks) if self._done else None
        return (self.state.marks, self._undone[-1]) if self._undone else None

    def put(self, key: FrameKey, *marks: Mark, run: str = "") -> None:
        """Add marks to a frame; one whose uid is there already takes its place.

        Steps of one `run` that follow each other are taken back together.
        """
        self.put_on({key: marks}, run=run)

    def put_on(self, marks: Marks, run: str = "") -> None:
        """Add marks to many frames in one step."""
        together = dict(self.state.marks)
        for key, more in marks.items():
            by_uid = {mark.uid: mark for mark in self.state.of(key)}
            by_uid.update((mark.uid, mark) for mark in more)
            together[key] = tuple(by_uid.values())
        self._step(together, run)

    def add(self, key: FrameKey, mark: Mark) -> None:
        """Put a new mark on a frame, where it is seen and selected."""
        self.put(key, mark)
        self._set(replace(self.state, selected=mark.uid, held=None, visible=True))

    def remove(self, key: FrameKey, *uids: str) -> None:
        """Take marks off a frame."""
        remaining = tuple(one for one in self.state.of(key) if one.uid not in uids)
        self._step({**self.state.marks, key: remaining})

    def select(self, uid: str, held: int | None = None) -> None:
        """Make a mark the selected one, "" for none, and hold one of its handles."""
        self._run = ""
        self._set(replace(self.state, selected=uid, held=held if uid else None))

    def draw(self, draft: Draft | None) -> None:
        """Show what is being drawn or moved; None ends that."""
        self._set(replace(self.state, draft=draft))

    def cross_at(self, key: FrameKey | None, at: Point = (0.0, 0.0)) -> None:
        """Put the keyboard's cross somewhere, or take it away."""
        self._set(replace(self.state, cross=(key, at) if key else None))

    def show(self, visible: bool) -> None:
        """Show or hide all marks; none is lost."""
        self._set(replace(self.state, visible=visible))

    def bring(self, marks: Marks) -> None:
        """Add marks that were kept; no step to take back, and none takes them away."""
        known = {mark.uid for marks in self.state.marks.values() for mark in marks}
        new = {
            key: tuple(mark for mark in more if mark.uid not in known)
            for key, more in marks.items()
        }
        self._done = [_joined(one, new) for one in self._done]
        self._undone = [_joined(one, new) for one in self._undone]
        self._set(replace(self.state, marks=_joined(self.state.marks, new)))

    def note_unsaved(self, uids: frozenset[str]) -> None:
        """Say which marks have not reached the disk; called by what keeps them."""
        self._set(replace(self.state, unsaved=uids))

    def undo(self) -> tuple[FrameKey, ...]:
        """Take the last step back; the frames that are different now."""
        return self._go(self._done, self._undone)

    def redo(self) -> tuple[FrameKey, ...]:
        """Make the step again that was taken back last; the frames it is on."""
        return self._go(self._undone, self._done)

    def clear(self) -> None:
        """Forget all marks: everything was closed."""
        self._done.clear()
        self._undone.clear()
        self._set(AnnotationsState(visible=self.state.visible))

    def _go(self, back: list[Marks], forth: list[Marks]) -> tuple[FrameKey, ...]:
        if not back:
            return ()
        before = self.state
        forth.append(before.marks)
        self._run = ""
        self._restore(back.pop())
        keys = {*before.marks, *self.state.marks}
        return tuple(key for key in keys if before.of(key) != self.state.of(key))

    def _step(self, marks: Marks, run: str = "") -> None:
        together = {key: some for key, some in marks.items() if some}
        if together == self.state.marks:
            return
        if not run or run != self._run or not self._done:
            self._done = [*self._done, self.state.marks][-UNDONE_MOST:]
        self._run = run
        self._undone.clear()
        self._restore(MappingProxyType(together))

    def _restore(self, marks: Marks) -> None:
        old, state = self.state, replace(self.state, marks=marks)
        if state.selected and state.place_of(state.selected) is None:
            state = replace(state, selected="", held=None)
        self._set(state)
        self.edited.emit(old, self.state)

    def _set(self, new: AnnotationsState) -> None:
        old = self.state
        if new != old:
            self.state = new
            self.changed.emit(old, new)


def _joined(marks: Marks, more: Marks) -> Marks:
    """With more marks on their frames, after those that are there."""
    together = dict(marks)
    for key, new in more.items():
        if new:
            together[key] = (*together.get(key, ()), *new)
    return MappingProxyType(together)


def new_uid() -> str:
    """A UID for a new mark (PS3.5 B.2): it serves as Tracking UID in reports."""
    return f"2.25.{uuid.uuid4().int}"


def key_of(frame: Frame | None) -> FrameKey | None:
    """Where the marks of a frame belong; None without a frame or a UID to name it."""
    if frame is None or frame.is_missing:
        return None
    uid = frame.header.text(tags.SOPInstanceUID)
    return FrameKey(uid, frame.frame_index) if uid else None
