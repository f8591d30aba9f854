"""Mask subtraction: a contrast frame less its mask (PS3.3 C.7.6.10, PS3.4 N.2.1).

A presentation state tells of masks in the place of the image (C.11.13, C.11.19).

It comes after the modality transform and before VOI. The difference is signed: 0 is
mid-grey in a window that is made for it, for those of the file are of other values.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import Window
from viewer.pixels.modality import IDENTITY, Rescale, applies_before_voi
from viewer.pixels.padding import Padding, padding_mask, read_padding
from viewer.records import dataclass
from viewer.text import tr

_RULES_MAX = 256
_FRAMES_MAX = 64
"""Frames averaged: a mask of more is not made."""

_HOLE = -(1 << 15)
"""What a difference holds where either frame is padding, or shifted out of sight."""

_LOGARITHM_SCALE = 2048
"""Steps in a factor of e: 16 bits hold the ratio of any two 16-bit values."""

_SCALES = (16, 8, 4, 2, 1)
_PERCENTILE = 99.5
_NARROWEST = 1 / 16
"""A window is no narrower than this part of the stored range: noise stays noise."""


@dataclass(frozen=True, slots=True)
class MaskRule:
    """One item of MaskSubtractionSequence; frames count from 1.

    `ranges` are (first, last) frames that it is for, () for all. `shift` moves the
    mask down and right, in pixels; None where it differs within the frame.
    """

    operation: str
    ranges: tuple[tuple[int, int], ...] = ()
    masks: tuple[int, ...] = ()
    averaged: int = 1
    offset: int = 1
    shift: tuple[float, float] | None = (0.0, 0.0)
    item_id: int | None = None
    explanation: str = ""

    def is_for(self, number: int) -> bool:
        """A frame, from 1, is among those that it is for."""
        return not self.ranges or any(a <= number <= b for a, b in self.ranges)


@dataclass(frozen=True, slots=True)
class Masking:
    """What a presentation state says of masks, in the place of the image.

    `slope` is that of its modality transform, None for a table.
    """

    rules: tuple[MaskRule, ...] = ()
    recommended: bool = False
    slope: float | None = 1.0

    def is_for(self, frame_index: int) -> bool:
        """A frame, from 0, is to have a mask subtracted."""
        return any(rule.is_for(frame_index + 1) for rule in self.rules)


UNMASKED = Masking()


@dataclass(frozen=True, slots=True)
class Subtraction:
    """What is subtracted from one frame; frames count from 0.

    The mean of `masks`, moved down and right by `shift` pixels, is taken from the mean
    of `contrasts`. `logarithmic`: the values are proportional to intensity, and their
    logarithms are subtracted. `recommended`: the object asks to be seen so.
    """

    masks: tuple[int, ...]
    contrasts: tuple[int, ...]
    shift: tuple[float, float] = (0.0, 0.0)
    logarithmic: bool = False
    recommended: bool = False
    explanation: str = ""
    slope: float = 1.0
    padding: Padding | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """`values` (rows, columns) are the difference × `scale`, int16 where that holds it.

    `_HOLE`, or no number in a float32, where there is no difference.
    """

    values: NDArray[Any]
    scale: float
    how: Subtraction


def read_rules(header: Header) -> tuple[MaskRule, ...]:
    """The items of the mask module of an image or of a presentation state."""
    items = header.items.get(tags.MaskSubtractionSequence, ())[:_RULES_MAX]
    return tuple(_rule(header, item) for item in items)


def read_masking(header: Header, slope: float | None) -> Masking:
    """Of a presentation state, whose modality transform has that slope."""
    mode = header.text(tags.RecommendedViewingMode).strip()
    return Masking(read_rules(header), mode == "SUB", slope)


def read_subtraction(
    header: Header, frame_index: int, frames: int, state: Masking | None = None
) -> Subtraction | None:
    """How a frame (from 0) of so many is subtracted, by the first item that says so.

    `state` stands for what the image says of it. None when no item is for the frame,
    for colour, and where a table is the modality transform.
    """
    if (header.integer(tags.SamplesPerPixel) or 1) != 1:
        return None
    slope = state.slope if state else _slope(header)
    if slope is None:
        return None
    for rule in state.rules if state else read_rules(header):
        found = _frames_of(rule, frame_index + 1, frames)
        if found is not None:
            break
    else:
        return None
    masks, contrasts = found
    shift = rule.shift if state else _shift(header, rule, frame_index)
    if shift is None:
        return None
    holder = header.group(tags.FramePixelDataPropertiesSequence, frame_index) or header
    relation = holder.text(tags.PixelIntensityRelationship).strip().upper()
    return Subtraction(
        tuple(number - 1 for number in masks),
        tuple(number - 1 for number in contrasts),
        shift,
        logarithmic=relation == "LIN",
        recommended=state.recommended if state else _recommends(header, frame_index),
        explanation=rule.explanation,
        slope=slope,
        padding=read_padding(header, header.integer(tags.PixelRepresentation) == 1),
    )


def difference(
    contrasts: Sequence[NDArray[Any]], masks: Sequence[NDArray[Any]], how: Subtraction
) -> Difference:
    """Stored values (rows, columns) of those frames → their difference."""
    contrast, mask = _mean(contrasts, how), _mean(masks, how)
    if any(how.shift):
        mask = _shifted(mask, *how.shift)
    values = contrast - mask
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    scales = (_LOGARITHM_SCALE,) if how.logarithmic else _SCALES
    for scale in scales:
        if largest * scale < -_HOLE - 0.5:
            filled = np.nan_to_num(np.rint(values * scale), nan=_HOLE)
            return Difference(filled.astype(np.int16), scale, how)
    return Difference(values.astype(np.float32), 1.0, how)


def difference_info(info: FrameInfo, made: Difference) -> FrameInfo:
    """How to show a difference, from how its frame is shown: one symmetric window.

    Quantities of the frame's own values are none of the difference's.
    """
    holes = Padding(_HOLE, _HOLE) if made.values.dtype.kind == "i" else None
    slope = 1.0 if made.how.logarithmic else made.how.slope
    transform = Rescale(slope / made.scale) if slope != made.scale else IDENTITY
    real = made.values[~padding_mask(made.values, holes)]
    reach = 0.0
    if real.size:
        step = max(1, real.size // 500_000)
        reach = float(np.percentile(np.abs(real[::step].astype(float)), _PERCENTILE))
    whole = math.log(1 << info.bits) if made.how.logarithmic else 1 << info.bits
    width = 2 * max(reach * abs(slope) / made.scale, whole * abs(slope) * _NARROWEST)
    return replace(
        info,
        signed=True,
        transform=transform,
        transform_before_voi=True,
        display_transform=None,
        windows_may_be_stored=False,
        unit="",
        real_world=(),
        suv=None,
        voi_choices=(Window(0.0, width, "LINEAR_EXACT", tr("Subtraction")),),
        padding=holes,
    )


def _rule(header: Header, item: Header) -> MaskRule:
    offset = item.integer(tags.TIDOffset)
    item_id = item.integer(tags.SubtractionItemID)
    return MaskRule(
        item.text(tags.MaskOperation).strip().upper(),
        _ranges(item, tags.ApplicableFrameRange),
        item.integers(tags.MaskFrameNumbers)[: _FRAMES_MAX + 1],
        max(item.integer(tags.ContrastFrameAveraging) or 1, 1),
        1 if offset is None else offset,
        _rule_shift(header, item, item_id),
        item_id,
        caption(item.text(tags.MaskOperationExplanation)),
    )


def _rule_shift(
    header: Header, item: Header, item_id: int | None
) -> tuple[float, float] | None:
    """Of the item itself, or of an XA state's regions (C.11.19), if they all agree."""
    shifts = [
        one
        for one in header.items.get(tags.PixelShiftSequence, ())[:_RULES_MAX]
        if item_id is not None and one.integer(tags.SubtractionItemID) == item_id
    ]
    if not shifts:
        return _pair(item)
    found = {
        _pair(region)
        for one in shifts
        for region in one.items.get(tags.RegionPixelShiftSequence, (one,))
    }
    if any(one.has(tags.PixelShiftFrameRange) for one in shifts):
        found.add((0.0, 0.0))
    return found.pop() if len(found) == 1 else None


