"""How a display set plays: which frames, in which order, each for how long.

The Cine Module (PS3.3 C.7.6.5) and FrameIncrementPointer (C.7.6.6.1.2) decide; what
does not tell a rate plays at a default one, and says so.
"""

from collections.abc import Sequence

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.vectors import pointers
from viewer.records import dataclass
from viewer.text import mark, tr

DEFAULT_RATE = 10.0
"""Frames a second of what tells no rate."""

RUNS = frozenset({"cine", "nm", "xa_enhanced"})
"""Kinds whose frames are there to be played."""

DEFAULT_SOURCE = mark("default rate")
SHORTEST_MS, LONGEST_MS = 1.0, 60_000.0
"""What lies outside is no time from one frame to the next, but a slip."""

POSITIONS, PHASES = 0, 1
"""Courses of a set whose positions repeat."""

_MOVING_AXES = frozenset({"time", "trigger time"})


@dataclass(frozen=True, slots=True)
class Way:
    """How a reader wants a run to be played; None leaves it to the object.

    `along` counts into `courses`. `first` and `last` are places in the whole round,
    from 0: what lies outside is not played.
    """

    along: int | None = None
    first: int | None = None
    last: int | None = None
    sweeps: bool | None = None
    backward: bool = False


AS_STORED = Way()


@dataclass(frozen=True, slots=True)
class Timing:
    """Places in a display set in the order of one round, and milliseconds of each.

    `source` is the keyword of the attribute that tells the rate, or DEFAULT_SOURCE.
    `places` is the whole round from its first frame to its last, of which those from
    `first` to `last` are played; `along` the course that it takes.
    """

    order: tuple[int, ...]
    durations_ms: tuple[float, ...]
    source: str
    places: tuple[int, ...]
    first: int
    last: int
    sweeps: bool = False
    backward: bool = False
    along: int = 0

    @property
    def rate(self) -> float:
        """Frames a second, on average."""
        return 1000 * len(self.order) / sum(self.durations_ms)


def courses(display_set: DisplaySet) -> tuple[str, ...]:
    """What a set can be played along, the rest staying as it is; names for readers."""
    if display_set.axes:
        return tuple(axis.name for axis in display_set.axes)
    if display_set.phases == 1:
        return (tr("position"),)
    name = display_set.phase_axis
    return (tr("position"), tr(name) if name else tr("phase"))


def plays_by_itself(display_set: DisplaySet) -> bool:
    """One object whose frames are a run by its kind, or by the rate that it tells."""
    first = display_set.first
    count = len(display_set.frames)
    if count < 2 or any(frame.header is not first for frame in display_set.frames):
        return False
    return display_set.kind in RUNS or _told(first, count)[1] != DEFAULT_SOURCE


def timing_of(display_set: DisplaySet, index: int, way: Way = AS_STORED) -> Timing:
    """The round that the frame at `index` belongs to.

    Where positions repeat over time, it is the times of that position; where frames
    differ in several things, those that differ in time only, else in the last of them.
    The reader's way comes first, save where it leaves fewer than two frames.
    """
    along = _along(display_set, way.along)
    places = _places(display_set, index, along)
    header = display_set.first
    one = all(display_set.frames[place].header is header for place in places)
    held = max(frame.frame_index for frame in display_set.frames) + 1
    told, source = _told(header, held if one else 1)
    first, last = _part(display_set, places, one, way)
    sweeping = (one or way.sweeps is not None) and sweeps(display_set, way)
    order = places[first : last + 1]
    order = order[::-1] if way.backward else order
    order = [*order, *order[-2:0:-1]] if sweeping else order
    numbers = (display_set.frames[place].frame_index for place in order)
    durations = tuple(told[number % len(told)] for number in numbers)
    return Timing(
        tuple(order),
        durations,
        source,
        tuple(places),
        first,
        last,
        sweeping,
        way.backward,
        along,
    )


def sweeps(display_set: DisplaySet, way: Way) -> bool:
    """Whether it plays to and fro: as the reader wants it, else its object."""
    if way.sweeps is not None:
        return way.sweeps
    return _prefers_sweeping(display_set.first)


def _prefers_sweeping(header: Header) -> bool:
    return header.integer(tags.PreferredPlaybackSequencing) == 1


def _along(display_set: DisplaySet, wanted: int | None) -> int:
    """The course that is taken: the wanted one where there is such a one."""
    count = len(display_set.axes) or (2 if display_set.phases > 1 else 1)
    if wanted is not None and 0 <= wanted < count:
        return wanted
    if display_set.axes:
        moving = [at for at, axis in enumerate(display_set.axes) if axis.moves]
        return moving[-1] if moving else count - 1
    return int(count > 1 and display_set.phase_axis in _MOVING_AXES)


def _places(display_set: DisplaySet, index: int, along: int) -> list[int]:
    """Those that belong to the round of a frame, save the places of missing ones."""
    places = _round(display_set, index, along)
    return [at for at in places if display_set.frames[at].frame_index >= 0]


def _round(display_set: DisplaySet, index: int, along: int) -> list[int]:
    count = len(display_set.frames)
    if display_set.axes:
        played = display_set.axes[along]
        others = [axis.places for axis in display_set.axes if axis is not played]
        found = [
            at
            for at in range(count)
            if all(places[at] == places[index] for places in others)
        ]
        return sorted(found, key=played.places.__getitem__)
    size = count // display_set.phases
    if along == PHASES:
        return list(range(index % size, count, size))
    start = index // size * size
    return list(range(start, start + size))


def _part(
    display_set: DisplaySet, places: list[int], one: bool, way: Way
) -> tuple[int, int]:
    """First and last place that is played: the reader's, else StartTrim to StopTrim.

    All of them where these make no sense.
    """
    whole = 0, len(places) - 1
    stated = _trims(display_set, places) if one else whole
    first = stated[0] if way.first is None else way.first
    last = stated[1] if way.last is None else way.last
    return (first, last) if 0 <= first < last <= whole[1] else whole


def _trims(display_set: DisplaySet, places: list[int]) -> tuple[int, int]:
    header, count = display_set.first, len(display_set.frames)
    first = header.integer(tags.StartTrim) or 1
    last = header.integer(tags.StopTrim) or count
    kept = [
        at
        for at, place in enumerate(places)
        if first <= display_set.frames[place].frame_index + 1 <= last
    ]
    together = len(kept) > 1 and kept[-1] - kept[0] + 1 == len(kept)
    return (kept[0], kept[-1]) if together else (0, len(places) - 1)


def _told(header: Header, count: int) -> tuple[Sequence[float], str]:
    """(milliseconds of each frame in the file, or one for all; who says so)."""
    pointed = pointers(header)
    vector = _durations(header, count)
    if vector and tags.FrameTimeVector in pointed:
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
    if vector:
        return vector, "FrameTimeVector"
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
