"""The planes of a section made for saving: all of one type, slope and padding."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.export.planes import PlanesRequest
from viewer.export.records import ExportError, Image
from viewer.geometry.reslice import Cut, resliced
from viewer.kinds.sections import Section
from viewer.pixels.look import Window
from viewer.pixels.modality import Rescale
from viewer.records import dataclass
from viewer.text import tr
from viewer.work.volume_filling import Filled

_HIGHEST = 65535
_SHIFT = 32768
"""Of values with a sign: the object has none."""


@dataclass(frozen=True, slots=True, eq=False)
class SavingRequest:
    """The planes of a section, the images that they come from and the window."""

    filled: Filled
    section: Section
    cuts: tuple[Cut, ...]
    images: tuple[Image, ...]
    window: Window | None = None
    went_on: Callable[[int], bool] = lambda count: True
    """Told after each plane how many are cut; False: they are not wanted any more."""


def planes_to_save(request: SavingRequest) -> PlanesRequest:
    """Cut every plane. Raises ExportError where they are too many, or given up."""
    filled, cuts = request.filled, request.cuts
    wanted = len(cuts) * cuts[0].rows * cuts[0].columns * 2
    if wanted > limits.SAVED_PLANES_BYTES:
        raise ExportError(
            tr("these planes are too many for one file. Choose a wider step.")
        )
    planes = []
    for count, cut in enumerate(cuts, start=1):
        planes.append(resliced(filled.volume, cut))
        if not request.went_on(count):
            raise ExportError(tr("Cancelled: nothing was written."))
    values = np.stack(planes)
    kept, slope, intercept, padding = _storable(filled, values)
    return PlanesRequest(
        request.images,
        tuple(cut.plane for cut in cuts),
        kept,
        slope,
        intercept,
        filled.info.unit,
        padding,
        filled.info.inverse,
        request.window,
        request.section.title(),
        request.section.real_step_mm,
        request.section.slab_mm,
        request.section.blend,
        filled.decoded.loss == "lossy",
    )


def _storable(
    filled: Filled, values: NDArray[Any]
) -> tuple[NDArray[np.uint16], float, float, int]:
    """(values of 16 bits without sign, slope, intercept, padding)."""
    transform = filled.info.transform
    assert isinstance(transform, Rescale)
    slope, intercept = transform.slope, transform.intercept
    if values.dtype.kind in "iu" and values.dtype.itemsize <= 2:
        shift = _SHIFT if values.dtype.kind == "i" else 0
        whole = (values.astype(np.int32) + shift).astype(np.uint16)
        padding = int(filled.volume.empty) + shift
        return whole, slope, intercept - shift * slope, padding
    absent = _absent(filled, values)
    there = values[~absent].astype(np.float64)
    low, high = (there.min(), there.max()) if there.size else (0.0, 1.0)
    step = max((high - low) / (_HIGHEST - 1), 1e-12)
    parts = np.rint((values.astype(np.float64) - low) / step) + 1
    made = np.where(absent, 0, parts).astype(np.uint16)
    return made, slope * step, slope * (low - step) + intercept, 0


def _absent(filled: Filled, values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where there is no value: the planes have one value for that."""
    if values.dtype.kind == "f":
        return np.asarray(~np.isfinite(values), np.bool_)
    return np.asarray(values == filled.volume.empty, np.bool_)
