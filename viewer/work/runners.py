"""How the thread of a lane does a job: itself, or through its worker process."""

import contextlib
import threading
import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Protocol

from viewer.text import tr
from viewer.work.failure import Failed
from viewer.work.lanes import Job, Lane
from viewer.work.spares import Spares, WorkerLostError

if TYPE_CHECKING:
    from viewer.work.process import WorkerProcess

DEATHS_ALLOWED = 2
"""Workers that one key may take down before it is refused for the session."""


_NO_MORE = object()


class Runner(Protocol):
    """One thread's way of doing jobs; a retired one takes no more of them."""

    is_retired: bool

    def prepare(self) -> None:
        """Get ready before the first job."""

    def answer(self, job: Job) -> object:
        """Do the job; raises what the task raises, or Failed."""

    def after(self) -> None:
        """What can wait until the answer is out."""

    def stop(self) -> None:
        """From another thread: end what runs, as far as it can be ended."""

    def close(self) -> None:
        """Free everything; the thread has ended or is being left behind."""


def serve_lane(lane: Lane, runner: Runner, prepared: bool) -> None:
    """Do the lane's jobs until it is closed (the target of a thread)."""
    if prepared:
        with contextlib.suppress(OSError, Failed):
            runner.prepare()
    while (job := lane.take()) is not None:
        try:
            answer = runner.answer(job)
        except BaseException as error:  # noqa: BLE001 (the asker is told, whatever it is)
            job.future.set_exception(error)
        else:
            job.future.set_result(answer)
            del answer  # not to be kept until the next job comes
        lane.done(job)
        del job
        with contextlib.suppress(OSError):
            runner.after()
        if runner.is_retired:
            return


class ThreadRunner:
    """Does the job in its own thread; deadlines cannot be kept here.

    `began` is when the job at hand began, by the monotonic clock; 0 between jobs.
    """

    def __init__(self) -> None:
        self.is_retired = False
        self.began = 0.0

    def prepare(self) -> None:
        """Nothing to start."""

    def answer(self, job: Job) -> object:
        """Call the function."""
        self.began = time.monotonic()
        return job.function(job.request)

    def after(self) -> None:
        """Free again."""
        self.began = 0.0

    def stop(self) -> None:
        """A thread cannot be stopped: it is a daemon and does not hold up the end."""

    def close(self) -> None:
        """Nothing to free."""


class Session:
    """What the process runners of one pool know together."""

    def __init__(self) -> None:
        self.language = "en"
        self.lost: Callable[[], None] = lambda: None
        """Told of each lost worker, in the thread that asked it."""
        self._deaths: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def note_death(self, key: Hashable) -> None:
        """Remember that this key took a worker down."""
        self.lost()
        if key is not None:
            with self._lock:
                self._deaths[key] = self._deaths.get(key, 0) + 1

    def is_refused(self, key: Hashable) -> bool:
        """Whether this key took too many workers down."""
        with self._lock:
            return self._deaths.get(key, 0) >= DEATHS_ALLOWED


class ProcessRunner:
    """Asks its worker process; replaces it when it dies or is late."""

    is_retired = False

    def __init__(self, spares: Spares, session: Session) -> None:
        self._spares = spares
        self._session = session
        self._worker: WorkerProcess | None = None
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        """Process number of the worker, 0 when there is none now."""
        worker = self._worker
        return worker.pid if worker else 0

    def prepare(self) -> None:
        """Start the worker ahead of the first job."""
        if not self._stopped:
            self._current()

    def answer(self, job: Job) -> object:
        """The worker's answer; a job that takes its worker down is tried once more."""
        if self._session.is_refused(job.key):
            raise _set_aside("refused: it ended two workers before")
        request, deaths = job.request, 0
        while True:
            try:
                worker = self._current()
                if deaths:
                    # The next job may come before this one is through.
                    self._spares.refill()
                return worker.ask(
                    job.function,
                    request,
                    seconds=job.deadline_seconds,
                    result_bytes=job.result_bytes,
                    language=self._session.language,
                )
            except WorkerLostError as lost:
                self._drop_worker()
                self._session.note_death(job.key)
                deaths += 1
                request = _next_request(job, request, lost)
                if request is _NO_MORE or deaths == DEATHS_ALLOWED:
                    if self._session.is_refused(job.key):
                        raise _set_aside(lost.detail) from lost
                    raise _failure(job, lost) from lost

    def after(self) -> None:
        """Start a new spare if one stepped in."""
        self._spares.refill()

    def stop(self) -> None:
        """Kill the worker and start no other."""
        with self._lock:
            self._stopped = True
            if self._worker is not None:
                self._worker.stop()

    def close(self) -> None:
        """Wait for the worker's end and free its memory."""
        self._drop_worker()

    def _current(self) -> "WorkerProcess":
        with self._lock:
            if self._stopped:
                raise Failed(tr("The program is closing."))
            if self._worker is not None and not self._worker.is_alive():
                self._worker.close()
                self._worker = None
            if self._worker is None:
                self._worker = self._spares.take()
            return self._worker

    def _drop_worker(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


def _next_request(job: Job, request: object, lost: WorkerLostError) -> object:
    """What to try after a lost worker."""
    if job.retry is not None:
        other = job.retry(request)
        return _NO_MORE if other is None else other
    return _NO_MORE if lost.late else request


def _failure(job: Job, lost: WorkerLostError) -> Failed:
    if not job.reads:
        return _not_rendered(job, lost)
    sentence = tr("Reading this stopped the reading process: the file may be damaged.")
    if lost.late:
        sentence = tr(
            "This took too long (over {seconds} seconds) and was stopped."
            " The file may be damaged.",
            seconds=f"{job.deadline_seconds:g}",
        )
    return Failed(sentence, lost.detail, passing=True)


def _not_rendered(job: Job, lost: WorkerLostError) -> Failed:
    """No file is read in 3D: it is not the file's fault."""
    sentence = tr("The process that renders 3D ended: there may be too little memory.")
    if lost.late:
        sentence = tr(
            "This took too long (over {seconds} seconds) and was stopped.",
            seconds=f"{job.deadline_seconds:g}",
        )
    return Failed(sentence, lost.detail, passing=True)


def _set_aside(detail: str) -> Failed:
    sentence = tr(
        "This file stopped two reading processes: it is set aside until the program"
        " is started again."
    )
    return Failed(sentence, detail)
