"""VOI transforms: windows and look-up tables (PS3.3 C.11.2)."""

from dataclasses import replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.look import LookupTable, VoiFunction, Window
from viewer.pixels.lookup import looked_up, read_table
from viewer.pixels.modality import Rescale, Transform

Voi = Window | LookupTable

_CHOICES_MAX = 64
"""Windows of one frame that are offered."""


def read_voi_choices(
    header: Header, frame_index: int, signed: bool, transform: Transform
) -> tuple[Voi, ...]:
    """All windows, then all tables of a frame; its functional group comes first."""
    group = header.group(tags.FrameVOILUTSequence, frame_index)
    source = group if group is not None and _windows(group) else header
    signed = _input_is_signed(signed, transform)
    tables = [
        read_table(item, signed)
        for item in header.items.get(tags.VOILUTSequence, ())[:_CHOICES_MAX]
    ]
    return (*_windows(source), *(table for table in tables if table is not None))


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


def _windows(source: Header) -> tuple[Window, ...]:
    function: VoiFunction = "LINEAR"
    named = source.text(tags.VOILUTFunction).strip().upper()
    for known in get_args(VoiFunction):
        if named == known:
            function = known
    centres = source.numbers(tags.WindowCenter)
    widths = source.numbers(tags.WindowWidth)
    names = source.texts(tags.WindowCenterWidthExplanation)
    count = min(len(centres), len(widths), _CHOICES_MAX)
    names += ("",) * (count - len(names))
    return tuple(
        Window(centre, width, function, name)
        for centre, width, name in zip(
            centres[:count], widths[:count], names[:count], strict=True
        )
        if width > 0
    )


def _input_is_signed(signed: bool, transform: Transform) -> bool:
    """Whether the input of a VOI table can be negative."""
    if isinstance(transform, LookupTable):
        return False
    return signed or transform.intercept < 0 or transform.slope < 0
