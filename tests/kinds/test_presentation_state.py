import pytest
from pydicom import Dataset

from tests.pixels.described import described
from viewer.demo.build import ct_slice, enhanced_mr
from viewer.demo.documents import presentation_state
from viewer.demo.presentation_states import blending_state
from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.presentation_state import states, with_images

SLICES = [ct_slice(index) for index in range(3)]


def card_of(dataset: Dataset) -> DisplaySet:
    (card,) = states([described(dataset)], "presentation_state")
    return card


def by_uid(*datasets: Dataset) -> dict[str, Header]:
    return {str(dataset.SOPInstanceUID): described(dataset) for dataset in datasets}


def test_each_state_is_a_set_of_its_own_and_named_by_its_label() -> None:
    made = [
        presentation_state(SLICES, ContentLabel=label, InstanceNumber=number)
        for label, number in (("SECOND", 2), ("FIRST", 1))
    ]
    sets = states([described(one) for one in made], "presentation_state")
    assert [one.label for one in sets] == ["State FIRST", "State SECOND"]
    assert [one.view for one in sets] == ["card", "card"]


def test_a_state_shows_the_images_that_it_refers_to_in_its_order() -> None:
    card = card_of(presentation_state([SLICES[2], SLICES[0]]))
    shown = with_images(card, by_uid(*SLICES))
    numbers = [frame.header.source.path for frame in shown.frames]
    assert shown.view == "stack"
    assert len(numbers) == 2
    assert [frame.state for frame in shown.frames] == [card.state] * 2
    assert shown.absent == ()


def test_frames_are_chosen_by_their_numbers() -> None:
    dataset = enhanced_mr(4)
    state = presentation_state([dataset])
    reference = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    reference.ReferencedFrameNumber = [2, 4, 9, 2]
    shown = with_images(card_of(state), by_uid(dataset))
    assert [frame.frame_index for frame in shown.frames] == [1, 3]


def test_every_frame_is_meant_where_none_is_named() -> None:
    dataset = enhanced_mr(4)
    shown = with_images(card_of(presentation_state([dataset])), by_uid(dataset))
    assert len(shown.frames) == 4


@pytest.mark.parametrize("open_ones", [0, 1])
def test_what_is_not_open_is_missing(open_ones: int) -> None:
    shown = with_images(
        card_of(presentation_state(SLICES)), by_uid(*SLICES[:open_ones])
    )
    assert shown.view == ("stack" if open_ones else "card")
    assert shown.absent == tuple(one.SOPInstanceUID for one in SLICES[open_ones:])


def test_a_blending_state_names_missing_images_of_both_kinds() -> None:
    over = ct_slice(0, SeriesInstanceUID="1.2.3", SOPInstanceUID="1.2.3.4")
    card = card_of(blending_state(SLICES[:1], [over]))
    alone = with_images(card, by_uid(SLICES[0]))
    assert (alone.frames[0].over, alone.absent) == (None, ("1.2.3.4",))
    both = with_images(card, by_uid(SLICES[0], over))
    (frame,) = both.frames
    assert both.absent == ()
    assert frame.over is not None
    assert frame.over.state is None


def test_a_state_that_has_not_been_read_whole_is_a_card() -> None:
    from dataclasses import replace

    header = replace(described(presentation_state(SLICES)), complete=False)
    (card,) = states([header], "presentation_state")
    assert (card.state, card.view) == (None, "card")
    assert with_images(card, by_uid(*SLICES)) is card
