"""Which tool works, what mouse buttons and wheel are for, where drags go."""

from PySide6.QtCore import QObject, Signal

from viewer.store.habits import CHOSEN, Drags, Mouse
from viewer.ui.state.annotations import Annotations
from viewer.ui.state.foreign_marks import ForeignMarks
from viewer.ui.state.own_keys import OwnKeys


class ToolChoice(QObject):
    """The name of the current tool, as in the table of `ui/tools`; what it draws in."""

    changed = Signal(str)
    action_asked = Signal(str)
    """The id of an action that a mouse button or the wheel stands for."""

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
        self.drags = Drags()
        self.mouse = Mouse()

    def choose(self, name: str) -> None:
        """Make a tool the current one."""
        if name != self.name:
            self.annotations.draw(None)
            self.annotations.cross_at(None)
            self.name = name
            self.changed.emit(name)

    def use(self, use: str) -> str:
        """The tool that a use of a button means; "" when it means none."""
        return self.name if use == CHOSEN else use
