"""Watches for failures of the window's process: each leaves a report on this computer.

Exceptions that nobody caught, in any thread; faults that end the process; warnings of
Qt. What they say is never written, on the terminal neither: it may name a patient.
"""

from __future__ import annotations

import contextlib
import faulthandler
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from viewer.store.session import Session, facts, log_folder

if TYPE_CHECKING:
    from logging import Handler
    from types import TracebackType

    from viewer.ui.app import App

REPORTS = "reports"
"""The folder of the reports, in that of the logs."""

MOST_REPORTS = 5
"""Different failures that one window reports."""

LOST_WORKER = "worker-lost"


class Watching(QObject):
    """From the start of the window's process to its end."""

    failed = Signal()
    """A report has been written; in any thread."""

    def __init__(self, folder: Path | None = None, *, keeps: bool = True) -> None:
        """Without `keeps` nothing is written: failures are told on the terminal."""
        super().__init__()
        self._keeps = keeps
        self.folder = folder or log_folder()
        self._session: Session | None = None
        self._handler: Handler | None = None
        self._known: set[tuple[str, ...]] = set()
        self._qt_known: set[str] = set()
        if keeps:
            self._begin()
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)

    def _begin(self) -> None:
        with contextlib.suppress(OSError):
            self._session = Session(self.folder, facts())
            faulthandler.enable(self._session.fault_file.fileno(), all_threads=True)

    def attach(self, app: App) -> None:
        """The window is there, and its first picture: log, and tell of failures."""
        if not self._keeps:
            return
        from viewer.store import log
        from viewer.ui.failures import Failures

        self._handler = log.begin(self.folder)
        log.note("start")
        failures = Failures(app, self.folder / REPORTS)
        self.failed.connect(failures.tell, Qt.ConnectionType.QueuedConnection)
        app.menus.ran.connect(self.note)
        app.workspace.brought.connect(
            lambda brought: log.note("opened", paths=len(brought))
        )
        app.pool.count_losses(self._on_lost)
        failures.look_back(self.folder)

    def note(self, event: str) -> None:
        """Something that the reader does, by its id."""
        if self._session is not None:
            self._session.note(event)

    def close(self) -> None:
        """The window closes as it should."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook = sys.__excepthook__, _thread_hook
        if self._session is not None:
            faulthandler.disable()
            self._session.close()
        if self._handler is not None:
            from viewer.store import log

            log.note("end")
            log.end(self._handler)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        error.__traceback__ = trace
        self._report(error)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self._report(args.exc_value)

    def _report(self, error: BaseException) -> None:
        from viewer.store.traces import told

        lines = told(error)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write("\n".join(lines) + "\n")
        is_known = tuple(lines) in self._known or len(self._known) >= MOST_REPORTS
        if is_known or not self._keeps:
            return
        self._known.add(tuple(lines))
        if self._handler is not None:
            from viewer.store import log

            log.note_failure("failure", error)
        self._keep(lines)

    def _keep(self, lines: list[str]) -> None:
        from viewer.store.reports import Reports, written

        now, session = time.time(), self._session
        actions = session.actions() if session else ()
        seconds = now - session.started if session else 0.0
        with contextlib.suppress(OSError):
            text = written(lines, facts(), actions, now, seconds)
            Reports(self.folder / REPORTS).add(text, now)
            self.failed.emit()

    def _on_qt(self, kind: QtMsgType, context: object, message: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        from viewer.store.traces import of_qt

        names = of_qt(message)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"Qt: {names}\n")
        if self._handler is not None and names not in self._qt_known:
            from viewer.store import log

            self._qt_known.add(names)
            log.note_qt(names)

    def _on_lost(self) -> None:
        from viewer.store import log

        self.note(LOST_WORKER)
        log.note(LOST_WORKER)


_thread_hook = threading.excepthook
