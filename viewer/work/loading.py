"""The steps from a frame of a display set to what a viewport shows; Qt-free."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.icc_profile import read_icc_profile
from viewer.files.spatial import pixel_aspect, plane_of
from viewer.geometry.displayed_area import DisplayedArea
from viewer.kinds.base import Frame
from viewer.pixels.decode import (
    Decoded,
    DecodeRequest,
    decode,
    frame_request,
    is_native,
)
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.layers import Layer, lacks_shutter, layers_of
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.palette import by_profile
from viewer.pixels.pipeline import (
    bare_picture,
    check_samples,
    default_voi,
    settled,
    value_range,
)
from viewer.pixels.resample import Pyramid
from viewer.pixels.subtraction import Difference, difference_info
from viewer.records import dataclass

_NONE: Mapping[int, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A decoded frame with all that its display needs."""

    frame: Frame
    decoded: Decoded
    info: FrameInfo
    pyramid: Pyramid
    default_voi: Window | LookupTable | None
    aspect: float
    value_range: tuple[float, float] | None
    """Smallest and largest modality value without padding; None for colour."""
    area: DisplayedArea | None = None
    """What its presentation state wants to be seen, None for the whole frame."""
    layers: tuple[Layer, ...] = ()
    """What lies over the pixels, from below to above."""
    lacks_shutter: bool = False
    """Its shutter, or a shape of it, makes no sense and is left out."""
    subtracted: "Shown | None" = None
    """The same frame less its mask, where the object tells of one."""

    @property
    def nbytes(self) -> int:
        """Bytes in memory, for the frame cache."""
        pyramids = (self.pyramid, *(layer.coverage for layer in self.layers))
        levels = sum(level.nbytes for each in pyramids for level in each.levels)
        subtracted = self.subtracted.nbytes if self.subtracted else 0
        values = self.decoded.values.nbytes if self.pyramid.colour else 0
        return levels + values + subtracted

    def seen(self, look: Look) -> "Shown":
        """Itself, or less its mask: as the reader wants it, else as the file does."""
        if self.subtracted is None:
            return self
        wanted = look.subtracted
        if wanted is None:
            difference = self.subtracted.decoded.difference
            wanted = difference is not None and difference.how.recommended
        return self.subtracted if wanted else self


@dataclass(frozen=True, slots=True)
class Above:
    """What lies over a frame pixel for pixel, and what readers call it."""

    name: str
    shown: Shown


@dataclass(frozen=True, slots=True, eq=False)
class FrameLoad:
    """A frame with its best header; `decoded` once a worker has decoded it.

    `over` is the frame that is to be superimposed on it, ready to be shown alone.
    """

    frame: Frame
    decoded: Decoded | None = None
    over: Shown | None = None


def load_frame(load: FrameLoad) -> Shown | DecodeRequest:
    """An uncompressed frame ready to show, or what a decoder process must do.

    Raises PixelError with a sentence when no picture can be made.
    """
    frame = load.frame
    masking = frame.state.masking if frame.state else None
    request = frame_request(frame.header, frame.frame_index, masking)
    if _changes_colours(frame):
        info = _info_of(frame)
        if info.icc_profile is not None:
            return replace(request, colours=info)
    if is_native(request.encoding) and request.bytes.archived is None:
        return finish_frame(replace(load, decoded=decode(request)))
    return request


def finish_frame(load: FrameLoad) -> Shown:
    """Add the figures of the display to a decoded frame, and to its difference.

    A presentation state decides on masks too: the object's own does not count then.
    """
    decoded, frame = load.decoded, load.frame
    assert decoded is not None
    photometric = decoded.photometric_interpretation
    info = _info_of(frame, photometric, decoded.bit_planes)
    info = _with_colours(settled(info, decoded.values), decoded)
    rows, columns = decoded.values.shape[:2]
    layers = layers_of(info, rows, columns)
    made = decoded.difference
    shown = _shown(frame, replace(decoded, difference=None), info, layers)
    if load.over is not None:
        blended = _blend(frame, decoded, info, load.over)
        return replace(
            shown,
            info=replace(info, colour="blended"),
            pyramid=Pyramid.of(blended),
            default_voi=None,
            value_range=None,
        )
    if made is None or (frame.state and not frame.state.masking.rules):
        return shown
    values = replace(decoded, values=made.values, managed=None)
    subtracted = _shown(frame, values, _difference_info(frame, info, made), layers)
    return replace(shown, subtracted=subtracted)


