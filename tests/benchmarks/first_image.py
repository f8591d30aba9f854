"""From starting the process to the first image painted, against the floor program.

Both write a line into a named pipe when they have painted; the clock is this process's.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.cold import forget
from tests.benchmarks.figure import Figure, figure, within

BY, T2_FACTOR = "issue 2", 1.3
CT_FACTOR, FOLDER_FACTOR = 2.0, 2.3
TIMES, COLD_TIMES = 7, 3
GUARD_SECONDS = 60.0
FLOOR_PROGRAM = Path(__file__).parent / "floor_program.py"
FIRST_IMAGE, WINDOW_SHOWN = "first-image", "window-shown"


def figures(ct: Path, folder: Path, scratch: Path) -> list[Figure]:
    """The CT's folder as the argument, the 2,000 files, and a start without any."""
    floor = [sys.executable, str(FLOOR_PROGRAM), str(min(ct.iterdir()))]
    viewer = [sys.executable, "-m", "viewer"]
    start = Start(floor, scratch)
    taken, least = start.warm([*viewer, str(ct)], FIRST_IMAGE)
    targets = within(BY, CT_FACTOR, least), within("T2", T2_FACTOR, least)
    rows = [figure("first image, 300-slice CT", taken, "ms", least, *targets)]
    taken, least = start.warm([*viewer, str(folder)], FIRST_IMAGE)
    target = within(BY, FOLDER_FACTOR, least)
    rows.append(figure("first image, 2,000-file folder", taken, "ms", least, target))
    taken, least = start.warm(viewer, WINDOW_SHOWN)
    rows.append(figure("empty window, warm", taken, "ms", least))
    taken, least, how = start.cold(viewer, WINDOW_SHOWN)
    rows.append(figure(f"empty window, cold ({how})", taken, "ms", least))
    taken, least, how = start.cold([*viewer, str(ct)], FIRST_IMAGE)
    name = f"first image, 300-slice CT, cold ({how})"
    return [*rows, figure(name, taken, "ms", least)]


class Start:
    """Starts a program and the floor program in turn."""

    def __init__(self, floor: Sequence[str], scratch: Path) -> None:
        self._floor = floor
        self._scratch = scratch
        self._pipe = scratch / "moments"
        if not self._pipe.exists():
            os.mkfifo(self._pipe)
        self._settings = {**own_home(scratch), **compiled_once(scratch)}

    def warm(
        self, command: Sequence[str], moment: str
    ) -> tuple[list[float], list[float]]:
        """Milliseconds of the program and of the floor; the first do not count."""
        pairs = [self._pair(command, moment, lambda: "") for _ in range(TIMES + 1)]
        return [one for one, _, _ in pairs[1:]], [other for _, other, _ in pairs[1:]]

    def cold(
        self, command: Sequence[str], moment: str
    ) -> tuple[list[float], list[float], str]:
        """The same with nothing in memory before each; and how that was done."""
        self._pair(command, moment, lambda: "")  # compiles, and knows the files
        pairs = [
            self._pair(command, moment, lambda: forget(self._read_at_start(command)))
            for _ in range(COLD_TIMES)
        ]
        ours, floors, how = zip(*pairs, strict=True)
        return list(ours), list(floors), how[0]

    def _pair(
        self, command: Sequence[str], moment: str, before: Callable[[], str]
    ) -> tuple[float, float, str]:
        traced = {**self._settings, "NEGATOSCOPE_TRACE": str(self._pipe)}
        how = before()
        value = milliseconds_to(moment, command, traced, self._pipe)
        before()
        floor = [*self._floor, str(self._pipe)]
        least = milliseconds_to(FIRST_IMAGE, floor, self._settings, self._pipe)
        return value, least, how

    def _read_at_start(self, command: Sequence[str]) -> Iterator[Path]:
        """Libraries, compiled modules and what the command names."""
        folders = [_place_of(name) for name in ("numpy", "PySide6")]
        folders += [self._scratch, *map(Path, command[3:]), Path(self._floor[-1])]
        for folder in folders:
            found = folder.rglob("*") if folder.is_dir() else [folder]
            yield from (path for path in found if path.is_file())


def _place_of(package: str) -> Path:
    """Its folder, found without importing it: what is in use stays in memory."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def own_home(scratch: Path) -> dict[str, str]:
    """Variables of a reader who has nothing to do with whoever runs this."""
    runtime = scratch / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        "NEGATOSCOPE_SETTINGS": str(scratch / "settings.json"),
        "XDG_DATA_HOME": str(scratch / "data"),
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "XDG_RUNTIME_DIR": str(runtime),
    }


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
