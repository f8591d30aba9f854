"""Ctrl+C in a terminal, a log-out: they close the window as its reader does.

Qt runs no Python while it waits, and Python's own answer to Ctrl+C would break out of
whatever is being painted.
"""

import contextlib
import os
import signal

from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Those that the system has are heard."""


def end_at_once() -> None:
    """Ctrl+C ends the program as it ends others, until somebody listens."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Endings(QObject):
    """Hears what the system sends to end the program."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = _pair()
        self._notifier = QSocketNotifier(self._reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda *_: None)

    def _on_signal(self) -> None:
        with contextlib.suppress(OSError):
            os.read(self._reader, 64)
        self.asked.emit()


def _pair() -> tuple[int, int]:
    """Both ends of a pipe that never blocks; on Windows Qt hears sockets only."""
    if os.name == "nt":
        import socket

        ends = socket.socketpair()
        for end in ends:
            end.setblocking(False)
        reader, writer = (end.detach() for end in ends)
        return reader, writer
    reader, writer = os.pipe()
    for end_number in (reader, writer):
        os.set_blocking(end_number, False)
    return reader, writer
