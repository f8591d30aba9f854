"""What lies over the image of one cell: the plane of another volume, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.kinds.base import Frame
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.work.volume_filling import Filled


class OverlaidModel(QObject):
    """Set by who fuses, drawn by the canvas.

    `shown` is a plane of the other volume, pixel for pixel over the frame `below`; of
    any other frame it says nothing. `trouble` is why there is none, `progress` how
    many slices are there and how many there will be.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self.below: Frame | None = None
        self.filled: Filled | None = None
        """The volume that the planes are cut from, once it is there."""
        self.trouble = ""
        self.progress: tuple[int, int] | None = None

    def over(self, painted: Shown | None) -> Shown | None:
        """The plane to be laid over the painted frame; None when it is another's."""
        is_its = painted is not None and painted.frame is self.below
        return self.shown if is_its else None

    def show(self, shown: Shown, below: Frame) -> None:
        """A plane for a frame."""
        self.shown, self.below = shown, below
        self.trouble, self.progress = "", None
        self.changed.emit()

    def tell(self, trouble: str = "", progress: tuple[int, int] | None = None) -> None:
        """No plane: why, or how far it is; nothing of either means none is wanted."""
        before = (self.shown, self.trouble, self.progress)
        self.shown = self.below = self.filled = None
        self.trouble, self.progress = trouble, progress
        if before != (None, trouble, progress):
            self.changed.emit()
