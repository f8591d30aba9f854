"""Which slice of one stack belongs beside a slice of another: by position in the same
frame of reference, by an offset that the reader has set by hand, else by number."""

from viewer.geometry.intersect import Sheet, are_parallel
from viewer.geometry.plane import dot
from viewer.kinds.stacks import Placed
from viewer.records import dataclass
from viewer.ui.state.guides import Following, Mode

LEAST_COSINE = 0.7
"""Stacks of two frames of reference go the same way up to about 45° between them."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that the reader laid beside another's.

    `place` counts in its phase; `level_mm` is along the slice's normal, None without a
    plane. `aside` is how far the middle of the cell was from the middle of the frame,
    in parts of its columns and rows.
    """

    place: int
    level_mm: float | None
    aside: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two places laid side by side by hand, by the keys of their stacks."""

    one: tuple[object, ...]
    one_at: Anchor
    other: tuple[object, ...]
    other_at: Anchor

    def of(self, leader: Placed, follower: Placed) -> tuple[Anchor, Anchor]:
        """(of the leader, of the follower), whichever was first."""
        if leader.key == self.one and follower.key == self.other:
            return self.one_at, self.other_at
        return self.other_at, self.one_at


@dataclass(frozen=True, slots=True)
class Match:
    """The slice to show, None when none matches, and how it was found."""

    index: int | None
    following: Following


def can_follow(leader: Placed, index: int, follower: Placed) -> bool:
    """Both go roughly the same way, or have no planes to tell by."""
    other = follower.stack.any_sheet
    if leader.stack.any_sheet is None or other is None:
        return True
    one = leader.sheet(index)
    return one is not None and goes_alike(one, other)


def goes_alike(one: Sheet, other: Sheet) -> bool:
    """Both lie roughly in the same direction, whatever space they are in."""
    return abs(_cosine(one, other)) >= LEAST_COSINE


def mode_of(
    leader: Placed, follower: Placed, index: int, alignment: Alignment | None
) -> Mode | None:
    """How a stack follows another through its slices; None when it does not.

    Slices that cross do not: the reference line tells of them.
    """
    if not can_follow(leader, index, follower):
        return None
    if alignment is not None:
        return "offset"
    one, other = leader.sheet(index), follower.stack.any_sheet
    if one is not None and other is not None and leader.shares_space(follower):
        return "position" if are_parallel(one.plane, other.plane) else None
    return "index" if min(leader.per_phase, follower.per_phase) > 1 else None


def match(
    leader: Placed,
    index: int,
    follower: Placed,
    at: int,
    alignment: Alignment | None,
) -> Match | None:
    """The slice of `follower`, now at `at`, that belongs beside a slice of `leader`."""
    mode = mode_of(leader, follower, index, alignment)
    if mode is None:
        return None
    if mode == "position":
        return _by_position(leader, index, follower, at)
    if mode == "offset":
        assert alignment is not None
        return _by_offset(leader, index, follower, at, alignment)
    return _by_steps(leader, index, follower, at, 0, Following("index"))


def _by_position(leader: Placed, index: int, follower: Placed, at: int) -> Match | None:
    sheet = leader.sheet(index)
    assert sheet is not None
    near = follower.stack.nearest(sheet.centre_mm, follower.candidates(at))
    if near is None:
        return None
    if near.is_within:
        return Match(near.index, Following("position"))
    far = Following("position", is_outside=True, beyond_mm=abs(near.distance_mm))
    return Match(None, far)


def _by_offset(
    leader: Placed, index: int, follower: Placed, at: int, alignment: Alignment
) -> Match | None:
    """In millimetres along both normals where both have planes, else in images."""
    start, end = alignment.of(leader, follower)
    one, other = leader.sheet(index), follower.stack.any_sheet
    if None in (one, other, start.level_mm, end.level_mm):
        steps = end.place - start.place
        following = Following("offset", offset_images=steps)
        return _by_steps(leader, index, follower, at, steps, following)
    assert one is not None
    assert other is not None
    assert start.level_mm is not None
    assert end.level_mm is not None
    way = 1.0 if _cosine(one, other) > 0 else -1.0
    offset = end.level_mm - way * start.level_mm
    wanted = offset + way * leader.stack.level_of(index)
    near = follower.stack.nearest_level(wanted, follower.candidates(at))
    if near is None:
        return None
    if near.is_within:
        return Match(near.index, Following("offset", offset_mm=offset))
    beyond = abs(near.distance_mm)
    return Match(None, Following("offset", True, beyond, offset_mm=offset))


def _by_steps(
    leader: Placed, index: int, follower: Placed, at: int, steps: int, how: Following
) -> Match:
    """So many images on, in the phase that the follower is in."""
    place = leader.place_in_phase(index) + steps
    if not 0 <= place < follower.per_phase:
        outside = Following(how.mode, True, offset_images=how.offset_images)
        return Match(None, outside)
    return Match(at - follower.place_in_phase(at) + place, how)


def _cosine(one: Sheet, other: Sheet) -> float:
    """Between the directions in which two stacks go."""
    return dot(one.plane.normal, other.plane.normal)
