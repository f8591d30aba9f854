"""What a kind of object is: the record of the kind table, and its display sets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.files.header import Header

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a display set: the object's header and the frame, from 0."""

    header: Header
    frame_index: int = 0


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
    `phase_labels` names them. Objects without frames have one `Frame` each. `axes` are
    those of frames that differ in several things, the one that changes slowest first.
    `whole` is the set that this one is narrowed from, to its key images.
    """

    kind: str
    view: str
    label: str
    frames: tuple[Frame, ...]
    phases: int = 1
    phase_axis: str = ""
    phase_labels: tuple[str, ...] = ()
    axes: tuple[FrameAxis, ...] = ()
    whole: "DisplaySet | None" = None

    @property
    def listed(self) -> "DisplaySet":
        """The set as lists of what is open have it: whole."""
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