def _slope(header: Header) -> float | None:
    """Of an image's own modality transform, None where a table is that."""
    if not applies_before_voi(header):
        return 1.0
    if header.items.get(tags.ModalityLUTSequence):
        return None
    return header.number(tags.RescaleSlope) or 1.0


def _frames_of(
    rule: MaskRule, number: int, frames: int
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Frames of the mask and of the contrast for frame `number`, all counted from 1."""
    if not rule.is_for(number):
        return None
    masks: tuple[int, ...]
    contrasts: tuple[int, ...] = (number,)
    if rule.operation == "AVG_SUB":
        masks = rule.masks
        count = min(rule.averaged, _FRAMES_MAX + 1)
        contrasts = tuple(range(number, number + count))
    elif rule.operation == "TID":
        masks = (number - rule.offset,)
    elif rule.operation == "REV_TID" and rule.ranges:
        first = rule.ranges[0][0]
        masks = (first - rule.offset - (number - first),)
    else:
        return None
    usable = 0 < len(masks) <= _FRAMES_MAX >= len(contrasts)
    exist = all(1 <= each <= frames for each in (*masks, *contrasts))
    return (masks, contrasts) if usable and exist else None


def _ranges(item: Header, tag: int) -> tuple[tuple[int, int], ...]:
    """(first, last) frames, both included."""
    numbers = item.integers(tag)
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))


def _recommends(header: Header, frame_index: int) -> bool:
    """By the part of the run that the frame is in (C.8.19.7), else by the object."""
    for part in header.items.get(tags.FrameDisplaySequence, ()):
        first, last = part.integer(tags.StartTrim), part.integer(tags.StopTrim)
        mode = part.text(tags.RecommendedViewingMode).strip()
        if mode and (first or 1) <= frame_index + 1 <= (last or frame_index + 1):
            return mode == "SUB"
    return header.text(tags.RecommendedViewingMode).strip() == "SUB"


def _shift(
    header: Header, rule: MaskRule, frame_index: int
) -> tuple[float, float] | None:
    """Down and right, in pixels; that of the frame's own group first."""
    group = header.group(tags.FramePixelShiftSequence, frame_index)
    if group is not None and group.integer(tags.SubtractionItemID) == rule.item_id:
        return _pair(group)
    return rule.shift


def _pair(item: Header) -> tuple[float, float]:
    """A positive row offset is down, a positive column offset is left (C.7.6.10)."""
    shift = item.numbers(tags.MaskSubPixelShift)
    return (shift[0], -shift[1]) if len(shift) == 2 else (0.0, 0.0)


def _mean(frames: Sequence[NDArray[Any]], how: Subtraction) -> NDArray[np.float64]:
    """Of stored values or of their logarithms; no number where one is padding."""
    total = np.zeros(frames[0].shape, np.float64)
    for frame in frames:
        values = frame.astype(np.float64)
        if how.logarithmic:
            values = np.log(np.maximum(values, 1.0))
        values[padding_mask(frame, how.padding)] = np.nan
        total += values
    total /= len(frames)
    return total


def _shifted(
    values: NDArray[np.float64], down: float, right: float
) -> NDArray[np.float64]:
    """Moved by linear interpolation; no number where nothing came."""
    for axis, by in ((0, down), (1, right)):
        whole = math.floor(by)
        part = by - whole
        near = _moved(values, axis, whole)
        if part:
            near = near * (1 - part) + _moved(values, axis, whole + 1) * part
        values = near
    return values


def _moved(values: NDArray[np.float64], axis: int, by: int) -> NDArray[np.float64]:
    out = np.full(values.shape, np.nan)
    length = values.shape[axis]
    if abs(by) >= length:
        return out
    to = slice(max(by, 0), length + min(by, 0))
    at = slice(max(-by, 0), length - max(by, 0))
    if axis == 0:
        out[to] = values[at]
    else:
        out[:, to] = values[:, at]
    return out
