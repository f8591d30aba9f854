"""Scanning 10,000 files, warm and cold, and how costs grow with the number of files."""

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
GROWTH = Target("issue 8", 1.3)
"""The cost of a file among the most, by that of one among fewer: linear is 1."""
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
    rows, slopes = [], []
    for name, work in works.items():
        each = []
        for number, count in enumerate(counts, 1):
            taken = _taken(work, folders[:number])
            rows.append(figure(label(name, count), taken, "ms"))
            each.append([one / count for one in taken])
        among_fewer = statistics.median(each[1])
        growth = [one / among_fewer for one in each[-1]]
        title = f"a file's cost among {counts[-1]:,} by that among {counts[1]:,}"
        slopes.append(figure(f"{title}, {name}", growth, "×", None, GROWTH))
    return [*slopes, *rows]


def _taken(
    work: Callable[[Sequence[Path]], object], some: Sequence[Path]
) -> list[float]:
    work(some)
    return [milliseconds(lambda: work(some)) for _ in range(TIMES)]


def label(name: str, count: int) -> str:
    """Of a figure that is a point of the plot."""
    return f"{name}, {count:,} files"
