"""The whole CT in memory, frame by frame as the window loads it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.figure import Figure, alternating, figure, within
from tests.benchmarks.peers import by_call
from tests.benchmarks.volume_ready import loaded_ms, opened_set
from tests.benchmarks.window_step import application
from viewer.store.frame_cache import FrameCache
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.work.pool import Pool

FACTOR = 2.0
CACHE_BYTES = 1024**3
TIMES = 5


def figures(ct: Path) -> list[Figure]:
    """The floor is reading the files."""
    application()
    display_set = opened_set(ct)
    jobs = Jobs(Pool())
    loader = FrameLoader(jobs, FrameCache(CACHE_BYTES))

    def load() -> None:
        loader.clear()
        loaded_ms(loader, display_set)

    taken, floor = alternating(load, _reading(ct), TIMES)
    jobs.close()
    name = f"{len(display_set.frames)} slices in memory"
    return [
        figure(name, taken, "ms", floor, within("T3", FACTOR, floor)),
        by_call("… by SimpleITK's series reader", _by_simpleitk(ct), floor, 3),
        by_call("… by pydicom and numpy", _by_pydicom(ct), floor, 3),
    ]


def _reading(ct: Path) -> Callable[[], None]:
    def read() -> None:
        for path in sorted(ct.iterdir()):
            path.read_bytes()

    return read


def _by_simpleitk(ct: Path) -> Callable[[], None]:
    def read() -> None:
        kind: Any = import_module("SimpleITK").ImageSeriesReader
        reader = kind()
        reader.SetFileNames(kind.GetGDCMSeriesFileNames(str(ct)))
        reader.Execute()

    return read


def _by_pydicom(ct: Path) -> Callable[[], None]:
    def read() -> None:
        import numpy as np
        from pydicom import dcmread

        found = [dcmread(path) for path in sorted(ct.iterdir())]
        found.sort(key=lambda one: float(one.ImagePositionPatient[2]))
        np.stack([one.pixel_array for one in found])

    return read
