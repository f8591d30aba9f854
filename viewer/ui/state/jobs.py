"""The one door from the window to the workers; answers come back on the main thread."""

import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, Unpack

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from viewer.records import dataclass
from viewer.work.failure import Failed, failure_of
from viewer.work.pool import Options, Pool

Request = TypeVar("Request")
Answer = TypeVar("Answer")

FAILURES_KEPT = 100


@dataclass(slots=True, eq=False)
class _Asked:
    done: Callable[[Any], None]
    failed: Callable[[Failed], None]
    owner: Hashable
    revision: int
    dropped: bool = False


class Jobs(QObject):
    """Asks the pool and hands each answer to its asker, unless it came too late.

    An owner (a viewport) counts its questions by `revision`: asking with a higher one
    cancels what has not begun of the lower ones and drops their answers. Questions of
    the same revision live side by side; those without an owner are never dropped.
    """

    changed = Signal(int, int)
    """Jobs running and waiting, when either number is another than before."""

    _arrived = Signal(object)

    def __init__(self, pool: Pool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._open: dict[Future[Any], _Asked] = {}
        self._latest: dict[Hashable, int] = {}
        self._failures: deque[Failed] = deque(maxlen=FAILURES_KEPT)
        self._counts = (0, 0)
        self._closed = False
        self._closing = threading.Lock()
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell_counts)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def failures(self) -> tuple[Failed, ...]:
        """The latest failures, oldest first; dropped answers are not among them."""
        return tuple(self._failures)

    @property
    def counts(self) -> tuple[int, int]:
        """Jobs running and waiting."""
        running = sum(not f.done() and f.running() for f in self._open)
        return running, len(self._open) - running

    def ask(
        self,
        function: Callable[[Request], Answer],
        request: Request,
        *,
        lane: str,
        done: Callable[[Answer], None],
        failed: Callable[[Failed], None],
        owner: Hashable = None,
        revision: int = 0,
        **options: Unpack[Options],
    ) -> Future[Answer] | None:
        """Do `function(request)` in a lane of the pool (see `Pool.submit`).

        Then `done` or `failed` is called on the main thread, never within this call.
        The future may be cancelled (neither is called then); it is None when the
        question came too late.
        """
        if self._closed:
            return None
        if owner is not None:
            if revision < self._latest.get(owner, revision):
                return None
            self._latest[owner] = revision
            self._drop(owner, below=revision)
        asked = _Asked(done, failed, owner, revision)
        future = self._pool.submit(
            function, request, lane=lane, owner=(owner, revision), **options
        )
        self._open[future] = asked
        future.add_done_callback(self._send)
        self._tell()
        return future

    def cancel(self, owner: Hashable) -> None:
        """Cancel what has not begun of this owner and drop its answers on the way."""
        self._drop(owner, below=None)
        self._tell()

    def close(self) -> None:
        """No answer arrives from now on; ends the pool (returns within about 3 s)."""
        with self._closing:
            self._closed = True
        self._open.clear()
        self._latest.clear()
        self._pool.close()

    def _drop(self, owner: Hashable, below: int | None) -> None:
        stale = {
            asked.revision
            for asked in self._open.values()
            if asked.owner == owner and (below is None or asked.revision < below)
        }
        for asked in self._open.values():
            if asked.owner == owner and asked.revision in stale:
                asked.dropped = True
        for revision in stale:
            self._pool.cancel((owner, revision))

    def _send(self, future: Future[Any]) -> None:
        """In whatever thread ended the job: one queued signal to the main thread."""
        with self._closing:
            if not self._closed:
                self._arrived.emit(future)

    def _deliver(self, future: Future[Any]) -> None:
        asked = self._open.pop(future, None)
        if asked is None:
            return
        if asked.owner is not None and not any(
            other.owner == asked.owner for other in self._open.values()
        ):
            self._latest.pop(asked.owner, None)
        self._tell()
        if asked.dropped or future.cancelled():
            return
        error = future.exception()
        if error is None:
            asked.done(future.result())
            return
        failure = failure_of(error)
        self._failures.append(failure)
        asked.failed(failure)

    def _tell(self) -> None:
        """Once a turn of the event loop: counting is not free."""
        self._telling.start()

    def _tell_counts(self) -> None:
        counts = self.counts
        if counts != self._counts:
            self._counts = counts
            self.changed.emit(*counts)
