"""Warm workers in waiting.

What a process needs (a third of this package's import time) is imported with the first
one, after the first picture.
"""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.work.process import WorkerProcess


class WorkerLostError(Exception):
    """The worker died or was stopped; `late` when it took too long."""

    def __init__(self, detail: str, *, late: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.late = late


class Spares:
    """Warm workers in waiting, for the threads of one lane."""

    def __init__(self, preload: tuple[str, ...], count: int) -> None:
        self._preload = preload
        self._count = count
        self._waiting: list[WorkerProcess] = []
        self._closed = False
        self._lock = threading.Lock()

    def take(self) -> "WorkerProcess":
        """A warm worker, or one that is only starting."""
        with self._lock:
            while self._waiting:
                worker = self._waiting.pop(0)
                if worker.is_alive():
                    return worker
                worker.close()
        return _started(self._preload)

    def refill(self) -> None:
        """Start what is missing; costs a moment, so after an answer, not before."""
        with self._lock:
            while not self._closed and len(self._waiting) < self._count:
                self._waiting.append(_started(self._preload))

    def close(self) -> None:
        """End them all; no new ones are started."""
        with self._lock:
            self._closed = True
            for worker in self._waiting:
                worker.stop()
            for worker in self._waiting:
                worker.close()
            self._waiting.clear()


def _started(preload: tuple[str, ...]) -> "WorkerProcess":
    from viewer.work.process import WorkerProcess

    return WorkerProcess(preload)
