"""The order of frames: by position along the normal, else by number, else by time.

Never by file name. Where every position repeats equally often, the repeats are phases
of one stack (time, echo, b-value …); where they repeat unequally, the stack is parted
by what differs, if that makes each part whole.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from viewer.dicom import tags
from viewer.files.axes import AXES, Axis, values_of
from viewer.files.header import Header
from viewer.files.spatial import (
    distance_along,
    normal_of,
    orientation_of,
    position_of,
)
from viewer.geometry.plane import Vector, dot
from viewer.records import dataclass
from viewer.text import mark

POSITION_TOLERANCE_MM = 0.005
"""Positions along the normal that differ by less are one."""

SHIFT_TOLERANCE_MM = 1.0
"""Repeats of a position may lie so far from each other within the plane."""

_PARALLEL = 0.999
_MOST_PARTS = 6
_NUMBER_AXIS = mark("image")


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A frame to be ordered. `number` is InstanceNumber, or the frame's own rank."""

    header: Header
    frame_index: int
    number: float
    normal: Vector | None
    position_mm: Vector | None

    @property
    def distance_mm(self) -> float:
        """Along the normal; 0 without geometry."""
        if self.normal is None or self.position_mm is None:
            return 0.0
        return distance_along(self.normal, self.position_mm)


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """Frames in display order, phase by phase. `part`: what parted it from others."""

    slots: tuple[Slot, ...]
    phases: int = 1
    axis: str = ""
    labels: tuple[str, ...] = ()
    part: str = ""


def slot_of(header: Header, frame_index: int = 0, number: float | None = None) -> Slot:
    """A frame with what orders it."""
    cosines = orientation_of(header, frame_index)
    if number is None:
        instance = header.integer(tags.InstanceNumber)
        number = math.inf if instance is None else instance
    return Slot(
        header,
        frame_index,
        number,
        normal_of(cosines) if cosines else None,
        position_of(header, frame_index) if cosines else None,
    )


def by_number(headers: Iterable[Header]) -> list[Header]:
    """Objects by InstanceNumber, then time, then UID."""
    slots = (Slot(header, 0, _instance(header), None, None) for header in headers)
    return [slot.header for slot in _by_number(list(slots))]


def arrange(slots: Sequence[Slot]) -> tuple[Arrangement, ...]:
    """One arrangement, or several where repeats of positions do not form phases."""
    ordered = _by_number(slots)
    columns = _columns(ordered)
    if len(columns) < 2:
        return (Arrangement(tuple(ordered)),)
    repeats = {len(column) for column in columns}
    if len(repeats) > 1:
        return _parted(ordered) or (Arrangement(tuple(ordered)),)
    if repeats == {1}:
        return (Arrangement(tuple(column[0] for column in columns)),)
    return (_phased(columns),)


def _instance(header: Header) -> float:
    number = header.integer(tags.InstanceNumber)
    return math.inf if number is None else number


def _by_number(slots: Sequence[Slot]) -> list[Slot]:
    """By number; by time and UID too, which cost more, where numbers are not unique."""
    if len({slot.number for slot in slots}) == len(slots):
        return sorted(slots, key=lambda slot: slot.number)
    return sorted(slots, key=_number_key)


def _number_key(slot: Slot) -> tuple[float | str, ...]:
    header = slot.header
    return (
        slot.number,
        header.text(tags.AcquisitionDate) or header.text(tags.ContentDate),
        header.text(tags.AcquisitionTime) or header.text(tags.ContentTime),
        header.text(tags.SOPInstanceUID),
        slot.frame_index,
    )


def _columns(slots: Sequence[Slot]) -> list[list[Slot]]:
    """The frames at each position, positions in display order; [] when not a stack.

    The order is that of the numbers when they fall strictly along the normal, else
    that of rising positions.
    """
    first = slots[0].normal
    if first is None or not all(
        slot.position_mm and slot.normal and dot(slot.normal, first) > _PARALLEL
        for slot in slots
    ):
        return []
    columns: list[list[Slot]] = []
    last = -math.inf
    for distance, slot in sorted(
        ((slot.distance_mm, slot) for slot in slots), key=lambda pair: pair[0]
    ):
        if distance - last > POSITION_TOLERANCE_MM:
            columns.append([])
        columns[-1].append(slot)
        last = distance
    if any(_shifted(column) for column in columns):
        return []
    numbers = [min(slot.number for slot in column) for column in columns]
    falling = all(a > b for a, b in itertools.pairwise(numbers))
    return columns[::-1] if falling else columns


