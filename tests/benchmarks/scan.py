"""Warm scan of the 2,000-file folder, against reading 64 KiB of each file.

And the whole opening of it, known and unknown to the index, against one without.
"""

import itertools
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.figure import Figure, alternating, figure, within
from tests.benchmarks.scan_peers import scanning_peers
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.scan import scan
from viewer.store.cache import Cache
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool

FACTOR, T1_FACTOR = 6.0, 5.0
KNOWN, UNKNOWN = 0.9, 1.15
LONG_AGO = 1_600_000_000
FLOOR_BYTES = 64 * 1024
TIMES = 7


def figures(folder: Path, scratch: Path) -> list[Figure]:
    """The scan, the scan with the index made of it, openings, and other programs."""
    paths = files_below([folder])
    count = f"{len(paths):,} files"

    def index_all() -> None:
        builder = IndexBuilder()
        for found in scan([str(folder)], lambda: False):
            assert isinstance(found, Header)
            builder.add(found)
        builder.index()

    scanned, floor = alternating(lambda: scan_all([folder]), reader(paths), TIMES)
    targets = within("issue 2", FACTOR, floor), within("T1", T1_FACTOR, floor)
    indexed, index_floor = alternating(index_all, reader(paths), TIMES)
    return [
        figure(f"warm scan, {count}", scanned, "ms", floor, *targets),
        figure(f"warm scan and index, {count}", indexed, "ms", index_floor),
        *_openings(folder, scratch, count),
        *scanning_peers(folder, paths, floor),
    ]


def files_below(folders: Sequence[Path]) -> list[str]:
    """Every file, in order."""
    found = (path for folder in folders for path in folder.rglob("*"))
    return sorted(str(path) for path in found if path.is_file())


def reader(paths: Sequence[str]) -> Callable[[], None]:
    """Reads 64 KiB of each file: the least that any scan does."""

    def read_each() -> None:
        for path in paths:
            with open(path, "rb") as file:
                file.read(FLOOR_BYTES)

    return read_each


def scan_all(folders: Sequence[Path]) -> int:
    """How many headers the scan finds; all must be sound."""
    count = 0
    for found in scan([str(folder) for folder in folders], lambda: False):
        assert isinstance(found, Header)
        count += 1
    return count


def open_all(folders: Sequence[Path], cache: Cache | None = None) -> Opener:
    """As the window does it, without the window."""
    opener = Opener(InlinePool(), cache)
    paths = [str(folder) for folder in folders]
    request = OpeningRequest(paths, (), lambda: False, lambda _: None)
    assert opener.run(request).finished
    return opener


def make_old(folders: Sequence[Path]) -> None:
    """The index trusts no file that was written a moment ago."""
    for path in files_below(folders):
        os.utime(path, (LONG_AGO, LONG_AGO))


def _openings(folder: Path, scratch: Path, count: str) -> list[Figure]:
    """Of a known and of an unknown folder; the floors are openings without an index."""
    make_old([folder])
    known, numbers = Cache(scratch / "known"), itertools.count()

    def read_all() -> None:
        open_all([folder])

    def look_up() -> None:
        open_all([folder], known)

    def read_unknown() -> None:
        open_all([folder], Cache(scratch / f"unknown{next(numbers)}"))

    open_all([folder], known).keep()
    looked_up, known_floor = alternating(look_up, read_all, TIMES)
    read, unknown_floor = alternating(read_unknown, read_all, TIMES)
    return [
        figure(
            f"opening, known, {count}",
            looked_up,
            "ms",
            known_floor,
            within("issue 3", KNOWN, known_floor),
        ),
        figure(
            f"opening, unknown, {count}",
            read,
            "ms",
            unknown_floor,
            within("issue 3", UNKNOWN, unknown_floor),
        ),
    ]
