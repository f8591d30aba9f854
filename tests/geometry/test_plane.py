import math
from dataclasses import astuple

import pytest

from viewer.geometry.plane import (
    EdgeLetters,
    Plane,
    Vector,
    cosines_are_valid,
    edge_letters,
    letters,
    letters_of_cosines,
    opposite_letters,
)

AXIAL = Plane((-100.0, -120.0, 30.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, 0.25)
HALF = math.sqrt(0.5)
OBLIQUE = Plane((5.0, 6.0, 7.0), (HALF, HALF, 0.0), (0.0, 0.0, -1.0), 2.0, 3.0)


def test_the_position_is_the_centre_of_the_first_pixel() -> None:
    assert AXIAL.to_patient(0.5, 0.5) == (-100.0, -120.0, 30.0)


def test_columns_advance_by_the_column_spacing_and_rows_by_the_row_spacing() -> None:
    assert AXIAL.to_patient(10.5, 0.5) == (-97.5, -120.0, 30.0)
    assert AXIAL.to_patient(0.5, 10.5) == (-100.0, -115.0, 30.0)


@pytest.mark.parametrize("plane", [AXIAL, OBLIQUE])
@pytest.mark.parametrize("point", [(0.0, 0.0), (17.25, 3.5), (-4.0, 900.0)])
def test_the_way_back_from_the_patient_is_the_inverse(
    plane: Plane, point: tuple[float, float]
) -> None:
    column, row, distance_mm = plane.to_image(plane.to_patient(*point))
    assert (column, row) == pytest.approx(point)
    assert distance_mm == pytest.approx(0.0)


def test_the_distance_is_signed_along_row_cross_column() -> None:
    assert AXIAL.normal == (0.0, 0.0, 1.0)
    assert AXIAL.to_image((-100.0, -120.0, 42.0)) == (0.5, 0.5, 12.0)
    assert AXIAL.to_image((-100.0, -120.0, 28.0))[2] == -2.0


@pytest.mark.parametrize(
    ("cosine", "expected"),
    [
        ((1.0, 0.0, 0.0), "L"),
        ((-1.0, 0.0, 0.0), "R"),
        ((0.0, 1.0, 0.0), "P"),
        ((0.0, -1.0, 0.0), "A"),
        ((0.0, 0.0, 1.0), "H"),
        ((0.0, 0.0, -1.0), "F"),
        ((0.8, -0.6, 0.0), "LA"),
        ((0.6, -0.8, 0.0), "AL"),
        ((0.7, -0.5, -0.5099), "LFA"),
        ((1.0, 0.00009, 0.0), "L"),
        ((1.0, 0.00011, 0.0), "LP"),
    ],
)
def test_a_direction_is_named_by_its_components_by_size(
    cosine: Vector, expected: str
) -> None:
    assert letters(cosine) == expected


def test_at_45_degrees_both_components_are_named() -> None:
    assert letters((HALF, HALF, 0.0)) == "LP"


def test_a_quadruped_has_its_own_names() -> None:
    assert letters((0.9, -0.4, 0.1), quadruped=True) == "LEVCR"


@pytest.mark.parametrize(
    ("text", "quadruped", "expected"),
    [
        ("A", False, "P"),
        ("LAF", False, "RPH"),
        (" hf ", False, "FH"),
        ("X", False, ""),
        ("", False, ""),
        ("LE", True, "RT"),
        ("LECR", True, "RTCD"),
        ("DV", True, "VD"),
        ("D", False, ""),
    ],
)
def test_the_other_end_has_the_opposite_letters(
    text: str, quadruped: bool, expected: str
) -> None:
    assert opposite_letters(text, quadruped) == expected


@pytest.mark.parametrize(
    ("rotation", "flipped", "expected"),
    [  # left, right, top, bottom of an axial slice: R L A P as stored
        (0, False, "RLAP"),
        (90, False, "PARL"),
        (180, False, "LRPA"),
        (270, False, "APLR"),
        (0, True, "LRAP"),
        (90, True, "APRL"),
        (180, True, "RLPA"),
        (270, True, "PALR"),
    ],
)
def test_letters_follow_rotation_and_then_flip(
    rotation: int, flipped: bool, expected: str
) -> None:
    directions = letters_of_cosines(AXIAL.row_cosine, AXIAL.column_cosine)
    shown = edge_letters(directions, rotation, flipped)
    assert "".join(astuple(shown)) == expected


def test_patient_orientation_names_the_right_and_the_bottom_edge() -> None:
    assert edge_letters(("A", "FR")) == EdgeLetters("P", "A", "HL", "FR")


def test_half_a_patient_orientation_leaves_the_other_edges_blank() -> None:
    assert edge_letters(("", "F")) == EdgeLetters("", "", "H", "F")
    assert edge_letters(("A",)) == EdgeLetters()
    assert edge_letters(("A", "what")) == EdgeLetters("P", "A", "", "")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((0.9, 0.0, 0.0), (0.0, 1.0, 0.0)),
        ((1.0, 0.0, 0.0), (0.2, 0.98, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ],
)
def test_cosines_that_are_no_plane_get_no_letters(row: Vector, column: Vector) -> None:
    assert not cosines_are_valid(row, column)
    assert edge_letters(letters_of_cosines(row, column)) == EdgeLetters()


def test_rounded_cosines_are_good_enough() -> None:
    assert cosines_are_valid((0.7071, 0.7071, 0.0), (0.0, 0.002, 0.9999))
