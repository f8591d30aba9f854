"""Affine transforms between two spaces of millimetres (PS3.3 C.20.2.1).

A matrix of four by four takes a point of the one space to the other. What it says to be
counts: one that calls itself rigid turns and shifts, and does no more. Mirrors, and
scales that no two images of one patient have, are refused with the reason.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Vector
from viewer.geometry.volume import VolumeGrid
from viewer.records import dataclass
from viewer.text import tr

TOLERANCE = 0.001
"""So far a turn's rows may be from unit length and right angles: figures are short."""

SAME_MM = 0.01
"""Matrices of which every number differs by less are the same to any reader."""

LARGEST_SCALE = 4.0
"""By so much, or so little, no registration makes one patient larger."""

RIGID, SCALED, AFFINE = "RIGID", "RIGID_SCALE", "AFFINE"


class UnusableMatrixError(Exception):
    """The matrix is none that images are joined by; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Affine:
    """point → `linear` · point + `shift_mm`; `linear` has its rows."""

    linear: tuple[Vector, Vector, Vector]
    shift_mm: Vector

    @property
    def is_rigid(self) -> bool:
        """It turns and shifts only."""
        return _is_square(self._matrix)

    def point(self, point_mm: Vector) -> Vector:
        """Where a point lies in the other space."""
        return _vector(self._matrix @ np.array(point_mm) + np.array(self.shift_mm))

    def direction(self, step_mm: Vector) -> Vector:
        """A step as the other space has it."""
        return _vector(self._matrix @ np.array(step_mm))

    def grid(self, grid: VolumeGrid) -> VolumeGrid:
        """A volume as it lies in the other space, with all its voxels."""
        return replace(
            grid,
            origin_mm=self.point(grid.origin_mm),
            column_mm=self.direction(grid.column_mm),
            row_mm=self.direction(grid.row_mm),
            slice_mm=self.direction(grid.slice_mm),
        )

    @property
    def inverse(self) -> "Affine":
        """From the other space back."""
        back: NDArray[np.float64] = np.linalg.inv(self._matrix).astype(np.float64)
        return _affine(back, -back @ np.array(self.shift_mm))

    def after(self, first: "Affine") -> "Affine":
        """`first`, then this one."""
        shift = self._matrix @ np.array(first.shift_mm) + np.array(self.shift_mm)
        return _affine(self._matrix @ first._matrix, shift)

    def is_same(self, other: "Affine") -> bool:
        """No reader could tell them apart."""
        linear = np.abs(self._matrix - other._matrix).max()
        shift = np.abs(np.array(self.shift_mm) - np.array(other.shift_mm)).max()
        return bool(linear <= TOLERANCE / 10 and shift <= SAME_MM)

    @property
    def _matrix(self) -> NDArray[np.float64]:
        return np.array(self.linear, np.float64)


IDENTITY = Affine(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (0.0, 0.0, 0.0))


def affine_of(numbers: Sequence[float], kind: str = RIGID) -> Affine:
    """From the 16 numbers of a matrix, row by row, which says of what kind it is.

    Raises UnusableMatrixError.
    """
    if len(numbers) != 16 or not np.isfinite(numbers).all():
        raise UnusableMatrixError(tr("The matrix of the registration is not whole."))
    matrix = np.array(numbers, np.float64).reshape(4, 4)
    linear = matrix[:3, :3]
    if np.abs(matrix[3] - (0.0, 0.0, 0.0, 1.0)).max() > TOLERANCE:
        raise UnusableMatrixError(tr("The matrix of the registration is not affine."))
    left, sizes, right = np.linalg.svd(linear)
    if sizes.max() > LARGEST_SCALE or sizes.min() < 1 / LARGEST_SCALE:
        raise UnusableMatrixError(
            tr("The registration makes the images many times larger or smaller.")
        )
    if np.linalg.det(linear) < 0:
        raise UnusableMatrixError(tr("The registration mirrors."))
    if kind == AFFINE or (kind == SCALED and _is_scaled(linear)):
        return _affine(linear, matrix[:3, 3])
    if kind == SCALED:
        raise UnusableMatrixError(
            tr("The registration calls itself rigid with scales, but it shears.")
        )
    if not _is_square(linear):
        raise UnusableMatrixError(
            tr("The registration calls itself rigid, but it scales or shears.")
        )
    return _affine(left @ right, matrix[:3, 3])


def composed(matrices: Sequence[Affine]) -> Affine:
    """Several matrices one after the other, where their order makes no difference.

    Raises UnusableMatrixError where it does: writers do not agree on which comes first.
    """
    forth = back = IDENTITY
    for matrix in matrices:
        forth, back = forth.after(matrix), matrix.after(back)
    if not matrices:
        raise UnusableMatrixError(tr("The registration has no matrix."))
    if not forth.is_same(back):
        raise UnusableMatrixError(
            tr("The registration has several matrices, whose order is not certain.")
        )
    return back


def _is_square(linear: NDArray[np.float64]) -> bool:
    return bool(np.abs(linear @ linear.T - np.eye(3)).max() <= TOLERANCE)


def _is_scaled(linear: NDArray[np.float64]) -> bool:
    """A turn after scales along the axes, or before them."""
    for one in (linear, linear.T):
        sizes = np.linalg.norm(one, axis=0)
        if _is_square(one / sizes):
            return True
    return False


def _affine(linear: NDArray[np.float64], shift: NDArray[np.float64]) -> Affine:
    first, second, third = (_vector(row) for row in linear)
    return Affine((first, second, third), _vector(shift))


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
