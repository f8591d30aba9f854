"""Statistics of modality values inside a shape, and values along a line.

Of grey pixels what is padding or no number is left out and counted. The deviation is
that of the population (divided by n): all pixels inside are known, none is a sample.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.inside import Inside
from viewer.pixels.colour import ybr_full_to_rgb
from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.modality import Rescale
from viewer.pixels.padding import padding_mask
from viewer.pixels.palette import is_coloured
from viewer.pixels.pipeline import modality_values
from viewer.records import dataclass
from viewer.text import mark

Values = NDArray[np.float64]
RGB = ("R", "G", "B")

BINS_MOST = 64

NO_VALUES = {
    "palette": mark("The values of a palette are numbers of colours, no measure."),
    "blended": mark("Two images are blended here: there is no one value to measure."),
}
_OTHER_COLOURS = mark("Colours of this kind are not measured.")


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of `count` values; `left_out` are more that are padding or no numbers.

    Without values the other figures are NaN.
    """

    count: int
    left_out: int
    mean: float
    deviation: float
    least: float
    greatest: float


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Values of some pixels: one array a channel, "" for grey; and what was left out.

    `why_not` is marked English where there are no values to measure.
    """

    channels: tuple[tuple[str, Values], ...] = ()
    left_out: int = 0
    why_not: str = ""


def values_inside(inside: Inside, decoded: Decoded, info: FrameInfo) -> Measured:
    """The modality values inside, without padding; of colours each channel as stored.

    YBR is RGB by the standard's formula; profiles, palettes and windows are of the
    display and change nothing here.
    """
    stored = inside.of(decoded.values)
    if info.has_voi and stored.ndim == 1:
        out = left_out_of(stored, info)
        values = modality_values(stored[~out], info)
        finite = np.isfinite(values)
        return Measured((("", values[finite]),), int(out.sum() + (~finite).sum()))
    if (sentence := why_no_values(decoded, info)) or stored.ndim != 2:
        return Measured(why_not=sentence or _OTHER_COLOURS)
    rgb = stored if info.colour == "rgb" else ybr_full_to_rgb(stored)
    channels = zip(RGB, rgb.T.astype(np.float64), strict=True)
    return Measured(tuple(channels))


def why_no_values(decoded: Decoded, info: FrameInfo) -> str:
    """Marked English, "" where the values of the frame can be measured."""
    if info.has_voi:
        return ""
    eight_bits, whole = decoded.values.dtype == np.uint8, decoded.values.ndim == 3
    if whole and (info.colour == "rgb" or (info.colour == "ybr_full" and eight_bits)):
        return ""
    return NO_VALUES.get(info.colour, _OTHER_COLOURS)


def left_out_of(stored: NDArray[Any], info: FrameInfo) -> NDArray[np.bool_]:
    """Which stored grey values are no values: padding, no number, or a colour."""
    out = padding_mask(stored, info.padding)
    if info.colour == "supplemental" and info.palette is not None:
        out = out | is_coloured(stored, info.palette)
    return out


def statistics(values: Values, left_out: int = 0) -> Statistics:
    """Of values without holes."""
    if not values.size:
        nan = float("nan")
        return Statistics(0, left_out, nan, nan, nan, nan)
    return Statistics(
        int(values.size),
        left_out,
        float(values.mean()),
        float(values.std()),
        float(values.min()),
        float(values.max()),
    )


def step_of(info: FrameInfo, dtype: np.dtype[Any], values: Statistics) -> float:
    """How far neighbouring values are apart: what a figure's decimals go by."""
    if dtype.kind != "f":
        transform = info.transform
        return abs(transform.slope) if isinstance(transform, Rescale) else 1.0
    reach = values.greatest - values.least
    return reach / 1000 if reach > 0 else max(abs(values.mean) / 1000, 1e-6)


def histogram(values: Values, step: float) -> tuple[Values, Values]:
    """(middles of bins, how many values fall in each).

    Bins are a whole number of steps wide, so that none has more values than its
    neighbour to count, and there are at most `BINS_MOST`.
    """
    if not values.size:
        return np.empty(0), np.empty(0)
    least, greatest = float(values.min()), float(values.max())
    steps = round((greatest - least) / step) + 1
    width = step * max(1, -(-steps // BINS_MOST))
    bins = int((greatest - least + step / 2) // width) + 1
    place = np.minimum(((values - least + step / 2) // width).astype(np.intp), bins - 1)
    counts = np.bincount(place, minlength=bins).astype(np.float64)
    middles = least - step / 2 + width * np.arange(0.5, bins, dtype=np.float64)
    return middles, counts
