"""Figures from sessions of the real window: longest stall, resident memory."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.data import CT_SIZE, CT_SLICES
from tests.benchmarks.figure import Figure

STALL_CEILING_MS = 20.0
MEMORY_ALLOWANCE_MB = 250.0
GUARD_SECONDS = 300.0
SESSIONS = 3


def stall_figures(compressed_mammogram: Path, ct: Path) -> list[Figure]:
    """The longest gap while a mammogram in JPEG 2000 is opened, decoded, painted.

    The median of three sessions; the floor is the longest gap with nothing to do.
    """
    first = min(ct.iterdir())
    sessions = [_session("stall", compressed_mammogram, first) for _ in range(SESSIONS)]
    found = {
        name: statistics.median(session[name] for session in sessions)
        for name in sessions[0]
    }
    name = "longest stall, JPEG 2000 mammogram"
    return [
        Figure(name, found["stall_ms"], "ms", found["quiet_ms"], STALL_CEILING_MS),
        Figure("… in the thread's own work", found["busy_ms"], "ms"),
        Figure("JPEG 2000 mammogram, opened to shown", found["shown_ms"], "ms"),
    ]


def memory_figures(ct: Path) -> list[Figure]:
    """Resident memory after going through the CT; the volume is the floor."""
    found = _session("memory", ct)
    if found["frames"] != CT_SLICES:
        raise ValueError(f"the window showed {found['frames']} slices")
    volume = CT_SLICES * CT_SIZE * CT_SIZE * 2 / 1e6
    ceiling = volume + MEMORY_ALLOWANCE_MB
    name = "resident memory, after the CT"
    return [
        Figure(name, found["resident_mb"], "MB", volume, ceiling),
        Figure("resident memory, empty window", found["empty_mb"], "MB"),
        Figure("resident memory, all workers", found["workers_mb"], "MB"),
    ]


def _session(what: str, *paths: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.session", what]
    command += map(str, paths)
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, timeout=GUARD_SECONDS, check=True
    )
    figures: dict[str, float] = json.loads(ended.stdout)
    return figures
