"""Faults of the pixels that are told without decoding them."""

from dataclasses import replace

import pytest

from tests.pixels.headers import encapsulated, header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.encoding import CONTRADICTION, encoding_of
from viewer.pixels.faults import CUT, FEWER_PIXELS, lacks_frames, pixel_faults
from viewer.pixels.frames import frame_table

JPEG, MPEG4 = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.102"
FRAME_BYTES = 8
FEWER_FRAMES = "The header announces 10 frames, the file holds 3."


def native(frames: int, stored_bytes: int) -> Header:
    return header(bytes(stored_bytes), {"NumberOfFrames": str(frames)})


def cut(of: Header, length: int) -> Header:
    """The same header before a file of which only so many bytes are left."""
    assert of.source.data is not None
    return replace(of, source=Source("memory:cut", of.source.data[:length]))


def fragments(pixels: bytes, frames: int = 3, uid: str = JPEG) -> Header:
    values = {"NumberOfFrames": str(frames)}
    return header(pixels, values, transfer_syntax_uid=uid, encapsulated=True)


def lacks(of: Header) -> bool:
    return lacks_frames(frame_table(of, encoding_of(of)))


THREE = encapsulated([b"\xff\xd8\xffa", b"\xff\xd8\xffb", b"\xff\xd8\xffc"])


@pytest.mark.parametrize(
    "whole", [native(1, FRAME_BYTES), native(10, 10 * FRAME_BYTES), fragments(THREE)]
)
def test_whole_pixels_have_no_fault(whole: Header) -> None:
    assert pixel_faults(whole) == ()
    assert not lacks(whole)


def test_an_object_without_pixels_has_none() -> None:
    assert pixel_faults(replace(native(1, 8), pixel_tag=0)) == ()


def test_a_file_cut_short_by_two_bytes_is_told() -> None:
    assert pixel_faults(cut(native(1, FRAME_BYTES), FRAME_BYTES - 2)) == (CUT,)


def test_frames_that_were_cut_off_are_counted() -> None:
    short = cut(native(10, 10 * FRAME_BYTES), 3 * FRAME_BYTES)
    assert pixel_faults(short) == (FEWER_FRAMES, CUT)
    assert lacks(short)


def test_frames_that_were_never_written_are_counted() -> None:
    assert pixel_faults(native(10, 3 * FRAME_BYTES)) == (FEWER_FRAMES,)
    assert pixel_faults(fragments(THREE, frames=10)) == (FEWER_FRAMES,)
    assert lacks(fragments(THREE, frames=10))


def test_a_frame_that_was_written_too_short_is_told() -> None:
    assert pixel_faults(native(1, FRAME_BYTES - 2)) == (FEWER_PIXELS,)


@pytest.mark.parametrize("missing", [6, 8, 9, 12])
def test_fragments_without_their_end_were_cut_off(missing: int) -> None:
    assert CUT in pixel_faults(fragments(THREE[:-missing]))


def test_fragments_of_a_stated_length_need_no_mark_of_their_end() -> None:
    stated = replace(fragments(THREE[:-8]), pixel_length=len(THREE) - 8)
    assert pixel_faults(stated) == ()


def test_nothing_is_said_of_the_frames_of_a_video() -> None:
    assert pixel_faults(fragments(encapsulated([b"video"]), 10, MPEG4)) == ()


def test_pixels_that_cannot_be_arranged_are_a_fault() -> None:
    (fault,) = pixel_faults(header(b"12", leave_out=("Rows",)))
    assert "how many rows" in fault


@pytest.mark.parametrize(
    "values",
    [
        {"PixelRepresentation": 17},
        {"BitsStored": 17},
        {"BitsStored": 12, "HighBit": 3},
        {"HighBit": 16},
    ],
)
def test_bits_that_the_header_cannot_mean_are_told(values: dict[str, int]) -> None:
    assert pixel_faults(header(bytes(8), values)) == (CONTRADICTION,)


@pytest.mark.parametrize(
    "values",
    [
        {"PixelRepresentation": 1},
        {"BitsStored": 12, "HighBit": 11},
        {"BitsStored": 12, "HighBit": 15},
    ],
)
def test_bits_that_make_sense_are_not_doubted(values: dict[str, int]) -> None:
    assert pixel_faults(header(bytes(8), values)) == ()


def test_what_is_not_said_is_not_contradicted() -> None:
    for keyword in ("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
        assert pixel_faults(header(bytes(8), leave_out=(keyword,))) == ()
