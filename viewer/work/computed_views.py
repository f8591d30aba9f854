"""Views that are made of a whole volume: MIPs from around it, straightened curves."""

from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from viewer.geometry.curve import straightened
from viewer.geometry.reslice import resliced
from viewer.kinds.base import Frame
from viewer.records import dataclass
from viewer.text import mark
from viewer.work.loading import Shown
from viewer.work.volume_filling import Filled, shown_as

CURVED = mark("mm along and across the curve, not aslant")


@dataclass(frozen=True, slots=True, eq=False)
class ViewRequest:
    """A view to be made of a volume."""

    filled: Filled
    frame: Frame


def view_of(request: ViewRequest) -> Shown:
    """The view, ready to be shown."""
    filled, frame = request.filled, request.frame
    if frame.curved is not None:
        values = straightened(filled.volume, frame.curved)
        shown = shown_as(filled, frame, values)
        info = replace(shown.info, notes=(*shown.info.notes, CURVED))
        return replace(shown, info=info)
    assert frame.cut is not None
    return shown_as(filled, frame, resliced(filled.volume, frame.cut, smooth=False))


def mirrored(shown: Shown, frame: Frame, filled: Filled) -> Shown:
    """The same rays from the other side: left for right."""
    values: NDArray[Any] = shown.decoded.values[:, ::-1].copy()
    return shown_as(filled, frame, values)
