"""A frame as a presentation state shows it (PS3.4 N.2, PS3.3 C.11.6, C.11.8)."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.files.header import Header
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Transform, rescaled
from viewer.pixels.pipeline import window_between
from viewer.pixels.presentation_state import PresentationState


def with_state(
    info: FrameInfo, state: PresentationState, header: Header, frame_index: int
) -> FrameInfo:
    """How to show a frame (counted from 0) that the state covers.

    The image's modality transform goes on to give values with their unit; what is
    shown comes through the state's, or through none. The image's own windows,
    polarity and shutters do not count. Colours stay as they are.
    """
    if not info.has_voi:
        return info
    own = state.voi_for(header, frame_index)
    palette = state.palette
    return replace(
        info,
        colour="pseudo" if palette else "grey",
        palette=palette,
        display_transform=state.transform,
        voi_choices=(own or full_range(info, state.transform),),
        windows_may_be_stored=False,
        presentation=state.presentation,
        inverse=state.inverse and state.presentation is None,
    )


def full_range(info: FrameInfo, transform: Transform) -> Window:
    """The window over all that the modality transform can give, for a state without."""
    if isinstance(transform, LookupTable):
        low, high = 0.0, float((1 << transform.bits) - 1)
    else:
        top = 1 << (info.bits - 1 if info.signed else info.bits)
        ends = np.array([-top if info.signed else 0, top - 1], np.float64)
        low, high = sorted(rescaled(ends, transform).tolist())
    return window_between(low, high)


def turned(picture: NDArray[np.uint8], state: PresentationState) -> NDArray[np.uint8]:
    """The picture rotated clockwise, then flipped left to right (PS3.3 C.10.6)."""
    rotated = np.rot90(picture, -state.rotation // 90)
    return np.ascontiguousarray(rotated[:, ::-1] if state.flipped else rotated)
