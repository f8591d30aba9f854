"""The real window while images run past: by a key held down, and by playing.

Run as a process: python -m tests.benchmarks.running scroll|play PATH, with a folder of
one stack. Prints one line of JSON with the figures.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from tests.benchmarks.process import Found
from tests.benchmarks.session import is_shown, rest, wait
from viewer.ui.app import App
from viewer.ui.theme import new_application
from viewer.ui.views.stack import StackView
from viewer.work.pool import Pool

QUIET_SECONDS = 1.0
PLAYED_SECONDS = 5.0
PARTS = 5
WANTED_RATE = 120.0
"""Frames a second that are asked for: more than is to be seen."""
GUARD_MS, GUARD_IMAGE_MS = 20_000, 60
MEMORY, DISK = "memory", "disk"


class Painted(QObject):
    """The moments at which the canvas has painted another image."""

    def __init__(self, view: StackView, then: Callable[[], None]) -> None:
        super().__init__(view)
        self.moments: list[float] = []
        self._view, self._then, self._last = view, then, -1
        view.canvas.installEventFilter(self)

    @property
    def count(self) -> int:
        """How many images, each once."""
        return len(self.moments)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            index = self._view.model.shown_what.index
            if index != self._last:
                self._last = index
                self.moments.append(time.perf_counter())
                QTimer.singleShot(0, self._then)
        return False


def image_ms(moments: Sequence[float]) -> list[float]:
    """Milliseconds an image, in each fifth of a run."""
    size = (len(moments) - 1) // PARTS
    starts = [size * part for part in range(PARTS)]
    return [1000 * (moments[at + size] - moments[at]) / size for at in starts]


def scroll(app: App, path: str, where: str) -> Found:
    """Hold a key down from one end to the other, as fast as images are painted.

    From `memory` each image has been decoded before; from `disk` none has.
    """
    open_path(app, path)
    model = app.grid.active
    if where == MEMORY:
        _bring_all(app)
    else:
        model.go_to(0)
        wait(lambda: is_shown(app))
        app.loader.clear()
    return scrolled(app)


def scrolled(app: App) -> Found:
    """The active viewport from its first image to its last, by a key held down."""
    view, model = active_view(app), app.grid.active
    model.go_to(0)
    wait(lambda: is_shown(app))
    rest(QUIET_SECONDS)
    last = model.state.what.count - 1
    loop = QEventLoop()

    def on() -> None:
        if model.state.what.index < last:
            QTest.keyPress(view.canvas, Qt.Key.Key_Down)
        else:
            loop.quit()

    painted = Painted(view, on)
    busy = time.thread_time()
    QTimer.singleShot(GUARD_MS + GUARD_IMAGE_MS * last, loop.quit)
    QTimer.singleShot(0, on)
    loop.exec()
    work = time.thread_time() - busy
    if painted.count < last:
        raise RuntimeError(f"{painted.count} of {last} images were painted")
    return {"image_ms": image_ms(painted.moments), "busy_ms": work * 1000 / last}


def play(app: App, path: str) -> Found:
    """Play from memory, at a higher rate than is to be seen."""
    view = open_path(app, path)
    model = app.grid.active
    _bring_all(app)
    own = 10.0
    painted = Painted(view, lambda: None)
    fast = replace(model.state.play, playing=True, speed=WANTED_RATE / own)
    model.change(play=fast)
    rest(QUIET_SECONDS)
    before, busy = painted.count, time.thread_time()
    rest(PLAYED_SECONDS)
    work, moments = time.thread_time() - busy, painted.moments[before:]
    return {"image_ms": image_ms(moments), "busy_ms": work * 1000 / len(moments)}


def open_path(app: App, path: str) -> StackView:
    """The view of the active cell, once the path is shown there."""
    app.opening.paths([path])
    wait(lambda: is_shown(app))
    rest(QUIET_SECONDS)
    return active_view(app)


def active_view(app: App) -> StackView:
    """Of the active cell, which has the keyboard from now on."""
    app.cells.focus_active()
    view = app.cells.frame_of(app.grid.active).view
    assert isinstance(view, StackView)
    return view


def _bring_all(app: App) -> None:
    model = app.grid.active
    for index in range(model.state.what.count):
        model.go_to(index)
        wait(lambda: is_shown(app))


def main() -> int:
    """Build the window, do what the first argument says, print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = new_application()
    app = App(Pool())
    app.window.resize(1600, 1000)
    app.window.show()
    try:
        what: dict[str, Callable[..., Found]]
        what = {"scroll": scroll, "play": play}
        figures = what[sys.argv[1]](app, *sys.argv[2:])
    finally:
        app.close()
    sys.stdout.write(json.dumps(figures) + "\n")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
