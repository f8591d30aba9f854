"""Pixel padding: stored values that are no picture (PS3.3 C.7.5.1.1.2)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header

FLOAT_TAGS = {
    tags.FloatPixelData: (
        tags.FloatPixelPaddingValue,
        tags.FloatPixelPaddingRangeLimit,
    ),
    tags.DoubleFloatPixelData: (
        tags.DoubleFloatPixelPaddingValue,
        tags.DoubleFloatPixelPaddingRangeLimit,
    ),
}
"""By the element that holds the pixels: those of the value and of the range's end."""


class Padding(NamedTuple):
    """Stored values from `low` to `high`, both included."""

    low: float
    high: float


def read_padding(header: Header, signed: bool) -> Padding | None:
    """The range of padding in stored values, None when the object declares none.

    Padding is a matter of grey images only; the caller sees to that. The VR of the
    attributes follows PixelRepresentation (`signed`), whatever the file says.
    """
    if header.pixel_tag in FLOAT_TAGS:
        value_tag, limit_tag = FLOAT_TAGS[header.pixel_tag]
        value, limit = header.number(value_tag), header.number(limit_tag)
    else:
        value = header.integer(tags.PixelPaddingValue, signed)
        limit = header.integer(tags.PixelPaddingRangeLimit, signed)
    if value is None:
        return None
    ends = (value, value if limit is None else limit)
    return Padding(min(ends), max(ends))


def padding_mask(values: NDArray[Any], padding: Padding | None) -> NDArray[np.bool_]:
    """Where a stored value is padding, or no finite number."""
    if padding is None:
        mask = np.zeros(values.shape, np.bool_)
    else:
        mask = (values >= padding.low) & (values <= padding.high)
    if values.dtype.kind == "f":
        mask |= ~np.isfinite(values)
    return mask
