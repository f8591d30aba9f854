"""What a pixel is worth, as text: all values that the object allows, with units."""

import math

import numpy as np

from viewer.pixels.decode import Decoded
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import modality_values
from viewer.text import figure, tr

_REAL_WORLD_MAX = 3
"""Maps whose values are read out; more would not fit the corner of a cell."""


def value_texts(stored: np.generic, info: FrameInfo) -> tuple[str, ...]:
    """Of one grey stored value: modality value, real world values, SUV.

    Where an SUV could be expected and is not to be had, its place says why.
    """
    value = float(modality_values(np.array([[stored]]), info)[0, 0])
    texts = [f"{value_figure(value)} {info.unit}".strip()]
    for mapping in info.real_world[:_REAL_WORLD_MAX]:
        mapped = mapping.value(float(stored))
        if mapped is not None and (mapped, mapping.unit) != (value, info.unit):
            text = f"{mapping.label} {value_figure(mapped)} {mapping.unit}"
            texts.append(text.strip())
    suv = info.suv
    if suv is not None and suv.factor is not None:
        texts.append(f"{suv.name} {value_figure(value * suv.factor)}")
    elif suv is not None:
        texts.append(tr("no SUV: {reason}", reason=tr(suv.refusal)))
    return tuple(texts)


def pixel_texts(
    decoded: Decoded, info: FrameInfo, column: int, row: int
) -> tuple[str, ...]:
    """Of a pixel of the frame: what `value_texts` has, its channels, or padding."""
    stored = decoded.values[row : row + 1, column : column + 1]
    if stored.ndim == 3:
        parts = " ".join(str(int(part)) for part in stored[0, 0])
        return (f"{decoded.photometric_interpretation} {parts}",)
    if padding_mask(stored, info.padding).any():
        return (tr("padding"),)
    texts = value_texts(stored[0, 0], info)
    if info.colour == "blended":  # the picture is of two
        return (tr("underlying image: {value}", value=texts[0]), *texts[1:])
    return (f"Δ {texts[0]}",) if decoded.difference is not None else texts


def value_figure(value: float) -> str:
    """A number in the fewest digits that tell neighbouring values apart."""
    if not math.isfinite(value):  # float pixels may be no number
        return "–"
    if value == int(value) and abs(value) < 1e9:
        text = f"{value + 0.0:.0f}"  # no minus before 0
    else:
        text = figure(value, ".4g" if abs(value) < 1000 else ".1f")
    return text.replace("-", "−")
