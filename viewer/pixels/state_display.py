"""A frame as a presentation state shows it (PS3.4 N.2, PS3.3 C.11.6, C.11.8)."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.files.header import Header
from viewer.files.icc_profile import IccProfile
from viewer.files.spatial import pixel_aspect
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.graphics import Layer
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Transform, rescaled
from viewer.pixels.overlay import Overlay
from viewer.pixels.pipeline import window_between
from viewer.pixels.presentation_state import PresentationState
from viewer.pixels.shutter import Shutter
from viewer.pixels.subtraction import Difference, difference_info


def with_state(
    info: FrameInfo, state: PresentationState, header: Header, frame_index: int
) -> FrameInfo:
    """How to show a frame (counted from 0) that the state covers.

    The image's modality transform goes on to give values with their unit; what is
    shown comes through the state's, or through none. The image's own windows,
    polarity and shutters do not count. Colours stay as they are, but for the profile
    of a colour state.
    """
    aspect = pixel_aspect(header, frame_index)
    info = replace(
        info, overlays=_overlays(info, state), shutter=_shutter(info, state, aspect)
    )
    if not info.has_voi:
        return replace(info, icc_profile=state.icc_profile or info.icc_profile)
    own = state.voi_for(header, frame_index)
    palette = None if state.blended else state.palette
    return replace(
        info,
        colour="pseudo" if palette else "grey",
        palette=palette,
        icc_profile=_profile(state),
        display_transform=state.transform,
        voi_choices=(own or full_range(info, state.transform),),
        windows_may_be_stored=False,
        presentation=state.presentation,
        inverse=state.inverse and state.presentation is None,
    )


def difference_with_state(
    info: FrameInfo,
    made: Difference,
    state: PresentationState,
    header: Header,
    frame_index: int,
) -> FrameInfo:
    """How to show a difference by the state that asks for it; `info` is by the state.

    The state's window is over the difference (PS3.4 N.2.1), but not over one of
    logarithms, of which the standard gives no unit.
    """
    shown = difference_info(info, made)
    own = state.voi_for(header, frame_index)
    if own is None or made.how.logarithmic:
        return shown
    return replace(shown, voi_choices=(own,))


def _overlays(info: FrameInfo, state: PresentationState) -> tuple[Overlay, ...]:
    """The planes that the state activates, in the colours and order of their layers."""
    planes = {plane.group: plane for plane in (*info.overlays, *state.overlays)}
    layers = {layer.name: layer for layer in reversed(state.layers)}
    found = []
    for group, name in state.activated:
        if group in planes:
            layer = layers.get(name, Layer(name))
            plane = replace(planes[group], layer=name)
            if layer.colour is not None:
                plane = replace(plane, colour=layer.colour)
            found.append((layer.order, plane))
    return tuple(plane for _, plane in sorted(found, key=lambda pair: pair[0]))


def _profile(state: PresentationState) -> IccProfile | None:
    """Of the colours that the state makes of greys."""
    profile = state.icc_profile if state.palette else None
    if profile is None or state.blended is None or not profile.changes_colours:
        return profile
    return replace(profile, fault="blended")


def _shutter(
    info: FrameInfo, state: PresentationState, aspect: float
) -> Shutter | None:
    colour = info.is_colour or state.palette is not None
    shutter = state.colour_shutter if colour else state.shutter
    if shutter is None or shutter.circle is None:
        return shutter
    return replace(shutter, circle=shutter.circle._replace(aspect=aspect))


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
