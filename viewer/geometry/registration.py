"""Rigid transforms between two spaces of millimetres (PS3.3 C.20.2.1).

A matrix of four by four takes a point of the one space to the other; only turns and
shifts are rigid: what mirrors, scales or shears is refused with the reason.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Plane, Vector
from viewer.records import dataclass
from viewer.text import tr

TOLERANCE = 0.001
"""So far a turn's rows may be from unit length and right angles: figures are short."""

SAME_MM = 0.01
"""Matrices of which every number differs by less are the same to any reader."""


class NotRigidError(Exception):
    """The matrix does more than turn and shift; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Rigid:
    """point → `turn` · point + `shift_mm`; `turn` has its rows."""

    turn: tuple[Vector, Vector, Vector]
    shift_mm: Vector

    def point(self, point_mm: Vector) -> Vector:
        """Where a point lies in the other space."""
        return _vector(self._matrix @ np.array(point_mm) + np.array(self.shift_mm))

    def direction(self, direction: Vector) -> Vector:
        """A direction as the other space has it."""
        return _vector(self._matrix @ np.array(direction))

    def plane(self, plane: Plane) -> Plane:
        """A plane as it lies in the other space, its pixels as large."""
        return replace(
            plane,
            position_mm=self.point(plane.position_mm),
            row_cosine=self.direction(plane.row_cosine),
            column_cosine=self.direction(plane.column_cosine),
        )

    @property
    def inverse(self) -> "Rigid":
        """From the other space back."""
        back = self._matrix.T
        return _rigid(back, -back @ np.array(self.shift_mm))

    def after(self, first: "Rigid") -> "Rigid":
        """`first`, then this one."""
        shift = self._matrix @ np.array(first.shift_mm) + np.array(self.shift_mm)
        return _rigid(self._matrix @ first._matrix, shift)

    def is_same(self, other: "Rigid") -> bool:
        """No reader could tell them apart."""
        turn = np.abs(self._matrix - other._matrix).max()
        shift = np.abs(np.array(self.shift_mm) - np.array(other.shift_mm)).max()
        return bool(turn <= TOLERANCE / 10 and shift <= SAME_MM)

    @property
    def _matrix(self) -> NDArray[np.float64]:
        return np.array(self.turn, np.float64)


IDENTITY = Rigid(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (0.0, 0.0, 0.0))


def rigid_of(numbers: Sequence[float]) -> Rigid:
    """From the 16 numbers of a matrix, row by row. Raises NotRigidError."""
    if len(numbers) != 16 or not np.isfinite(numbers).all():
        raise NotRigidError(tr("The matrix of the registration is not whole."))
    matrix = np.array(numbers, np.float64).reshape(4, 4)
    turn = matrix[:3, :3]
    is_last = np.abs(matrix[3] - (0.0, 0.0, 0.0, 1.0)).max() <= TOLERANCE
    square = np.abs(turn @ turn.T - np.eye(3)).max() <= TOLERANCE
    if not is_last or not square:
        raise NotRigidError(tr("The registration scales or shears: it is not rigid."))
    if np.linalg.det(turn) < 0:
        raise NotRigidError(tr("The registration mirrors: it is not rigid."))
    left, _, right = np.linalg.svd(turn)
    return _rigid(left @ right, matrix[:3, 3])


def composed(matrices: Sequence[Rigid]) -> Rigid:
    """Several matrices one after the other, where their order makes no difference.

    Raises NotRigidError where it does: writers do not agree on which comes first.
    """
    forth = back = IDENTITY
    for matrix in matrices:
        forth, back = forth.after(matrix), matrix.after(back)
    if not matrices:
        raise NotRigidError(tr("The registration has no matrix."))
    if not forth.is_same(back):
        raise NotRigidError(
            tr("The registration has several matrices, whose order is not certain.")
        )
    return back


def _rigid(turn: NDArray[np.float64], shift: NDArray[np.float64]) -> Rigid:
    first, second, third = (_vector(row) for row in turn)
    return Rigid((first, second, third), _vector(shift))


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
