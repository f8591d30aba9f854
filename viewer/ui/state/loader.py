"""From a viewport's state to a decoded frame: cache, workers, neighbours."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject

from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.kinds.base import Frame
from viewer.pixels.decode import Decoded, DecodeRequest
from viewer.store.frame_cache import FrameCache
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState
from viewer.work.failure import Failed
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame
from viewer.work.tasks import (
    deadline_seconds,
    decode_frame,
    next_decoder,
    result_bytes,
)

PREFETCH_AHEAD = 10
PREFETCH_BEHIND = 4
AHEAD_PRIORITY = 10
THUMBNAIL_PRIORITY = 20
"""Neighbours read while nothing else is asked for: a notch of the wheel is one."""


class FrameLoader(QObject):
    """Watches viewports and delivers what their state asks for.

    A frame goes through at most four jobs: its whole header (when the walker saw
    that it matters), its bytes (uncompressed ones are a picture already), a decoder
    process, and the figures of its display. Answers to an older question of the same
    viewport are dropped by `Jobs`.
    """

    def __init__(
        self, jobs: Jobs, cache: FrameCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._cache = cache
        self._headers: dict[str, Header] = {}
        self._revision: dict[ViewportModel, int] = {}
        self._direction: dict[ViewportModel, int] = {}

    def watch(self, model: ViewportModel) -> None:
        """Load whatever this viewport's state says, from now on."""
        model.changed.connect(
            lambda old, new, model=model: self._on_changed(model, old, new)
        )

    def clear(self) -> None:
        """Forget every frame and header."""
        self._cache.clear()
        self._headers.clear()

    def header(self, frame: Frame) -> Header:
        """The frame's header, complete when it has been read whole."""
        return self._headers.get(frame.header.source.path, frame.header)

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.what == old.what:
            return
        same = new.what.display_set is old.what.display_set
        if same and new.what.index != old.what.index:
            self._direction[model] = 1 if new.what.index > old.what.index else -1
        frame = new.what.frame
        revision = self._revision[model] = self._revision.get(model, 0) + 1
        self._jobs.cancel(model)
        if frame is None or new.what.display_set is None:
            return
        if new.what.display_set.view != "stack":
            model.deliver(None, None)
            return
        kept = self._cache.get(_key(frame))
        if isinstance(kept, Shown):
            self._deliver(model, kept)
            return
        self._start(
            frame,
            _Asker(
                owner=model,
                revision=revision,
                priority=0,
                done=lambda shown: self._deliver(model, shown),
                failed=lambda failed: model.deliver(
                    None, Trouble(failed.sentence, failed.detail)
                ),
            ),
        )

    def thumbnail(self, frame: Frame, done: Callable[[Shown | None], None]) -> None:
        """A frame for a small picture, after all else; None when it has none."""
        kept = self._cache.get(_key(frame))
        if isinstance(kept, Shown):
            done(kept)
            return
        asker = _Asker(
            None, 0, THUMBNAIL_PRIORITY, done, lambda _: done(None), keep=False
        )
        self._start(frame, asker)

    def _start(self, frame: Frame, asker: "_Asker") -> None:
        _Loading(self, self._jobs, frame, asker).start()

    def _deliver(self, model: ViewportModel, shown: Shown) -> None:
        model.deliver(shown, None)
        self._prefetch(model)

    def _prefetch(self, model: ViewportModel) -> None:
        what = model.state.what
        if what.display_set is None:
            return
        direction = self._direction.get(model, 1)
        offsets = [direction * n for n in range(1, PREFETCH_AHEAD + 1)]
        offsets += [-direction * n for n in range(1, PREFETCH_BEHIND + 1)]
        revision = self._revision.get(model, 0)
        for offset in offsets:
            index = what.index + offset
            if not 0 <= index < what.count:
                continue
            frame = what.display_set.frames[index]
            if self._cache.get(_key(frame)) is None:
                owner = ("ahead", model)
                asker = _Asker(owner, revision, AHEAD_PRIORITY, _nothing, _nothing)
                self._start(frame, asker)

    def _keep_header(self, header: Header) -> None:
        self._headers[header.source.path] = header

    def _keep(self, frame: Frame, shown: Shown) -> None:
        self._cache.put(_key(frame), shown)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who wants a frame, how much, and what then."""

    owner: Hashable
    revision: int
    priority: int
    done: Callable[[Shown], None]
    failed: Callable[[Failed], None]
    keep: bool = True


def _nothing(_: object) -> None:
    """A neighbour that cannot be read says so when the reader comes to it."""


class _Loading:
    """One frame on its way through the jobs."""

    def __init__(
        self, loader: FrameLoader, jobs: Jobs, frame: Frame, asker: _Asker
    ) -> None:
        self._loader = loader
        self._jobs = jobs
        self._frame = frame
        self._asker = asker

    def start(self) -> None:
        header = self._loader.header(self._frame)
        if header.wants_dataset and not header.complete:
            self._ask(complete_header, header.source, "header", self._with_header)
        else:
            self._load(header)

    def _with_header(self, header: Header) -> None:
        self._loader._keep_header(header)
        self._load(header)

    def _load(self, header: Header) -> None:
        request = FrameLoad(replace(self._frame, header=header))
        self._ask(load_frame, request, "disk", self._with_bytes)

    def _with_bytes(self, answer: Shown | DecodeRequest) -> None:
        if isinstance(answer, Shown):
            self._with_shown(answer)
            return
        self._ask(
            decode_frame,
            answer,
            "decode",
            self._with_decoded,
            result_bytes=result_bytes(answer),
            deadline_seconds=deadline_seconds(answer),
            retry=next_decoder,
            key=_key(self._frame),
        )

    def _with_decoded(self, decoded: Decoded) -> None:
        header = self._loader.header(self._frame)
        request = FrameLoad(replace(self._frame, header=header), decoded)
        self._ask(finish_frame, request, "disk", self._with_shown)

    def _with_shown(self, shown: Shown) -> None:
        if self._asker.keep:
            self._loader._keep(self._frame, shown)
        self._asker.done(shown)

    def _ask(
        self,
        function: Callable[[Any], Any],
        request: object,
        lane: str,
        done: Callable[[Any], None],
        **options: Any,
    ) -> None:
        self._jobs.ask(
            function,
            request,
            lane=lane,
            done=done,
            failed=self._asker.failed,
            owner=self._asker.owner,
            revision=self._asker.revision,
            priority=self._asker.priority,
            **options,
        )


def _key(frame: Frame) -> tuple[str, int]:
    return frame.header.source.path, frame.frame_index