def shared(kept: Shown, values: NDArray[Any]) -> Shown:
    """A grey frame with the same values from elsewhere, so that they are there once."""
    levels = (values, *kept.pyramid.levels[1:])
    return replace(
        kept,
        decoded=replace(kept.decoded, values=values),
        pyramid=replace(kept.pyramid, levels=levels),
    )


def reusable(kept: Shown, frame: Frame) -> Decoded | None:
    """The pixels of a kept frame, where they serve to show another one anew.

    None where they are other pixels, and where a decoder process is needed: for other
    masks than those subtracted, or for colours by a profile.
    """
    header, state = kept.frame.header, frame.state
    same = header.identity == frame.header.identity
    if not same or kept.frame.frame_index != frame.frame_index:
        return None
    if _changes_colours(replace(frame, header=header)):
        return None
    if state is not None:
        return None if state.masking.rules else kept.decoded
    if not header.present(tags.MaskSubtractionSequence):
        return kept.decoded
    if kept.subtracted is None or kept.frame.state is not None:
        return None
    return replace(kept.decoded, difference=kept.subtracted.decoded.difference)


def _changes_colours(frame: Frame) -> bool:
    """An ICC profile has to be applied, by a process of its own."""
    state, profile = frame.state, read_icc_profile(frame.header, frame.frame_index)
    if state is not None and state.blended is None:
        profile = state.icc_profile or profile
    return profile is not None and profile.changes_colours


def _info_of(
    frame: Frame, photometric: str | None = None, planes: Mapping[int, bytes] = _NONE
) -> FrameInfo:
    """How to show the frame, by its presentation state where there is one."""
    info = frame_info(frame.header, frame.frame_index, photometric, planes)
    if frame.state is None:
        return info
    from viewer.pixels.state_display import with_state

    return with_state(info, frame.state, frame.header, frame.frame_index)


def _difference_info(frame: Frame, info: FrameInfo, made: Difference) -> FrameInfo:
    if frame.state is None:
        return difference_info(info, made)
    from viewer.pixels.state_display import difference_with_state

    return difference_with_state(
        info, made, frame.state, frame.header, frame.frame_index
    )


def _shown(
    frame: Frame, decoded: Decoded, info: FrameInfo, layers: tuple[Layer, ...]
) -> Shown:
    rows, columns = decoded.values.shape[:2]
    state = frame.state
    area = state.area_for(frame.header, frame.frame_index) if state else None
    return Shown(
        frame=frame,
        decoded=replace(decoded, managed=None),
        info=info,
        pyramid=_pyramid(decoded, info),
        default_voi=default_voi(decoded.values, info),
        aspect=(area and area.aspect) or pixel_aspect(frame.header, frame.frame_index),
        value_range=value_range(decoded.values, info),
        area=area,
        layers=layers,
        lacks_shutter=lacks_shutter(info, layers, rows, columns),
    )


def _with_colours(info: FrameInfo, decoded: Decoded) -> FrameInfo:
    """With the palette that a worker made by the ICC profile, or with its failure."""
    profile = info.icc_profile
    if profile is None or not profile.changes_colours:
        return info
    if decoded.managed is None:
        return replace(info, icc_profile=replace(profile, fault="damaged"))
    if info.palette is None:
        return info
    entries = decoded.managed.tobytes()
    return replace(info, palette=by_profile(info.palette, entries))


def _blend(
    frame: Frame, decoded: Decoded, info: FrameInfo, over: Shown
) -> NDArray[np.uint8]:
    """The picture of a blending presentation state, both planes being known."""
    from viewer.pixels.fuse import fused, superimposed

    state, other = frame.state, over.frame
    assert state is not None
    assert state.blended is not None
    plane = plane_of(frame.header, frame.frame_index)
    other_plane = plane_of(other.header, other.frame_index)
    assert plane is not None
    assert other_plane is not None
    return fused(
        bare_picture(decoded.values, info, Look()),
        plane,
        over.decoded.values,
        other_plane,
        superimposed(over.info, state, other.header, other.frame_index),
        state.blended.opacity,
    )


def _pyramid(decoded: Decoded, info: FrameInfo) -> Pyramid:
    """Grey stays in stored values; colours are made once, before any resampling."""
    if decoded.managed is not None and info.palette is None:
        return Pyramid.of(decoded.managed)
    if info.is_colour:
        return Pyramid.of(bare_picture(decoded.values, info, Look()))
    check_samples(decoded.values, info)
    return Pyramid.of(decoded.values, info.padding)
