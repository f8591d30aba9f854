"""Which tool the left button works with, and how drags of the mouse are to be taken."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from viewer.ui.state.annotations import Annotations
from viewer.ui.state.foreign_marks import ForeignMarks
from viewer.ui.state.own_keys import OwnKeys


@dataclass(frozen=True, slots=True)
class WindowDrag:
    """What dragging does to the window: its directions, and how fast (1 is usual)."""

    down_is_brighter: bool = True
    right_is_wider: bool = True
    speed: float = 1.0


class ToolChoice(QObject):
    """The name of the current tool, as in the table of `ui/tools`; what it draws in."""

    changed = Signal(str)

    def __init__(
        self,
        name: str = "window",
        annotations: Annotations | None = None,
        keys: OwnKeys | None = None,
        foreign: ForeignMarks | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.annotations = annotations or Annotations(self)
        self.keys = keys or OwnKeys(self)
        self.foreign = foreign
        """What reports draw; None where none are read."""
        self.window_drag = WindowDrag()

    def choose(self, name: str) -> None:
        """Make a tool the current one."""
        if name != self.name:
            self.annotations.draw(None)
            self.annotations.cross_at(None)
            self.name = name
            self.changed.emit(name)
