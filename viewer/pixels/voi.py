"""VOI transforms: windows and look-up tables (PS3.3 C.11.2)."""

from dataclasses import replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.values import parse_numbers
from viewer.files.header import Header
from viewer.pixels.look import LookupTable, VoiFunction, Window
from viewer.pixels.lookup import looked_up, read_table
from viewer.pixels.modality import Rescale, Transform
from viewer.text import mark

Voi = Window | LookupTable

_CHOICES_MAX = 64
"""Windows of one frame that are offered."""

_AS_PRINTED = frozenset({"1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30"})
"""Hardcopy images hold what a printer is to print: no window is theirs to have."""


def read_voi_choices(
    header: Header,
    frame_index: int,
    signed: bool,
    transform: Transform,
    bits: int = 16,
) -> tuple[Voi, ...]:
    """All windows, then all tables of a frame; those of its functional group if any.

    `signed` and `bits` are those of the stored values, `transform` is what comes
    before the VOI transform. Malformed windows and cut tables are left out.
    """
    if header.text(tags.SOPClassUID) in _AS_PRINTED:
        return (full_range(bits, signed),)
    source = _source(header, frame_index)
    below_zero = _can_be_negative(signed, bits, transform)
    tables = (read_table(item, below_zero) for item in _table_items(source))
    return (*_windows(source), *(table for table in tables if table is not None))


def full_range(bits: int, signed: bool) -> Window:
    """The window from the least to the greatest value that so many bits can hold."""
    low = -(1 << (bits - 1)) if signed else 0
    return Window(low + (1 << bits) / 2, float(1 << bits))


def voi_note(header: Header, frame_index: int) -> str:
    """Marked English when the frame has a VOI LUT that cannot be used, else ""."""
    items = _table_items(_source(header, frame_index))
    if any(read_table(item, False) is None for item in items):
        return mark("A VOI LUT of the file is damaged and is not offered.")
    return ""


def window_levels(values: NDArray[Any], window: Window) -> NDArray[np.float64]:
    """Modality values → 0 … 255 by the function of the window (C.11.2.1.2, .3).

    A LINEAR window narrower than 1 is taken as LINEAR_EXACT, for it is undefined.
    """
    centre, width = np.float64(window.centre), np.float64(window.width)
    if window.function == "LINEAR" and width >= 1:
        centre, width = centre - 0.5, width - 1
    if width <= 0:
        return np.where(values <= centre, 0.0, 255.0)
    levels: NDArray[np.float64]
    if window.function == "SIGMOID":
        with np.errstate(over="ignore"):
            levels = 255 / (1 + np.exp(-4 * (values - centre) / width))
        return levels
    levels = (values - centre) / width + 0.5
    return np.clip(levels, 0.0, 1.0, out=levels) * 255


def table_levels(values: NDArray[Any], table: LookupTable) -> NDArray[np.float64]:
    """Modality values → 0 … 255 by a table."""
    return np.minimum(looked_up(values, table) * (255 / ((1 << table.bits) - 1)), 255.0)


def voi_levels(values: NDArray[Any], voi: Voi) -> NDArray[np.float64]:
    """Modality values → 0 … 255."""
    if isinstance(voi, Window):
        return window_levels(values, voi)
    return table_levels(values, voi)


def in_modality_units(window: Window, transform: Rescale) -> Window:
    """The same window over modality values, for one that refers to stored values."""
    centre, width, function = window.centre, window.width, window.function
    if function == "LINEAR" and width > 1:
        centre, width, function = centre - 0.5, width - 1, "LINEAR_EXACT"
    return replace(
        window,
        centre=transform.slope * centre + transform.intercept,
        width=abs(transform.slope) * width,
        function=function,
    )


def _source(header: Header, frame_index: int) -> Header:
    """Where the windows and tables of a frame stand (C.7.6.16.2.10, C.11.2)."""
    group = header.group(tags.FrameVOILUTSequence, frame_index)
    return group if group and (_windows(group) or _table_items(group)) else header


def _table_items(source: Header) -> tuple[Header, ...]:
    return source.items.get(tags.VOILUTSequence, ())[:_CHOICES_MAX]


def _windows(source: Header) -> tuple[Window, ...]:
    named = source.text(tags.VOILUTFunction).strip().upper()
    names = source.texts(tags.WindowCenterWidthExplanation)
    pairs = zip(
        _each_number(source, tags.WindowCenter),
        _each_number(source, tags.WindowWidth),
        strict=False,
    )
    return tuple(
        Window(centre, width, _function(named, width), "".join(names[at : at + 1]))
        for at, (centre, width) in enumerate(pairs)
        if centre is not None and width is not None and width > 0
    )[:_CHOICES_MAX]


def _function(named: str, width: float) -> VoiFunction:
    """LINEAR unless another is named; a width below 1 is none of LINEAR's."""
    for known in get_args(VoiFunction):
        if named == known and named != "LINEAR":
            function: VoiFunction = known
            return function
    return "LINEAR" if width >= 1 else "LINEAR_EXACT"


def _each_number(source: Header, tag: int) -> tuple[float | None, ...]:
    """The values one by one, so that a malformed one costs only itself."""
    numbers = source.numbers(tag)
    if numbers:
        return numbers
    parts = (part.encode("ascii", "replace") for part in source.texts(tag))
    return tuple(next(iter(parse_numbers(part, "DS", True)), None) for part in parts)


def _can_be_negative(signed: bool, bits: int, transform: Transform) -> bool:
    """Whether the input of a VOI table can be, which is its first value's sign."""
    if isinstance(transform, LookupTable):
        return False
    top = 1 << (bits - 1 if signed else bits)
    ends = (-top if signed else 0, top - 1)
    return min(transform.slope * end + transform.intercept for end in ends) < 0
