"""Warm scan of the 2,000-file folder, against reading 64 KiB of each file.

And the whole opening of it, known and unknown to the index, against one without.
"""

import itertools
import os
from pathlib import Path

from tests.benchmarks.figure import Figure, alternating
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.scan import scan
from viewer.store.cache import Cache
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool

CEILING = 6.0
KNOWN_CEILING = 0.9
UNKNOWN_CEILING = 1.15
LONG_AGO = 1_600_000_000
FLOOR_BYTES = 64 * 1024
TIMES = 7


def figures(folder: Path, scratch: Path) -> list[Figure]:
    """The scan, and the scan with the index made of it."""
    paths = sorted(str(path) for path in folder.rglob("*") if path.is_file())

    def read_each() -> None:
        for path in paths:
            with open(path, "rb") as file:
                file.read(FLOOR_BYTES)

    def scan_all() -> None:
        found = list(scan([str(folder)], lambda: False))
        assert sum(isinstance(one, Header) for one in found) == len(paths)

    def index_all() -> None:
        builder = IndexBuilder()
        for found in scan([str(folder)], lambda: False):
            assert isinstance(found, Header)
            builder.add(found)
        builder.index()

    scanned, floor = alternating(scan_all, read_each, TIMES)
    indexed, index_floor = alternating(index_all, read_each, TIMES)
    count = f"{len(paths):,} files"
    return [
        Figure(f"warm scan, {count}", scanned, "ms", floor, CEILING * floor),
        Figure(f"warm scan and index, {count}", indexed, "ms", index_floor),
        *_openings(folder, scratch, count),
    ]


def _openings(folder: Path, scratch: Path, count: str) -> list[Figure]:
    """Of a known and of an unknown folder; the floors are openings without an index."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    known, numbers = Cache(scratch / "known"), itertools.count()

    def open_with(cache: Cache | None) -> Opener:
        opener = Opener(InlinePool(), cache)
        request = OpeningRequest([str(folder)], (), lambda: False, lambda _: None)
        assert opener.run(request).finished
        return opener

    def read_all() -> None:
        open_with(None)

    def look_up() -> None:
        open_with(known)

    def read_unknown() -> None:
        open_with(Cache(scratch / f"unknown{next(numbers)}"))

    open_with(known).keep()
    looked_up, known_floor = alternating(look_up, read_all, TIMES)
    read, unknown_floor = alternating(read_unknown, read_all, TIMES)
    return [
        Figure(
            f"opening, known, {count}",
            looked_up,
            "ms",
            known_floor,
            KNOWN_CEILING * known_floor,
        ),
        Figure(
            f"opening, unknown, {count}",
            read,
            "ms",
            unknown_floor,
            UNKNOWN_CEILING * unknown_floor,
        ),
    ]
