"""Scanning 10,000 files, warm and cold, and how costs grow with the number of files."""

import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.cold import forget
from tests.benchmarks.figure import (
    Figure,
    Target,
    alternating,
    figure,
    milliseconds,
    within,
)
from tests.benchmarks.scan import (
    files_below,
    make_old,
    open_all,
    reader,
    scan_all,
)
from viewer.store.cache import Cache

T1_WARM, T1_COLD = 5.0, 1.2
TIMES, COLD_TIMES = 3, 3
LINEAR = Target("issue 8", 1.15)
"""What is told while more is read may take a fifth; small folders know none of it."""
SCAN, OPENING, KNOWN = "scan", "opening", "opening, known"


def figures(folders: Sequence[Path]) -> list[Figure]:
    """The scan against reading 64 KiB of each, from memory and from the disk."""
    paths = files_below(folders)
    count = f"{len(paths):,} files"
    warm, floor = alternating(lambda: scan_all(folders), reader(paths), TIMES)
    cold, cold_floor = [], []
    for _ in range(COLD_TIMES):
        forget(map(Path, paths))
        cold.append(milliseconds(lambda: scan_all(folders)))
        how = forget(map(Path, paths))
        cold_floor.append(milliseconds(reader(paths)))
    name = f"cold scan, {count} ({how})"
    targets = within("T1", T1_WARM, floor), within("T1", T1_COLD, cold_floor)
    return [
        figure(f"warm scan, {count}", warm, "ms", floor, targets[0]),
        figure(name, cold, "ms", cold_floor, targets[1]),
    ]


def growth_figures(
    folders: Sequence[Path], counts: Sequence[int], scratch: Path
) -> list[Figure]:
    """Each cost with the first folder, the first two, and so on to all of them."""
    make_old(folders)
    known = Cache(scratch / "known-large")
    open_all(folders, known).keep()
    works: dict[str, Callable[[Sequence[Path]], object]] = {
        SCAN: scan_all,
        OPENING: open_all,
        KNOWN: lambda some: open_all(some, known),
    }
    rows, exponents = [], []
    for name, work in works.items():
        some = [
            figure(label(name, count), _taken(work, folders[:number]), "ms")
            for number, count in enumerate(counts, 1)
        ]
        rows += some
        medians = [one.value or 0.0 for one in some]
        title = f"exponent of growth, {name}"
        exponents.append(figure(title, exponent(counts, medians), "", None, LINEAR))
    return [*exponents, *rows]


def exponent(counts: Sequence[int], costs: Sequence[float]) -> float:
    """The power of the count with which the cost grows: 1 is linear, 2 quadratic."""
    slope, _ = statistics.linear_regression(
        [math.log(count) for count in counts], [math.log(cost) for cost in costs]
    )
    return slope


def _taken(
    work: Callable[[Sequence[Path]], object], some: Sequence[Path]
) -> list[float]:
    work(some)
    return [milliseconds(lambda: work(some)) for _ in range(TIMES)]


def label(name: str, count: int) -> str:
    """Of a figure that is a point of the plot."""
    return f"{name}, {count:,} files"
