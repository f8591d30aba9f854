from dataclasses import replace
from itertools import product

import pytest

from viewer.geometry.displayed_area import DisplayedArea
from viewer.geometry.fit import LARGEST_ZOOM, SMALLEST_ZOOM, Camera, Cell
from viewer.geometry.view_transform import Rotation

CELL = Cell(columns=200, rows=100, aspect=1.0, width=800, height=600)
ROTATIONS: tuple[Rotation, ...] = (0, 90, 180, 270)
CAMERAS = [
    Camera(rotation=turn, flipped=flip) for turn in ROTATIONS for flip in (False, True)
]


def test_the_whole_frame_just_fits() -> None:
    assert CELL.fit_zoom() == 4.0
    assert CELL.fit_zoom(90) == 3.0
    left, top = CELL.transform(Camera()).to_screen(0, 0)
    right, bottom = CELL.transform(Camera()).to_screen(200, 100)
    assert (left, right) == (0, 800)
    assert (top, bottom) == (100, 500)


def test_pixels_that_are_not_square_keep_every_row_and_column_at_zoom_one() -> None:
    tall = replace(CELL, aspect=2.0)
    wide = replace(CELL, aspect=0.5)
    assert tall.pixel_scale() == (1.0, 2.0)
    assert wide.pixel_scale() == (2.0, 1.0)
    assert tall.fit_zoom() == 3.0
    assert wide.fit_zoom() == 2.0
    transform = tall.transform(Camera(zoom=1.0))
    assert transform.scale_y / transform.scale_x == 2.0


def test_a_cameras_zoom_is_its_own_or_what_fits() -> None:
    assert CELL.zoom_of(Camera()) == 4.0
    assert CELL.zoom_of(Camera(rotation=270)) == 3.0
    assert CELL.zoom_of(Camera(zoom=0.5)) == 0.5


def test_an_empty_cell_has_a_zoom_all_the_same() -> None:
    assert Cell(0, 0, 1.0, 1, 1).zoom_of(Camera()) > 0


@pytest.mark.parametrize("camera", CAMERAS)
def test_turning_is_clockwise_on_the_screen_even_when_flipped(camera: Camera) -> None:
    point = (30.0, 20.0)
    before = CELL.transform(camera).to_screen(*point)
    after = CELL.transform(camera.rotated(90)).to_screen(*point)
    scale = CELL.zoom_of(camera.rotated(90)) / CELL.zoom_of(camera)
    x, y = before[0] - 400, before[1] - 300
    assert after == pytest.approx((400 - y * scale, 300 + x * scale))


@pytest.mark.parametrize("camera", CAMERAS)
def test_flips_are_along_the_sides_of_the_screen(camera: Camera) -> None:
    point = (30.0, 20.0)
    x, y = CELL.transform(camera).to_screen(*point)
    across = CELL.transform(camera.flipped_horizontally()).to_screen(*point)
    down = CELL.transform(camera.flipped_vertically()).to_screen(*point)
    assert across == pytest.approx((800 - x, y))
    assert down == pytest.approx((x, 600 - y))


@pytest.mark.parametrize("camera", CAMERAS)
def test_four_quarters_and_two_flips_lead_back(camera: Camera) -> None:
    assert camera.rotated(90).rotated(90).rotated(90).rotated(90) == camera
    assert camera.rotated(90).rotated(-90) == camera
    assert camera.flipped_horizontally().flipped_horizontally() == camera
    assert camera.flipped_vertically().flipped_vertically() == camera
    both = camera.flipped_horizontally().flipped_vertically()
    assert both == camera.rotated(180)


@pytest.mark.parametrize(
    ("camera", "at", "factor"),
    list(product(CAMERAS, [(400, 300), (420, 250)], [1.7, 0.6])),
)
def test_zooming_leaves_what_lies_under_the_pointer(
    camera: Camera, at: tuple[float, float], factor: float
) -> None:
    before = CELL.transform(camera).to_image(*at)
    zoomed = CELL.zoomed_at(camera, factor, at)
    assert CELL.transform(zoomed).to_image(*at) == pytest.approx(before)
    assert CELL.zoom_of(zoomed) == pytest.approx(CELL.zoom_of(camera) * factor)


def test_zoom_stays_within_its_ends() -> None:
    assert CELL.zoomed_at(Camera(), 1e9, (400, 300)).zoom == LARGEST_ZOOM
    assert CELL.zoomed_at(Camera(), 1e-9, (400, 300)).zoom == SMALLEST_ZOOM


@pytest.mark.parametrize("camera", CAMERAS)
def test_panning_moves_the_frame_with_the_pointer(camera: Camera) -> None:
    x, y = CELL.transform(camera).to_screen(100, 50)
    moved = CELL.panned(camera, 37, -21)
    assert CELL.transform(moved).to_screen(100, 50) == pytest.approx((x + 37, y - 21))
    assert CELL.zoom_of(moved) == CELL.zoom_of(camera)


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_frame_cannot_be_lost(camera: Camera) -> None:
    lost = CELL.panned(CELL.panned(camera, 1e6, 1e6), 1e6, 0)
    x, y = CELL.transform(lost).to_image(400, 300)
    assert 0 <= x <= 200
    assert 0 <= y <= 100
    zoomed = CELL.zoomed_at(camera, 0.05, (0, 0))
    assert zoomed.centre is not None
    assert 0 <= zoomed.centre[0] <= 200


def test_an_area_is_what_fits_the_cell() -> None:
    area = DisplayedArea(10, 20, 30, 30)  # 20 × 10 of a frame of 100 × 50
    cell = Cell(100, 50, 1.0, 200, 200, area)
    transform = cell.transform(Camera())
    assert transform.to_screen(10, 20) == pytest.approx((0, 50))
    assert transform.to_screen(30, 30) == pytest.approx((200, 150))
    assert cell.fit_zoom(90) == pytest.approx(10)


def test_a_magnified_area_has_its_own_zoom_and_centre() -> None:
    area = DisplayedArea(0, 0, 20, 10, "MAGNIFY", magnification=2.5)
    cell = Cell(100, 50, 1.0, 200, 200, area)
    assert cell.zoom_of(Camera()) == 2.5
    assert cell.transform(Camera()).to_screen(10, 5) == (100, 100)


def test_true_size_is_as_many_pixels_as_the_screen_has_for_a_millimetre() -> None:
    area = DisplayedArea(0, 0, 20, 10, "TRUE SIZE", spacing_mm=(0.5, 0.5))
    assert Cell(100, 50, 1.0, 200, 200, area, 4.0).zoom_of(Camera()) == 2.0


def test_true_size_fits_where_the_screen_says_nothing_of_its_size() -> None:
    area = DisplayedArea(0, 0, 20, 10, "TRUE SIZE", spacing_mm=(0.5, 0.5))
    assert Cell(100, 50, 1.0, 200, 200, area, 0.0).zoom_of(Camera()) == 10.0


def test_the_reader_zooms_away_from_an_area() -> None:
    area = DisplayedArea(0, 0, 20, 10, "MAGNIFY", magnification=2.5)
    cell = Cell(100, 50, 1.0, 200, 200, area)
    assert cell.zoomed_at(Camera(), 2.0, (100, 100)).zoom == 5.0
    assert cell.zoom_of(Camera(zoom=1.0)) == 1.0
