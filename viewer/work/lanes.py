"""Queues of work: what waits, in which order, and who asked for it."""

import heapq
import itertools
import sys
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
    is_long: bool = False
    """It takes long, and nobody waits for it."""
    future: Future[Any] = field(default_factory=Future)


class Lane:
    """Jobs by priority (lower first), first come first served within one.

    At most `most_long` of those that are long are done at a time.
    """

    def __init__(self, most_long: int = sys.maxsize) -> None:
        self._most_long = most_long
        self._long = 0
        """Such jobs that are being done."""
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
                self._condition.wait_for(lambda: self._closed or self._can_take())
                if self._closed:
                    return None
                job = self._pop()
                self._long += job.is_long
            if job.future.set_running_or_notify_cancel():
                return job
            self.done(job)

    def done(self, job: Job) -> None:
        """What was taken has been dealt with."""
        if job.is_long:
            with self._condition:
                self._long -= 1
                self._condition.notify()

    def _can_take(self) -> bool:
        if self._long < self._most_long:
            return bool(self._heap)
        return any(not job.is_long for _, _, job in self._heap)

    def _pop(self) -> Job:
        if self._long < self._most_long or not self._heap[0][2].is_long:
            return heapq.heappop(self._heap)[2]
        entry = min(entry for entry in self._heap if not entry[2].is_long)
        self._heap.remove(entry)
        heapq.heapify(self._heap)
        return entry[2]

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
