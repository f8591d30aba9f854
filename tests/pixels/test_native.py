from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.pixels.headers import header
from viewer.pixels.decode import DAMAGED, Decoded, decode, frame_request
from viewer.pixels.encoding import EXPLICIT_BIG_ENDIAN, PRIVATE_GE, PixelError
from viewer.pixels.stored_values import masked

EIGHT_BITS = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}


def show(
    pixels: bytes, values: Mapping[str, int | str], frame_index: int = 0
) -> Decoded:
    return decode(frame_request(header(pixels, values), frame_index))


def decoded(pixels: bytes, /, frame_index: int = 0, **values: int | str) -> Decoded:
    return show(pixels, values, frame_index)


def stored(array: NDArray[np.generic], **values: int | str) -> Decoded:
    rows, columns = array.shape[:2]
    return show(array.tobytes(), {"Rows": rows, "Columns": columns, **values})


@pytest.mark.parametrize(
    ("bits", "signed", "dtype"),
    [
        (8, 0, "uint8"),
        (8, 1, "int8"),
        (16, 0, "uint16"),
        (16, 1, "int16"),
        (32, 0, "uint32"),
        (32, 1, "int32"),
        (64, 0, "uint64"),
        (64, 1, "int64"),
    ],
)
def test_integers_of_every_size_keep_their_type_and_value(
    bits: int, signed: int, dtype: str
) -> None:
    limits = np.iinfo(dtype)
    array = np.array([[limits.min, limits.max, 1], [2, 3, 4]], dtype)
    answer = stored(
        array,
        BitsAllocated=bits,
        BitsStored=bits,
        HighBit=bits - 1,
        PixelRepresentation=signed,
    )
    assert answer.values.dtype == dtype
    assert np.array_equal(answer.values, array)
    assert (answer.decoder, answer.marks, answer.notes) == ("native", (), ())


@pytest.mark.parametrize("uid", [EXPLICIT_BIG_ENDIAN, PRIVATE_GE])
def test_big_endian_values_are_turned_round(uid: str) -> None:
    array = np.array([[1, 2], [3, 40000]], ">u2")
    of = header(array.tobytes(), transfer_syntax_uid=uid)
    answer = decode(frame_request(of, 0)).values
    assert answer.dtype == np.dtype("uint16")
    assert answer.tolist() == array.tolist()


@pytest.mark.parametrize("frame_index", [0, 1, 2])
def test_8_bit_values_in_big_endian_words_are_put_in_order(frame_index: int) -> None:
    flat = np.arange(1, 28, dtype="u1")  # three frames of nine bytes
    words = np.append(flat, 0).astype("u1").view("u2").byteswap().tobytes()
    before = b"\xe0\x7f\x00\x10OW\0\0\0\0\0\x1c"
    of = replace(
        header(
            before + words,
            {**EIGHT_BITS, "Rows": 3, "Columns": 3, "NumberOfFrames": "3"},
            transfer_syntax_uid=EXPLICIT_BIG_ENDIAN,
        ),
        pixel_offset=len(before),
        pixel_length=len(words),
    )
    answer = decode(frame_request(of, frame_index)).values
    assert answer.tolist() == flat.reshape(3, 3, 3)[frame_index].tolist()


def test_twelve_signed_bits_are_sign_extended_and_overlay_bits_removed() -> None:
    answer = stored(
        np.array([[0x0800, 0xF7FF], [0x1FFF, 0x7001]], "<u2"),
        BitsStored=12,
        HighBit=11,
        PixelRepresentation=1,
    )
    assert answer.values.tolist() == [[-2048, 2047], [-1, 1]]


def test_overlay_bits_above_unsigned_values_are_removed() -> None:
    answer = stored(
        np.array([[0xF00F, 0x8FFF], [0, 1]], "<u2"), BitsStored=12, HighBit=11
    )
    assert answer.values.tolist() == [[15, 4095], [0, 1]]


@pytest.mark.parametrize(("high_bit", "expected"), [(0, [[0, 1]]), (7, [[1, 0]])])
def test_one_stored_bit_is_freed_of_its_neighbours(
    high_bit: int, expected: list[list[int]]
) -> None:
    answer = stored(
        np.array([[0xFE, 0x7F]], "u1"),
        Rows=1,
        Columns=2,
        BitsAllocated=8,
        BitsStored=1,
        HighBit=high_bit,
    )
    assert answer.values.tolist() == expected


@pytest.mark.parametrize(
    ("signed", "expected"), [(0, [[0xFFF, 1], [0, 0x800]]), (1, [[-1, 1], [0, -2048]])]
)
def test_values_in_the_high_bits_are_moved_down(
    signed: int, expected: list[list[int]]
) -> None:
    answer = stored(
        np.array([[0xFFF3, 0x0010], [0x000F, 0x8000]], "<u2"),
        BitsStored=12,
        HighBit=15,
        PixelRepresentation=signed,
    )
    assert answer.values.tolist() == expected


