"""One viewport: what is shown, with which look, from which camera."""

from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from viewer.geometry.fit import Camera, Cell
from viewer.kinds.base import DisplaySet, Frame
from viewer.pixels.look import Look, LookupTable, Window
from viewer.work.loading import Shown


@dataclass(frozen=True, slots=True)
class What:
    """The display set in the cell and the index of its frame, from 0."""

    display_set: DisplaySet | None = None
    index: int = 0

    @property
    def frame(self) -> Frame | None:
        """The frame itself, None in an empty cell."""
        return self.display_set.frames[self.index] if self.display_set else None

    @property
    def count(self) -> int:
        """Frames in the display set, 0 in an empty cell."""
        return len(self.display_set.frames) if self.display_set else 0


@dataclass(frozen=True, slots=True)
class Play:
    """Whether the frames run, and how many times faster than their own rate."""

    playing: bool = False
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class ViewportState:
    """Everything a cell's picture is computed from."""

    what: What = field(default_factory=What)
    look: Look = field(default_factory=Look)
    camera: Camera = field(default_factory=Camera)
    axis: int = 0
    """The axis of the frames that stepping through phases goes along."""
    play: Play = field(default_factory=Play)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no picture: a sentence for the reader, details for support."""

    sentence: str
    detail: str = ""


class ViewportModel(QObject):
    """The state of one cell, and what has been loaded for it.

    `loaded` is the frame that is ready, `shown` the same as it is seen; it may lag
    behind `state.what` while the frame is loading, and is None or `trouble` is set
    when there is nothing to see. `content` is what an object without frames holds.
    `shown_what` is the display set and the place in it that the frame was asked for.
    `size` is the cell in device pixels, set by the canvas. `rate` is how many frames a
    second are really seen while they play.
    """

    changed = Signal(object, object)
    """(old state, new state)"""
    delivered = Signal()
    """`shown` or `trouble` changed."""
    rated = Signal()
    """`rate` changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ViewportState()
        self.loaded: Shown | None = None
        self.trouble: Trouble | None = None
        self.content: object | None = None
        self.shown_what = What()
        self.size = (1, 1)
        self.rate: float | None = None

    @property
    def shown(self) -> Shown | None:
        """The frame that is ready, subtracted or not."""
        return self.loaded.seen(self.state.look) if self.loaded else None

    @property
    def on_screen(self) -> What:
        """What the cell speaks of: the frame painted, else the one asked for."""
        return self.shown_what if self.shown else self.state.what

    @property
    def is_waiting(self) -> bool:
        """Another frame than the painted one has been asked for."""
        return self.shown is not None and self.shown_what != self.state.what

    def change(self, **fields: Any) -> None:
        """Replace fields of the state; equal state emits nothing."""
        old, new = self.state, replace(self.state, **fields)
        if new != old:
            self.state = new
            self.changed.emit(old, new)

    def show_set(
        self, display_set: DisplaySet | None, index: int | None = None
    ) -> None:
        """Put a display set into the cell, at its middle when no index is given."""
        if display_set is None:
            self.deliver(None, None)
            self.change(
                what=What(), look=Look(smooth=self.state.look.smooth), play=Play()
            )
            return
        count = len(display_set.frames) // display_set.phases
        at = count // 2 if index is None else index
        self.change(
            what=What(display_set, at),
            look=Look(smooth=self.state.look.smooth),
            camera=Camera(),
            axis=0,
            play=Play(),
        )

    def go_to(self, index: int) -> None:
        """Show a frame by index; stops at the ends."""
        what = self.state.what
        if what.display_set is not None:
            index = min(max(index, 0), what.count - 1)
            self.change(what=What(what.display_set, index))

    def step(self, by: int) -> None:
        """Move through the stack."""
        self.go_to(self.state.what.index + by)

    def step_phase(self, by: int) -> None:
        """Move to the same position in another phase (time, echo, b-value)."""
        what = self.state.what
        if what.display_set is None or not what.display_set.has_phases:
            return
        if what.display_set.axes:
            self.go_to(what.display_set.neighbour(what.index, self.state.axis, by))
            return
        size = what.count // what.display_set.phases
        index = what.index + by * size
        if 0 <= index < what.count:
            self.go_to(index)

    def next_axis(self) -> None:
        """Step along another axis of the frames from now on."""
        display_set = self.state.what.display_set
        if display_set is not None and display_set.axes:
            self.change(axis=(self.state.axis + 1) % len(display_set.axes))

    def tell_rate(self, rate: float | None) -> None:
        """Set how fast frames are seen; called by the player only."""
        if rate != self.rate:
            self.rate = rate
            self.rated.emit()

    def deliver(self, shown: Shown | None, trouble: Trouble | None) -> None:
        """Set what has been loaded; called by the frame loader only."""
        before = self.shown
        self.loaded, self.trouble, self.content = shown, trouble, None
        self.shown_what = self.state.what if shown else What()
        if _is_difference(before) != _is_difference(self.shown):
            self.change(look=replace(self.state.look, voi=None))
        self.delivered.emit()

    def deliver_content(self, content: object | None, trouble: Trouble | None) -> None:
        """Set what an object without frames holds; for the content loader only."""
        self.content, self.trouble = content, trouble
        self.delivered.emit()

    def subtract(self, subtracted: bool) -> None:
        """With or without the mask; a window of the one says nothing of the other."""
        self.change(look=replace(self.state.look, subtracted=subtracted, voi=None))

    def voi(self) -> Window | LookupTable | None:
        """The VOI transform in force: the reader's, else the shown frame's own."""
        if self.state.look.voi is not None:
            return self.state.look.voi
        return self.shown.default_voi if self.shown else None

    def cell(self) -> Cell | None:
        """The shown frame in this cell, for cameras."""
        if self.shown is None:
            return None
        rows, columns = self.shown.decoded.values.shape[:2]
        return Cell(columns, rows, self.shown.aspect, *self.size)


def _is_difference(shown: Shown | None) -> bool:
    return shown is not None and shown.decoded.difference is not None
