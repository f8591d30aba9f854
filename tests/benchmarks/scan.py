"""Warm scan of the 2,000-file folder, against reading 64 KiB of each file."""

from pathlib import Path

from tests.benchmarks.figure import Figure, alternating
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.scan import scan

CEILING = 6.0
FLOOR_BYTES = 64 * 1024
TIMES = 7


def figures(folder: Path) -> list[Figure]:
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
    ]
