"""Where the eye of a 3D picture rests: one ray through the codes of a volume.

Independent of what draws the picture, and fast enough for the window's own thread.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Vector
from viewer.geometry.volume import VolumeGrid
from viewer.records import dataclass

STEPS_A_VOXEL = 4

HALF = 0.5
"""Of the light: where so much of it has been stopped is what is seen."""

_LEAST = 0.1
"""A ray that loses less of its light shows nothing."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ray:
    """From a point of the patient (mm) in a direction; `box` (2, 3) is what is left of
    the volume: lowest and highest index of slice, row and column."""

    start_mm: Vector
    way: Vector
    box: NDArray[np.float64]


def seen_point(
    codes: NDArray[np.uint16],
    grid: VolumeGrid,
    ray: Ray,
    opacity_per_mm: Callable[[Floats], Floats],
) -> Vector | None:
    """Where half of the light is stopped, else most of it; None where hardly any is."""
    found = _along(codes, grid, ray)
    if found is None:
        return None
    places_mm, samples, step_mm = found
    clear = np.clip(1.0 - opacity_per_mm(samples), 1e-9, 1.0) ** step_mm
    left = np.cumprod(clear)
    if left[-1] > 1.0 - _LEAST:
        return None
    wanted = min(HALF, (1.0 - left[-1]) / 2)
    at = int(np.argmax(left <= 1.0 - wanted))
    before = left[at - 1] if at else 1.0
    part = (before - (1.0 - wanted)) / (before - left[at])
    return _point(ray, places_mm[at] + (part - 0.5) * step_mm)


def largest_point(
    codes: NDArray[np.uint16], grid: VolumeGrid, ray: Ray
) -> Vector | None:
    """The first place of the largest value along the ray; None where there is none."""
    found = _along(codes, grid, ray)
    if found is None or not found[1].any():
        return None
    return _point(ray, found[0][int(np.argmax(found[1]))])


def _along(
    codes: NDArray[np.uint16], grid: VolumeGrid, ray: Ray
) -> tuple[Floats, Floats, float] | None:
    """(mm from the start, code there, mm from one to the next) within the box."""
    inverse = np.linalg.inv(grid.axes_mm)[::-1]
    start = inverse @ (np.array(ray.start_mm) - np.array(grid.origin_mm))
    per_mm = inverse @ np.array(ray.way)
    near, far = -np.inf, np.inf
    for axis in range(3):
        low, high = ray.box[:, axis]
        if abs(per_mm[axis]) < 1e-12:
            if not low <= start[axis] <= high:
                return None
            continue
        ends = sorted((end - start[axis]) / per_mm[axis] for end in (low, high))
        near, far = max(near, ends[0]), min(far, ends[1])
    if far <= near:
        return None
    step_mm = 1.0 / float(np.abs(per_mm).max()) / STEPS_A_VOXEL
    places_mm = np.arange(near + step_mm / 2, far, step_mm)
    if not len(places_mm):
        return None
    return (
        places_mm,
        _linear(codes, start[:, None] + per_mm[:, None] * places_mm),
        (step_mm),
    )


def _linear(codes: NDArray[np.uint16], index: Any) -> Floats:
    """Between the eight voxels around each place (slice, row, column)."""
    ends = np.array(codes.shape)[:, None] - 1
    index = np.clip(index, 0, ends)
    low = np.minimum(index.astype(np.int64), np.maximum(ends - 1, 0))
    share = index - low
    made = np.zeros(index.shape[1])
    for corner in np.ndindex(2, 2, 2):
        side = np.array(corner)[:, None]
        weights = np.where(side == 1, share, 1.0 - share).prod(axis=0)
        made += weights * codes[tuple(np.minimum(low + side, ends))]
    return made


def _point(ray: Ray, mm: float) -> Vector:
    x, y, z = (s + mm * w for s, w in zip(ray.start_mm, ray.way, strict=True))
    return float(x), float(y), float(z)
