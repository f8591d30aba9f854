"""Workers: lanes of processes and threads that answer requests as futures.

Lanes: "decode" (processes with numpy and the codec library), "header" (one process with
pydicom), "render" (one with VTK), "scan" (one thread), "keep" (one thread: what must
reach the disk in order), "disk" (two threads: uncompressed frames, pyramids).
"""

import threading
import time
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypedDict, TypeVar, Unpack

from viewer import limits
from viewer.work.failure import Failed as Failed
from viewer.work.failure import failure_of as failure_of
from viewer.work.lanes import Job, Lane
from viewer.work.runners import (
    ProcessRunner,
    Runner,
    Session,
    ThreadRunner,
    serve_lane,
)
from viewer.work.spares import Spares

Request = TypeVar("Request")
Answer = TypeVar("Answer")

DECODE_LIBRARIES = ("viewer.work.tasks", "viewer.pixels.decoders", "imagecodecs")
HEADER_LIBRARIES = ("viewer.work.tasks", "viewer.files.dataset", "pydicom")
RENDER_LIBRARIES = ("viewer.work.rendering", "vtkmodules.vtkRenderingVolumeOpenGL2")
DISK_THREADS = 2
DISK_THREADS_MOST = 8
"""While all of them wait for a slow medium there are more: others are not held up."""

SLOW_SECONDS = 2.0
"""A frame of a hard disk or a fast network takes a hundredth of it."""

DEADLINES: dict[str, float] = {
    "decode": limits.FRAME_DEADLINE_MAX_SECONDS,
    "header": limits.HEADER_DEADLINE_SECONDS,
    "render": limits.RENDER_SECONDS,
}
"""Seconds for a job of a process lane that names no deadline of its own."""


class Options(TypedDict, total=False):
    """What else may be said of a job."""

    deadline_seconds: float | None
    """Process lanes only: the worker is killed after so long."""
    priority: int
    """Lower first; 0 for what the reader waits for, 10 for reading ahead."""
    result_bytes: int
    """Room for the arrays of the answer in shared memory."""
    retry: Callable[[Any], Any]
    """The request to try after this one took its worker down; None to give up."""
    key: Hashable
    """A request whose key took two workers down is refused for the session."""
    is_long: bool
    """It takes long and nobody waits for it: one worker is left for who does."""


class Pool:
    """Does plain functions of one picklable request, away from the caller's thread.

    Nothing is started before the first job of a lane, or `warm`.
    """

    def __init__(self, decode_workers: int = 2, spare: int = 1) -> None:
        self._session = Session()
        decode = Spares(DECODE_LIBRARIES, spare)
        header = Spares(HEADER_LIBRARIES, 0)
        render = Spares(RENDER_LIBRARIES, 0)
        self._lanes = {
            "decode": _Crew(
                [ProcessRunner(decode, self._session) for _ in range(decode_workers)],
                decode,
            ),
            "header": _Crew([ProcessRunner(header, self._session)], header),
            "render": _Crew([ProcessRunner(render, self._session)], render),
            "scan": _Crew([ThreadRunner()]),
            "keep": _Crew([ThreadRunner()]),
            "disk": _Crew(
                [ThreadRunner() for _ in range(DISK_THREADS)], most=DISK_THREADS_MOST
            ),
        }
        self._end = weakref.finalize(self, _close, tuple(self._lanes.values()))

    def submit(
        self,
        function: Callable[[Request], Answer],
        request: Request,
        *,
        lane: str,
        owner: Hashable = None,
        **options: Unpack[Options],
    ) -> Future[Answer]:
        """The future answer of `function(request)`.

        In process lanes the function must be found at the top of its module and the
        request be picklable; the future raises what the function raises when it is an
        exception of the viewer, else Failed.
        """
        job = Job(
            function,
            request,
            owner,
            options.get("deadline_seconds") or DEADLINES.get(lane),
            options.get("result_bytes", 0),
            options.get("retry"),
            options.get("key"),
            lane != "render",
            options.get("is_long", False),
        )
        self._do(lane, job, options.get("priority", 0))
        return job.future

    def cancel(self, owner: Hashable) -> None:
        """Cancel what this owner asked for and has not begun."""
        for crew in self._lanes.values():
            crew.lane.cancel(owner)

    def relieve(self, lane: str) -> None:
        """Another thread for what waits: the one at work may never come back."""
        self._lanes[lane].relieve()

    def warm(self) -> None:
        """Start the decode workers ahead of the first frame; returns at once."""
        self._lanes["decode"].start(prepared=True)

    def speak(self, language: str) -> None:
        """The language of the workers' sentences, from their next job on."""
        self._session.language = language

    def count_losses(self, lost: Callable[[], None]) -> None:
        """Call it for each worker that dies or is late, in any thread."""
        self._session.lost = lost

    def close(self) -> None:
        """Cancel what waits, end the workers; returns within about 3 s."""
        self._end()

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The workers that can be asked now; spares are not among them."""
        runners = [r for crew in self._lanes.values() for r in crew.runners]
        pids = [r.pid for r in runners if isinstance(r, ProcessRunner)]
        return tuple(pid for pid in pids if pid)

    def _do(self, lane: str, job: Job, priority: int) -> None:
        crew = self._lanes[lane]
        crew.start()
        crew.lane.put(job, priority)
        crew.look_for_help()


class InlinePool(Pool):
    """Does each job at once in the caller's thread; for tests."""

    def _do(self, lane: str, job: Job, priority: int) -> None:
        assert lane in self._lanes
        job.future.set_running_or_notify_cancel()
        try:
            answer = job.function(job.request)
        except Exception as error:  # noqa: BLE001 (the asker is told, whatever it is)
            job.future.set_exception(error)
        else:
            job.future.set_result(answer)

    def warm(self) -> None:
        """Nothing to start."""


