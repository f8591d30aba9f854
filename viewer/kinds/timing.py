"""How a display set plays: which frames, in which order, each for how long.

The Cine Module (PS3.3 C.7.6.5) and FrameIncrementPointer (C.7.6.6.1.2) decide; what
does not tell a rate plays at a default one, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.vectors import pointers
from viewer.text import mark

DEFAULT_RATE = 10.0
"""Frames a second of what tells no rate."""

RUNS = frozenset({"cine", "nm", "xa_enhanced"})
"""Kinds whose frames are there to be played."""

DEFAULT_SOURCE = mark("default rate")
SHORTEST_MS, LONGEST_MS = 1.0, 60_000.0
"""What lies outside is no time from one frame to the next, but a slip."""

_MOVING_AXES = frozenset({"time", "trigger time"})


@dataclass(frozen=True, slots=True)
class Timing:
    """Places in a display set in the order of one round, and milliseconds of each.

    `source` is the keyword of the attribute that tells the rate, or DEFAULT_SOURCE.
    """

    order: tuple[int, ...]
    durations_ms: tuple[float, ...]
    source: str

    @property
    def rate(self) -> float:
        """Frames a second, on average."""
        return 1000 * len(self.order) / sum(self.durations_ms)


def plays_by_itself(display_set: DisplaySet) -> bool:
    """One object whose frames are a run by its kind, or by the rate that it tells."""
    first = display_set.first
    count = len(display_set.frames)
    if count < 2 or any(frame.header is not first for frame in display_set.frames):
        return False
    return display_set.kind in RUNS or _told(first, count)[1] != DEFAULT_SOURCE


def timing_of(display_set: DisplaySet, index: int) -> Timing:
    """The round that the frame at `index` belongs to.

    Where positions repeat over time, it is the times of that position; where frames
    differ in several things, those that differ in time only, else in the last of them.
    """
    places = _places(display_set, index)
    first = display_set.first
    durations: dict[int, float] = {}
    one = all(display_set.frames[place].header is first for place in places)
    held = max(frame.frame_index for frame in display_set.frames) + 1
    told, source = _told(first, held if one else 1)
    if one:
        places = _trimmed(display_set, places, first)
    for place in places:
        durations[place] = told[display_set.frames[place].frame_index % len(told)]
    if one and first.integer(tags.PreferredPlaybackSequencing) == 1:
        places = [*places, *places[-2:0:-1]]
    return Timing(tuple(places), tuple(durations[place] for place in places), source)


def _places(display_set: DisplaySet, index: int) -> list[int]:
    """Those that belong to the round of a frame, save the places of missing ones."""
    places = _round(display_set, index)
    return [at for at in places if display_set.frames[at].frame_index >= 0]


def _round(display_set: DisplaySet, index: int) -> list[int]:
    count = len(display_set.frames)
    if display_set.axes:
        moving = [axis for axis in display_set.axes if axis.moves]
        played = (moving or display_set.axes)[-1]
        others = [axis.places for axis in display_set.axes if axis is not played]
        return [
            at
            for at in range(count)
            if all(places[at] == places[index] for places in others)
        ]
    size = count // display_set.phases
    if display_set.phases > 1 and display_set.phase_axis in _MOVING_AXES:
        return list(range(index % size, count, size))
    start = index // size * size
    return list(range(start, start + size))


def _trimmed(display_set: DisplaySet, places: list[int], header: Header) -> list[int]:
    """Those from frame StartTrim to StopTrim; all where these make no sense."""
    count = len(display_set.frames)
    first = header.integer(tags.StartTrim) or 1
    last = header.integer(tags.StopTrim) or count
    kept = [
        place
        for place in places
        if first <= display_set.frames[place].frame_index + 1 <= last
    ]
    return kept if len(kept) > 1 else places


def _told(header: Header, count: int) -> tuple[Sequence[float], str]:
    """(milliseconds of each frame in the file, or one for all; who says so)."""
    pointed = pointers(header)
    if tags.FrameTimeVector in pointed:
        vector = _durations(header, count)
        if vector:
            return vector, "FrameTimeVector"
    frame_time = header.number(tags.FrameTime) or 0
    if tags.FrameTime in pointed and SHORTEST_MS <= frame_time <= LONGEST_MS:
        return (frame_time,), "FrameTime"
    for tag, name in (
        (tags.RecommendedDisplayFrameRate, "RecommendedDisplayFrameRate"),
        (tags.CineRate, "CineRate"),
    ):
        rate = header.number(tag) or 0
        if rate > 0 and SHORTEST_MS <= 1000 / rate <= LONGEST_MS:
            return (1000 / rate,), name
    if SHORTEST_MS <= frame_time <= LONGEST_MS:
        return (frame_time,), "FrameTime"
    return (1000 / DEFAULT_RATE,), DEFAULT_SOURCE


def _durations(header: Header, count: int) -> list[float]:
    """FrameTimeVector as the time that each frame stays; [] when it makes no sense.

    The vector holds the time since the frame before, 0 for the first (C.7.6.5.1.2);
    how long the last one stays is not said: as long as the others on average.
    """
    since = header.numbers(tags.FrameTimeVector)[1:]
    if len(since) != count - 1 or not since:
        return []
    if not all(SHORTEST_MS <= time <= LONGEST_MS for time in since):
        return []
    return [*since, sum(since) / len(since)]
