"""One viewport: what is shown, with which look, from which camera."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from viewer.files.measures import UserCalibration
from viewer.geometry.fit import Camera, Cell
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.screen_patterns import pattern_window
from viewer.kinds.timing import AS_STORED, Way
from viewer.pixels.look import Look, LookupTable, Window
from viewer.records import dataclass
from viewer.ui.state.early import EarlyModel
from viewer.ui.state.guides import GuideModel
from viewer.ui.state.overlaid import OverlaidModel
from viewer.work.applied import altered
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.kinds.computed import Path
    from viewer.kinds.fusions import Fusion
    from viewer.kinds.scenes import Scene
    from viewer.kinds.sections import VolumeStack
    from viewer.pixels.presentation_state import PresentationState


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
    def is_cut(self) -> bool:
        """Planes through a volume."""
        return self.display_set is not None and self.display_set.section is not None

    @property
    def solid(self) -> VolumeStack | None:
        """The volume that is seen as a body."""
        return self.display_set.solid if self.display_set else None

    @property
    def count(self) -> int:
        """Frames in the display set, 0 in an empty cell."""
        return len(self.display_set.frames) if self.display_set else 0


@dataclass(frozen=True, slots=True)
class Play:
    """Whether the frames run, how many times faster than their own rate, and how."""

    playing: bool = False
    speed: float = 1.0
    way: Way = AS_STORED


@dataclass(frozen=True, slots=True)
class ViewportState:
    """Everything a cell's picture is computed from.

    `lens` is where the magnifier is, in device pixels of the cell, None without.
    """

    what: What = field(default_factory=What)
    look: Look = field(default_factory=Look)
    camera: Camera = field(default_factory=Camera)
    pin: tuple[int, int] | None = None
    """The pixel (column, row) from 0 that the reader keeps an eye on."""
    cross: tuple[float, float] | None = None
    """The point (column, row) of the frame that other viewports are to go to."""
    lens: tuple[float, float] | None = None
    axis: int = 0
    """The axis of the frames that stepping through phases goes along."""
    play: Play = field(default_factory=Play)
    calibrations: tuple[UserCalibration, ...] = ()
    """What lines of known length say of pixels, on any image that is open."""
    fusion: Fusion | None = None
    """The volume that is laid over the image, in its colours."""
    path: Path | None = None
    """Points of a curve in the space of the images."""
    scene: Scene | None = None
    """How a volume is seen as a body, in a cell that shows one."""


_BARE: dict[str, Any] = {"pin": None, "cross": None, "play": Play(), "fusion": None}
"""What belonged to the images that were in a cell before."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no picture: a sentence for the reader, details for support."""

    sentence: str
    detail: str = ""
    passing: bool = False
    """It may go well when it is tried again."""


