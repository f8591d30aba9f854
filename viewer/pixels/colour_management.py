"""Colours by their ICC profile → sRGB, the colours of the screen (PS3.3 C.11.15).

Relative colorimetric with black point compensation: what both can show keeps its
colour, grey stays grey and black stays black; a perceptual table would repaint also
what needs no change. For workers: the library reads bytes that a stranger wrote.
"""

import io
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.files.icc_profile import IccProfile
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.palette import by_profile

_BLOCK_PIXELS = 1 << 20


def managed(info: FrameInfo) -> FrameInfo:
    """With a profile that is proven to work, and the palette in sRGB.

    A profile that the library refuses has a `fault` then.
    """
    profile = info.icc_profile
    if profile is None or not profile.changes_colours:
        return info
    if _transform(profile.data) is None:
        return replace(info, icc_profile=replace(profile, fault="damaged"))
    if info.palette is None:
        return info
    entries = to_srgb(info.palette.colours(), profile).tobytes()
    return replace(info, palette=by_profile(info.palette, entries))


def to_srgb(rgb: NDArray[np.uint8], profile: IccProfile) -> NDArray[np.uint8]:
    """(…, 3) by a profile → sRGB; unchanged by one that cannot be applied."""
    transform = _transform(profile.data) if profile.changes_colours else None
    if transform is None:
        return rgb
    from PIL import Image, ImageCms

    flat = np.ascontiguousarray(rgb).reshape(-1, 3)
    out = np.empty_like(flat)
    for first in range(0, len(flat), _BLOCK_PIXELS):
        part = Image.fromarray(flat[None, first : first + _BLOCK_PIXELS])
        ImageCms.applyTransform(part, transform, inPlace=True)
        out[first : first + _BLOCK_PIXELS] = np.asarray(part)[0]
    return out.reshape(rgb.shape)


@lru_cache(maxsize=4)
def _transform(profile_bytes: bytes) -> Any:
    """Kept for the next frame; None when the library refuses the profile."""
    from PIL import ImageCms

    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile_bytes)),
            ImageCms.createProfile("sRGB"),
            "RGB",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):
        return None


def picture_of(
    values: NDArray[Any], photometric_interpretation: str, info: FrameInfo
) -> NDArray[np.uint8] | None:
    """Decoded values by the profile: the picture, or the palette; None without one.

    (rows, columns, 3) or (entries, 3), sRGB.
    """
    from viewer.pixels.frame_info import recoloured
    from viewer.pixels.look import Look
    from viewer.pixels.pipeline import bare_picture

    info = managed(recoloured(info, photometric_interpretation))
    if info.icc_profile is None or info.icc_profile.fault:
        return None
    if info.palette is not None:
        return info.palette.colours()
    return bare_picture(values, info, Look())
