"""Which tool the left button works with."""

from PySide6.QtCore import QObject, Signal


class ToolChoice(QObject):
    """The name of the current tool, as in the table of `ui/tools`."""

    changed = Signal(str)

    def __init__(self, name: str = "window", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name

    def choose(self, name: str) -> None:
        """Make a tool the current one."""
        if name != self.name:
            self.name = name
            self.changed.emit(name)
