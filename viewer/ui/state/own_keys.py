"""The frames that the reader chose as key images."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from viewer.geometry.marks import FrameKey
from viewer.kinds.base import DisplaySet
from viewer.ui.state.annotations import key_of


class OwnKeys(QObject):
    """Chosen and taken back by the same key press; there is nothing else to undo."""

    changed = Signal(object, object)
    """(old, new) frozen sets of frames."""
    edited = Signal(object, object)
    """The same when the reader did it: what is kept follows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: frozenset[FrameKey] = frozenset()

    def toggle(self, key: FrameKey) -> None:
        """Make a frame a key image, or no longer."""
        old = self.state
        self._set(old ^ {key})
        self.edited.emit(old, self.state)

    def count(self, display_set: DisplaySet) -> int:
        """Key images of a display set."""
        frames = display_set.frames if self.state else ()
        return sum(key_of(frame) in self.state for frame in frames)

    def bring(self, keys: Iterable[FrameKey]) -> None:
        """Add those that were kept."""
        self._set(self.state | set(keys))

    def clear(self) -> None:
        """Forget all: everything was closed."""
        self._set(frozenset())

    def _set(self, new: frozenset[FrameKey]) -> None:
        old = self.state
        if new != old:
            self.state = new
            self.changed.emit(old, new)
