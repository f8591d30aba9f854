"""Phases of dynamic series: when each is, and which belongs beside another's."""

from itertools import pairwise

from viewer.dicom import tags
from viewer.files.axes import seconds_of
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.stacks import Placed

_CLOCKS = (
    (tags.AcquisitionTime, 0),
    (tags.FrameAcquisitionDateTime, tags.FrameContentSequence),
    (tags.ContentTime, 0),
)
_TRIGGERS = (
    (tags.TriggerTime, 0),
    (tags.NominalCardiacTriggerDelayTime, tags.CardiacSynchronizationSequence),
)


def phase_times_s(display_set: DisplaySet) -> tuple[float, ...] | None:
    """Seconds of each phase since the first one, by its first image.

    None where the phases are not of time, or the object does not say when they are.
    """
    size = len(display_set.frames) // display_set.phases
    firsts = [display_set.frames[at * size] for at in range(display_set.phases)]
    if display_set.phase_axis == "time":
        found = (_times(firsts, *clock) for clock in _CLOCKS)
    elif display_set.phase_axis == "trigger time":
        found = (_delays(firsts, *trigger) for trigger in _TRIGGERS)
    else:
        return None
    for times in found:
        if times and all(one < other for one, other in pairwise(times)):
            return tuple(time - times[0] for time in times)
    return None


def phase_beside(leader: Placed, index: int, follower: Placed) -> int | None:
    """The phase of `follower` beside that of a frame of `leader`, from 0; else None.

    The same number where both have as many phases of the same kind, else the nearest in
    time since the first. Two viewports of one series keep their own: they are there
    for the sake of their phases.
    """
    one, other = leader.display_set, follower.display_set
    if min(one.phases, other.phases) < 2 or one.phase_axis != other.phase_axis:
        return None
    if leader.key == follower.key:
        return None
    phase = leader.phase_of(index)
    if one.phases == other.phases:
        return phase
    times, others = phase_times_s(one), phase_times_s(other)
    if times is None or others is None:
        return None
    wanted = times[phase]
    if wanted > others[-1] + (others[-1] - others[-2]) / 2:
        return None
    return min(range(len(others)), key=lambda at: abs(others[at] - wanted))


def in_phase_beside(leader: Placed, index: int, follower: Placed, at: int) -> int:
    """The frame at the same place as `at`, in the phase that belongs beside."""
    phase = phase_beside(leader, index, follower)
    if phase is None:
        return at
    return phase * follower.per_phase + follower.place_in_phase(at)


def _times(frames: list[Frame], tag: int, group: int) -> list[float]:
    """[] where one of them has none."""
    found = []
    for frame in frames:
        holder = _holder(frame, group)
        seconds = seconds_of(holder.text(tag)) if holder else None
        if seconds is None:
            return []
        found.append(seconds)
    return found


def _delays(frames: list[Frame], tag: int, group: int) -> list[float]:
    found = []
    for frame in frames:
        holder = _holder(frame, group)
        milliseconds = holder.number(tag) if holder else None
        if milliseconds is None:
            return []
        found.append(milliseconds / 1000)
    return found


def _holder(frame: Frame, group: int) -> Header | None:
    if frame.is_missing:
        return None
    return frame.header.group(group, frame.frame_index) if group else frame.header
