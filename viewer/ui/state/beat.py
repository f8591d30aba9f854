"""The beat by which frames play: the phase of a round at a time of the clock.

Rounds of several viewports may follow one beat; each finds its own frame by the phase.
"""

import bisect
import itertools
from collections.abc import Sequence

from viewer.kinds.timing import Timing
from viewer.records import dataclass

SLIP = 1e-9
"""Of a round: what arithmetic may lose. A frame is not missed for it."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A round that takes `lasts_ms` of the clock; it had `phase` at `started` (s)."""

    started: float
    lasts_ms: float
    phase_then: float = 0.0

    def phase(self, now: float) -> float:
        """From 0 to 1: how much of the round is over."""
        return (self.phase_then + (now - self.started) * 1000 / self.lasts_ms) % 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """Phases at which each frame of a round is over; `lasts_ms` at its own rate."""

    ends: tuple[float, ...]
    lasts_ms: float

    @classmethod
    def of(cls, timing: Timing) -> "Round":
        """The round of a timing."""
        ends = list(itertools.accumulate(timing.durations_ms))
        return cls(tuple(end / ends[-1] for end in ends), ends[-1])

    def entry(self, phase: float) -> int:
        """The place in the round that is due."""
        found = bisect.bisect_right(self.ends, phase + SLIP)
        return found % len(self.ends)

    def left(self, phase: float) -> float:
        """The part of a round until the next frame is due."""
        entry = self.entry(phase)
        return (self.ends[entry] - phase) % 1.0

    def phase_of(self, order: Sequence[int], index: int) -> float:
        """When a frame begins; of one that the round leaves out, its start."""
        entry = order.index(index) if index in order else 0
        return self.ends[entry - 1] if entry else 0.0
