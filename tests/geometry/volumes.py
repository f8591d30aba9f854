"""Volumes for the tests: slices of any direction, and voxels that know their place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Volume
from viewer.geometry.volume import Stacked, VolumeGrid, stacked

AXIAL: tuple[Vector, Vector] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
EMPTY = -9999.0


def vector(values: Any) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def turned(degrees: float, about: Vector, direction: Vector) -> Vector:
    """A direction turned about a unit vector, by Rodrigues' formula."""
    angle, axis, d = np.radians(degrees), np.array(about), np.array(direction)
    return vector(
        d * np.cos(angle)
        + np.cross(axis, d) * np.sin(angle)
        + axis * (axis @ d) * (1 - np.cos(angle))
    )


def slices(
    count: int = 8,
    cosines: tuple[Vector, Vector] = AXIAL,
    step_mm: Vector = (0.0, 0.0, 2.5),
    spacing_mm: tuple[float, float] = (0.8, 0.5),
    first_mm: Vector = (-30.0, 12.0, 7.0),
) -> list[Plane]:
    """Evenly spaced planes; `spacing_mm` is between rows, between columns."""
    return [
        Plane(
            vector(np.array(first_mm) + number * np.array(step_mm)),
            *cosines,
            *spacing_mm,
        )
        for number in range(count)
    ]


def stack(planes: list[Plane], rows: int = 12, columns: int = 14) -> Stacked:
    return stacked(planes, rows, columns)


def coordinates(grid: VolumeGrid) -> NDArray[np.float64]:
    """(slices, rows, columns, 3): where in the patient each voxel's centre lies."""
    count, rows, columns = grid.shape
    places = grid.places or tuple(range(count))
    k, j, i = np.meshgrid(places, np.arange(rows), np.arange(columns), indexing="ij")
    steps = np.array([grid.column_mm, grid.row_mm, grid.slice_mm])
    places_mm: NDArray[np.float64] = np.stack([i, j, k], axis=-1) @ steps
    places_mm += grid.origin_mm
    return places_mm


def axis_volume(grid: VolumeGrid, axis: int) -> Volume:
    """Each voxel's value is its own coordinate along one axis of the patient."""
    values = np.ascontiguousarray(coordinates(grid)[..., axis])
    return Volume(grid, values, float("nan"))


def plane_through(
    centre_mm: Vector, row: Vector, column: Vector, size: int, pixel_mm: float
) -> Cut:
    """A square plane with a point in its middle."""
    back = (size - 1) / 2 * pixel_mm
    corner = np.array(centre_mm) - back * (np.array(row) + np.array(column))
    return Cut(Plane(vector(corner), row, column, pixel_mm, pixel_mm), size, size)


def pixel_places(cut: Cut) -> NDArray[np.float64]:
    """(rows, columns, 3): where in the patient each pixel's centre lies."""
    return np.array(
        [
            [cut.plane.to_patient(c + 0.5, r + 0.5) for c in range(cut.columns)]
            for r in range(cut.rows)
        ]
    )
