from contextlib import suppress

import numpy as np
import pytest

from tests.pixels.streams import (
    JPEG,
    LOSSLESS,
    RLE,
    WITH_END,
    decoded,
    deflate,
    imagecodecs,
    jpeg_2000,
    jpeg_lossless,
    rle,
    smooth,
    values_of,
)
from viewer.pixels.decode import (
    DAMAGED,
)
from viewer.pixels.encoding import PixelError


@pytest.mark.parametrize("codec", LOSSLESS)
def test_a_stream_cut_short_never_becomes_a_clean_picture(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u2")
    stream = encode(picture)
    for part in (0.3, 0.6, 0.9):
        cut = stream[: int(len(stream) * part)]
        with suppress(PixelError):
            answer = decoded(cut, uid, values_of(picture))
            assert answer.marks == (DAMAGED,)
            assert answer.values.shape == picture.shape
            assert any("incomplete" in note or "wrong" in note for note in answer.notes)


@pytest.mark.parametrize("codec", WITH_END)
def test_a_missing_end_marker_marks_the_picture_damaged(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u2")
    stream = encode(picture)
    stream = stream[: stream.rindex(b"\xff\xd9")]
    try:
        assert decoded(stream, uid, values_of(picture)).marks == (DAMAGED,)
    except PixelError:
        assert codec == "JPEG-LS", "the others can show what there is"


def test_jpeg_2000_cut_short_shows_what_there_is() -> None:
    picture = smooth("u2")
    stream = jpeg_2000(picture)
    answer = decoded(stream[: int(len(stream) * 0.9)], JPEG + "90", values_of(picture))
    assert answer.marks == (DAMAGED,)
    assert np.abs(answer.values.astype(int) - picture).mean() < 10


def test_an_error_that_openjph_swallows_is_not_a_picture() -> None:
    picture = smooth("u2")
    stream = bytearray(LOSSLESS["HTJ2K"][1](picture))
    end = len(stream) - 2
    stream[end - 300 : end] = bytes(300)
    with suppress(PixelError):
        answer = decoded(bytes(stream), JPEG + "201", values_of(picture))
        assert answer.marks == (DAMAGED,)


def test_an_rle_segment_that_ends_early_is_zero_from_there() -> None:
    picture = smooth("u2")
    stream = rle(picture)[:-40]
    answer = decoded(stream, RLE, values_of(picture))
    assert answer.marks == (DAMAGED,)
    high, low = answer.values.view("u1").reshape(-1, 2)[:, 1], answer.values
    assert np.array_equal(high, picture.view("u1").reshape(-1, 2)[:, 1])
    assert np.array_equal(low[:20], picture[:20])


def test_an_rle_frame_cut_before_its_last_segment_shows_what_there_is() -> None:
    picture = smooth("u2")
    stream = rle(picture)
    first = int.from_bytes(stream[4:8], "little")
    last = int.from_bytes(stream[8:12], "little")
    answer = decoded(stream[: (first + last) // 2], RLE, values_of(picture))
    assert answer.marks == (DAMAGED,)
    low, high = answer.values.view("u1").reshape(*picture.shape, 2).transpose(2, 0, 1)
    assert np.array_equal(high[:5], picture[:5] >> 8)
    assert not low.any()


def test_a_frame_without_a_byte_is_told_as_such() -> None:
    with pytest.raises(PixelError, match="ends before the pixels of this frame"):
        decoded(b"", RLE, values_of(smooth("u2")))


def test_rle_segments_longer_than_the_header_says_are_not_a_clean_picture() -> None:
    picture = smooth("u2")
    answer = decoded(rle(picture), RLE, values_of(picture[:30]))
    assert answer.marks == (DAMAGED,)
    assert np.array_equal(answer.values, picture[:30])


@pytest.mark.parametrize("kind", ["longer", "without its end"])
def test_a_deflated_frame_of_another_length_is_damaged(kind: str) -> None:
    picture = smooth("u2")
    stream = deflate(np.vstack([picture, picture[:1]]))
    if kind == "without its end":
        stream = deflate(picture)[:-1]
    answer = decoded(stream, "1.2.840.10008.1.2.8.1", values_of(picture))
    assert answer.marks == (DAMAGED,)


def test_a_lossless_jpeg_too_short_for_its_pixels_is_damaged() -> None:
    picture = smooth("u2")
    stream = jpeg_lossless(picture)
    scan = stream.index(b"\xff\xda") + 10
    hollow = stream[:scan] + bytes(9) + b"\xff\xd9"
    answer = decoded(hollow, JPEG + "70", values_of(picture))
    assert answer.marks == (DAMAGED,)


@pytest.mark.parametrize("padding", [b"\0", b" ", b"\x80"])
def test_padding_after_an_rle_frame_is_no_damage(padding: bytes) -> None:
    picture = smooth("u1")
    answer = decoded(rle(picture) + padding, RLE, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.marks == ()


def test_damage_that_openjph_passes_over_is_marked() -> None:
    uid, encode, _ = LOSSLESS["HTJ2K"]
    picture = smooth("u2")
    stream = encode(picture)
    marked = 0
    for place in range(len(stream) // 2, len(stream) - 2, 11):
        damaged = bytearray(stream)
        damaged[place] ^= 0x40
        with suppress(PixelError):
            found = decoded(bytes(damaged), uid, values_of(picture))
            if not found.marks:
                theirs = imagecodecs.jpeg2k_decode(bytes(damaged))
                assert np.array_equal(theirs, found.values), place
            marked += bool(found.marks)
    assert marked
