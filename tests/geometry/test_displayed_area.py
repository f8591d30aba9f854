import pytest

from viewer.geometry.displayed_area import DisplayedArea, area_between
from viewer.geometry.view_transform import Rotation


def test_corners_are_pixels_from_one_and_both_belong_to_the_area() -> None:
    area = area_between((3, 2), (12, 9))
    assert (area.left, area.top, area.right, area.bottom) == (2, 1, 12, 9)
    assert (area.width, area.height, area.centre) == (10, 8, (7, 5))


def test_corners_of_a_turned_picture_come_in_any_order() -> None:
    assert area_between((12, 2), (3, 9)) == area_between((3, 2), (12, 9))


def test_an_area_may_reach_beyond_the_frame() -> None:
    area = area_between((-9, 0), (20, 5))
    assert (area.left, area.top) == (-10, -1)


@pytest.mark.parametrize(
    ("rotation", "flipped", "frame_point"),
    [
        # An area of 100 × 40 frame pixels; the point is displayed near its top left,
        # a tenth across and a quarter down.
        (0, False, (10, 10)),
        (0, True, (90, 10)),
        (90, False, (25, 36)),
        (90, True, (25, 4)),
        (180, False, (90, 30)),
        (180, True, (10, 30)),
        (270, False, (75, 4)),
        (270, True, (75, 36)),
    ],
)
def test_parts_of_the_area_count_as_it_is_displayed(
    rotation: Rotation, flipped: bool, frame_point: tuple[float, float]
) -> None:
    area = DisplayedArea(0, 0, 100, 40)
    assert area.to_frame(0.1, 0.25, rotation, flipped) == pytest.approx(frame_point)
