"""From a reduced picture to what a cell paints while the exact one is decoded."""

from dataclasses import replace

import numpy as np

from viewer.files.spatial import pixel_aspect
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.base import Frame
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import bare_picture, check_samples, default_voi
from viewer.pixels.reduced import Reduced, ReducedRequest
from viewer.pixels.resample import Pyramid
from viewer.pixels.stored_values import dtype_of
from viewer.records import dataclass
from viewer.work.loading import Shown

_RIM = 1
"""Pixels repeated around the picture: its outer samples lie inside the frame."""

_NUDGE = 1 + 1e-6
"""At a scale of exactly 1 pixels would be copied, up to half of one away."""


@dataclass(frozen=True, slots=True)
class PreviewLoad:
    """A frame with its best header, and its reduced picture."""

    frame: Frame
    reduced: Reduced


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A reduced picture for the painter, who is its only reader.

    Its values are in no `Shown` that anything else is given: nothing measures, probes,
    exports or keeps them. Of a frame of `rows` × `columns`.
    """

    painted: Shown
    halvings: int
    rows: int
    columns: int

    @property
    def frame(self) -> Frame:
        """What it is of."""
        return self.painted.frame

    @property
    def factor(self) -> int:
        """So many pixels of the frame lie along one of the picture."""
        return 1 << self.halvings

    def view(self, transform: ViewTransform) -> ViewTransform:
        """The cell's view of the frame, as one of the picture with its rim.

        Sample k lies on the centre of the frame's pixel k × factor.
        """
        column, row = ((at - 0.5) / self.factor for at in transform.centre)
        return replace(
            transform,
            centre=(column + 0.5 + _RIM, row + 0.5 + _RIM),
            scale_x=transform.scale_x * self.factor * _NUDGE,
            scale_y=transform.scale_y * self.factor * _NUDGE,
        )


def finish_preview(load: PreviewLoad) -> Preview | None:
    """Add what painting needs; None where a reduced picture would show another thing.

    What lies over a frame is placed on the pixels of the whole one.
    """
    frame, decoded = load.frame, load.reduced.decoded
    try:
        info = frame_info(
            frame.header, frame.frame_index, decoded.photometric_interpretation
        )
        check_samples(decoded.values, info)
    except PixelError:
        return None
    if info.overlays or info.shutter or info.windows_may_be_stored:
        return None
    rim = ((_RIM, _RIM), (_RIM, _RIM), (0, 0))[: decoded.values.ndim]
    values = np.pad(decoded.values, rim, mode="edge")
    picture = bare_picture(values, info, Look()) if info.is_colour else values
    has_window = info.has_voi and info.voi_choices
    painted = Shown(
        frame=frame,
        decoded=replace(decoded, values=values),
        info=info,
        pyramid=Pyramid.of(picture, None if info.is_colour else info.padding),
        default_voi=default_voi(values, info) if has_window else None,
        aspect=pixel_aspect(frame.header, frame.frame_index),
        value_range=None,
    )
    reduced = load.reduced
    return Preview(painted, reduced.halvings, reduced.rows, reduced.columns)


def can_be_painted(preview: Preview, look: Look) -> bool:
    """By a window that the file or the reader names: none is made of its values."""
    painted = preview.painted
    if look.modality is not None or look.laid is not None or look.state is not None:
        return False
    has_window = look.voi is not None or painted.default_voi is not None
    return has_window or not painted.info.has_voi


def preview_bytes(asked: ReducedRequest) -> int:
    """Room for the reduced values, for `Pool.submit`."""
    encoding, factor = asked.frame.encoding, 2  # the least that is halved
    pixels = -(-encoding.rows // factor) * -(-encoding.columns // factor)
    return pixels * encoding.samples_per_pixel * dtype_of(encoding).itemsize
