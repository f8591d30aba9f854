"""The small picture of a model: where it lies, what hides what."""

from typing import Any

import numpy as np

from viewer.demo.encapsulated import sphere
from viewer.kinds.model_preview import SIDE, preview


def test_a_sphere_is_a_filled_disc_in_the_middle() -> None:
    picture = preview(sphere())
    assert picture is not None
    assert picture.shape == (SIDE, SIDE)
    rows, columns = np.indices(picture.shape)
    distance = np.hypot(rows - SIDE / 2, columns - SIDE / 2)
    radius = SIDE * 0.44
    assert (picture[distance < radius - 4] > 0).mean() > 0.99
    assert not picture[distance > radius + 2].any()
    assert picture[SIDE // 2, SIDE // 2] > picture[SIDE // 2, round(SIDE * 0.08)]


def test_the_head_is_above_and_the_left_of_the_patient_at_the_right() -> None:
    point = np.array([[0, 0, 0], [0.5, 0, 0], [0, 0, 0.5]], np.float32)
    places = np.array([[0, 0, 0], [0, 0, 60], [60, 0, 0]])
    small = point + places[:, None]
    picture = preview(small.astype(np.float32))
    assert picture is not None
    rows, columns = np.nonzero(picture)
    assert rows.min() < SIDE / 2 < rows.max()
    top = columns[rows == rows.min()].mean()
    right = rows[columns == columns.max()].mean()
    assert top < columns.max()
    assert right > rows.min()


def test_it_is_seen_from_the_left_the_front_and_above() -> None:
    reader = np.array([0.54, -0.77, 0.35]) * 30  # to the left, the front, the head
    bright = np.array([[-90, 0, -99], [90, 0, -99], [0, 0, 99]])  # faces the front
    dark = bright[:, [1, 0, 2]]  # faces the side
    middle = SIDE // 2

    def seen(*triangles: Any) -> int:
        picture = preview(np.stack(triangles).astype(np.float32))
        assert picture is not None
        return int(picture[middle, middle])

    assert seen(bright) > seen(dark)
    assert seen(bright, dark + reader) == seen(dark)
    assert seen(bright + reader, dark) == seen(bright)
    assert seen(bright, dark - reader) == seen(bright)


def test_nothing_to_see_gives_no_picture() -> None:
    assert preview(np.empty((0, 3, 3), np.float32)) is None
    assert preview(np.zeros((5, 3, 3), np.float32)) is None
