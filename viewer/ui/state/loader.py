"""From a viewport's state to a decoded frame: cache, flights, neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject

from viewer import limits
from viewer.files.header import Header
from viewer.kinds.base import Frame
from viewer.pixels.decode import Decoded
from viewer.store.frame_cache import FrameCache
from viewer.text import mark, tr
from viewer.ui.state.flights import Asker, Flights, FrameKey, key_of
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.proving import Proving
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState, What
from viewer.work.failure import Failed
from viewer.work.loading import Shown, reusable, shared

if TYPE_CHECKING:
    from viewer.work.previews import Preview

PREFETCH_AHEAD = 10
PREFETCH_BEHIND = 4
"""Neighbours read while nothing else is asked for: a notch of the wheel is one."""
MISSING = mark(
    "A slice is missing here: its neighbours lie farther apart than the other slices,"
    " and the number between theirs is left out."
)
AHEAD_PRIORITY = 10
THUMBNAIL_PRIORITY = 20


class FrameLoader(QObject):
    """Watches viewports and delivers what their state asks for.

    A frame that the reader has left behind is begun no more. One that was being decoded
    is shown on the way to the frame that is asked for, so that a key held down does not
    leave the picture standing; it never takes the place of one that is nearer.
    """

    def __init__(
        self, jobs: Jobs, cache: FrameCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._flights = Flights(jobs)
        self._proving = Proving(jobs, self._on_proven, self)
        self._wanted: dict[ViewportModel, Asker] = {}
        self._ahead: dict[ViewportModel, dict[FrameKey, Asker]] = {}
        self._direction: dict[ViewportModel, int] = {}

    def watch(self, model: ViewportModel) -> None:
        """Load whatever this viewport's state says, from now on."""
        self._ahead[model] = {}
        model.changed.connect(
            lambda old, new, model=model: self._on_changed(model, old, new)
        )
        model.asked_again.connect(lambda: self._on_asked_again(model))
        model.delivered.connect(lambda: self._proving.rest(model))

    @property
    def is_settled(self) -> bool:
        """What is on the screen is whole for certain, or marked."""
        return self._proving.is_settled

    def clear(self) -> None:
        """Forget every frame and header."""
        self._cache.clear()
        self._proving.clear()
        self._flights.clear()
        self._wanted.clear()
        for ahead in self._ahead.values():
            ahead.clear()

    @property
    def kept_bytes(self) -> int:
        """Of decoded frames in memory."""
        return self._cache.nbytes

    def forget(self, is_gone: Callable[[Header], bool]) -> None:
        """Free the frames of what was closed, and read no more of them."""
        ended = self._flights.forget(is_gone)
        self._proving.flights.forget(is_gone)
        for ahead in self._ahead.values():
            for key in ended & ahead.keys():
                del ahead[key]
        self._cache.discard_all(
            lambda kept: isinstance(kept, Shown) and is_gone(kept.frame.header)
        )

    def thumbnail(self, frame: Frame, done: Callable[[Shown | None], None]) -> None:
        """A frame for a small picture, after all else; None when it has none."""
        kept = self._cache.get(key_of(frame))
        if isinstance(kept, Shown):
            done(kept)
        else:
            asker = Asker(THUMBNAIL_PRIORITY, done, lambda failed: done(None))
            self._flights.ask(frame, asker)

    def proven(self, frame: Frame, done: Callable[[Shown | None], None]) -> None:
        """A frame that leaves the program: whole for certain, or marked."""
        self.fetch(frame, Asker(THUMBNAIL_PRIORITY, done, lambda failed: done(None)))

    def fetch(self, frame: Frame, asker: Asker) -> None:
        """A frame for somebody else than a viewport; it is not kept for that.

        Whole for certain, or marked: nobody proves afterwards what is made of it.
        """
        kept = self._cache.get(key_of(frame))
        if isinstance(kept, Shown) and kept.decoded.is_proven:
            asker.done(kept)
        else:
            self._proving.flights.ask(frame, asker)

    def drop(self, asker: Asker) -> None:
        """What was fetched is not wanted any more."""
        self._proving.flights.drop(asker)

    def share(self, frame: Frame, values: NDArray[Any]) -> None:
        """A kept frame has the same values there: it lets go of its own."""
        key = key_of(frame)
        kept = self._cache.get(key)
        if isinstance(kept, Shown) and kept.decoded.values.dtype == values.dtype:
            self._cache.put(key, shared(kept, values))

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.what == old.what and new.look.state is old.look.state:
            return
        same = new.what.display_set is old.what.display_set
        if same and new.what.index != old.what.index:
            self._direction[model] = 1 if new.what.index > old.what.index else -1
        if model in self._wanted:
            leave = self._flights.leave if same else self._flights.drop
            leave(self._wanted.pop(model))
        frame, display_set = new.what.frame, new.what.display_set
        if frame is None or display_set is None or display_set.view != "stack":
            model.deliver(None, None)
            return
        if frame.is_computed:  # planes are made of volumes, not read
            return
        if frame.is_missing:
            model.deliver(None, Trouble(tr(MISSING)))
            return
        frame = frame.shown_by(new.look.state)
        kept = self._cache.get(key_of(frame))
        if isinstance(kept, Shown):
            self._deliver(model, kept)
            return
        if not same:
            model.deliver(None, None)
        self._want(model, frame)

    def _on_asked_again(self, model: ViewportModel) -> None:
        frame, display_set = model.state.what.frame, model.state.what.display_set
        is_read = frame is not None and not frame.is_computed
        if frame and is_read and display_set and display_set.view == "stack":
            self._want(model, frame)

    def _want(self, model: ViewportModel, frame: Frame) -> None:
        what = model.state.what

        def done(shown: Shown) -> None:
            self._cache.put(key_of(frame), shown)
            if self._wanted.get(model) is asker:
                del self._wanted[model]
                self._deliver(model, shown)
            elif model in self._wanted and _is_on_the_way(model, what, frame):
                model.deliver(shown, None, what)

        def failed(failure: Failed) -> None:
            if self._wanted.get(model) is asker:
                del self._wanted[model]
                trouble = Trouble(failure.sentence, failure.detail, failure.passing)
                model.deliver(None, trouble)

        def early(preview: Preview) -> None:
            if self._wanted.get(model) is asker and not model.state.play.playing:
                model.early.offer(preview)

        asker = self._wanted[model] = Asker(0, done, failed, early=early)
        self._flights.ask(frame, asker, self._decoded(model, frame))

    def _decoded(self, model: ViewportModel, frame: Frame) -> Decoded | None:
        """The pixels, when the frame is there by another presentation state."""
        plain = self._cache.get(key_of(replace(frame, state=None)))
        for kept in (plain, model.loaded):
            decoded = reusable(kept, frame) if isinstance(kept, Shown) else None
            if decoded is not None:
                return decoded
        return None

    def _deliver(self, model: ViewportModel, shown: Shown) -> None:
        model.deliver(shown, None)
        self._prefetch(model)

    def _on_proven(self, model: ViewportModel, shown: Shown, made: Shown) -> None:
        """Marks that were found are shown; what is sound stays the picture it is."""
        decoded = shown.decoded
        same = (decoded.marks, decoded.notes) == (
            made.decoded.marks,
            made.decoded.notes,
        )
        if same:
            made = replace(shown, decoded=replace(decoded, is_proven=True))
        key = key_of(shown.frame)
        if self._cache.get(key) is shown:
            self._cache.put(key, made)
        if not same and model.loaded is shown:
            model.deliver(made, None, model.shown_what)

    def _prefetch(self, model: ViewportModel) -> None:
        """Read the neighbours; those of a place left behind are not read any more."""
        what, ahead = model.state.what, self._ahead[model]
        if what.display_set is None:
            return
        direction, state = self._direction.get(model, 1), model.state.look.state
        offsets = [direction * n for n in range(1, PREFETCH_AHEAD + 1)]
        offsets += [-direction * n for n in range(1, PREFETCH_BEHIND + 1)]
        offsets = offsets[: self._room_ahead(model)]
        frames = [
            what.display_set.frames[what.index + offset].shown_by(state)
            for offset in offsets
            if 0 <= what.index + offset < what.count
        ]
        frames = [frame for frame in frames if not frame.is_missing]
        near = {key_of(frame) for frame in frames}
        for key in [key for key in ahead if key not in near]:
            self._flights.drop(ahead.pop(key))
        for frame in frames:
            if key_of(frame) not in ahead and self._cache.get(key_of(frame)) is None:
                self._read_ahead(ahead, frame)

    def _room_ahead(self, model: ViewportModel) -> int:
        """Frames like the shown one that fit into the viewport's part of the cache.

        More would drive out what is read ahead here or in other viewports.
        """
        shown = model.loaded
        readers = sum(1 for other in self._ahead if other.loaded is not None)
        if shown is None or shown.nbytes == 0:
            return PREFETCH_AHEAD + PREFETCH_BEHIND
        share = self._cache.limit_bytes * limits.AHEAD_SHARE / max(readers, 1)
        return int(share // shown.nbytes)

    def _read_ahead(self, ahead: dict[FrameKey, Asker], frame: Frame) -> None:
        key = key_of(frame)

        def done(shown: Shown) -> None:
            self._cache.put(key, shown)
            ahead.pop(key, None)

        def failed(failure: Failed) -> None:
            # It says so when the reader comes to it.
            ahead.pop(key, None)

        ahead[key] = Asker(AHEAD_PRIORITY, done, failed)
        self._flights.ask(frame, ahead[key])


def _is_on_the_way(model: ViewportModel, what: What, frame: Frame) -> bool:
    """A frame of the stack at hand, nearer to the one asked for than the one shown."""
    asked, shown = model.state.what, model.shown_what
    if model.shown is None or what.display_set is not asked.display_set:
        return False
    if shown.display_set is not what.display_set or what.frame is None:
        return False
    if key_of(what.frame.shown_by(model.state.look.state)) != key_of(frame):
        return False
    return abs(asked.index - what.index) < abs(asked.index - shown.index)
