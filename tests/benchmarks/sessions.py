"""Figures from sessions of the real window: longest stall, resident memory."""

from pathlib import Path

from tests.benchmarks.data import CT_SIZE, CT_SLICES
from tests.benchmarks.figure import Figure, Target, figure
from tests.benchmarks.process import session

STALL = Target("T6, issue 2", 20.0)
ALLOWANCE_MB, T9_ALLOWANCE_MB = 250.0, 130.0
SESSIONS = 3


def stall_figures(compressed_mammogram: Path, ct: Path) -> list[Figure]:
    """The longest gap while a mammogram in JPEG 2000 is opened, decoded, painted.

    Three sessions; the floor is the longest gap with nothing to do.
    """
    first = min(ct.iterdir())
    sessions = [
        session("session", "stall", compressed_mammogram, first)
        for _ in range(SESSIONS)
    ]
    found = {name: [one[name] for one in sessions] for name in sessions[0]}
    name = "longest stall, JPEG 2000 mammogram"
    return [
        figure(name, found["stall_ms"], "ms", found["quiet_ms"], STALL),
        figure("… in the thread's own work", found["busy_ms"], "ms"),
        figure("JPEG 2000 mammogram, opened to shown", found["shown_ms"], "ms"),
        figure("… to its reduced picture", found["reduced_ms"], "ms"),
    ]


def memory_figures(ct: Path) -> list[Figure]:
    """Resident memory after going through the CT; the volume is the floor."""
    found = session("session", "memory", ct)
    if found["frames"] != CT_SLICES:
        raise ValueError(f"the window showed {found['frames']} slices")
    volume = CT_SLICES * CT_SIZE * CT_SIZE * 2 / 1e6
    targets = (
        Target("issue 2", volume + ALLOWANCE_MB),
        Target("T9", volume + T9_ALLOWANCE_MB),
    )
    name = "resident memory, after the CT"
    return [
        figure(name, found["resident_mb"], "MB", volume, *targets),
        figure("resident memory, empty window", found["empty_mb"], "MB"),
        figure("resident memory, all workers", found["workers_mb"], "MB"),
    ]
