"""Files that macOS hands to the running program, as events of the application."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class FileEvents(QObject):
    """An event filter for the application; paths wait until `begin`.

    Finder's first event comes before there is a window.
    """

    received = Signal(list)
    """Paths of files and folders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[str] | None = []

    def begin(self) -> None:
        """Give what has come by now, and from now on what comes."""
        waiting, self._waiting = self._waiting, None
        if waiting:
            self.received.emit(waiting)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return False
        path = event.url().toLocalFile() or event.file()
        if path and self._waiting is None:
            self.received.emit([path])
        elif path and self._waiting is not None:
            self._waiting.append(path)
        return True
