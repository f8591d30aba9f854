"""The steps from a frame of a display set to what a viewport shows; Qt-free."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
from viewer.pixels.pipeline import (
    bare_picture,
    check_samples,
    default_voi,
    settled,
    value_range,
)
from viewer.pixels.resample import Pyramid
from viewer.pixels.subtraction import difference_info


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
    header, index = load.frame.header, load.frame.frame_index
    request = frame_request(header, index)
    profile = read_icc_profile(header, index)
    if profile is not None and profile.changes_colours:
        info = frame_info(header, index)
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
    info = frame_info(frame.header, frame.frame_index, photometric, decoded.bit_planes)
    if frame.state is not None:
        from viewer.pixels.state_display import with_state

        info = with_state(info, frame.state, frame.header, frame.frame_index)
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
    if made is None or frame.state is not None:
        return shown
    values = replace(decoded, values=made.values, managed=None)
    subtracted = _shown(frame, values, difference_info(info, made), layers)
    return replace(shown, subtracted=subtracted)


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
    return replace(info, palette=replace(info.palette, entries=entries))


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
