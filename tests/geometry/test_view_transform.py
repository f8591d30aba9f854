from typing import get_args

import pytest

from viewer.geometry.view_transform import Rotation, ViewTransform

ROTATIONS: tuple[Rotation, ...] = get_args(Rotation)


def view(rotation: Rotation = 0, flipped: bool = False) -> ViewTransform:
    return ViewTransform(200, 100, 2.0, 3.0, (10.0, 20.0), rotation, flipped)


def test_the_centre_is_in_the_middle_of_the_viewport() -> None:
    assert view().to_screen(10.0, 20.0) == (100.0, 50.0)


@pytest.mark.parametrize(
    ("rotation", "flipped", "expected"),
    [  # where a point one column to the right and one row down goes
        (0, False, (102.0, 53.0)),
        (90, False, (97.0, 52.0)),
        (180, False, (98.0, 47.0)),
        (270, False, (103.0, 48.0)),
        (0, True, (98.0, 53.0)),
        (90, True, (103.0, 52.0)),
    ],
)
def test_it_scales_then_rotates_clockwise_then_flips(
    rotation: Rotation, flipped: bool, expected: tuple[float, float]
) -> None:
    assert view(rotation, flipped).to_screen(11.0, 21.0) == expected


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("flipped", [False, True])
def test_the_way_back_is_the_inverse(rotation: Rotation, flipped: bool) -> None:
    transform = view(rotation, flipped)
    assert transform.to_image(*transform.to_screen(3.25, 41.5)) == pytest.approx(
        (3.25, 41.5)
    )


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("flipped", [False, True])
def test_panning_moves_every_point_by_that_much(
    rotation: Rotation, flipped: bool
) -> None:
    before = view(rotation, flipped)
    after = before.panned(12.0, -7.0)
    x, y = before.to_screen(3.0, 4.0)
    assert after.to_screen(3.0, 4.0) == pytest.approx((x + 12.0, y - 7.0))


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("flipped", [False, True])
def test_zooming_leaves_the_point_under_the_cursor(
    rotation: Rotation, flipped: bool
) -> None:
    before = view(rotation, flipped)
    after = before.zoomed(1.7, 31.0, 77.0)
    assert after.to_image(31.0, 77.0) == pytest.approx(before.to_image(31.0, 77.0))
    assert (after.scale_x, after.scale_y) == pytest.approx((3.4, 5.1))


def test_square_pixels_fit_upright_unless_said_otherwise() -> None:
    expected = ViewTransform(100, 50, 5.0, 5.0, (10.0, 5.0), 0, False)
    assert ViewTransform.fitting(20, 10, 100, 50) == expected


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_fitting_shows_the_whole_image_and_touches_two_edges(
    rotation: Rotation,
) -> None:
    transform = ViewTransform.fitting(300, 100, 640, 480, 2.0, rotation)
    assert transform.scale_y == pytest.approx(2.0 * transform.scale_x)
    corners = [transform.to_screen(*corner) for corner in ((0, 0), (300, 100))]
    (left, right), (top, bottom) = (sorted(axis) for axis in zip(*corners, strict=True))
    assert left >= -1e-9
    assert top >= -1e-9
    assert right - left == pytest.approx(640) or bottom - top == pytest.approx(480)
    assert left + right == pytest.approx(640)
    assert top + bottom == pytest.approx(480)
