"""Affine transforms: what they do to points and volumes, and what is none."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from viewer.demo.pet_ct import rigid
from viewer.geometry.plane import Vector
from viewer.geometry.registration import (
    IDENTITY,
    UnusableMatrixError,
    affine_of,
    composed,
)
from viewer.geometry.volume import VolumeGrid

MATRIX = rigid(25.0, (12.0, -7.0, 31.0))
POINT = (3.0, -40.0, 55.5)


def by_simple_itk(matrix: Any, point: Vector) -> list[float]:
    transform = import_module("SimpleITK").AffineTransform(3)
    transform.SetMatrix(matrix[:3, :3].ravel().tolist())
    transform.SetTranslation(matrix[:3, 3].tolist())
    return list(transform.TransformPoint(point))


def test_points_go_where_simple_itk_takes_them() -> None:
    made = affine_of(MATRIX.ravel().tolist())
    there = made.point(POINT)
    assert np.allclose(there, by_simple_itk(MATRIX, POINT), atol=1e-9)
    assert np.allclose(made.inverse.point(there), POINT, atol=1e-9)


def test_one_after_the_other_is_the_product_of_the_matrices() -> None:
    second = rigid(-70.0, (0.0, 4.0, -9.0))
    both = affine_of(second.ravel().tolist()).after(affine_of(MATRIX.ravel().tolist()))
    assert np.allclose(both.point(POINT), by_simple_itk(second @ MATRIX, POINT))


SHEARED = np.array(
    [
        (1.1, 0.2, -0.1, 5.0),
        (0.05, 0.9, 0.15, -20.0),
        (-0.2, 0.1, 1.25, 8.0),
        (0.0, 0.0, 0.0, 1.0),
    ]
)
TURN = rigid(25.0, (0.0, 0.0, 0.0))
SCALED = TURN @ np.diag((1.1, 0.8, 1.3, 1.0))


@pytest.mark.parametrize(
    ("matrix", "kind"),
    [
        (SHEARED, "AFFINE"),
        (SCALED, "AFFINE"),
        (SCALED, "RIGID_SCALE"),
        (np.diag((1.1, 0.8, 1.3, 1.0)) @ TURN, "RIGID_SCALE"),
        (MATRIX, "AFFINE"),
    ],
)
def test_scales_and_shears_count_where_the_object_says_so(
    matrix: Any, kind: str
) -> None:
    made = affine_of(matrix.ravel().tolist(), kind)
    there = made.point(POINT)
    assert np.allclose(there, by_simple_itk(matrix, POINT), atol=1e-9)
    assert np.allclose(made.inverse.point(there), POINT, atol=1e-9)
    assert made.is_rigid == (matrix is MATRIX)


def test_a_volume_keeps_its_voxels_on_their_points() -> None:
    grid = VolumeGrid((5, 6, 7), (1, 2, 3), (0.8, 0, 0), (0, 0.5, 0), (0, 0.1, 2))
    made = affine_of(SHEARED.ravel().tolist(), "AFFINE")
    expected = made.point(grid.to_patient(3.0, 4.5, 1.0))
    assert np.allclose(made.grid(grid).to_patient(3.0, 4.5, 1.0), expected)


@pytest.mark.parametrize(
    ("matrix", "kind", "sentence"),
    [
        (SCALED, "RIGID", "scales or shears"),
        (SCALED, "", "scales or shears"),
        (SHEARED, "RIGID_SCALE", "shears"),
        (np.diag((-1.1, 1.0, 1.0, 1.0)), "AFFINE", "mirrors"),
        (np.diag((5.0, 1.0, 1.0, 1.0)), "AFFINE", "larger or smaller"),
        (np.diag((1.0, 1.0, 0.0, 1.0)), "AFFINE", "larger or smaller"),
    ],
)
def test_what_says_to_be_less_than_it_is_is_refused(
    matrix: Any, kind: str, sentence: str
) -> None:
    with pytest.raises(UnusableMatrixError, match=sentence):
        affine_of(matrix.ravel().tolist(), kind)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((0, 0, 1.2), "scales or shears"),
        ((0, 1, 0.3), "scales or shears"),
        ((3, 0, 0.5), "not affine"),
    ],
)
def test_what_is_not_rigid_is_refused(
    change: tuple[int, int, float], sentence: str
) -> None:
    matrix = np.eye(4)
    row, column, value = change
    matrix[row, column] = value
    with pytest.raises(UnusableMatrixError, match=sentence):
        affine_of(matrix.ravel().tolist())


def test_mirrors_and_torn_matrices_are_refused() -> None:
    with pytest.raises(UnusableMatrixError, match="mirrors"):
        affine_of(np.diag((1.0, 1.0, -1.0, 1.0)).ravel().tolist())
    with pytest.raises(UnusableMatrixError, match="not whole"):
        affine_of([1.0] * 12)
    with pytest.raises(UnusableMatrixError, match="no matrix"):
        composed([])


def test_several_matrices_count_where_their_order_makes_no_difference() -> None:
    one, other = rigid(20.0, (0.0, 0.0, 5.0)), rigid(10.0, (0.0, 0.0, -1.0))
    made = composed(
        [affine_of(one.ravel().tolist()), affine_of(other.ravel().tolist())]
    )
    assert made.is_same(affine_of(rigid(30.0, (0.0, 0.0, 4.0)).ravel().tolist()))
    assert composed([IDENTITY]).is_same(IDENTITY)
    shifted = rigid(10.0, (30.0, 0.0, 0.0))
    with pytest.raises(UnusableMatrixError, match="order"):
        composed([affine_of(one.ravel().tolist()), affine_of(shifted.ravel().tolist())])
