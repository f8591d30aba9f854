"""One measured figure beside its floor, and the table of all of them."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in `unit`; lower is better.

    `floor` is what the same machine needed for the least possible work; `ceiling` is
    the largest allowed value in the same unit, None for a figure that only informs.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    ceiling: float | None = None

    @property
    def verdict(self) -> str:
        """ok, MISSED or a dash."""
        if self.ceiling is None:
            return "–"
        return "ok" if self.value <= self.ceiling else "MISSED"


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned lines with a heading."""
    heading = ("figure", "value", "floor", "ratio", "ceiling", "")
    rows = [heading, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    floor, ceiling = figure.floor, figure.ceiling
    return (
        figure.name,
        f"{_number(figure.value)} {figure.unit}",
        "–" if floor is None else _number(floor),
        "–" if not floor else f"{figure.value / floor:.2f}",
        "–" if ceiling is None else _number(ceiling),
        figure.verdict,
    )


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *cells]).rstrip()


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def alternating(
    one: Callable[[], object], other: Callable[[], object], times: int
) -> tuple[float, float]:
    """Median milliseconds of each, run in turn so that both see the same machine.

    Each is run once before, for what is only slow the first time.
    """
    one(), other()
    pairs = [(milliseconds(one), milliseconds(other)) for _ in range(times)]
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second)
