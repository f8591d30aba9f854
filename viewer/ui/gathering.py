"""Paths that come one by one from outside become one opening.

A file manager starts the program once for each file of a selection. The first path
opens without delay; those that follow closely are added to it together. When none
follows, it was one file alone, and the rest of its study is wanted.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from viewer.ui.opening import Opening

GATHER_MS = 200
"""Paths that arrive within this time of each other belong together."""


class Gathering(QObject):
    """Between what starts us (later starts, macOS) and the opening of paths."""

    def __init__(self, opening: Opening, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opening = opening
        self._first: Sequence[str] = ()
        self._waiting: list[str] = []
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self.finish)

    def take(self, paths: Sequence[str]) -> None:
        """Open them now, or together with what has just begun to open."""
        if not paths:
            return
        if self._timer.isActive():
            self._waiting += paths
            self._timer.start()
        else:
            self._opening.paths(paths)
            self.follow(paths)

    def follow(self, paths: Sequence[str]) -> None:
        """These are being opened already: what comes now belongs to them."""
        if paths:
            self._first = paths
            self._timer.start()

    def finish(self) -> None:
        """No more come: open what has been gathered."""
        self._timer.stop()
        first, waiting = self._first, self._waiting
        self._first, self._waiting = (), []
        if waiting:
            self._opening.paths(waiting, joins=True)
        else:
            self._opening.add_study(first)
