"""Places of slices that are missing from a stack.

A slice is missing where the next lies a whole number of steps farther than the others
do and the numbers between are left out as well: what a scanner left out on purpose it
numbers on (PS3.3 C.7.6.2.1.1 position, C.7.6.1 InstanceNumber).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from viewer.files.order import Slot, slot_of
from viewer.kinds.base import DisplaySet, Frame

FEWEST_SLICES = 4
"""With fewer there is no usual step."""

_TOLERANCE = 0.1
"""Part of a step that a slice may lie off its place."""


def with_places(display_set: DisplaySet) -> DisplaySet:
    """The display set with a place for each missing slice; itself where none is."""
    images = display_set.images
    if display_set.view != "stack" or display_set.phases > 1:
        return display_set
    if len(images) < FEWEST_SLICES or any(frame.frame_index for frame in images):
        return display_set
    missing = missing_after([slot_of(frame.header) for frame in images])
    if not any(missing):
        return display_set
    frames: list[Frame] = []
    for frame, count in zip(images, (*missing, 0), strict=True):
        frames.append(frame)
        frames += [Frame(frame.header, -number) for number in range(1, count + 1)]
    return replace(display_set, frames=tuple(frames))


def missing_after(slots: Sequence[Slot]) -> list[int]:
    """How many slices are missing between each slice and the next, in display order.

    All 0 for stacks without a regular step, and where more would be missing than are
    there.
    """
    none = [0] * (len(slots) - 1)
    steps = _steps([slot.distance_mm for slot in slots])
    if any(slot.position_mm is None for slot in slots) or 0 in steps:
        return none
    numbers = [slot.number for slot in slots]
    if all(math.isinf(number) for number in numbers):
        missing = [step - 1 for step in steps]
    elif all(math.isfinite(number) for number in numbers):
        missing = [
            step - 1 if step == left_out else 0
            for step, left_out in zip(steps, _steps(numbers), strict=True)
        ]
    else:
        return none
    return missing if sum(missing) <= len(slots) else none


def _steps(places: Sequence[float]) -> list[int]:
    """Between neighbours, in usual steps; 0 where it is no whole number of them."""
    apart = [after - before for before, after in pairwise(places)]
    usual = sorted(apart, key=abs)[(len(apart) - 1) // 2]
    if usual == 0:
        return [0] * len(apart)
    parts = [each / usual for each in apart]
    return [
        round(part) if part > 0.5 and abs(part - round(part)) < _TOLERANCE else 0
        for part in parts
    ]
