"""A plane for the time of a movement: fewer pixels, each shown as a block."""

import math
from dataclasses import replace

import numpy as np

from viewer.geometry.plane import Plane
from viewer.geometry.reslice import Cut, Values, Volume, layers, resliced

MOST_PIXELS = 400_000
"""Of a plane, MOST_SAMPLES of a slab: beyond, an image a frame would not be had."""

MOST_SAMPLES = 4_000_000
COARSEST = 4


def draft_factor(volume: Volume, cut: Cut) -> int:
    """How many rows and columns a draft makes one, 1 where the plane is quick."""
    pixels, count = cut.rows * cut.columns, layers(volume.grid, cut)
    allowed = MOST_PIXELS if count == 1 else MOST_SAMPLES / count
    return min(math.ceil(math.sqrt(max(pixels / allowed, 1.0))), COARSEST)


def drafted(volume: Volume, cut: Cut, factor: int) -> Values:
    """Nearest voxels; as many rows and columns as the cut has, equal within blocks."""
    if factor == 1:
        return resliced(volume, cut, smooth=False)
    small = resliced(volume, coarser(cut, factor), smooth=False)
    rows, columns = small.shape
    blocks: Values = np.empty((rows, factor, columns, factor), small.dtype)
    blocks[:] = small[:, None, :, None]
    whole = blocks.reshape(rows * factor, columns * factor)
    return np.ascontiguousarray(whole[: cut.rows, : cut.columns])


def coarser(cut: Cut, factor: int) -> Cut:
    """Pixels so many times as large, the first of them over the first ones of `cut`."""
    plane = cut.plane
    middle = plane.to_patient(factor / 2, factor / 2)
    larger = Plane(
        middle,
        plane.row_cosine,
        plane.column_cosine,
        plane.row_spacing_mm * factor,
        plane.column_spacing_mm * factor,
    )
    rows, columns = -(-cut.rows // factor), -(-cut.columns // factor)
    return replace(cut, plane=larger, rows=rows, columns=columns)
