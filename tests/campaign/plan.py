"""How much a program of the campaign does: bounded in count and in time."""

import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """`folder` is empty and the program's own; the same seed does the same."""

    count: int
    seconds: float
    seed: int
    folder: Path
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def turns(self) -> Iterator[int]:
        """Numbers from 0, until the count or the time is reached; one at least."""
        for number in range(self.count):
            if number and self.elapsed > self.seconds:
                return
            yield number

    def chance(self) -> random.Random:
        """Random numbers by the seed."""
        return random.Random(self.seed)


def peak_memory_mb() -> float:
    """Of this process or of its largest ended child, whichever is more."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return max(own, child) * unit / _MEGABYTE