class _Crew:
    """A lane and those who work in it; `most` of them when all are held up."""

    def __init__(
        self,
        runners: list[ThreadRunner] | list[ProcessRunner],
        spares: Spares | None = None,
        most: int = 0,
    ) -> None:
        self.lane = Lane(max(1, len(runners) - 1))
        self.runners: list[Runner] = list(runners)
        self.spares = spares
        self.threads: list[threading.Thread] = []
        self._most = most
        self._looking = False
        self._lock = threading.Lock()

    def start(self, *, prepared: bool = False) -> None:
        """Start the threads, once."""
        with self._lock:
            if not self.threads:
                for runner in self.runners:
                    self._start(runner, prepared)

    def relieve(self) -> None:
        """Who is at work takes no more jobs; one who is free steps in."""
        with self._lock:
            for runner in self.runners:
                runner.is_retired = True
            self._add()

    def look_for_help(self) -> None:
        """See in a while whether what waits is held up by slow media."""
        with self._lock:
            if self._looking or len(self.runners) >= self._most:
                return
            self._looking = True
        timer = threading.Timer(SLOW_SECONDS, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._looking = False
            waits = self.lane.is_waiting
            if waits and all(_is_held_up(runner, now) for runner in self.runners):
                self._add()
        if waits:
            self.look_for_help()

    def _add(self) -> None:
        self.runners.append(ThreadRunner())
        self._start(self.runners[-1], prepared=False)

    def _start(self, runner: Runner, prepared: bool) -> None:
        thread = threading.Thread(
            target=serve_lane, args=(self.lane, runner, prepared), daemon=True
        )
        self.threads.append(thread)
        thread.start()


def _is_held_up(runner: Runner, now: float) -> bool:
    return isinstance(runner, ThreadRunner) and 0 < runner.began <= now - SLOW_SECONDS


def _close(crews: tuple[_Crew, ...]) -> None:
    until = time.monotonic() + limits.CLOSING_SECONDS
    for crew in crews:
        crew.lane.close()
    for crew in crews:
        for runner in crew.runners:
            runner.stop()
        if crew.spares is not None:
            crew.spares.close()
    for crew in crews:
        for thread in crew.threads:
            if thread is not threading.current_thread():
                thread.join(max(0.0, until - time.monotonic()))
        for runner in crew.runners:
            runner.close()
