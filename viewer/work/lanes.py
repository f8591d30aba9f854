"""Queues of work: what waits, in which order, and who asked for it."""

import heapq
import itertools
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import field
from typing import Any

from viewer.records import dataclass


@dataclass(slots=True, eq=False)
class Job:
    """One request on its way; `key` names what is remembered when it kills workers.

    With `reads` a file is read, which may be what ends a worker.
    """

    function: Callable[[Any], Any]
    request: Any
    owner: Hashable = None
    deadline_seconds: float | None = None
    result_bytes: int = 0
    retry: Callable[[Any], Any] | None = None
    key: Hashable = None
    reads: bool = True
    future: Future[Any] = field(default_factory=Future)


class Lane:
    """Jobs by priority (lower first), first come first served within one."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Job]] = []
        self._serial = itertools.count()
        self._condition = threading.Condition()
        self._closed = False

    def put(self, job: Job, priority: int) -> None:
        """Queue a job; in a closed lane it is cancelled."""
        with self._condition:
            closed = self._closed
            if not closed:
                heapq.heappush(self._heap, (priority, next(self._serial), job))
                self._condition.notify()
        if closed:
            job.future.cancel()

    @property
    def is_waiting(self) -> bool:
        """There are jobs that nobody has taken."""
        with self._condition:
            return bool(self._heap)

    def take(self) -> Job | None:
        """Wait for the next job, now running; None when the lane is closed."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._heap or self._closed)
                if self._closed:
                    return None
                job = heapq.heappop(self._heap)[2]
            if job.future.set_running_or_notify_cancel():
                return job

    def cancel(self, owner: Hashable) -> None:
        """Cancel what this owner asked for and has not begun."""
        self._drop(lambda job: job.owner == owner)

    def close(self) -> None:
        """Cancel everything that waits and let the threads end."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._drop(lambda job: True)

    def _drop(self, unwanted: Callable[[Job], bool]) -> None:
        with self._condition:
            dropped = [entry[2] for entry in self._heap if unwanted(entry[2])]
            self._heap = [entry for entry in self._heap if not unwanted(entry[2])]
            heapq.heapify(self._heap)
        for job in dropped:
            job.future.cancel()
