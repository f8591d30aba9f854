"""Which slice belongs beside which: pure, by hand."""

import pytest

from tests.ui.sets import ct_set, header_of, phased_set, sets_of
from viewer.demo.build import image
from viewer.demo.oblique import AXIAL, OBLIQUE, SAGITTAL, Cosines, oblique_series
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.stacks import Placed, placed
from viewer.ui.state.matching import Alignment, Anchor, match

TILTED: Cosines = (1, 0, 0, 0, 0.9848078, 0.1736482)
"""By 10°: more than nearly parallel, less than another way."""


def series(cosines: Cosines = AXIAL, slices: int = 11, gap_mm: float = 5.0) -> Placed:
    (found,) = sets_of(oblique_series("s", cosines, slices=slices, gap_mm=gap_mm))
    return placed(found)


def elsewhere(cosines: Cosines = AXIAL, slices: int = 11, gap: float = 5.0) -> Placed:
    made = oblique_series(
        "e", cosines, slices=slices, gap_mm=gap, FrameOfReferenceUID="1.2.3"
    )
    (found,) = sets_of(made)
    return placed(found)


def numbered(frames: int) -> Placed:
    """Images without any place."""
    header = header_of(image(frames=frames, SOPInstanceUID=f"2.25.{frames}"))
    made = tuple(Frame(header, number) for number in range(frames))
    return placed(DisplaySet("cine", "stack", "", made))


def test_slices_that_cross_do_not_follow() -> None:
    for cosines in (SAGITTAL, OBLIQUE, TILTED):
        assert match(series(), 3, series(cosines), 5, None) is None
    assert match(series(), 3, elsewhere(SAGITTAL), 5, None) is None


def test_the_nearest_slice_follows_by_position() -> None:
    """Slice 3 of 5 mm lies at −10; the 3 mm series has −9 and −12."""
    found = match(series(), 3, series(slices=19, gap_mm=3.0), 0, None)
    assert found is not None
    assert (found.index, found.following.mode) == (6, "position")


def test_a_position_is_looked_for_in_the_phase_that_is_shown() -> None:
    phased = placed(phased_set(positions=3, phases=2))
    leader = placed(ct_set(3))
    assert [match(leader, 2, phased, at, None).index for at in (0, 4)] == [2, 5]  # type: ignore[union-attr]
    back = match(phased, 4, leader, 0, None)
    assert back is not None
    assert back.index == 1


def test_other_spaces_follow_by_number_and_end_where_they_end() -> None:
    found = [match(series(), index, elsewhere(slices=5), 0, None) for index in (4, 5)]
    assert [one.index for one in found if one] == [4, None]
    assert [one.following.is_outside for one in found if one] == [False, True]


def test_an_image_alone_is_not_followed_by_number() -> None:
    assert match(series(), 3, elsewhere(slices=1), 0, None) is None


@pytest.mark.parametrize(("index", "expected"), [(0, 3), (1, 5), (2, None)])
def test_an_offset_in_millimetres_holds_for_other_spacings(
    index: int, expected: int | None
) -> None:
    """Slice 0 of 5 mm beside slice 3 of 2.5 mm: 5 mm further is slice 5, of 6."""
    leader, follower = series(), elsewhere(slices=6, gap=2.5)
    start = Anchor(0, leader.stack.level_of(0))
    end = Anchor(3, follower.stack.level_of(3))
    for alignment in (
        Alignment(leader.key, start, follower.key, end),
        Alignment(follower.key, end, leader.key, start),
    ):
        found = match(leader, index, follower, 0, alignment)
        assert found is not None
        assert found.index == expected
        assert found.following.mode == "offset"


def test_an_offset_goes_the_other_way_where_the_planes_face_the_other_way() -> None:
    """Columns to the front and rows to the right: the normal points to the feet."""
    turned: Cosines = (-1, 0, 0, 0, 1, 0)
    leader, follower = series(), elsewhere(turned)
    assert follower.stack.level_of(0) == -25.0  # at the head
    alignment = Alignment(
        leader.key,
        Anchor(5, leader.stack.level_of(5)),
        follower.key,
        Anchor(5, follower.stack.level_of(5)),
    )
    up = match(leader, 7, follower, 5, alignment)
    assert up is not None
    sheet = follower.sheet(up.index or 0)
    assert sheet is not None
    assert sheet.plane.position_mm[2] == pytest.approx(10.0)


def test_images_without_planes_keep_an_offset_in_images() -> None:
    leader, follower = numbered(8), numbered(5)
    start, end = Anchor(3, None), Anchor(1, None)
    alignment = Alignment(leader.key, start, follower.key, end)
    found = [match(leader, at, follower, 0, alignment) for at in (2, 6, 7, 1)]
    assert [one.index for one in found if one] == [0, 4, None, None]
    assert all(one and one.following.offset_images == -2 for one in found)
