"""How long until a volume is there, against loading the frames of its series."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.benchmarks.figure import Figure, figure, within
from tests.benchmarks.window_step import application
from viewer.kinds.base import DisplaySet
from viewer.kinds.sections import stack_of
from viewer.store.frame_cache import FrameCache
from viewer.ui.state.flights import Asker
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.volume_stores import FILL_PRIORITY, VolumeStores
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool, Pool

FACTOR = 1.3
TIMES = 5


def figures(ct: Path) -> list[Figure]:
    """Medians, taken in turn; the volume may take so much more of the time."""
    application()
    display_set = opened_set(ct)
    pool = Pool()
    jobs = Jobs(pool)
    loader = FrameLoader(jobs, FrameCache(0))
    pairs = []
    for number in range(TIMES + 1):
        pair = loaded_ms(loader, display_set), _filled(jobs, loader, display_set)
        if number:  # the first time is only slow
            pairs.append(pair)
    jobs.close()
    floor, taken = (list(column) for column in zip(*pairs, strict=True))
    name = f"volume of {len(display_set.frames)} slices ready"
    return [figure(name, taken, "ms", floor, within("issue 7", FACTOR, floor))]


def opened_set(ct: Path) -> DisplaySet:
    request = OpeningRequest([str(ct)], (), lambda: False, lambda catalogue: None)
    (display_set,) = Opener(InlinePool()).run(request).sets()
    return display_set


def loaded_ms(loader: FrameLoader, display_set: DisplaySet) -> float:
    arrived: list[object] = []

    def load() -> None:
        for frame in display_set.frames:
            loader.fetch(frame, Asker(FILL_PRIORITY, arrived.append, arrived.append))

    return _took(load, lambda: len(arrived) == len(display_set.frames))


def _filled(jobs: Jobs, loader: FrameLoader, display_set: DisplaySet) -> float:
    stores = VolumeStores(jobs, loader)
    stack = stack_of(display_set)
    return _took(lambda: stores.begin(stack), lambda: stores.is_settled)


def _took(work: Callable[[], object], done: Callable[[], bool]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    while not done():
        QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000
