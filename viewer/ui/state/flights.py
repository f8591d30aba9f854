"""Frames on their way through the jobs: each at most once, for whoever wants it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from viewer import limits
from viewer.files.dataset import complete_header
from viewer.files.header import Header, Identity
from viewer.files.stamp import CHANGED
from viewer.kinds.base import Frame
from viewer.pixels.agreement import CODECS
from viewer.pixels.decode import Decoded, DecodeRequest
from viewer.records import dataclass
from viewer.text import tr
from viewer.ui.state.jobs import Jobs
from viewer.work.failure import Failed
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame
from viewer.work.tasks import (
    deadline_seconds,
    decode_frame,
    next_decoder,
    result_bytes,
)

if TYPE_CHECKING:
    from viewer.ui.state.reduced_first import ReducedFirst
    from viewer.work.previews import Preview

HALVED = ("JPEG 2000", "HTJ2K")
"""Codecs with smaller pictures inside."""

SLOWEST_PACE = 1 / 30e6
"""Seconds for a byte, of JPEG 2000: believed until something was decoded."""

FrameKey = tuple[Identity, int, tuple[object, ...]]
"""The object, the index of the frame, and what it is shown by: state, other frame."""


def key_of(frame: Frame) -> FrameKey:
    """What two display sets call the same frame."""
    by: tuple[object, ...] = ()
    if frame.state is not None:
        over = frame.over
        by = (frame.state.identity, key_of(over) if over else None)
    return frame.header.identity, frame.frame_index, by


@dataclass(slots=True, eq=False)
class Asker:
    """Who wants a frame: how soon (0 first), and what then.

    One that is `passing` has gone on: it takes what comes, and nothing is begun for it.
    """

    priority: int
    done: Callable[[Shown], None]
    failed: Callable[[Failed], None]
    passing: bool = False
    early: Callable[[Preview], None] | None = None
    """What is done with a reduced picture of a frame that takes long."""


@dataclass(slots=True, eq=False)
class _Flight:
    """One frame; `again` asks for its present step anew, at another priority."""

    frame: Frame
    priority: int
    decoded: Decoded | None = None
    askers: list[Asker] = field(default_factory=list)
    future: Future[Any] | None = None
    again: Callable[[], None] = lambda: None
    request: DecodeRequest | None = None
    early: Future[Any] | None = None
    """Its reduced picture, on the way."""


class Flights:
    """A frame goes through at most four jobs.

    Its whole header (when the walker saw that it matters), its bytes (uncompressed
    ones are a picture already), a decoder process, and the figures of its display.
    """

    def __init__(self, jobs: Jobs, *, proof: bool = False) -> None:
        """With `proof` frames come a little later, and certainly whole or marked."""
        self._jobs = jobs
        self._proof = proof
        self._flights: dict[FrameKey, _Flight] = {}
        self._headers: dict[Identity, Header] = {}
        self._first: ReducedFirst | None = None
        self._paces: dict[str, float] = {}
        """Seconds for each byte of a decoded frame, by transfer syntax."""

    def header(self, frame: Frame) -> Header:
        """The frame's header, complete when it has been read whole."""
        return self._headers.get(frame.header.identity, frame.header)

    def ask(self, frame: Frame, asker: Asker, decoded: Decoded | None = None) -> None:
        """Bring a frame; one that is on its way already is hurried when it waits.

        Of a frame that has been `decoded` only the figures of its display are made.
        """
        flight = self._flights.get(key_of(frame))
        if flight is None:
            flight = _Flight(frame, asker.priority, decoded)
            self._flights[key_of(frame)] = flight
            flight.askers.append(asker)
            self._begin(flight)
            return
        flight.askers.append(asker)
        if asker.priority < flight.priority:
            flight.priority = asker.priority
            if flight.future is not None and flight.future.cancel():
                self._see_early(flight)
                flight.again()

    def drop(self, asker: Asker) -> None:
        """This asker wants it no more; what nobody wants and has not begun is ended."""
        for key, flight in list(self._flights.items()):
            if asker in flight.askers:
                flight.askers.remove(asker)
                future = flight.future
                _forget_early(flight)
                if not flight.askers and (future is None or future.cancel()):
                    del self._flights[key]

    def leave(self, asker: Asker) -> None:
        """This asker has gone on: of its frame the present step is done still."""
        asker.passing = True
        for key, flight in list(self._flights.items()):
            if asker in flight.askers:
                future = flight.future
                _forget_early(flight)
                alone = all(other.passing for other in flight.askers)
                if alone and (future is None or future.cancel()):
                    del self._flights[key]

    def forget(self, is_gone: Callable[[Header], bool]) -> set[FrameKey]:
        """Nobody wants the frames of these objects any more; those that are ended."""
        ended = set()
        for key, flight in list(self._flights.items()):
            if is_gone(flight.frame.header):
                flight.askers.clear()
                _forget_early(flight)
                if flight.future is not None:
                    flight.future.cancel()
                del self._flights[key]
                ended.add(key)
        for identity, header in list(self._headers.items()):
            if is_gone(header):
                del self._headers[identity]
        return ended

    def clear(self) -> None:
        """Nobody wants anything, and nothing is known."""
        for flight in self._flights.values():
            flight.askers.clear()
            _forget_early(flight)
            if flight.future is not None:
                flight.future.cancel()
        self._flights.clear()
        self._headers.clear()

    def _begin(self, flight: _Flight) -> None:
        header = self.header(flight.frame)
        if flight.decoded is not None:
            self._with_decoded(flight, flight.decoded)
        elif header.wants_dataset and not header.complete:
            self._step(
                flight,
                complete_header,
                header.source,
                "header",
                lambda answer: self._with_header(flight, answer),
                key=header.identity,
            )
        else:
            self._load(flight, header)

    def _with_header(self, flight: _Flight, header: Header) -> None:
        if _is_left(flight):
            self._remove(flight)
            return
        if header.stamp != flight.frame.header.stamp:
            self._crash(flight, Failed(tr(CHANGED)))
            return
        self._headers[header.identity] = header
        self._load(flight, header)

    def _load(self, flight: _Flight, header: Header) -> None:
        request = FrameLoad(replace(flight.frame, header=header))
        self._step(
            flight,
            load_frame,
            request,
            "disk",
            lambda answer: self._with_bytes(flight, answer),
        )

    def _with_bytes(self, flight: _Flight, answer: Shown | DecodeRequest) -> None:
        if isinstance(answer, Shown):
            if flight.frame.over is None:
                self._land(flight, answer)
            else:
                self._with_decoded(flight, answer.decoded)
            return
        if _is_left(flight):
            self._remove(flight)
            return
        flight.request = answer
        self._see_early(flight)
        self._step(
            flight,
            decode_frame,
            replace(answer, proof=self._proof),
            "decode",
            lambda decoded: self._with_own(flight, decoded),
            result_bytes=result_bytes(answer),
            deadline_seconds=deadline_seconds(answer),
            retry=next_decoder,
            key=flight.frame.header.identity,
        )

    def _see_early(self, flight: _Flight) -> None:
        """Have a reduced picture made before the frame, if that takes long."""
        request, wanted = flight.request, any(map(_wants_early, flight.askers))
        if request is None or flight.early is not None or not wanted:
            return
        if CODECS.get(request.encoding.transfer_syntax_uid) not in HALVED:
            return
        if self._first is None:
            from viewer.ui.state.reduced_first import ReducedFirst

            self._first = ReducedFirst(self._jobs)

        def done(preview: Preview) -> None:
            for asker in flight.askers:
                if asker.early is not None and not asker.passing:
                    asker.early(preview)

        frame = replace(flight.frame, header=self.header(flight.frame))
        flight.early = self._first.ask(frame, request, flight.priority, done)

    def _with_own(self, flight: _Flight, decoded: Decoded) -> None:
        request = flight.request
        assert request is not None
        uid = request.encoding.transfer_syntax_uid
        self._paces[uid] = decoded.seconds / max(result_bytes(request), 1)
        flight.request = None
        if self._first is not None:
            self._first.learn(request, decoded.seconds)
        _forget_early(flight)
        self._with_decoded(flight, decoded)

    def _with_decoded(self, flight: _Flight, decoded: Decoded) -> None:
        """Bring what is to be superimposed on it too, each as a frame of its own."""
        if flight.frame.over is None:
            self._finish(flight, decoded, None)
            return
        other = Asker(
            flight.priority,
            lambda shown: self._finish(flight, decoded, shown),
            lambda failed: self._crash(flight, failed),
        )
        self.ask(flight.frame.over, other)

    def _finish(self, flight: _Flight, decoded: Decoded, over: Shown | None) -> None:
        header = self.header(flight.frame)
        request = FrameLoad(replace(flight.frame, header=header), decoded, over)
        self._step(
            flight,
            finish_frame,
            request,
            "disk",
            lambda shown: self._land(flight, shown),
        )

    def _step(
        self,
        flight: _Flight,
        function: Callable[[Any], Any],
        request: object,
        lane: str,
        done: Callable[[Any], None],
        **options: Any,
    ) -> None:
        def ask() -> None:
            flight.future = self._jobs.ask(
                function,
                request,
                lane=lane,
                done=lambda answer: self._go_on(flight, done, answer),
                failed=lambda failed: self._crash(flight, failed),
                priority=flight.priority,
                is_long=not self._proof and _is_long(flight, self._paces),
                **options,
            )

        flight.again = ask
        ask()

    def _go_on(
        self, flight: _Flight, done: Callable[[Any], None], answer: object
    ) -> None:
        """The next step; a frame that nobody wants any more ends here."""
        if flight.askers:
            done(answer)
        else:
            self._remove(flight)

    def _land(self, flight: _Flight, shown: Shown) -> None:
        self._remove(flight)
        for asker in flight.askers:
            asker.done(shown)

    def _crash(self, flight: _Flight, failed: Failed) -> None:
        self._remove(flight)
        for asker in flight.askers:
            asker.failed(failed)

    def _remove(self, flight: _Flight) -> None:
        key = key_of(flight.frame)
        if self._flights.get(key) is flight:
            del self._flights[key]


def _is_long(flight: _Flight, paces: dict[str, float]) -> bool:
    """Its decoding takes long, and no reader waits for it."""
    if flight.priority == 0 or flight.request is None:
        return False
    pace = paces.get(flight.request.encoding.transfer_syntax_uid, SLOWEST_PACE)
    return pace * result_bytes(flight.request) > limits.LONG_SECONDS


def _wants_early(asker: Asker) -> bool:
    return asker.early is not None and not asker.passing


def _forget_early(flight: _Flight) -> None:
    """A reduced picture that nobody waits for any more is not begun."""
    if flight.early is not None and not any(map(_wants_early, flight.askers)):
        flight.early.cancel()
        flight.early = None


def _is_left(flight: _Flight) -> bool:
    """Nobody waits for it any more: no long step is worth its while."""
    return all(asker.passing for asker in flight.askers)
