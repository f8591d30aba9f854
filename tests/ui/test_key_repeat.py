"""A key held down: nothing queues, and the number is that of the picture (C9, C10)."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import NONE, Viewer
from viewer.work.loading import load_frame
from viewer.work.pool import InlinePool

BURST = 200


class Paints(QObject):
    """Counts the repaints of a widget."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class SlowPool(InlinePool):
    """While `slow`, frames are read when the test says so; `held` are (path, future).

    Two are being read at a time, as by two workers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self.held: list[tuple[Any, Future[Any]]] = []

    def submit(self, function: Any, request: Any, **options: Any) -> Future[Any]:
        if not (self.slow and function is load_frame):
            return super().submit(function, request, **options)
        future: Future[Any] = Future()
        self.held.append((request, future))
        self.begin()
        return future

    def begin(self) -> None:
        """Those that are free take what waits."""
        waiting = [one for _, one in self.held if not one.done() and not one.running()]
        busy = sum(one.running() for _, one in self.held)
        for future in waiting[: max(2 - busy, 0)]:
            future.set_running_or_notify_cancel()

    def finish_one(self) -> None:
        """The one that has been read longest is there."""
        request, future = next(one for one in self.held if one[1].running())
        future.set_result(load_frame(request))
        self.begin()


def hold_down(viewer: Viewer, times: int) -> None:
    """The key is pressed and repeats before anything else is dealt with."""
    down = Qt.Key.Key_Down
    for _ in range(times):
        QTest.simulateEvent(viewer.canvas, True, down, NONE, "", True)
    QTest.simulateEvent(viewer.canvas, False, down, NONE, "", False)


def test_a_burst_of_repeats_ends_at_the_last_that_was_asked_for(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.model.go_to(0)
    viewer.wait()
    paints = Paints()
    viewer.canvas.installEventFilter(paints)
    viewer.app.cells.focus_active()
    hold_down(viewer, 12)
    viewer.wait()
    assert viewer.model.state.what.index == 12
    assert viewer.model.shown_what.index == 12
    assert viewer.texts()["bottom_left"][0] == "Im 13 / 30"
    assert paints.count <= 3
    hold_down(viewer, BURST)
    viewer.wait()
    assert viewer.model.shown_what.index == 29
    assert paints.count <= 6


def test_slow_frames_are_shown_on_the_way_under_their_own_numbers(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    pool = SlowPool()
    viewer = open_viewer(thirty_slices, pool=pool)
    viewer.model.go_to(0)
    viewer.wait()
    viewer.app.loader.clear()
    pool.slow = True
    viewer.app.cells.focus_active()
    hold_down(viewer, 8)
    assert viewer.model.state.what.index == 8
    assert viewer.texts()["bottom_left"][0] == "Im 1 / 30"
    seen = []
    while viewer.model.is_waiting:
        pool.finish_one()
        viewer.until(lambda: all(not one.done() for one in viewer.app.jobs._open))
        QApplication.processEvents()
        seen.append(viewer.texts()["bottom_left"][0])
    assert seen[-1] == "Im 9 / 30"
    assert len(seen) <= 3, "what was left behind has not been read"
    assert seen == sorted(seen)
    pool.slow = False
    while any(future.running() for _, future in pool.held):
        pool.finish_one()
    viewer.wait()
