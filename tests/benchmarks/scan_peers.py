"""What other programs need to read the headers of a folder, where they are there."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure
from tests.benchmarks.peers import by_call, by_program

TIMES = 3
WANTED = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")


def scanning_peers(
    folder: Path, paths: Sequence[str], floor: Sequence[float]
) -> list[Figure]:
    """Milliseconds for the same files; programs with their start."""
    tags = [word for tag in ("10,20", "20,d", "20,e", "8,18") for word in ("-t", tag)]
    dcmdump = ["dcmdump", "-q", "-M", "+P", "0008,0018", "+P", "0020,000e", *paths]
    return [
        by_call("… by pydicom", _by_pydicom(paths), floor, TIMES),
        by_call("… by SimpleITK's series reader", _by_simpleitk(folder), floor, TIMES),
        by_program(
            "… by gdcmscanner",
            ["gdcmscanner", "-r", "-d", str(folder), *tags],
            floor,
            TIMES,
        ),
        by_program("… by dcmdump", dcmdump, floor, TIMES),
    ]


def _by_pydicom(paths: Sequence[str]) -> Callable[[], None]:
    def read() -> None:
        from pydicom import dcmread

        for path in paths:
            dataset = dcmread(path, stop_before_pixels=True)
            assert all(dataset.get(keyword) for keyword in WANTED)

    return read


def _by_simpleitk(folder: Path) -> Callable[[], None]:
    def read() -> None:
        reader: Any = import_module("SimpleITK").ImageSeriesReader
        for place in sorted(folder.iterdir()):
            for name in reader.GetGDCMSeriesIDs(str(place)):
                assert reader.GetGDCMSeriesFileNames(str(place), name)

    return read
