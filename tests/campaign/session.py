"""A window of the viewer for the programs of the campaign, and what it went through."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.campaign.plan import Plan
from tests.ui.viewer import Viewer
from viewer.store.cache import Cache
from viewer.store.marks import Marks
from viewer.store.settings import VARIABLE, Settings
from viewer.ui.app import App
from viewer.ui.theme import new_application
from viewer.work.pool import Pool

QUIET = ("This plugin does not support", "propagateSizeHints")
"""What the offscreen platform says of itself."""

STEP_MS = 2


class Watch(QtBot):
    """Waits without pytest, and notes the longest turn of the window's own thread."""

    def __init__(self) -> None:  # without the request of a test
        self.longest_seconds = 0.0
        self._last = time.thread_time()

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = 5000) -> None:
        """Until it holds; TimeoutError when it never does."""
        end = time.monotonic() + timeout / 1000
        self.resume()
        while not callback():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to rest")
            QTest.qWait(STEP_MS)
            self._note()

    def resume(self) -> None:
        """What was done since is the program's of the campaign, not the window's."""
        self._last = time.thread_time()

    def _note(self) -> None:
        now = time.thread_time()
        self.longest_seconds = max(self.longest_seconds, now - self._last)
        self._last = now


class Session:
    """The window, with its own folder for all that is kept; a context manager.

    `faults` are exceptions and warnings that reached nobody else.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        settings: Settings | None = None,
        remember: bool = False,
        size: tuple[int, int] = (1100, 700),
    ) -> None:
        self.folder = plan.folder
        self.faults: list[str] = []
        self.watch = Watch()
        os.environ[VARIABLE] = str(plan.folder / "kept" / "settings.json")
        running = QApplication.instance()
        self.application = (
            running if isinstance(running, QApplication) else new_application()
        )
        self.pool = Pool()
        app = App(
            self.pool,
            settings or replace(Settings(), hang_automatically=False),
            remember,
            cache=Cache(),
            marks=Marks(),
        )
        app.window.resize(*size)
        self.viewer = Viewer(app, self.watch)
        self._seen: set[int] = set()

    @property
    def app(self) -> App:
        """The program's own parts."""
        return self.viewer.app

    @property
    def restarts(self) -> int:
        """Workers that took the place of others, as far as one looked."""
        return max(0, len(self._seen) - 3)

    def look(self) -> None:
        """Remember who works now."""
        self._seen |= set(self.pool.worker_pids)

    def shown(self, frame_wanted: bool = True) -> str:
        """How the active cell stands: picture, marked, sentence, card or nothing."""
        model = self.viewer.model
        what = model.state.what
        if what.display_set is None:
            return "nothing"
        if model.trouble is not None:
            return "sentence"
        if what.display_set.view != "stack":
            return "card"
        if model.shown is None:
            return "nothing"
        return "marked" if model.shown.decoded.marks else "picture"

    def open(self, *paths: Path | str) -> None:
        """As the reader names them, and wait."""
        self.viewer.open(*paths)
        self.look()

    def close_studies(self) -> None:
        """All of them, and wait."""
        self.app.close_all()
        self.viewer.wait()

    def __enter__(self) -> "Session":
        sys.excepthook = self._on_exception
        qInstallMessageHandler(self._on_message)
        self.app.window.show()
        self.app.sides.complete()
        self.viewer.wait()
        self.look()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        app = self.app
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.pool.close()
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        place = trace
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = (
            f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
        )
        self.faults.append(f"{kind.__name__}: {error} ({where})")

    def _on_message(self, kind: QtMsgType, context: object, text: str) -> None:
        is_bad = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if is_bad and not any(quiet in text for quiet in QUIET):
            self.faults.append(f"Qt: {text}")


@contextlib.contextmanager
def timed_out_is_a_fault(session: Session, what: str) -> Iterator[None]:
    """A window that does not come to rest is noted, and the campaign goes on."""
    try:
        yield
    except TimeoutError as error:
        session.faults.append(f"{what}: {error}")
