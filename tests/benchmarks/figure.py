"""One measured figure beside its floor and its targets, and how to take times."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Spread(NamedTuple):
    """Of what was taken: least, quartiles, most."""

    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float


class Target(NamedTuple):
    """The largest allowed value, and whose it is: "T4" or "issue 6"."""

    by: str
    ceiling: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured in `unit`; lower is better.

    `floor` is what the same machine needed in the same run for the least possible work,
    None where there is no such thing. A figure without targets only informs. One of a
    `peer` is another program's; `absent` says why there is none, in place of a spread.
    """

    name: str
    spread: Spread | None
    unit: str
    floor: float | None = None
    targets: tuple[Target, ...] = ()
    peer: bool = False
    absent: str = ""

    @property
    def value(self) -> float | None:
        """The median."""
        return None if self.spread is None else self.spread.median

    @property
    def ratio(self) -> float | None:
        """Of the value to the floor."""
        return self.value / self.floor if self.value and self.floor else None

    @property
    def missed(self) -> tuple[Target, ...]:
        """The targets that do not hold."""
        value = self.value
        return tuple(
            one for one in self.targets if value is None or value > one.ceiling
        )


def spread_of(taken: Sequence[float]) -> Spread:
    """Quartiles lie between what was measured; of a single value all are that value."""
    ordered = sorted(taken)
    quartiles = ordered * 3
    if len(ordered) > 1:
        quartiles = statistics.quantiles(ordered, n=4, method="inclusive")
    quarter, median, three_quarters = quartiles
    return Spread(ordered[0], quarter, median, three_quarters, ordered[-1])


def figure(
    name: str,
    taken: Sequence[float] | float,
    unit: str,
    floor: Sequence[float] | float | None = None,
    *targets: Target,
) -> Figure:
    """Of what was taken, once or several times."""
    spread = spread_of([taken] if isinstance(taken, int | float) else taken)
    least = statistics.median(floor) if isinstance(floor, Sequence) else floor
    return Figure(name, spread, unit, least, targets)


def peer(
    name: str, taken: Sequence[float], unit: str, floor: Sequence[float] | float | None
) -> Figure:
    """Another program's figure."""
    made = figure(name, taken, unit, floor)
    return Figure(name, made.spread, unit, made.floor, peer=True)


def absent(name: str, unit: str, why: str, *, of_peer: bool = True) -> Figure:
    """What could not be measured here, and why."""
    return Figure(name, None, unit, peer=of_peer, absent=why)


def within(by: str, factor: float, floor: Sequence[float], extra: float = 0) -> Target:
    """So many times the floor."""
    return Target(by, factor * statistics.median(floor) + extra)


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def alternating(
    one: Callable[[], object], other: Callable[[], object], times: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, run in turn so that both see the same machine.

    Each is run once before, for what is only slow the first time.
    """
    one(), other()
    pairs = [(milliseconds(one), milliseconds(other)) for _ in range(times)]
    return [first for first, _ in pairs], [second for _, second in pairs]