@pytest.mark.parametrize("frame_index", [0, 1, 2])
def test_single_bits_are_unpacked_across_frames_that_share_bytes(
    frame_index: int,
) -> None:
    frames = np.random.default_rng(1).integers(0, 2, (3, 3, 5), "u1")
    packed = np.packbits(frames.ravel(), bitorder="little").tobytes()
    answer = decoded(
        packed,
        frame_index,
        Rows=3,
        Columns=5,
        BitsAllocated=1,
        BitsStored=1,
        HighBit=0,
        NumberOfFrames="3",
    )
    assert answer.values.dtype == np.uint8
    assert np.array_equal(answer.values, frames[frame_index])


@pytest.mark.parametrize("frame_index", [0, 1])
def test_twelve_bits_allocated_are_unpacked(frame_index: int) -> None:
    frames = np.random.default_rng(2).integers(0, 4096, (2, 3, 3))
    number = sum(int(value) << 12 * i for i, value in enumerate(frames.ravel()))
    answer = decoded(
        number.to_bytes(27, "little"),
        frame_index,
        Rows=3,
        Columns=3,
        BitsAllocated=12,
        BitsStored=12,
        HighBit=11,
        NumberOfFrames="2",
    )
    assert answer.values.tolist() == frames[frame_index].tolist()


