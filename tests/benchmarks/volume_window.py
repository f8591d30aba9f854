"""The window with three planes: how long it stands while a volume comes, and a drag."""

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.figure import Figure, Target, figure
from tests.benchmarks.window_step import application
from tests.ui.viewer import move_mouse
from viewer.store.settings import Settings
from viewer.ui.app import App
from viewer.work.pool import Pool

STALL, STEP = Target("issue 7", 50.0), Target("issue 7", 40.0)
STEPS = 30
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def figures(ct: Path) -> list[Figure]:
    """The processor's time of the window's thread: its longest turn, a drag's step."""
    application()
    app = App(Pool(), replace(Settings(), hang_automatically=False), remember=False)
    app.window.resize(1500, 1000)
    app.window.show()
    gc.collect()
    gc.freeze()  # as the start of the program does
    app.opening.paths([str(ct)])
    while app.workspace.state.scanning or not app.is_idle:
        QApplication.processEvents()
    turns = [_took(app.menus.by_id["mpr-three"].trigger)]
    while not app.is_idle:
        turns.append(_took(QApplication.processEvents))
    steps = _drag(app)
    app.window.close()
    app.jobs.close()
    return [
        figure("longest turn while a volume comes", max(turns), "ms", None, STALL),
        figure("step of a drag in three planes", steps, "ms", None, STEP),
    ]


def _drag(app: App) -> list[float]:
    """The point dragged over the axial plane: the other two are cut at each step."""
    canvas = app.cells.frame_of(app.grid.active).view.canvas  # type: ignore[attr-defined]
    x, y = canvas.width() // 2, canvas.height() // 2
    QTest.mousePress(canvas, LEFT, NONE, QPoint(x, y))

    places = iter((x + 4 + 2 * n, y + 4 + 3 * n) for n in range(STEPS))

    def step() -> None:
        move_mouse(canvas, next(places), LEFT, NONE)
        QApplication.processEvents()

    taken = [_took(step) for _ in range(STEPS)]
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(x, y))
    while not app.is_idle:
        QApplication.processEvents()
    return taken


def _took(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000
