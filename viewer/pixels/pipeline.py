"""Stored values → picture, in the order of the standard (PS3.4 N.2.1, N.2.2).

Modality transform, VOI, polarity of the file, polarity that the reader chose; padding
black at the end, whatever the window and the polarity; then shutter and overlays.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.colour import (
    cmyk_to_rgb,
    hsv_to_rgb,
    to_eight_bits,
    ybr_full_to_rgb,
    ybr_partial_to_rgb,
)
from viewer.pixels.colour_management import to_srgb
from viewer.pixels.colour_maps import colour_map
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.layers import cover, layers_of, visible_layers
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import IDENTITY, Rescale, rescaled
from viewer.pixels.padding import padding_mask
from viewer.pixels.palette import coloured, is_coloured
from viewer.pixels.presentation import grey_levels, presented
from viewer.pixels.voi import Voi, in_modality_units, voi_levels
from viewer.text import tr

_SAMPLE_PIXELS = 500_000
"""About as many pixels are looked at for percentiles: the same ones every time."""

_BLOCK_PIXELS = 1 << 17

_HUGE = 1e300
"""Ends of a range stay within this, so that its width is a number too."""

_NOTHING_IN_COMMON = 0.01
"""Part of a window in the range below which it is taken to mean other values: less
than this of a series' window is rarely left even to a slice of air."""

_ROBUST = (1.0, 99.0)


def check_samples(values: NDArray[Any], info: FrameInfo) -> None:
    """Raises PixelError when the values cannot be what the header calls them."""
    count = values.shape[2] if values.ndim == 3 else 1
    indexed = info.has_voi or info.colour == "palette"
    if count == 2 or (indexed and count != 1):
        sentence = tr(
            "Each pixel has {count} values, which its photometric interpretation"
            " cannot have.",
            count=count,
        )
        raise PixelError(sentence)


def picture(values: NDArray[Any], info: FrameInfo, look: Look) -> NDArray[np.uint8]:
    """The whole frame with what lies over it: grey (rows, columns), or RGB (…, 3).

    Colours over a grey frame make it RGB. As `bare_picture`, of which the values must
    be the whole frame.
    """
    made = bare_picture(values, info, look)
    rows, columns = made.shape[:2]
    layers = layers_of(info, rows, columns, halves=False)
    covering = cover(visible_layers(layers, look))
    if covering is not None:
        if covering.is_coloured and made.ndim == 2:
            made = np.repeat(made[..., None], 3, axis=-1)
        else:
            made = made.copy()  # it may be the very values
        covering.lay_over(made)
    return made


def bare_picture(
    values: NDArray[Any], info: FrameInfo, look: Look
) -> NDArray[np.uint8]:
    """Pixels without what lies over them: grey (rows, columns), or RGB (…, 3).

    `look.voi` None takes `default_voi`. Colour has no VOI, only its ICC profile and the
    chosen polarity; a palette comes with the profile applied (`managed`), a colour map
    makes RGB of grey.
    Raises PixelError when the number of samples makes no picture.
    """
    check_samples(values, info)
    if info.colour == "supplemental" and info.palette is not None:
        grey = _grey_picture(values, info, look)
        rgb = np.repeat(grey[..., None], 3, axis=-1)
        mask = is_coloured(values, info.palette) & ~padding_mask(values, info.padding)
        rgb[mask] = coloured(values[mask], info.palette)
        return rgb
    if info.colour == "pseudo" and info.palette is not None:
        return _pseudo_picture(values, info, look)
    if not info.is_colour:
        grey = _grey_picture(values, info, look)
        return mapped(grey, values, info, look) if look.colour_map else grey
    rgb = _to_rgb(values, info)
    if info.icc_profile is not None and info.palette is None:
        rgb = to_srgb(rgb, info.icc_profile)
    return ~rgb if look.inverted else rgb


def grey_table(
    info: FrameInfo, look: Look, dtype: np.dtype[Any]
) -> NDArray[np.uint8] | None:
    """Grey levels by stored value, for integers of 8 or 16 bits; None for others.

    Index with the values viewed as unsigned of the same size: entries of negative
    values are in two's complement order. `look.voi` None takes the file's first
    choice, or the full range of the stored bits.
    """
    stored = _all_values(dtype)
    if stored is None:
        return None
    if look.voi is None:
        look = replace(look, voi=_voi_without_values(info))
    return _levels(stored, info, look)


def mapped(
    grey: NDArray[np.uint8], stored: NDArray[Any], info: FrameInfo, look: Look
) -> NDArray[np.uint8]:
    """Grey levels (…) in the colours (…, 3) of the look's map; padding is black."""
    rgb = colour_map(look.colour_map)[grey]
    rgb[padding_mask(stored, info.padding)] = 0
    return rgb


