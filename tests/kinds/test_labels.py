from dataclasses import replace

import pytest

from tests.files.made import made
from viewer import limits
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.labels import frame_count, is_picture, label_of

MPEG4, DEFLATED = "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.1.99"
EXPLICIT, RLE = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5"


def claims(frames: int, size: int, pixel_length: int = 0) -> Header:
    header = made(NumberOfFrames=frames, Rows=16, Columns=16, BitsAllocated=16)
    source = Source("made", bytes(size))
    return replace(header, source=source, pixel_length=pixel_length)


@pytest.mark.parametrize(
    ("stated", "count"), [(None, 1), ("", 1), (0, 1), (-3, 1), (1, 1), (24, 24)]
)
def test_there_is_always_one_frame(stated: int | str | None, count: int) -> None:
    assert frame_count(made(NumberOfFrames=stated)) == count


def test_a_modest_claim_is_believed_without_looking_at_the_file() -> None:
    assert frame_count(claims(limits.FRAMES_BELIEVED, 0)) == limits.FRAMES_BELIEVED


def test_a_huge_claim_is_cut_to_the_room_in_the_file() -> None:
    assert frame_count(claims(2_147_483_647, 1_000)) == limits.FRAMES_BELIEVED
    assert frame_count(claims(2_147_483_647, 512 * 20_000)) == 20_000
    assert frame_count(claims(2_147_483_647, 8 * 30_000, pixel_length=-1)) == 30_000
    assert frame_count(claims(15_000, 512 * 20_000)) == 15_000


@pytest.mark.parametrize(("length", "left"), [(3 * 512, 3 * 512), (10 * 512, 1100)])
def test_uncompressed_frames_are_those_that_the_file_holds(
    length: int, left: int
) -> None:
    header = claims(10, left, pixel_length=length)
    assert frame_count(replace(header, transfer_syntax_uid=EXPLICIT)) == 3
    assert frame_count(replace(header, transfer_syntax_uid=RLE)) == 10


def test_a_deflated_file_may_hold_more_than_its_size() -> None:
    header = replace(claims(20_000, 512 * 1_000), transfer_syntax_uid=DEFLATED)
    assert frame_count(header) == 20_000


def test_a_file_that_is_gone_has_no_room() -> None:
    header = replace(claims(50_000, 0), source=Source("/nowhere/at/all"))
    assert frame_count(header) == limits.FRAMES_BELIEVED


def test_videos_and_tiles_are_no_pictures_frame_by_frame() -> None:
    assert is_picture(made(), "image2d")
    assert not is_picture(made(_pixels=0), "image2d")
    assert not is_picture(replace(made(), transfer_syntax_uid=MPEG4), "cine")
    assert is_picture(made(), "wsi")
    assert not is_picture(made(NumberOfFrames=9), "wsi")


def test_a_label_is_the_description_else_the_protocol_else_the_class() -> None:
    assert label_of(made(SeriesDescription="Head", ProtocolName="P")) == "Head"
    assert label_of(made(SeriesDescription=" ", ProtocolName="P")) == "P"
    assert label_of(made()) == "CT"
    assert label_of(made(SOPClassUID="1.2.3")) == ""
