"""The marks of every open frame, how they change, and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from viewer.geometry.marks import FrameKey, Mark

Marks = Mapping[FrameKey, tuple[Mark, ...]]
"""Of each frame in the order in which they were made; no frame without marks."""

UNDONE_MOST = 200
"""Steps that can be taken back."""


@dataclass(frozen=True, slots=True)
class AnnotationsState:
    """All marks, and the one that is selected (its uid, "" for none)."""

    marks: Marks = field(default_factory=lambda: MappingProxyType({}))
    selected: str = ""

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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = AnnotationsState()
        self._undone: list[Marks] = []
        self._done: list[Marks] = []

    @property
    def can_undo(self) -> bool:
        """There is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """There is a step that was taken back."""
        return bool(self._undone)

    def put(self, key: FrameKey, *marks: Mark) -> None:
        """Add marks to a frame; one whose uid is there already takes its place."""
        by_uid = {mark.uid: mark for mark in self.state.of(key)}
        by_uid.update((mark.uid, mark) for mark in marks)
        self._step(key, by_uid.values())

    def remove(self, key: FrameKey, *uids: str) -> None:
        """Take marks off a frame."""
        self._step(key, (one for one in self.state.of(key) if one.uid not in uids))

    def select(self, uid: str) -> None:
        """Make a mark the selected one, "" for none."""
        self._set(replace(self.state, selected=uid))

    def bring(self, marks: Marks) -> None:
        """Add marks that were kept; no step to take back."""
        known = {mark.uid for marks in self.state.marks.values() for mark in marks}
        together = dict(self.state.marks)
        for key, more in marks.items():
            new = tuple(mark for mark in more if mark.uid not in known)
            if new:
                together[key] = (*together.get(key, ()), *new)
        self._set(replace(self.state, marks=MappingProxyType(together)))

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            self._undone.append(self.state.marks)
            self._restore(self._done.pop())

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        if self._undone:
            self._done.append(self.state.marks)
            self._restore(self._undone.pop())

    def clear(self) -> None:
        """Forget all marks: everything was closed."""
        self._done.clear()
        self._undone.clear()
        self._set(AnnotationsState())

    def _step(self, key: FrameKey, marks: Iterable[Mark]) -> None:
        together = dict(self.state.marks)
        together.pop(key, None)
        if remaining := tuple(marks):
            together[key] = remaining
        if together == self.state.marks:
            return
        self._done = [*self._done, self.state.marks][-UNDONE_MOST:]
        self._undone.clear()
        self._restore(MappingProxyType(together))

    def _restore(self, marks: Marks) -> None:
        there = {mark.uid for some in marks.values() for mark in some}
        selected = self.state.selected if self.state.selected in there else ""
        self._set(AnnotationsState(marks, selected))

    def _set(self, new: AnnotationsState) -> None:
        old = self.state
        if new != old:
            self.state = new
            self.changed.emit(old, new)


def new_uid() -> str:
    """A UID for a new mark (PS3.5 B.2): it serves as Tracking UID in reports."""
    return f"2.25.{uuid.uuid4().int}"
