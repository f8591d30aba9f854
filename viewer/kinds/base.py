"""What a kind of object is: the record of the kind table, and its display sets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.files.header import Header
from viewer.records import dataclass

if TYPE_CHECKING:
    from pydicom import Dataset

    from viewer.geometry.curve import CurvedCut
    from viewer.geometry.reslice import Cut
    from viewer.kinds.computed import Straightened, Turning
    from viewer.kinds.sections import Section, VolumeStack
    from viewer.pixels.presentation_state import PresentationState


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a display set: the object's header and the frame, from 0.

    The place of a missing slice has the header of the slice before it and a negative
    index, of which no picture can be made. `state` is the presentation state that it is
    shown by, `over` the frame that a blending state superimposes on it. A plane through
    a volume has its `cut` and a header that says where it lies; no file holds it.
    """

    header: Header
    frame_index: int = 0
    state: "PresentationState | None" = None
    over: "Frame | None" = None
    cut: "Cut | None" = None
    curved: "CurvedCut | None" = None
    """Of a volume that was straightened along a curve: how."""

    @property
    def is_computed(self) -> bool:
        """Made of a volume: no file holds it."""
        return self.cut is not None or self.curved is not None

    def shown_by(self, state: "PresentationState | None") -> "Frame":
        """The same by a state, or without one where the state is not for it."""
        if state is not None and not state.covers(self.header, self.frame_index):
            state = None
        if state and self.state and state.identity == self.state.identity:
            return self
        return replace(self, state=state, over=None)

    @property
    def is_missing(self) -> bool:
        """A place where a slice is missing from its stack."""
        return self.frame_index < 0


@dataclass(frozen=True, slots=True)
class FrameAxis:
    """One thing in which the frames of an object differ (energy window, detector …).

    `places` has one entry a frame, in display order, counting from 0 into `labels`.
    `moves`: along it the frames follow each other in time.
    """

    name: str
    places: tuple[int, ...]
    labels: tuple[str, ...]
    moves: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class DisplaySet:
    """What one thumbnail stands for and one cell shows: frames in display order.

    With `phases` > 1 the positions repeat (time, echo, b-value …): frames stand
    phase by phase, each phase with len(frames) / phases positions, and
    `phase_labels` names them. Objects without frames have one `Frame` each. The set
    of a presentation state has the frames that it refers to, as far as they are open.
    `axes` are those of frames that differ in several things, the one that changes
    slowest first. `whole` is the set that this one is narrowed from, to its key images.
    """

    kind: str
    view: str
    label: str
    frames: Sequence[Frame]
    phases: int = 1
    phase_axis: str = ""
    phase_labels: tuple[str, ...] = ()
    state: "PresentationState | None" = None
    absent: tuple[str, ...] = ()
    """SOP Instance UIDs of the images that its state refers to and that are not open.
    """
    card: "DisplaySet | None" = None
    """Of a state's images: the state itself, as an object like others."""
    axes: tuple[FrameAxis, ...] = ()
    whole: "DisplaySet | None" = None
    section: "Section | None" = None
    """Of planes through a volume: what they are cut from, and how."""
    computed: "Turning | Straightened | None" = None
    """Of views that are made of a whole volume: of which, and how."""
    solid: "VolumeStack | None" = None
    """Of a volume that is seen as a body: its slices."""

    @property
    def own(self) -> "DisplaySet":
        """The set of the objects that it stands for: of a state, not of its images."""
        return self.card or self

    @property
    def images(self) -> tuple[Frame, ...]:
        """The frames that are there, without the places of missing slices."""
        return tuple(frame for frame in self.frames if not frame.is_missing)

    @property
    def missing(self) -> int:
        """Places of missing slices."""
        return sum(frame.is_missing for frame in self.frames)

    @property
    def middle(self) -> int:
        """The place of the frame in the middle of the first phase."""
        place = len(self.frames) // self.phases // 2
        while self.frames[place].is_missing:
            place -= 1
        return place

    @property
    def listed(self) -> "DisplaySet":
        """The set as lists of what is open have it: whole, and not cut."""
        if self.section is not None:
            return self.section.stack.source.listed
        if self.computed is not None:
            return self.computed.stack.source.listed
        if self.solid is not None:
            return self.solid.source.listed
        return self.whole or self

    @property
    def has_phases(self) -> bool:
        """There is something to step through besides the frames themselves."""
        return self.phases > 1 or bool(self.axes)

    def neighbour(self, index: int, axis: int, by: int) -> int:
        """The next frame along an axis that differs in it only; itself at the end.

        Where no frame at all differs in it only, the one that differs least.
        """
        along = self.axes[axis].places
        others = [one.places for one in self.axes if one is not self.axes[axis]]
        far = [
            sum(abs(places[at] - places[index]) for places in others)
            for at in range(len(along))
        ]
        alone = far.count(0) == 1
        beyond = [
            (far[at], abs(place - along[index]), at)
            for at, place in enumerate(along)
            if (place - along[index]) * by > 0 and (alone or far[at] == 0)
        ]
        return min(beyond)[2] if beyond else index

    @property
    def first(self) -> Header:
        """The header of the first frame."""
        return self.frames[0].header


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of kinds: how its objects split into display sets and are viewed.

    `view` is a word of `ui/views/__init__.py` ("stack", "card"). `names` are the
    kind names (one per presentation, e.g. "image2d") that this family serves.
    """

    names: tuple[str, ...]
    view: str
    split: Callable[[Sequence[Header], str], tuple[DisplaySet, ...]]
    """(headers of one series and of one kind name, that name) → display sets."""
    load: "Callable[[Dataset, str], object] | None" = None
    """(data set without its pixels, kind name) → what the view shows: a frozen record
    that can be pickled. Runs in the header process."""


class ContentError(Exception):
    """What an object holds cannot be shown; the sentence says why."""
