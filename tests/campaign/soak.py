"""Studies opened and closed again and again: memory, handles and threads stay flat."""

import gc
import os
import threading
from pathlib import Path
from typing import Any

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session
from viewer.demo.build import RLE_LOSSLESS, ct_slice, to_bytes
from viewer.demo.documents import report
from viewer.work.pool import DISK_THREADS_MOST

STUDIES, SLICES, SIZE = 5, 6, 256
WARM = 10
"""Rounds until everything that is made once has been made."""

MOST_BYTES_A_ROUND = 64 * 1024
MOST_BYTES_AT_ALL = 8 * 1024 * 1024


def run(plan: Plan) -> Record:
    """One study a round: opened, scrolled, laid out, closed."""
    folders = [
        _study(plan.folder / f"study-{number}", number) for number in range(STUDIES)
    ]
    tried, before = 0, (0, 0, 0)
    with Session(plan) as session:
        for turn in plan.turns():
            session.open(folders[turn % STUDIES])
            session.viewer.press_key("End")
            session.viewer.do("layout-2x2" if turn % 2 else "layout-1x1")
            session.close_studies()
            tried += 1
            if turn == WARM:
                before = _held()
        after = _held()
        faults = list(session.faults)
        stall = session.watch.longest_seconds * 1000
    rounds = tried - WARM - 1
    grown = after[0] - before[0]
    if rounds > 0:
        if grown > max(MOST_BYTES_AT_ALL, rounds * MOST_BYTES_A_ROUND):
            faults.append(f"memory grew by {grown / 1e6:.1f} MB in {rounds} rounds")
        if after[1] > before[1] or after[2] > before[2] + DISK_THREADS_MOST:
            faults.append(f"files and threads grew from {before[1:]} to {after[1:]}")
    return Record(
        "soak",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=tuple(faults),
        note=f"studies opened and closed, memory {grown / 1e6:+.1f} MB after {WARM}",
    )


def _study(folder: Path, number: int) -> Path:
    folder.mkdir(parents=True)
    study: dict[str, Any] = {
        "StudyInstanceUID": f"2.25.{900 + number}",
        "SeriesNumber": 1,
    }
    for place in range(SLICES):
        dataset = ct_slice(place, **study)
        syntax = RLE_LOSSLESS if number % 2 else ""
        (folder / str(place)).write_bytes(to_bytes(dataset, syntax))
    (folder / "report").write_bytes(to_bytes(report()))
    return folder


def _held() -> tuple[int, int, int]:
    """Bytes of memory, open files, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files = len(os.listdir("/proc/self/fd"))
    return pages * os.sysconf("SC_PAGE_SIZE"), files, threading.active_count()
