"""What a kind of object is: the record of the kind table, and its display sets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viewer.files.header import Header

if TYPE_CHECKING:
    from pydicom import Dataset

    from viewer.pixels.presentation_state import PresentationState


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a display set: the object's header and the frame, from 0.

    The place of a missing slice has the header of the slice before it and a negative
    index, of which no picture can be made. `state` is the presentation state that it is
    shown by, `over` the frame that a blending state superimposes on it.
    """

    header: Header
    frame_index: int = 0
    state: "PresentationState | None" = None
    over: "Frame | None" = None

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


@dataclass(frozen=True, slots=True, eq=False)
class DisplaySet:
    """What one thumbnail stands for and one cell shows: frames in display order.

    With `phases` > 1 the positions repeat (time, echo, b-value …): frames stand
    phase by phase, each phase with len(frames) / phases positions, and
    `phase_labels` names them. Objects without frames have one `Frame` each. The set
    of a presentation state has the frames that it refers to, as far as they are open.
    """

    kind: str
    view: str
    label: str
    frames: tuple[Frame, ...]
    phases: int = 1
    phase_axis: str = ""
    phase_labels: tuple[str, ...] = ()
    state: "PresentationState | None" = None
    absent: tuple[str, ...] = ()
    """SOP Instance UIDs of the images that its state refers to and that are not open.
    """
    card: "DisplaySet | None" = None
    """Of a state's images: the state itself, as an object like others."""

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
