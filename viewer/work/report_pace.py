"""How often what has been found so far is told, while more is being read.

A report costs as much as all that has been found: told at fixed times, the reports of
a large study would take longer than reading it.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

SECONDS_BETWEEN = 0.4
TIMES_ITS_COST = 4.0
"""So long is read after a report: reports take a fifth of the time at most."""


class ReportPace:
    """Says when a report is due: the first at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = clock()

    def is_due(self) -> bool:
        """Whether enough has been read since the last one."""
        return self._clock() >= self._due

    @contextlib.contextmanager
    def spent(self) -> Iterator[None]:
        """What is done inside is a report."""
        begun = self._clock()
        yield
        ended = self._clock()
        cost = TIMES_ITS_COST * (ended - begun)
        self._due = ended + max(SECONDS_BETWEEN, cost)