class ViewportModel(QObject):
    """The state of one cell, and what has been loaded for it.

    `loaded` is the frame that is ready, `shown` the same as it is seen; it may lag
    behind `state.what` while the frame is loading, and is None or `trouble` is set
    when there is nothing to see. `content` is what an object without frames holds.
    `shown_what` is the display set and the place in it that the frame was asked for.
    `size` is the cell in device pixels, `pixels_per_mm` what the screen says of
    itself (0: nothing), both set by the canvas; `wraps` is the reader's wish. While
    frames play, `rate` is how many a second are really seen, `nominal_rate` how many
    there should be.
    """

    changed = Signal(object, object)
    """(old state, new state)"""
    delivered = Signal()
    """`shown` or `trouble` changed."""
    phase_asked = Signal(int)
    """Planes through a volume are to go by so many phases."""
    asked_again = Signal()
    """The reader wants to see the frame that was in trouble after all."""
    rated = Signal()
    """`rate` or `nominal_rate` changed."""
    resized = Signal()
    """The cell has another `size`."""
    progressed = Signal()
    """`progress` changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ViewportState()
        self.loaded: Shown | None = None
        self.trouble: Trouble | None = None
        self.content: object | None = None
        self.shown_what = What()
        self.size = (1, 1)
        self.pixels_per_mm = 0.0
        self.wraps = False
        self._altered: tuple[Shown, Look, Shown] | None = None
        self.rate: float | None = None
        self.standing = ""
        """Which study of its patient this is, where several are on screen."""
        self.nominal_rate: float | None = None
        self.guides = GuideModel(self)
        self.overlaid = OverlaidModel(self)
        self.early = EarlyModel(self)
        self.progress: tuple[int, int] | None = None
        """Slices that are there, and all of them, while a volume is filled; set by the
        volumes only."""
        self._windows: dict[object, Window | LookupTable] = {}
        """The reader's own, of display sets that were in this cell before."""

    @property
    def shown(self) -> Shown | None:
        """The frame that is ready, subtracted or not, with what was applied to it."""
        look = self.state.look
        if self.loaded is None or (look.modality is None and look.laid is None):
            self._altered = None
            return self.loaded.seen(look) if self.loaded else None
        seen = self.loaded.seen(look)
        made = self._altered
        known = Look(modality=look.modality, laid=look.laid)
        if made is None or made[0] is not seen or made[1] != known:
            made = self._altered = seen, known, altered(seen, known)
        return made[2]

    @property
    def on_screen(self) -> What:
        """What the cell speaks of: the frame painted, else the one asked for."""
        return self.shown_what if self.shown else self.state.what

    @property
    def is_waiting(self) -> bool:
        """Another frame than the painted one has been asked for."""
        return self.shown is not None and self.shown_what != self.state.what

    def change(self, **fields: Any) -> None:
        """Replace fields of the state; equal state emits nothing.

        The content of another object is forgotten first: no view takes it for its own.
        """
        old, new = self.state, replace(self.state, **fields)
        if new != old:
            self.state = new
            if not _is_same_object(old.what, new.what):
                self.content = None  # it is of another object, perhaps of another kind
                self.trouble = self.trouble if self.shown else None
            self.changed.emit(old, new)

    def show_set(
        self, display_set: DisplaySet | None, index: int | None = None
    ) -> None:
        """Put a display set into the cell, at its middle when no index is given.

        One that was here before comes with the window that the reader gave it.
        """
        self._remember_window()
        if display_set is None:
            self._windows.clear()
            self.deliver(None, None)
            look = Look(smooth=self.state.look.smooth)
            self.change(what=What(), look=look, **_BARE)
            return
        look, camera = _first_view(display_set, self.state.look.smooth)
        if look.state is None and _key_of(display_set) in self._windows:
            look = replace(look, voi=self._windows[_key_of(display_set)])
        at = display_set.middle if index is None else index
        self.change(
            what=What(display_set, at),
            look=look,
            camera=camera,
            axis=0,
            **_BARE,
        )

    def show_state(self, state: PresentationState | None) -> None:
        """Show the frames that a state covers by it; by none when it is None."""
        look = Look(smooth=self.state.look.smooth, state=state)
        self.change(look=look, camera=camera_of(state))

    def reset(self) -> None:
        """Forget what the reader changed; the presentation state stays."""
        display_set, chosen = self.state.what.display_set, self.state.look
        if display_set is not None:
            look, camera = _first_view(display_set, self.state.look.smooth)
            if chosen.state is not None:
                camera = camera_of(chosen.state)
            look = replace(look, state=chosen.state, hidden_layers=chosen.hidden_layers)
            self.change(look=look, camera=camera)

    def _remember_window(self) -> None:
        """None where the window is over values that the set may not come with."""
        display_set, voi = self.state.what.display_set, self.state.look.voi
        if display_set is None or self.shown is None:
            return
        if voi is not None and _values_of(self.shown) == _values_of(None):
            self._windows[_key_of(display_set)] = voi
        else:
            self._windows.pop(_key_of(display_set), None)

    def go_to(self, index: int) -> None:
        """Show a frame by index; stops at the ends."""
        what = self.state.what
        if what.display_set is not None:
            index = min(max(index, 0), what.count - 1)
            self.change(what=What(what.display_set, index))

    def step(self, by: int) -> None:
        """Move through the stack; past its end only if it `wraps`, and from there."""
        what = self.state.what
        end = what.count - 1 if by > 0 else 0
        if self.wraps and what.index == end:
            self.go_to(0 if by > 0 else what.count - 1)
        else:
            self.go_to(what.index + by)

    def step_phase(self, by: int) -> None:
        """Move to the same position in another phase (time, echo, b-value)."""
        what = self.state.what
        if what.is_cut:
            self.phase_asked.emit(by)
        if what.display_set is None or not what.display_set.has_phases:
            return
        if what.display_set.axes:
            self.go_to(what.display_set.neighbour(what.index, self.state.axis, by))
            return
        size = what.count // what.display_set.phases
        index = what.index + by * size
        if 0 <= index < what.count:
            self.go_to(index)

    def ask_again(self) -> None:
        """Try once more to bring the frame that was in trouble."""
        if self.trouble is not None:
            self.deliver(None, None)
            self.asked_again.emit()

    def next_axis(self) -> None:
        """Step along another axis of the frames from now on."""
        display_set = self.state.what.display_set
        if display_set is not None and display_set.axes:
            self.change(axis=(self.state.axis + 1) % len(display_set.axes))

    def tell_rate(self, rate: float | None, nominal: float | None = None) -> None:
        """Set how fast frames are seen and should be; called by the player only."""
        if (rate, nominal) != (self.rate, self.nominal_rate):
            self.rate, self.nominal_rate = rate, nominal
            self.rated.emit()

    def deliver(
        self, shown: Shown | None, trouble: Trouble | None, what: What | None = None
    ) -> None:
        """Set what has been loaded; called by the frame loader and the volumes only.

        `what` is the place of a frame on the way to the one that is asked for.
        """
        before = self.shown
        self.loaded, self.trouble, self.content = shown, trouble, None
        self.progress = None
        self.shown_what = (what or self.state.what) if shown else What()
        if _values_of(before) != _values_of(self.shown):
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
        shown = self.shown
        return Cell(
            columns, rows, shown.aspect, *self.size, shown.area, self.pixels_per_mm
        )


