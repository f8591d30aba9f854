"""Between voxels: the mean of those around, by how near they are, where they count."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viewer.geometry.reslice import Volume

Values = NDArray[Any]
Mask = NDArray[np.bool_]

_LEAST = 1e-4
"""Of the weight: half of it is found whatever the rounding."""


def no_values(volume: "Volume", values: Values) -> list[Mask]:
    """Where values stand for none."""
    masks: list[Mask] = []
    if volume.padding is not None:
        low, high = volume.padding
        masks.append((values >= low) & (values <= high))
    if values.dtype.kind == "f":
        masks.append(~np.isfinite(values))
    return masks


def mixed(
    volume: "Volume",
    corners: dict[tuple[int, ...], Values],
    shares: list[Values | None],
) -> Values:
    """The corners by their shares, without those that are no values."""
    absent = {
        corner: np.logical_or.reduce(masks)
        for corner, values in corners.items()
        if (masks := no_values(volume, values))
    }
    if any(mask.any() for mask in absent.values()):
        return _weighted(volume.empty, corners, absent, shares)
    left = {corner: _as_float(values) for corner, values in corners.items()}
    for axis in (2, 1, 0):
        share = shares[axis]
        if share is None:
            continue
        lower = [corner for corner in left if corner[axis] == 0]
        mixed = {}
        for corner in lower:
            before = left[corner]
            after = left[(*corner[:axis], 1, *corner[axis + 1 :])]
            after -= before
            after *= share
            after += before
            mixed[corner] = after
        left = mixed
    (made,) = left.values()
    return made


def _weighted(
    empty: float,
    corners: dict[tuple[int, ...], Values],
    absent: dict[tuple[int, ...], Mask],
    shares: list[Values | None],
) -> Values:
    """The mean of what is there; nothing where more than half is missing."""
    total: Any = 0.0
    weight: Any = 0.0
    for corner, values in corners.items():
        part: Any = 1.0
        for side, share in zip(corner, shares, strict=True):
            if share is not None:
                part = part * (share if side else 1 - share)
        part = np.where(absent[corner], 0.0, part)
        total = total + np.where(absent[corner], 0.0, _as_float(values)) * part
        weight = weight + part
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight >= 0.5 - _LEAST, total / weight, empty)


def _as_float(values: Values) -> Values:
    """Wide enough that no integer value is rounded."""
    exact = values.dtype.itemsize <= 2 or values.dtype == np.float32
    return values.astype(np.float32 if exact else np.float64)
