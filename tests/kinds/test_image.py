import itertools
from dataclasses import replace

from tests.files.made import AXIAL, made
from viewer.files.header import Header
from viewer.kinds.image import pictures


def at(z: int, echo: int, number: int) -> Header:
    return made(
        f"{z}/{echo}",
        InstanceNumber=number,
        SeriesDescription="T2",
        EchoTime=echo,
        ImageOrientationPatient=AXIAL,
        ImagePositionPatient=(0, 0, z),
    )


def test_a_stack_has_a_label_and_its_frames_in_order() -> None:
    (one,) = pictures([at(z, 20, 9 - z) for z in (2, 0, 1)], "image2d")
    assert (one.kind, one.view, one.label) == ("image2d", "stack", "T2")
    assert [frame.header.source.path for frame in one.frames] == [
        "2/20",
        "1/20",
        "0/20",
    ]
    assert {frame.frame_index for frame in one.frames} == {0}


def test_echoes_at_equal_positions_are_phases_of_one_set() -> None:
    headers = [at(z, te, 1) for z, te in itertools.product(range(4), (20, 40))]
    (one,) = pictures(headers, "image2d")
    assert (one.phases, one.phase_axis) == (2, "echo")
    assert one.phase_labels == ("TE 20 ms", "TE 40 ms")
    assert one.label == "T2"


def test_parts_are_told_apart_by_their_label() -> None:
    headers = [at(z, 20, z) for z in range(4)] + [at(z, 40, 10 + z) for z in range(3)]
    assert [one.label for one in pictures(headers, "image2d")] == [
        "T2 · TE 20 ms",
        "T2 · TE 40 ms",
    ]


def test_a_run_among_single_images_is_a_set_of_its_own() -> None:
    headers = [made("a"), made("run", NumberOfFrames=5), made("b")]
    assert [len(one.frames) for one in pictures(headers, "image2d")] == [2, 5]


def test_an_image_class_with_one_frame_sits_with_the_single_frames() -> None:
    headers = [made("a", NumberOfFrames=1), made("b")]
    (one,) = pictures(headers, "multiframe_volume")
    assert len(one.frames) == 2


def test_what_cannot_be_shown_becomes_a_card() -> None:
    video = replace(
        made("v", NumberOfFrames=100), transfer_syntax_uid="1.2.840.10008.1.2.4.102"
    )
    headers = [made("a"), made("empty", _pixels=0), video]
    stack, card = pictures(headers, "image2d")
    assert (stack.view, len(stack.frames)) == ("stack", 1)
    assert (card.view, len(card.frames)) == ("card", 2)


def test_tiles_of_a_slide_are_a_card_and_its_label_image_a_picture() -> None:
    tiles, label = made("tiles", NumberOfFrames=64), made("label")
    views = {
        one.frames[0].header.source.path: one.view
        for one in pictures([tiles, label], "wsi")
    }
    assert views == {"tiles": "card", "label": "stack"}
