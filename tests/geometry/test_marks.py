"""What is drawn on an image, as points of its pixels."""

import pytest

from viewer.geometry.marks import CLOSED, POINTS, FrameKey, Mark


def test_a_shape_is_whole_with_as_many_points_as_it_needs() -> None:
    line = Mark("1", "distance", ((0.5, 0.5),))
    assert not line.is_whole
    assert Mark("1", "distance", ((0.5, 0.5), (3, 4))).is_whole
    assert not Mark("1", "distance", ((0, 0), (3, 4), (5, 6))).is_whole
    assert Mark("1", "polygon", ((0, 0), (3, 4), (5, 6), (1, 9))).is_whole


def test_a_mark_moves_as_a_whole_and_by_one_point() -> None:
    line = Mark("1", "distance", ((1, 2), (3, 4)), text="lesion")
    assert line.moved((0.25, -1)) == Mark(
        "1", "distance", ((1.25, 1), (3.25, 3)), text="lesion"
    )
    assert line.with_point(1, (9, 9)).points == ((1, 2), (9, 9))


@pytest.mark.parametrize("shape", sorted(CLOSED))
def test_a_shape_with_an_inside_has_points_enough_for_one(shape: str) -> None:
    assert POINTS[shape][0] >= 2  # type: ignore[index]


def test_frames_of_one_object_are_told_apart() -> None:
    assert FrameKey("1.2", 0) == FrameKey("1.2")
    assert FrameKey("1.2", 1) != FrameKey("1.2")


def test_a_label_goes_with_its_mark() -> None:
    mark = Mark("2.25.1", "polyline", ((2.0, 3.0), (10.0, 5.0), (4.0, 9.0)))
    assert mark.middle == (6.0, 6.0)
    assert mark.label_place is None
    put = mark.with_label((20.0, 1.0))
    assert (put.label, put.label_place) == ((14.0, -5.0), (20.0, 1.0))
    assert put.moved((1.0, 2.0)).label_place == (21.0, 3.0)
