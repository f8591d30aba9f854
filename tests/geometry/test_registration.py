"""Rigid transforms: what they do to points and planes, and what is none."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from viewer.demo.pet_ct import rigid
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.registration import (
    IDENTITY,
    NotRigidError,
    composed,
    rigid_of,
)

MATRIX = rigid(25.0, (12.0, -7.0, 31.0))
POINT = (3.0, -40.0, 55.5)


def by_simple_itk(matrix: Any, point: Vector) -> list[float]:
    transform = import_module("SimpleITK").AffineTransform(3)
    transform.SetMatrix(matrix[:3, :3].ravel().tolist())
    transform.SetTranslation(matrix[:3, 3].tolist())
    return list(transform.TransformPoint(point))


def test_points_go_where_simple_itk_takes_them() -> None:
    made = rigid_of(MATRIX.ravel().tolist())
    there = made.point(POINT)
    assert np.allclose(there, by_simple_itk(MATRIX, POINT), atol=1e-9)
    assert np.allclose(made.inverse.point(there), POINT, atol=1e-9)


def test_one_after_the_other_is_the_product_of_the_matrices() -> None:
    second = rigid(-70.0, (0.0, 4.0, -9.0))
    both = rigid_of(second.ravel().tolist()).after(rigid_of(MATRIX.ravel().tolist()))
    assert np.allclose(both.point(POINT), by_simple_itk(second @ MATRIX, POINT))


def test_a_plane_keeps_its_pixels_on_their_points() -> None:
    plane = Plane((1.0, 2.0, 3.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, 0.8)
    made = rigid_of(MATRIX.ravel().tolist())
    expected = made.point(plane.to_patient(11.5, 7.5))
    assert np.allclose(made.plane(plane).to_patient(11.5, 7.5), expected)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((0, 0, 1.2), "scales or shears"),
        ((0, 1, 0.3), "scales or shears"),
        ((3, 0, 0.5), "scales or shears"),
    ],
)
def test_what_is_not_rigid_is_refused(
    change: tuple[int, int, float], sentence: str
) -> None:
    matrix = np.eye(4)
    row, column, value = change
    matrix[row, column] = value
    with pytest.raises(NotRigidError, match=sentence):
        rigid_of(matrix.ravel().tolist())


def test_mirrors_and_torn_matrices_are_refused() -> None:
    with pytest.raises(NotRigidError, match="mirrors"):
        rigid_of(np.diag((1.0, 1.0, -1.0, 1.0)).ravel().tolist())
    with pytest.raises(NotRigidError, match="not whole"):
        rigid_of([1.0] * 12)
    with pytest.raises(NotRigidError, match="no matrix"):
        composed([])


def test_several_matrices_count_where_their_order_makes_no_difference() -> None:
    one, other = rigid(20.0, (0.0, 0.0, 5.0)), rigid(10.0, (0.0, 0.0, -1.0))
    made = composed([rigid_of(one.ravel().tolist()), rigid_of(other.ravel().tolist())])
    assert made.is_same(rigid_of(rigid(30.0, (0.0, 0.0, 4.0)).ravel().tolist()))
    assert composed([IDENTITY]).is_same(IDENTITY)
    shifted = rigid(10.0, (30.0, 0.0, 0.0))
    with pytest.raises(NotRigidError, match="order"):
        composed([rigid_of(one.ravel().tolist()), rigid_of(shifted.ravel().tolist())])
