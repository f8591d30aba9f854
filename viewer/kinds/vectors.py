"""Frames of nuclear medicine by their vectors (PS3.3 C.8.4.8, C.7.6.6.1.1).

FrameIncrementPointer names the vectors, the one that changes slowest first; each
vector gives every frame its place, counted from 1.
"""

from collections.abc import Callable, Sequence

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.kinds.base import FrameAxis
from viewer.text import figure, mark, tr


def pointers(header: Header) -> tuple[int, ...]:
    """The tags that FrameIncrementPointer names."""
    words = header.integers(tags.FrameIncrementPointer)
    return tuple(
        (group << 16) | element
        for group, element in zip(words[::2], words[1::2], strict=False)
    )


def vectors_of(header: Header, count: int) -> tuple[tuple[int, Sequence[int]], ...]:
    """(tag, place of every frame) by the order of the pointer; () without vectors.

    A vector that has not one value for each frame says nothing and is left out.
    """
    found = []
    for tag in dict.fromkeys(pointers(header)):
        if tag in _NAMES:
            values = header.integers(tag)
            if len(values) == count:
                found.append((tag, values))
    return tuple(found)


def vector_ranks(header: Header, count: int) -> Sequence[int] | None:
    """The place of each frame in the order of its vectors; None without them."""
    vectors = vectors_of(header, count)
    if not vectors:
        return None
    keys = list(zip(*(values for _, values in vectors), strict=True))
    ranks = [0] * count
    for rank, index in enumerate(sorted(range(count), key=keys.__getitem__)):
        ranks[index] = rank
    return ranks


def vector_axes(
    header: Header, count: int, order: Sequence[int]
) -> tuple[FrameAxis, ...]:
    """What the frames differ in; `order` are their indices as they are displayed."""
    axes = []
    for tag, values in vectors_of(header, count):
        wanted = sorted(set(values))
        if len(wanted) > 1:
            places = tuple(wanted.index(values[index]) for index in order)
            labels = tuple(_label(header, tag, value) for value in wanted)
            axes.append(FrameAxis(tr(_NAMES[tag]), places, labels))
    return tuple(axes)


def _item(header: Header, tag: int, number: int) -> Header | None:
    """Item `number`, counted from 1, of a sequence."""
    items = header.items.get(tag, ())
    return items[number - 1] if 1 <= number <= len(items) else None


def _energy_window(header: Header, number: int) -> str:
    item = _item(header, tags.EnergyWindowInformationSequence, number)
    name = caption(item.text(tags.EnergyWindowName)) if item else ""
    if item is not None and not name:
        limits = [
            (
                one.number(tags.EnergyWindowLowerLimit),
                one.number(tags.EnergyWindowUpperLimit),
            )
            for one in item.items.get(tags.EnergyWindowRangeSequence, ())
        ]
        name = ", ".join(
            f"{figure(low, '.4g')}–{figure(high, '.4g')} keV"
            for low, high in limits
            if low is not None and high is not None
        )
    return name or tr("energy window {number}", number=number)


def _detector(header: Header, number: int) -> str:
    item = _item(header, tags.DetectorInformationSequence, number)
    views = item.items.get(tags.ViewCodeSequence, ()) if item else ()
    name = caption(views[0].text(tags.CodeMeaning)) if views else ""
    return name or tr("detector {number}", number=number)


def _phase(header: Header, number: int) -> str:
    item = _item(header, tags.PhaseInformationSequence, number)
    name = caption(item.text(tags.PhaseDescription)).lower() if item else ""
    text = tr("phase {value}", value=number)
    return f"{text} ({name})" if name else text


def _angular_view(header: Header, number: int) -> str:
    """With its angle where one detector made one rotation, which gives it."""
    text = tr("angular view {number}", number=number)
    rotations = header.items.get(tags.RotationInformationSequence, ())
    detectors = header.items.get(tags.DetectorInformationSequence, ())
    if len(rotations) != 1 or len(detectors) > 1:
        return text
    start = rotations[0].number(tags.StartAngle)
    step = rotations[0].number(tags.AngularStep)
    turn = {"CW": -1, "CC": 1}.get(rotations[0].text(tags.RotationDirection))
    if start is None or step is None or turn is None:
        return text
    # Seen from the feet, angles grow counter-clockwise (PS3.3 C.8.4.12).
    angle = (start + turn * step * (number - 1)) % 360
    return f"{text} ({figure(angle, '.4g')}°)"


_NUMBERED = {
    tags.RotationVector: mark("rotation {number}"),
    tags.RRIntervalVector: mark("R-R interval {number}"),
    tags.TimeSlotVector: mark("time slot {number}"),
    tags.SliceVector: mark("slice {number}"),
    tags.TimeSliceVector: mark("time slice {number}"),
}
_NAMED: dict[int, Callable[[Header, int], str]] = {
    tags.EnergyWindowVector: _energy_window,
    tags.DetectorVector: _detector,
    tags.PhaseVector: _phase,
    tags.AngularViewVector: _angular_view,
}
_NAMES = {
    tags.EnergyWindowVector: mark("energy window"),
    tags.DetectorVector: mark("detector"),
    tags.PhaseVector: mark("phase"),
    tags.RotationVector: mark("rotation"),
    tags.RRIntervalVector: mark("R-R interval"),
    tags.TimeSlotVector: mark("time slot"),
    tags.SliceVector: mark("slice"),
    tags.AngularViewVector: mark("angular view"),
    tags.TimeSliceVector: mark("time slice"),
}
"""Vector → name of its axis."""


def _label(header: Header, tag: int, number: int) -> str:
    if tag in _NAMED:
        return _NAMED[tag](header, number)
    return tr(_NUMBERED[tag], number=number)