@pytest.mark.parametrize("signed", [0, 1])
@pytest.mark.parametrize("bits", [2, 4, 7, 10, 12, 20, 24, 40, 48, 63])
def test_values_of_any_number_of_bits_are_unpacked_with_their_sign(
    bits: int, signed: int
) -> None:
    random = np.random.default_rng(bits)
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, 2**bits)
    frames = random.integers(low, high, (2, 3, 5))
    frames[:, 0, 0] = low
    raw = frames.ravel() & (2**bits - 1)
    number = sum(int(value) << bits * i for i, value in enumerate(raw))
    answer = decoded(
        number.to_bytes(-(-30 * bits // 8), "little"),
        1,
        Rows=3,
        Columns=5,
        BitsAllocated=bits,
        BitsStored=bits,
        HighBit=bits - 1,
        PixelRepresentation=signed,
        NumberOfFrames="2",
    )
    assert answer.values.dtype.kind == ("i" if signed else "u")
    assert answer.values.tolist() == frames[1].tolist()


def test_values_in_whole_bytes_with_their_stored_bits_for_the_allocated_are_read() -> (
    None
):
    values = np.array([[4095, 1], [2, 3], [4, 5]], "<u2")
    answer = stored(values, BitsAllocated=12, BitsStored=12, HighBit=11)
    assert np.array_equal(answer.values, values)
    assert "allocates 12 bits for a value, the file has 16" in answer.notes[0]


@pytest.mark.parametrize("bits", [7, 12, 24])
def test_a_length_that_fits_no_number_of_bits_is_no_picture(bits: int) -> None:
    with pytest.raises(PixelError, match=f"Pixels of {bits} bits cannot be shown"):
        show(
            bytes(77),
            {"Rows": 4, "Columns": 4, "BitsAllocated": bits, "BitsStored": bits},
        )


def test_packed_values_of_a_large_picture_are_unpacked_in_blocks() -> None:
    values = np.random.default_rng(1).integers(0, 4096, (600, 900))
    pairs = values.reshape(-1, 2)
    packed = np.empty((len(pairs), 3), "u1")
    packed[:, 0] = pairs[:, 0] & 255
    packed[:, 1] = pairs[:, 0] >> 8 | (pairs[:, 1] & 15) << 4
    packed[:, 2] = pairs[:, 1] >> 4
    answer = decoded(
        packed.tobytes(),
        Rows=600,
        Columns=900,
        BitsAllocated=12,
        BitsStored=12,
        HighBit=11,
    )
    assert np.array_equal(answer.values, values)


@pytest.mark.parametrize("frame_index", [0, 1, 2])
def test_single_bits_in_big_endian_words_are_put_in_order(frame_index: int) -> None:
    frames = np.random.default_rng(1).integers(0, 2, (3, 4, 5), "u1")
    packed = np.packbits(frames.ravel(), bitorder="little").tobytes()
    words = np.frombuffer(packed, "u2").byteswap().tobytes()
    of = header(
        b"OW" + bytes(6) + words,
        {
            "Rows": 4,
            "Columns": 5,
            "BitsAllocated": 1,
            "BitsStored": 1,
            "HighBit": 0,
            "NumberOfFrames": "3",
        },
        transfer_syntax_uid=EXPLICIT_BIG_ENDIAN,
    )
    of = replace(of, pixel_offset=8, pixel_length=len(words))
    answer = decode(frame_request(of, frame_index))
    assert np.array_equal(answer.values, frames[frame_index])


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_planes_are_interleaved(planar: int) -> None:
    picture = np.arange(24, dtype="u1").reshape(2, 4, 3)
    on_disk = picture.transpose(2, 0, 1) if planar else picture
    answer = decoded(
        on_disk.tobytes(),
        Rows=2,
        Columns=4,
        SamplesPerPixel=3,
        BitsAllocated=8,
        BitsStored=8,
        HighBit=7,
        PlanarConfiguration=planar,
        PhotometricInterpretation="RGB",
    )
    assert answer.values.tolist() == picture.tolist()
    assert answer.photometric_interpretation == "RGB"


COLOUR_422: dict[str, int | str] = {
    "Rows": 1,
    "Columns": 4,
    "SamplesPerPixel": 3,
    "BitsAllocated": 8,
    "BitsStored": 8,
    "HighBit": 7,
    "PhotometricInterpretation": "YBR_FULL_422",
}


def test_subsampled_colour_is_repeated_for_both_pixels() -> None:
    answer = show(bytes([1, 2, 100, 200, 3, 4, 101, 201]), COLOUR_422)
    assert answer.values.tolist() == [
        [[1, 100, 200], [2, 100, 200], [3, 101, 201], [4, 101, 201]]
    ]
    assert answer.photometric_interpretation == "YBR_FULL"


def test_colour_falsely_called_subsampled_is_taken_as_it_is() -> None:
    answer = show(bytes(range(12)), COLOUR_422)
    assert answer.values.ravel().tolist() == list(range(12))
    assert answer.photometric_interpretation == "YBR_FULL"
    assert any("subsampled" in note for note in answer.notes)


@pytest.mark.parametrize(("kind", "dtype"), [("Float", "f4"), ("DoubleFloat", "f8")])
def test_floating_point_pixels_keep_every_digit(kind: str, dtype: str) -> None:
    from viewer.dicom import tags

    array = np.array([[np.pi, -1e30], [0, np.inf]], dtype)
    of = header(array.tobytes(), leave_out=("BitsStored", "HighBit"))
    of = replace(of, pixel_tag=getattr(tags, f"{kind}PixelData"))
    answer = decode(frame_request(of, 0)).values
    assert answer.dtype == dtype
    assert np.array_equal(answer, array)


def test_pixels_that_end_early_are_marked_damaged_and_zero_where_missing() -> None:
    answer = decoded(np.array([5, 6, 7], "<u2").tobytes())
    assert answer.values.tolist() == [[5, 6], [7, 0]]
    assert answer.marks == (DAMAGED,)
    assert any("incomplete" in note for note in answer.notes)


def test_no_pixels_at_all_is_an_error_and_not_a_black_picture() -> None:
    with pytest.raises(PixelError, match="ends before its first pixel"):
        decoded(b"")


def test_more_frames_announced_than_stored_leaves_those_that_exist() -> None:
    pixels = np.arange(8, dtype="<u2").tobytes()
    answer = decoded(pixels, 1, NumberOfFrames="2000000000")
    assert answer.values.tolist() == [[4, 5], [6, 7]]
    assert any("holds 2" in note for note in answer.notes)
    with pytest.raises(PixelError, match="Frame 3 does not exist"):
        decoded(pixels, 2, NumberOfFrames="2000000000")


def test_big_endian_pixels_labelled_compressed_keep_their_order() -> None:
    pixels = np.array([[1, 2], [3, 4000]], ">u2").tobytes()
    of = header(pixels, transfer_syntax_uid=EXPLICIT_BIG_ENDIAN)
    of = replace(of, transfer_syntax_uid="1.2.840.10008.1.2.4.70")
    assert decode(frame_request(of, 0)).values.tolist() == [[1, 2], [3, 4000]]


def test_uncompressed_pixels_labelled_compressed_are_shown_with_a_note() -> None:
    of = header(bytes(8), transfer_syntax_uid="1.2.840.10008.1.2.4.70")
    answer = decode(frame_request(of, 0))
    assert answer.values.shape == (2, 2)
    assert any("compressed" in note for note in answer.notes)


def test_unused_bits_are_taken_off_and_values_without_them_are_not_copied() -> None:
    clean = np.array([[0, 4095], [17, 300]], np.uint16)
    clean.flags.writeable = False
    assert masked(clean, 12) is clean
    dirty = np.array([[0x1000, 0xFFFF], [17, 300]], np.uint16)
    dirty.flags.writeable = False
    assert masked(dirty, 12).tolist() == [[0, 4095], [17, 300]]
    assert dirty.tolist() == [[0x1000, 0xFFFF], [17, 300]]
    assert masked(np.empty((0, 4), np.uint16), 12).shape == (0, 4)
