import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from viewer.demo.build import ct_slice, to_bytes
from viewer.files.order import Slot, slot_of
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds.base import DisplaySet
from viewer.kinds.gaps import missing_after, with_places
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool


def slots(
    places_mm: Sequence[float], numbers: Sequence[int | None] | None = None
) -> list[Slot]:
    found = []
    for index, place in enumerate(places_mm):
        number = numbers[index] if numbers else None
        dataset = ct_slice(0, ImagePositionPatient=[0, 0, place], InstanceNumber=number)
        found.append(slot_of(walk_header(Source(f"memory:{index}", to_bytes(dataset)))))
    return found


def opened(folder: Path) -> DisplaySet:
    request = OpeningRequest([str(folder)], (), lambda: False, lambda catalogue: None)
    (display_set,) = Opener(InlinePool()).run(request).sets()
    return display_set


def series(folder: Path, left_out: set[int]) -> Path:
    folder.mkdir()
    for number in set(range(12)) - left_out:
        (folder / str(number)).write_bytes(to_bytes(ct_slice(number)))
    return folder


def test_a_slice_that_is_left_out_by_place_and_number_is_missing() -> None:
    assert missing_after(slots([0, 5, 15, 20, 25], [1, 2, 4, 5, 6])) == [0, 1, 0, 0]
    assert missing_after(slots([25, 20, 15, 0, -5], [1, 2, 3, 6, 7])) == [0, 0, 2, 0]
    assert missing_after(slots([0, 5, 15, 20, 25], [9, 7, 3, 1, -1])) == [0, 1, 0, 0]


def test_what_the_scanner_left_out_it_numbered_on() -> None:
    assert missing_after(slots([0, 5, 15, 20, 25], [1, 2, 3, 4, 5])) == [0, 0, 0, 0]
    assert missing_after(slots([0, 5, 10, 15, 20], [1, 2, 4, 5, 6])) == [0, 0, 0, 0]


def test_without_any_number_the_place_alone_tells() -> None:
    assert missing_after(slots([0, 5, 15, 20, 25])) == [0, 1, 0, 0]
    assert math.isinf(slots([0])[0].number)


@pytest.mark.parametrize(
    "places",
    [
        [0, 5, 12, 20, 25],  # no step
        [0, 5, 5, 10, 20],  # two at one place
        [0, 5, 17, 22, 27],  # no whole step
        [0, 5, 10, 0, 10],  # there and back
        [0, 1, 2, 3, 1_000_000],  # more missing than there
    ],
)
def test_an_irregular_stack_has_no_missing_slices(places: list[float]) -> None:
    assert not any(missing_after(slots(places)))


def test_each_missing_slice_has_its_place_in_the_stack(tmp_path: Path) -> None:
    display_set = opened(series(tmp_path / "ct", {4, 5, 9}))
    assert (len(display_set.frames), len(display_set.images)) == (12, 9)
    places = [
        place for place, frame in enumerate(display_set.frames) if frame.is_missing
    ]
    assert places == [4, 5, 9]
    for place, frame in enumerate(display_set.frames):
        if not frame.is_missing:
            assert frame.header.source.name == str(place)
    assert display_set.missing == 3


def test_the_middle_of_a_stack_is_an_image(tmp_path: Path) -> None:
    display_set = opened(series(tmp_path / "ct", {5, 6}))
    assert display_set.frames[6].is_missing
    assert display_set.middle == 4


def test_a_whole_stack_stays_as_it_is(tmp_path: Path) -> None:
    display_set = opened(series(tmp_path / "ct", set()))
    assert with_places(display_set) is display_set
    assert display_set.missing == 0


def test_the_ends_of_a_stack_are_not_guessed(tmp_path: Path) -> None:
    assert opened(series(tmp_path / "ct", {0, 1, 11})).missing == 0


def test_a_slice_that_comes_later_takes_its_place(tmp_path: Path) -> None:
    folder = series(tmp_path / "ct", {5})
    opener = Opener(InlinePool())
    request = OpeningRequest([str(folder)], (), lambda: False, lambda catalogue: None)
    assert opener.run(request).missing == 1
    (folder / "5").write_bytes(to_bytes(ct_slice(5)))
    catalogue = opener.run(request)
    assert catalogue.missing == 0
    assert len(next(catalogue.sets()).frames) == 12
