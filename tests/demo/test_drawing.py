import numpy as np
import pytest

from viewer.demo.drawing import (
    Plate,
    axis_mm,
    blur,
    fractal_noise,
    squircle,
    stretch,
)
from viewer.demo.marks import burn, word


def blank(size: int = 200, pixel_mm: float = 0.5, z_mm: float = 0) -> Plate:
    return Plate(np.zeros((size, size), np.float32), pixel_mm, z_mm)


def test_an_ellipse_has_its_area_and_its_place() -> None:
    plate = blank()
    plate.ellipse((10, -5), (20, 8), 1.0, angle_degrees=30)
    area = plate.values.sum() * 0.5**2
    assert area == pytest.approx(np.pi * 20 * 8, rel=0.01)
    rows, columns = np.nonzero(plate.values > 0.5)
    axis = axis_mm(200, 0.5)
    assert axis[columns].mean() == pytest.approx(10, abs=0.1)
    assert axis[rows].mean() == pytest.approx(-5, abs=0.1)


def test_a_rim_lies_inside_the_ellipse() -> None:
    plate = blank()
    plate.ellipse((0, 0), (10, 10), 1.0, rim=5.0, rim_mm=2)
    middle = plate.values[100]
    assert middle[100] == 1
    assert middle[100 + 18] == 5  # 9 mm from the middle: within the last 2 mm
    assert middle[100 + 22] == 0


def test_a_section_of_an_ellipsoid_shrinks_towards_its_pole() -> None:
    areas = []
    for z_mm in (0, 8, 11):
        plate = blank(z_mm=z_mm)
        plate.ellipsoid((0, 0, 0), (20, 20, 10), 1.0)
        areas.append(float(plate.values.sum()) * 0.25)
    assert areas[0] == pytest.approx(np.pi * 400, rel=0.01)
    assert areas[1] == pytest.approx(np.pi * 400 * (1 - 0.64), rel=0.02)
    assert areas[2] == 0


def test_a_tube_that_runs_along_z_is_a_disc_and_one_in_the_plane_a_bar() -> None:
    disc = blank()
    disc.tube((0, 0, -10), (0, 0, 10), (5, 5), 1.0)
    assert disc.values.sum() * 0.25 == pytest.approx(np.pi * 25, rel=0.03)
    bar = blank()
    bar.tube((-20, 0, 0), (20, 0, 0), (3, 3), 1.0)
    assert bar.values.sum() * 0.25 == pytest.approx(40 * 6 + np.pi * 9, rel=0.03)
    missed = blank(z_mm=30)
    missed.tube((0, 0, -10), (0, 0, 10), (5, 5), 1.0)
    assert not missed.values.any()


def test_painting_stays_within_the_mask_and_the_plate() -> None:
    plate = blank()
    plate.mask = np.zeros_like(plate.values)
    plate.mask[:, :100] = 1
    plate.ellipse((0, 0), (30, 30), 1.0)
    assert plate.values[:, 100:].max() == 0
    assert plate.values[:, :100].max() == 1
    plate.ellipse((500, 0), (10, 10), 9.0)
    assert plate.values.max() == 1


def test_blurring_keeps_what_is_there() -> None:
    picture = np.zeros((9, 9), np.float32)
    picture[4, 4] = 16
    assert blur(picture)[3:6, 3:6].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_a_grid_is_stretched_linearly() -> None:
    out = stretch(np.array([[0, 10], [20, 30]], np.float32), (3, 5))
    assert out[0].tolist() == [0, 2.5, 5, 7.5, 10]
    assert out[:, 0].tolist() == [0, 10, 20]


def test_noise_repeats_with_its_seed() -> None:
    pictures = [
        fractal_noise(np.random.default_rng(seed), (40, 60), (4, 9))
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])


def test_a_squircle_is_one_on_its_half_axes() -> None:
    x, y = np.array([[4.0, 0.0]]), np.array([[0.0], [3.0]])
    values = squircle(x, y, (4, 3))
    assert values[0, 0] == pytest.approx(1)
    assert values[1, 1] == pytest.approx(1)
    assert values[0, 1] == 0


def test_the_word_is_burnt_where_it_is_asked() -> None:
    assert word().shape == (7, 53)
    assert word(2).shape == (14, 106)
    assert word()[:, :5].sum(axis=1).tolist() == [3, 2, 1, 3, 1, 2, 3]  # an S
    pixels = np.zeros((40, 80), np.uint8)
    burn(pixels, 9, -3, 2)
    assert np.array_equal(pixels[30:37, 2:55] == 9, word())
    assert pixels.sum() == 9 * word().sum()
