"""Mask subtraction: a contrast frame less its mask (PS3.3 C.7.6.10, PS3.4 N.2.1).

It comes after the modality transform and before VOI. The difference is signed: 0 is
mid-grey in a window that is made for it, for those of the file are of other values.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from viewer.text import tr

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


def read_subtraction(
    header: Header, frame_index: int, frames: int
) -> Subtraction | None:
    """How a frame (from 0) of so many is subtracted, by the first item that says so.

    None when none does, for colour, and where a table is the modality transform.
    """
    if (header.integer(tags.SamplesPerPixel) or 1) != 1:
        return None
    before_voi = applies_before_voi(header)
    if before_voi and header.items.get(tags.ModalityLUTSequence):
        return None
    for item in header.items.get(tags.MaskSubtractionSequence, ()):
        found = _of_item(item, frame_index + 1, frames)
        if found is not None:
            break
    else:
        return None
    masks, contrasts = found
    holder = header.group(tags.FramePixelDataPropertiesSequence, frame_index) or header
    relation = holder.text(tags.PixelIntensityRelationship).strip().upper()
    slope = header.number(tags.RescaleSlope) if before_voi else None
    return Subtraction(
        tuple(number - 1 for number in masks),
        tuple(number - 1 for number in contrasts),
        _shift(header, item, frame_index),
        logarithmic=relation == "LIN",
        recommended=header.text(tags.RecommendedViewingMode).strip() == "SUB",
        explanation=caption(item.text(tags.MaskOperationExplanation)),
        slope=slope or 1.0,
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
    """How to show a difference, from how its frame is shown: one symmetric window."""
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
        windows_may_be_stored=False,
        unit="",
        voi_choices=(Window(0.0, width, "LINEAR_EXACT", tr("Subtraction")),),
        padding=holes,
    )


def _of_item(
    item: Header, number: int, frames: int
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Frames of the mask and of the contrast for frame `number`, all counted from 1."""
    ranges = _ranges(item)
    if ranges and not any(first <= number <= last for first, last in ranges):
        return None
    operation = item.text(tags.MaskOperation).strip().upper()
    offset = item.integer(tags.TIDOffset)
    offset = 1 if offset is None else offset
    masks: tuple[int, ...]
    contrasts: tuple[int, ...] = (number,)
    if operation == "AVG_SUB":
        masks = item.integers(tags.MaskFrameNumbers)
        count = max(item.integer(tags.ContrastFrameAveraging) or 1, 1)
        contrasts = tuple(range(number, number + min(count, _FRAMES_MAX + 1)))
    elif operation == "TID":
        masks = (number - offset,)
    elif operation == "REV_TID" and ranges:
        first = ranges[0][0]
        masks = (first - offset - (number - first),)
    else:
        return None
    usable = 0 < len(masks) <= _FRAMES_MAX >= len(contrasts)
    exist = all(1 <= each <= frames for each in (*masks, *contrasts))
    return (masks, contrasts) if usable and exist else None


def _ranges(item: Header) -> tuple[tuple[int, int], ...]:
    """(first, last) frames, both included."""
    numbers = item.integers(tags.ApplicableFrameRange)
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))


def _shift(header: Header, item: Header, frame_index: int) -> tuple[float, float]:
    """Down and right, in pixels; that of the frame's own group first."""
    group = header.group(tags.FramePixelShiftSequence, frame_index)
    own = item.integer(tags.SubtractionItemID)
    if group is not None and group.integer(tags.SubtractionItemID) == own:
        item = group
    shift = item.numbers(tags.MaskSubPixelShift)
    return (shift[0], shift[1]) if len(shift) == 2 else (0.0, 0.0)


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
