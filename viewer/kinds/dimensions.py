"""What the frames of an enhanced object differ in by its dimensions (PS3.3 C.7.6.17).

Each item of DimensionIndexSequence names an attribute; DimensionIndexValues give each
frame its place along each of them.
"""

from collections.abc import Sequence

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.kinds.base import FrameAxis
from viewer.text import figure, mark, tr

_POSITIONS = frozenset(
    {tags.InStackPositionNumber, tags.ImagePositionPatient, tags.SliceLocation}
)
_STACK = tags.StackID
_NAMES = {
    tags.EffectiveEchoTime: mark("echo"),
    tags.DiffusionBValue: mark("b-value"),
    tags.TemporalPositionIndex: mark("time"),
    tags.NominalCardiacTriggerDelayTime: mark("trigger time"),
    tags.InversionTime: mark("inversion time"),
}
_LABELS = {
    tags.EffectiveEchoTime: mark("TE {value} ms"),
    tags.DiffusionBValue: mark("b {value}"),
    tags.TemporalPositionIndex: mark("phase {value}"),
    tags.NominalCardiacTriggerDelayTime: mark("trigger {value} ms"),
    tags.InversionTime: mark("TI {value} ms"),
}
_MOVING = frozenset({tags.TemporalPositionIndex, tags.NominalCardiacTriggerDelayTime})

Indices = Sequence[tuple[int, ...]]


def indices_of(header: Header, count: int) -> Indices | None:
    """DimensionIndexValues of every frame; None unless all have as many."""
    found = []
    for index in range(count if header.complete else 0):
        content = header.group(tags.FrameContentSequence, index)
        values = content.integers(tags.DimensionIndexValues) if content else ()
        if not values:
            return None
        found.append(values)
    if not found or len({len(values) for values in found}) > 1:
        return None
    return found


def dimension_axes(
    header: Header, count: int, order: Sequence[int]
) -> tuple[FrameAxis, ...]:
    """Axes of frames that differ in several things besides their position, which is
    the last axis; () of all others. `order` are the frames as they are displayed.
    """
    indices = indices_of(header, count)
    dimensions = header.items.get(tags.DimensionIndexSequence, ())
    if indices is None or len(dimensions) != len(indices[0]):
        return ()
    varying = [
        number
        for number in range(len(dimensions))
        if len({indices[index][number] for index in order}) > 1
    ]
    places = [n for n in varying if _pointer(dimensions[n]) in _POSITIONS]
    others = [
        n for n in varying if n not in places and _pointer(dimensions[n]) != _STACK
    ]
    if len(others) < 2:
        return ()
    kept = (*others, *places)
    if len({tuple(indices[index][n] for n in kept) for index in order}) < len(order):
        return ()
    return tuple(_axis(header, dimensions[n], n, indices, order) for n in kept)


def _axis(
    header: Header,
    dimension: Header,
    number: int,
    indices: Indices,
    order: Sequence[int],
) -> FrameAxis:
    values = sorted({indices[index][number] for index in order})
    first = {indices[index][number]: index for index in reversed(order)}
    places = tuple(values.index(indices[index][number]) for index in order)
    labels = tuple(_label(header, dimension, first[value], value) for value in values)
    moves = _pointer(dimension) in _MOVING
    return FrameAxis(_name(dimension), places, labels, moves)


def _pointer(dimension: Header) -> int:
    words = dimension.integers(tags.DimensionIndexPointer)
    return (words[0] << 16) | words[1] if len(words) == 2 else 0


def _name(dimension: Header) -> str:
    pointer = _pointer(dimension)
    if pointer in _POSITIONS:
        return tr("slice")
    if pointer in _NAMES:
        return tr(_NAMES[pointer])
    return caption(dimension.text(tags.DimensionDescriptionLabel)) or tr("dimension")


def _label(header: Header, dimension: Header, frame_index: int, place: int) -> str:
    """The attribute's own value where it is known, else the place along it."""
    pointer = _pointer(dimension)
    if pointer in _POSITIONS:
        return tr("slice {number}", number=place)
    words = dimension.integers(tags.FunctionalGroupPointer)
    group = (words[0] << 16) | words[1] if len(words) == 2 else 0
    holder = header.group(group, frame_index) if group else header
    value = holder.number(pointer) if holder and pointer in _LABELS else None
    if value is not None:
        return tr(_LABELS[pointer], value=figure(value, ".6g"))
    return f"{_name(dimension)} {place}"
