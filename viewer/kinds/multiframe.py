"""Multi-frame objects: enhanced CT and MR, runs of US and XA, NM, dose grids …

Each object is a display set of its own, or several where its planes differ. The frames
of enhanced objects are ordered by position and dimension index (PS3.3 C.7.6.16,
C.7.6.17) once their functional groups have been read, those of nuclear medicine by
their vectors; until then, and for all others, they stand as in the file.
"""

from collections.abc import Iterator, Sequence

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.order import Arrangement, Slot, arrange, by_number, slot_of
from viewer.files.spatial import orientation_of
from viewer.kinds.base import DisplaySet, Frame, FrameAxis
from viewer.kinds.dimensions import dimension_axes, indices_of
from viewer.kinds.labels import frame_count, label_of
from viewer.kinds.splitting import MOST_PLANES, plane_numbers, plane_words
from viewer.kinds.vectors import vector_axes, vector_ranks
from viewer.text import tr

NAMES = (
    "cine",
    "multiframe_volume",
    "nm",
    "oct_volume",
    "parametric_map",
    "photoacoustic",
    "rt_dose",
    "us_volume",
    "video",
    "wsi",
    "xa_enhanced",
)


def runs(headers: Sequence[Header], kind_name: str) -> tuple[DisplaySet, ...]:
    """The display sets of each object, by their numbers."""
    return tuple(
        run
        for header in by_number(headers)
        for run in _runs(header, kind_name, many=len(headers) > 1)
    )


def _runs(header: Header, kind_name: str, *, many: bool) -> Iterator[DisplaySet]:
    parts = _by_plane(header, _slots(header))
    number = header.text(tags.InstanceNumber) if many else ""
    for slots in parts:
        words = _part_words(header, slots[0], parts) if len(parts) > 1 else ""
        label = " · ".join(filter(None, (label_of(header), number, words)))
        yield _run(header, kind_name, label, slots)


def _by_plane(header: Header, slots: list[Slot]) -> list[list[Slot]]:
    """Frames of one stack and orientation each, unless they turn about an axis."""
    planes = [orientation_of(header, slot.frame_index) for slot in slots]
    stacks = _stack_names(header, slots)
    parts: dict[tuple[str, int], list[Slot]] = {}
    for name, number, slot in zip(stacks, plane_numbers(planes), slots, strict=True):
        parts.setdefault((name, number), []).append(slot)
    if len(parts) > MOST_PLANES and len(parts) * 2 > len(slots):
        return [slots]
    return list(parts.values())


def _stack_names(header: Header, slots: list[Slot]) -> list[str]:
    """StackID of each frame (PS3.3 C.7.6.16.2.2.4); "" where it parts too much."""
    names = [_stack_name(header, slot) for slot in slots]
    return names if 1 < len(set(names)) <= MOST_PLANES else [""] * len(slots)


def _stack_name(header: Header, slot: Slot) -> str:
    content = header.group(tags.FrameContentSequence, slot.frame_index)
    return content.text(tags.StackID) if content else ""


def _part_words(header: Header, slot: Slot, parts: list[list[Slot]]) -> str:
    """What tells a part from the others: its plane, else its stack."""
    words = [plane_words(header, part[0].frame_index) for part in parts]
    mine = plane_words(header, slot.frame_index)
    if words.count(mine) == 1:
        return mine
    name = caption(_stack_name(header, slot))
    return " ".join(filter(None, (mine, tr("stack {name}", name=name) if name else "")))


def _run(
    header: Header, kind_name: str, label: str, slots: Sequence[Slot]
) -> DisplaySet:
    arrangement = _one_stack(arrange(slots))
    return DisplaySet(
        kind=kind_name,
        view="stack",
        label=label,
        frames=tuple(Frame(header, slot.frame_index) for slot in arrangement.slots),
        phases=arrangement.phases,
        phase_axis=arrangement.axis,
        phase_labels=arrangement.labels,
        axes=_axes(header, arrangement),
    )


def _axes(header: Header, arrangement: Arrangement) -> tuple[FrameAxis, ...]:
    order = [slot.frame_index for slot in arrangement.slots]
    count = frame_count(header)
    if arrangement.phases > 1:
        return dimension_axes(header, count, order)
    return vector_axes(header, count, order) if len(order) == count else ()


def _one_stack(arrangements: tuple[Arrangement, ...]) -> Arrangement:
    if len(arrangements) == 1:
        return arrangements[0]
    return Arrangement(
        tuple(slot for arrangement in arrangements for slot in arrangement.slots)
    )


def _slots(header: Header) -> list[Slot]:
    ranks = _ranks(header, frame_count(header))
    return [slot_of(header, index, rank) for index, rank in enumerate(ranks)]


def _ranks(header: Header, count: int) -> Sequence[int]:
    """Place of each frame by its vectors, else its dimension indices, else as it is."""
    by_vectors = vector_ranks(header, count)
    if by_vectors is not None:
        return by_vectors
    dimensions = indices_of(header, count)
    if dimensions is None:
        return range(count)
    ranks = [0] * count
    for rank, index in enumerate(sorted(range(count), key=dimensions.__getitem__)):
        ranks[index] = rank
    return ranks
