"""Planes and slabs through 300 slices of 512 × 512, as the reader turns them."""

import time
from collections.abc import Callable

import numpy as np

from tests.benchmarks.figure import Figure, Target, figure, milliseconds
from viewer.geometry.drafts import draft_factor, drafted
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Volume, resliced
from viewer.geometry.volume import stacked
from viewer.work.plane_making import made_plane

SLICES, SIZE, PIXEL_MM, STEP_MM = 300, 512, 0.4375, 1.0
BY = "T8, issue 7"
NEAREST, LINEAR, SLAB = Target(BY, 8.0), Target(BY, 40.0), Target(BY, 100.0)
SLAB_MM = 20.0
TIMES, SLABS = 10, 3
EMPTY = -32768


def figures() -> list[Figure]:
    """While dragging, at rest, and of a slab; the floor is one look-up of 512² voxels.

    The slab is near the coronal plane: most layers of voxels are crossed there. What
    the reader sees of it first is a draft of nearest voxels, then all of it, linear.
    Figures are of the processor's time, save of what two threads share.
    """
    volume = _volume()
    flat = volume.values.reshape(-1)
    places = np.linspace(0, flat.size - 1, SIZE * SIZE).astype(np.intp)
    floor = _taken(lambda: np.take(flat, places))
    oblique = _cut(volume, (1.0, 0.5, 0.3), (0.1, 1.0, -0.6))
    near_coronal = _cut(volume, (1.0, 0.2, 0.05), (0.0, 0.1, -1.0), SLAB_MM)
    draft = draft_factor(volume, near_coronal)
    return [
        figure(
            "oblique plane 512², nearest",
            _taken(lambda: resliced(volume, oblique, smooth=False)),
            "ms",
            floor,
            NEAREST,
        ),
        figure(
            "oblique plane 512², linear",
            _taken(lambda: resliced(volume, oblique)),
            "ms",
            floor,
            LINEAR,
        ),
        figure(
            f"slab of {SLAB_MM:.0f} mm 512², maximum, first seen",
            _taken(lambda: drafted(volume, near_coronal, draft)),
            "ms",
            floor,
            SLAB,
        ),
        figure(
            f"slab of {SLAB_MM:.0f} mm 512², maximum, at rest",
            [
                milliseconds(lambda: made_plane(volume, near_coronal, smooth=True))
                for _ in range(SLABS)
            ],
            "ms",
            floor,
        ),
    ]


def _volume() -> Volume:
    planes = [
        Plane((0.0, 0.0, number * STEP_MM), (1, 0, 0), (0, 1, 0), PIXEL_MM, PIXEL_MM)
        for number in range(SLICES)
    ]
    grid = stacked(planes, SIZE, SIZE).grid
    random = np.random.default_rng(0)
    values = random.integers(-1000, 3000, grid.shape, np.int16)
    return Volume(grid, values, EMPTY, (EMPTY, EMPTY))


def _cut(volume: Volume, row: Vector, column: Vector, slab_mm: float = 0.0) -> Cut:
    across = np.array(row) / np.linalg.norm(row)
    down = np.array(column) - across * (across @ np.array(column))
    down /= np.linalg.norm(down)
    corner = volume.grid.centre_mm - (SIZE - 1) / 2 * PIXEL_MM * (across + down)
    x, y, z = (
        (float(part[0]), float(part[1]), float(part[2]))
        for part in (corner, across, down)
    )
    return Cut(Plane(x, y, z, PIXEL_MM, PIXEL_MM), SIZE, SIZE, slab_mm)


def _taken(work: Callable[[], object]) -> list[float]:
    work()
    return [_processor_ms(work) for _ in range(TIMES)]


def _processor_ms(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000
