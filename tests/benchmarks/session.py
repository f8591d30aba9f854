"""A session of the real window in a process of its own, measured from inside.

Run as a process: python -m tests.benchmarks.session stall PATH FIRST, or … memory PATH.
Prints one line of JSON with the figures.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

from viewer.ui.app import App
from viewer.ui.theme import new_application
from viewer.work.pool import Pool

GUARD_SECONDS = 120.0
TICK_MS = 1
POLL_MS = 5
QUIET_SECONDS = 2.0


class Ticks:
    """The longest time between two ticks of a timer that should tick every 1 ms.

    `busy_ms` is the longest by the clock of this thread's own work: what remains
    when the machine gave the processor to others meanwhile is not counted.
    """

    def __init__(self) -> None:
        self.restart()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def restart(self) -> None:
        """Forget what was."""
        self.longest_ms = self.busy_ms = 0.0
        self._last, self._last_busy = time.perf_counter(), time.thread_time()

    def end(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self.busy_ms = max(self.busy_ms, (busy - self._last_busy) * 1000)
        self._last, self._last_busy = now, busy


def wait(condition: Callable[[], bool]) -> None:
    """Run the event loop until the condition holds."""
    loop, until = QEventLoop(), time.monotonic() + GUARD_SECONDS
    poll = QTimer(interval=POLL_MS)

    def look() -> None:
        if condition() or time.monotonic() > until:
            loop.quit()

    poll.timeout.connect(look)
    poll.start()
    loop.exec()
    if not condition():
        raise TimeoutError("the window did not get there")


def rest(seconds: float) -> None:
    """Run the event loop for so long."""
    until = time.monotonic() + seconds
    wait(lambda: time.monotonic() > until)


def is_shown(app: App) -> bool:
    """The frame that the active cell's state names is on screen."""
    model = app.grid.active
    frame = model.state.what.frame
    shown = model.shown
    return (
        frame is not None
        and shown is not None
        and shown.frame.frame_index == frame.frame_index
        and shown.frame.header.source == frame.header.source
        and not app.workspace.state.scanning
    )


def stall(app: App, path: str, first: str) -> dict[str, float]:
    """Open a compressed image while the ticks are watched; and some quiet seconds.

    Another image is opened first: what is slow only once belongs to the start.
    """
    app.opening.paths([first])
    wait(lambda: is_shown(app))
    rest(QUIET_SECONDS)
    ticks = Ticks()
    rest(QUIET_SECONDS)
    quiet = ticks.longest_ms
    ticks.restart()
    model = app.grid.active
    before, reduced_ms = model.shown, list[float]()
    begun = time.perf_counter()

    def note_reduced() -> None:
        if model.early.preview is not None:
            reduced_ms.append((time.perf_counter() - begun) * 1000)

    model.early.changed.connect(note_reduced)
    app.opening.paths([path])
    wait(lambda: is_shown(app) and app.grid.active.shown is not before)
    shown_ms = (time.perf_counter() - begun) * 1000
    rest(QUIET_SECONDS)
    return {
        "stall_ms": ticks.longest_ms,
        "busy_ms": ticks.busy_ms,
        "quiet_ms": quiet,
        "reduced_ms": reduced_ms[0],
        "shown_ms": shown_ms,
    }


def memory(app: App, path: str) -> dict[str, float]:
    """Open a stack and go through all of it."""
    rest(QUIET_SECONDS)
    empty = resident_megabytes("self")
    app.opening.paths([path])
    wait(lambda: is_shown(app))
    model = app.grid.active
    for index in range(model.state.what.count):
        model.go_to(index)
        wait(lambda: is_shown(app))
    rest(QUIET_SECONDS)
    return {
        "resident_mb": resident_megabytes("self"),
        "empty_mb": empty,
        "workers_mb": sum(map(resident_megabytes, children())),
        "frames": model.state.what.count,
    }


def children() -> list[str]:
    """Process numbers of this process's children."""
    tasks = Path("/proc/self/task").iterdir()
    return [pid for task in tasks for pid in (task / "children").read_text().split()]


def resident_megabytes(process: str) -> float:
    """VmRSS of a process, in millions of bytes."""
    return _megabytes(process, "VmRSS:")


def peak_resident_megabytes(process: str) -> float:
    """The most that it ever was."""
    return _megabytes(process, "VmHWM:")


def _megabytes(process: str, entry: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(entry):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def main() -> int:
    """Build the window, do what the first argument says, print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = new_application()
    app = App(Pool())
    app.window.resize(1600, 1000)
    app.window.show()
    try:
        what: dict[str, Callable[..., dict[str, float]]]
        what = {"stall": stall, "memory": memory}
        figures = what[sys.argv[1]](app, *sys.argv[2:])
    finally:
        app.close()
    sys.stdout.write(json.dumps(figures) + "\n")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
