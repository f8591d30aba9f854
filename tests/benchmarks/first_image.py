"""From starting the process to the first image painted, against the floor program.

Both write a line into a named pipe when they have painted; the clock is this process's.
"""

import json
import os
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import floor_program
from tests.benchmarks.figure import Figure

CT_CEILING, FOLDER_CEILING = 2.0, 2.3
TIMES = 7
GUARD_SECONDS = 60.0
FIRST_IMAGE = "first-image"


def figures(ct: Path, folder: Path, scratch: Path) -> list[Figure]:
    """The CT's folder as the argument, then the 2,000 files."""
    one_file = min(ct.iterdir())
    floor = [sys.executable, floor_program.__file__, str(one_file)]
    rows = []
    for name, argument, factor in (
        ("first image, 300-slice CT", ct, CT_CEILING),
        ("first image, 2,000-file folder", folder, FOLDER_CEILING),
    ):
        viewer = [sys.executable, "-m", "viewer", str(argument)]
        value, least = _alternating(viewer, floor, scratch)
        rows.append(Figure(name, value, "ms", least, factor * least))
    return rows


def _alternating(
    viewer: Sequence[str], floor: Sequence[str], scratch: Path
) -> tuple[float, float]:
    settings = {
        "NEGATOSCOPE_SETTINGS": str(scratch / "settings.json"),
        **compiled_once(scratch),
    }
    pipe = scratch / "moments"
    if not pipe.exists():
        os.mkfifo(pipe)
    values, floors = [], []
    for number in range(TIMES + 1):
        traced = {**settings, "NEGATOSCOPE_TRACE": str(pipe)}
        value = milliseconds_to(FIRST_IMAGE, viewer, traced, pipe)
        least = milliseconds_to(FIRST_IMAGE, [*floor, str(pipe)], settings, pipe)
        if number:  # the first of each warms the page cache
            values.append(value)
            floors.append(least)
    return statistics.median(values), statistics.median(floors)


def compiled_once(scratch: Path) -> dict[str, str]:
    """Variables that keep compiled modules, as an installed program has them."""
    return {"PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def milliseconds_to(
    moment: str, command: Sequence[str], variables: dict[str, str], pipe: Path
) -> float:
    """Start the command, wait for the moment in the pipe, end the command."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    reader = os.open(pipe, os.O_RDWR)  # so that the writer never waits, nor we for it
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment)
    try:
        received = b""
        until = begun + GUARD_SECONDS
        while not _tells(received, moment):
            left = until - time.perf_counter()
            if not select.select([reader], [], [], max(left, 0))[0]:
                raise TimeoutError(f"{command[:3]} told no {moment}")
            received += os.read(reader, 65536)
        return (time.perf_counter() - begun) * 1000
    finally:
        process.terminate()
        process.wait()
        os.close(reader)


def _tells(received: bytes, moment: str) -> bool:
    lines = received.split(b"\n")[:-1]
    return any(json.loads(line).get("moment") == moment for line in lines)