def _shifted(column: list[Slot]) -> bool:
    """Whether frames at one distance lie beside each other instead of repeating."""
    places = [slot.position_mm for slot in column if slot.position_mm]
    return any(math.dist(places[0], place) > SHIFT_TOLERANCE_MM for place in places[1:])


def _phased(columns: list[list[Slot]]) -> Arrangement:
    """Equal repeats as phases, along the first axis that tells them apart."""
    count = len(columns[0])
    for axis in AXES:
        table = _axis_table(axis, columns)
        if table is not None:
            ranked = [_by_value(*row) for row in zip(columns, table, strict=True)]
            values = sorted(table[0])
            labels = tuple(axis.text(value, values[0]) for value in values)
            return _arrangement(ranked, axis.name, labels)
    two = _two_axes(columns)
    if two is not None:
        return two
    ranked = [_by_number(column) for column in columns]
    labels = tuple(str(number + 1) for number in range(count))
    return _arrangement(ranked, _NUMBER_AXIS, labels)


def _arrangement(
    ranked: list[list[Slot]], axis: str, labels: tuple[str, ...]
) -> Arrangement:
    slots = tuple(column[phase] for phase in range(len(labels)) for column in ranked)
    return Arrangement(slots, len(labels), axis, labels)


def _by_value(column: list[Slot], values: list[float]) -> list[Slot]:
    pairs = sorted(zip(values, column, strict=True), key=lambda pair: pair[0])
    return [slot for _, slot in pairs]


def _axis_table(axis: Axis, columns: list[list[Slot]]) -> list[list[float]] | None:
    """The axis's values by column, None unless they tell all repeats apart."""
    table: list[list[float]] = []
    for column in columns:
        values = values_of(axis, [(slot.header, slot.frame_index) for slot in column])
        if values is None or len(set(values)) < len(values):
            return None
        if axis.exact and table and set(values) != set(table[0]):
            return None
        table.append(values)
    return table


def _two_axes(columns: list[list[Slot]]) -> Arrangement | None:
    """Phases along two axes at once, such as five times of two echoes each."""
    tables = []
    for axis in AXES:
        values = [
            values_of(axis, [(slot.header, slot.frame_index) for slot in column])
            for column in columns
        ]
        if axis.exact and None not in values and len(set(values[0] or ())) > 1:
            tables.append((axis, [row or [] for row in values]))
    for (one, first), (other, second) in itertools.combinations(tables, 2):
        pairs = [
            list(zip(a, b, strict=True)) for a, b in zip(first, second, strict=True)
        ]
        wanted = sorted(set(pairs[0]))
        if all(len(row) == len(wanted) and set(row) == set(wanted) for row in pairs):
            ranked = [
                [slot for _, slot in sorted(zip(row, column, strict=True), key=_first)]
                for row, column in zip(pairs, columns, strict=True)
            ]
            a, b = wanted[0]
            labels = tuple(f"{one.text(x, a)} · {other.text(y, b)}" for x, y in wanted)
            return _arrangement(ranked, one.name, labels)
    return None


def _first(pair: tuple[tuple[float, float], Slot]) -> tuple[float, float]:
    return pair[0]


def _parted(slots: list[Slot]) -> tuple[Arrangement, ...]:
    """The stack parted along one axis so that each part is whole; () when none does."""
    for axis in AXES:
        values = values_of(axis, [(slot.header, slot.frame_index) for slot in slots])
        different = len(set(values)) if values and axis.splits else 0
        if values is None or not 1 < different <= len(slots) // 2:
            continue
        parts: dict[float, list[Slot]] = {value: [] for value in sorted(set(values))}
        for value, slot in zip(values, slots, strict=True):
            parts[value].append(slot)
        columns = [_columns(part) for part in parts.values()]
        if not all(c and len({len(column) for column in c}) == 1 for c in columns):
            continue
        if len(parts) > _MOST_PARTS:
            stacks = itertools.chain.from_iterable(itertools.chain(*c) for c in columns)
            return (Arrangement(tuple(stacks)),)
        lowest = min(parts)
        return tuple(
            replace(arrangement, part=axis.text(value, lowest))
            for value, part in parts.items()
            for arrangement in arrange(part)
        )
    return ()