def _key_of(display_set: DisplaySet) -> object:
    """What stays of a display set while it grows."""
    return display_set.kind, display_set.view, display_set.first.identity


def camera_of(state: PresentationState | None) -> Camera:
    """As a state wants its frames to lie; its area is fitted by zoom None."""
    if state is None:
        return Camera()
    return Camera(rotation=state.rotation, flipped=state.flipped)


def _values_of(shown: Shown | None) -> tuple[object, ...]:
    """What the reader's window is over: of others it says nothing."""
    if shown is None:
        return False, None
    state = shown.frame.state
    return shown.decoded.difference is not None, state.identity if state else None


def _is_same_object(one: What, other: What) -> bool:
    """Both show the content of one object, in the same way."""
    if one.frame is None or other.frame is None:
        return one.frame is other.frame
    assert one.display_set is not None
    assert other.display_set is not None
    same_kind = one.display_set.kind == other.display_set.kind
    same_view = one.display_set.view == other.display_set.view
    return same_kind and same_view and one.frame.header is other.frame.header


def _first_view(display_set: DisplaySet, smooth: bool) -> tuple[Look, Camera]:
    """The frame's own window, fitted; a test pattern as its makers say, 1 : 1."""
    state = display_set.state
    if state is not None:
        return Look(smooth=smooth, state=state), camera_of(state)
    window = pattern_window(display_set.first)
    look = Look(window, smooth=smooth)
    return look, Camera(zoom=1.0) if window else Camera()