def colour_table(
    info: FrameInfo, look: Look, dtype: np.dtype[Any]
) -> NDArray[np.uint8] | None:
    """Like `grey_table`, in the colours of the look's map: (values, 3)."""
    grey, stored = grey_table(info, look, dtype), _all_values(dtype)
    if grey is None or stored is None:
        return None
    return mapped(grey, stored, info, look)


def painted(
    values: NDArray[Any],
    table: NDArray[Any],
    out: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """8- or 16-bit integers by a table such as `grey_table`; may reuse `out`.

    A few rows at a time: numpy makes indexes of 8 bytes of all that it is given.
    """
    unsigned = values.view(f"u{values.dtype.itemsize}")
    if out is None:
        out = np.empty(values.shape, table.dtype)
    step = max(1, _BLOCK_PIXELS // max(1, values[:1].size))
    for first in range(0, len(values), step):
        part = unsigned[first : first + step]
        np.take(table, part, out=out[first : first + step], mode="clip")
    return out


def modality_values(values: NDArray[Any], info: FrameInfo) -> NDArray[np.float64]:
    """Stored → modality values, in `info.unit`."""
    return rescaled(values, info.transform)


def default_voi(values: NDArray[Any], info: FrameInfo) -> Voi | None:
    """The file's own first choice for this frame, else a window made from the data.

    The window made is the range of what is no padding, or all but its extreme
    hundredths where a few values would darken the rest. None for colour.
    """
    if not info.has_voi:
        return None
    choices = settled(info, values).voi_choices
    return choices[0] if choices else _window_of(values, info, info.percentiles)


def auto_window(values: NDArray[Any], info: FrameInfo) -> Window:
    """A window over all but the extreme hundredths of what is no padding."""
    return _window_of(values, info, _ROBUST)


def value_range(values: NDArray[Any], info: FrameInfo) -> tuple[float, float] | None:
    """Smallest and largest value that windows refer to, without padding.

    None for colour, and for a frame of nothing but padding.
    """
    if not info.has_voi:
        return None
    return _range_of(values, info, (0.0, 100.0))


def settled(info: FrameInfo, values: NDArray[Any]) -> FrameInfo:
    """The same with the file's windows over modality values, once values are seen.

    By the standard they are so already, but some MR and PET writers give them over
    stored values: a window that has next to nothing in common with the rescaled
    range, and much more with the stored one, is taken for that.
    """
    transform = info.transform
    if not info.windows_may_be_stored or transform == IDENTITY:
        return info
    info = replace(info, windows_may_be_stored=False)
    stored = _range_of(values, replace(info, transform=IDENTITY), (0.0, 100.0))
    if stored is None or not isinstance(transform, Rescale):
        return info
    ends = [transform.slope * end + transform.intercept for end in stored]
    choices = tuple(
        in_modality_units(voi, transform)
        if isinstance(voi, Window)
        and _is_over_stored(voi, stored, (min(ends), max(ends)))
        else voi
        for voi in info.voi_choices
    )
    return replace(info, voi_choices=choices)


def _grey_picture(
    values: NDArray[Any], info: FrameInfo, look: Look
) -> NDArray[np.uint8]:
    if look.voi is None:
        look = replace(look, voi=default_voi(values, info))
    table = grey_table(info, look, values.dtype)
    if table is not None:
        return painted(values, table)
    grey = np.empty(values.shape, np.uint8)
    step = max(1, _BLOCK_PIXELS // max(1, values[:1].size))
    for first in range(0, len(values), step):
        grey[first : first + step] = _levels(values[first : first + step], info, look)
    return grey


def _levels(stored: NDArray[Any], info: FrameInfo, look: Look) -> NDArray[np.uint8]:
    """The steps themselves, on stored values of any type and shape."""
    levels = _presented(stored, info, look)
    grey = grey_levels(levels, info.inverse != look.inverted)
    grey[padding_mask(stored, info.padding)] = 0
    return grey


def _presented(stored: NDArray[Any], info: FrameInfo, look: Look) -> NDArray[Any]:
    """0 … 255 after window and presentation table, before polarity."""
    voi = look.voi or _voi_without_values(info)
    with np.errstate(all="ignore"):  # absurd slopes and windows give inf and nan
        levels = voi_levels(_voi_input(stored, info), voi)
        if not np.isfinite(levels).all():  # seldom, and slow to look for
            levels = np.nan_to_num(levels)
    if info.presentation is not None:
        levels = presented(levels, info.presentation)
    return levels


def _pseudo_picture(
    values: NDArray[Any], info: FrameInfo, look: Look
) -> NDArray[np.uint8]:
    """Grey levels spread over the whole of a palette (PS3.4 N.2.3)."""
    assert info.palette is not None
    if look.voi is None:
        look = replace(look, voi=default_voi(values, info))
    colours = info.palette.colours()
    rgb = np.empty((*values.shape, 3), np.uint8)
    step = max(1, _BLOCK_PIXELS // max(1, values[:1].size))
    for first in range(0, len(values), step):
        part = values[first : first + step]
        levels = _presented(part, info, look)
        if info.inverse != look.inverted:
            levels = 255 - levels
        indexes = np.rint(levels * ((len(colours) - 1) / 255)).astype(np.intp)
        block = colours[indexes]
        block[padding_mask(part, info.padding)] = 0
        rgb[first : first + step] = block
    return rgb


def _voi_input(stored: NDArray[Any], info: FrameInfo) -> NDArray[np.float64]:
    if info.voi_transform == IDENTITY:
        return stored.astype(np.float64)
    return rescaled(stored, info.voi_transform)


def _all_values(dtype: np.dtype[Any]) -> NDArray[Any] | None:
    """Every value of an 8- or 16-bit integer, those of its unsigned twin in order."""
    if dtype.kind not in "iu" or dtype.itemsize > 2:
        return None
    unsigned = np.arange(1 << (8 * dtype.itemsize), dtype=f"u{dtype.itemsize}")
    return unsigned.view(dtype)


def _voi_without_values(info: FrameInfo) -> Voi:
    return info.voi_choices[0] if info.voi_choices else _window_of_bits(info)


def _window_of_bits(info: FrameInfo) -> Window:
    """Over all that the stored bits can hold."""
    top = 1 << (info.bits - 1 if info.signed else info.bits)
    ends = np.array([-top if info.signed else 0, top - 1], np.float64)
    low, high = _voi_input(ends, info).tolist()
    return window_between(low, high)


def _range_of(
    values: NDArray[Any], info: FrameInfo, percentiles: tuple[float, float]
) -> tuple[float, float] | None:
    """Ends of the real values in what VOI refers to; None when all is padding."""
    if percentiles != (0.0, 100.0):
        step = max(1, int((values.size / _SAMPLE_PIXELS) ** 0.5))
        values = values[::step, ::step]
    holes = padding_mask(values, info.padding)
    real = values[~holes] if holes.any() else values
    if not real.size:
        return None
    if isinstance(info.voi_transform, LookupTable):
        real = _voi_input(real, info)
        info = replace(info, display_transform=IDENTITY)
    if percentiles == (0.0, 100.0):
        ends = np.array([real.min(), real.max()])
    else:
        ends = np.percentile(real, percentiles, method="nearest")
        if ends[0] == ends[1]:
            ends = np.array([real.min(), real.max()])
    low, high = sorted(np.clip(_voi_input(ends, info), -_HUGE, _HUGE).tolist())
    return low, high


def _window_of(
    values: NDArray[Any], info: FrameInfo, percentiles: tuple[float, float]
) -> Window:
    if info.bits == 1:  # a frame that is set everywhere is no darker than others
        return _window_of_bits(info)
    ends = _range_of(values, info, percentiles)
    return window_between(*(ends or (0.0, 1.0)))


def window_between(low: float, high: float) -> Window:
    """The window that maps low to black and high to white."""
    low, high = min(low, high), max(low, high)
    if low.is_integer() and high.is_integer():
        return Window((low + high + 1) / 2, high - low + 1)
    return Window((low + high) / 2, high - low or 1.0, "LINEAR_EXACT")


def _is_over_stored(
    window: Window, stored: tuple[float, float], modality: tuple[float, float]
) -> bool:
    inside = _part_inside(window, *modality)
    return inside < _NOTHING_IN_COMMON and _part_inside(window, *stored) > 5 * inside


def _part_inside(window: Window, low: float, high: float) -> float:
    """How much of the window lies in a range of values, 0 … 1."""
    left, right = window.centre - window.width / 2, window.centre + window.width / 2
    both = min(right, high) - max(left, low)
    return max(both, 0.0) / window.width if window.width > 0 else 0.0


def _to_rgb(values: NDArray[Any], info: FrameInfo) -> NDArray[np.uint8]:
    if info.colour == "palette" and info.palette is not None:
        return coloured(values, info.palette)
    samples = to_eight_bits(values, info.bits)
    if samples.ndim == 2:
        return np.repeat(samples[..., None], 3, axis=-1)
    if info.colour == "ybr_full":
        return ybr_full_to_rgb(samples)
    if info.colour == "ybr_partial":
        return ybr_partial_to_rgb(samples)
    if info.colour == "cmyk" and samples.shape[-1] == 4:
        return cmyk_to_rgb(samples)
    if info.colour == "hsv":
        return hsv_to_rgb(samples)
    if info.colour == "argb" and samples.shape[-1] == 4:
        samples = samples[..., 1:]
    return np.ascontiguousarray(samples[..., :3])
