"""Two images in one picture: blending presentation states (PS3.3 C.11.14).

The superimposed image goes through its own window and the state's palette, and lies
over the grey underlying one with the state's opacity.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.files.header import Header
from viewer.geometry.plane import Plane
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import Look
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import bare_picture
from viewer.pixels.presentation_state import PresentationState
from viewer.pixels.state_display import full_range


def superimposed(
    info: FrameInfo, state: PresentationState, header: Header, frame_index: int
) -> FrameInfo:
    """How the superimposed image of a blending state is coloured, without shutter."""
    blended = state.blended
    assert blended is not None
    own = blended.voi_for(header, frame_index)
    return replace(
        info,
        colour="pseudo" if state.palette else "grey",
        palette=state.palette,
        display_transform=blended.transform,
        voi_choices=(own or full_range(info, blended.transform),),
        windows_may_be_stored=False,
        inverse=False,
        overlays=(),
        shutter=None,
    )


def fused(
    under: NDArray[np.uint8],
    plane: Plane,
    values: NDArray[Any],
    values_plane: Plane,
    info: FrameInfo,
    opacity: float,
) -> NDArray[np.uint8]:
    """RGB (rows, columns, 3): grey `under` in its plane below coloured `values`.

    The stored values (rows, columns) are interpolated linearly in their own plane,
    which is parallel; outside them, and where they are padding, `under` is alone.
    """
    columns, rows = _places(under.shape[0], under.shape[1], plane, values_plane)
    inside = (columns >= -0.5) & (columns <= values.shape[1] - 0.5)
    inside &= (rows >= -0.5) & (rows <= values.shape[0] - 0.5)
    nearest = values[
        np.clip(np.rint(rows), 0, values.shape[0] - 1).astype(np.intp),
        np.clip(np.rint(columns), 0, values.shape[1] - 1).astype(np.intp),
    ]
    inside &= ~padding_mask(nearest, info.padding)
    over = bare_picture(
        _interpolated(values, columns, rows), replace(info, padding=None), Look()
    )
    if over.ndim == 2:
        over = np.repeat(over[..., None], 3, axis=-1)
    below = np.repeat(under[..., None], 3, axis=-1)
    mixed = np.floor(opacity * over + (1 - opacity) * below + 0.5).astype(np.uint8)
    return np.where(inside[..., None], mixed, below)


def _places(
    rows: int, columns: int, plane: Plane, other: Plane
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the pixel centres of one plane lie in another: (columns, rows) from 0."""
    start, right, down = (
        np.array(other.to_image(plane.to_patient(column, row))[:2])
        for column, row in ((0.5, 0.5), (1.5, 0.5), (0.5, 1.5))
    )
    across, along = np.meshgrid(np.arange(columns), np.arange(rows))
    found = [
        start[axis]
        - 0.5
        + across * (right - start)[axis]
        + along * (down - start)[axis]
        for axis in (0, 1)
    ]
    return found[0], found[1]


def _interpolated(
    values: NDArray[Any], columns: NDArray[np.float64], rows: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Linear between the four pixels around each place; the edge goes on outside."""
    x = np.clip(columns, 0, values.shape[1] - 1)
    y = np.clip(rows, 0, values.shape[0] - 1)
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    right = np.minimum(left + 1, values.shape[1] - 1)
    bottom = np.minimum(top + 1, values.shape[0] - 1)
    x, y = x - left, y - top
    upper = values[top, left] * (1 - x) + values[top, right] * x
    lower = values[bottom, left] * (1 - x) + values[bottom, right] * x
    found: NDArray[np.float64] = upper * (1 - y) + lower * y
    return found


def words_over(
    values: NDArray[Any], info: FrameInfo, look: Look, opacity: float
) -> NDArray[np.uint32]:
    """Words 0xAARRGGBB, premultiplied, of a volume in its colour map, to lie over grey.

    `opacity` 0 … 1; where there is no value nothing lies.
    """
    rgb = bare_picture(values, info, look)
    if rgb.ndim == 2:
        rgb = np.repeat(rgb[..., None], 3, axis=-1)
    alpha = round(opacity * 255)
    shares = np.floor(np.arange(256) * (alpha / 255) + 0.5).astype(np.uint32)
    words = np.full(values.shape, alpha << 24, np.uint32)
    for channel, shift in enumerate((16, 8, 0)):
        words |= shares[rgb[..., channel]] << np.uint32(shift)
    words[padding_mask(values, info.padding)] = 0
    return words
