import numpy as np
import pytest

from tests.pixels.headers import header
from tests.pixels.streams import (
    JPEG,
    LOSSLESS,
    RLE,
    decoded,
    imagecodecs,
    jpeg_2000,
    jpeg_lossless,
    lossy,
    rle,
    smooth,
    values_of,
)
from viewer.pixels import decode as decoding
from viewer.pixels.decode import (
    decode,
    frame_request,
)
from viewer.pixels.encoding import PixelError


@pytest.mark.parametrize("codec", LOSSLESS)
@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_grey_comes_back_bit_for_bit(codec: str, dtype: str) -> None:
    uid, encode, name = LOSSLESS[codec]
    picture = smooth(dtype)
    answer = decoded(encode(picture), uid, values_of(picture))
    assert answer.values.dtype == picture.dtype
    assert np.array_equal(answer.values, picture)
    assert (answer.decoder, answer.marks, answer.notes) == (name, (), ())


@pytest.mark.parametrize("codec", LOSSLESS)
def test_colour_comes_back_bit_for_bit(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u1", colour=True)
    answer = decoded(encode(picture), uid, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.values.flags.c_contiguous
    assert answer.photometric_interpretation == "RGB"
    assert answer.marks == ()


@pytest.mark.parametrize("codec", LOSSLESS)
def test_negative_values_come_back_from_codecs_without_signs(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("i2") - 1024
    answer = decoded(encode(picture.view("u2")), uid, values_of(picture))
    assert answer.values.dtype == np.int16
    assert np.array_equal(answer.values, picture)


def test_signed_jpeg_2000_keeps_its_sign() -> None:
    picture = smooth("i2") - 1024
    answer = decoded(jpeg_2000(picture), JPEG + "90", values_of(picture))
    assert np.array_equal(answer.values, picture)


def test_jpeg_2000_whose_sign_contradicts_the_header_is_put_right() -> None:
    picture = smooth("i2") - 1024
    twelve_bits = (picture & 0x0FFF).astype("u2")
    stream = bytes(
        imagecodecs.jpeg2k_encode(twelve_bits, reversible=True, bitspersample=12)
    )
    values = values_of(picture, BitsStored=12, HighBit=11)
    wrapped = ((picture.astype(int) + 2048) % 4096) - 2048
    assert np.array_equal(decoded(stream, JPEG + "90", values).values, wrapped)


def test_eight_bits_compressed_come_back_in_sixteen_allocated() -> None:
    picture = smooth("u1")
    values = values_of(picture, BitsAllocated=16, BitsStored=8, HighBit=7)
    answer = decoded(jpeg_lossless(picture), JPEG + "70", values)
    assert answer.values.dtype == np.uint16
    assert np.array_equal(answer.values, picture)


def test_bits_above_the_stored_ones_are_removed_from_lossless_pictures() -> None:
    picture = smooth("u2")
    with_overlay = picture | 0x8000
    values = values_of(picture, BitsStored=12, HighBit=11)
    for codec in ("JPEG", "JPEG-LS", "JPEG 2000", "RLE"):
        uid, encode, _ = LOSSLESS[codec]
        answer = decoded(encode(with_overlay), uid, values)
        assert np.array_equal(answer.values, picture), codec


@pytest.mark.parametrize(
    ("written_as", "said", "expected"),
    [
        ("YCBCR", "YBR_FULL_422", "YBR_FULL"),
        ("YCBCR", "YBR_FULL", "YBR_FULL"),
        ("YCBCR", "RGB", "YBR_FULL"),  # JFIF is always YBR
        ("RGB", "RGB", "RGB"),
        ("RGB", "YBR_FULL_422", "RGB"),  # Adobe's marker says that nothing was mixed
    ],
)
def test_lossy_jpeg_gives_its_components_and_says_what_they_are(
    written_as: str, said: str, expected: str
) -> None:
    picture = smooth("u1", colour=True)
    stream = lossy(picture, written_as, written_as)
    values = values_of(picture, PhotometricInterpretation=said)
    answer = decoded(stream, JPEG + "50", values)
    assert answer.photometric_interpretation == expected
    assert np.abs(answer.values.astype(int) - picture).max() < 12, "not converted"


@pytest.mark.parametrize("said", ["YBR_RCT", "YBR_ICT", "RGB"])
def test_jpeg_2000_gives_rgb_after_its_colour_transform(said: str) -> None:
    picture = smooth("u1", colour=True)
    values = values_of(picture, PhotometricInterpretation=said)
    answer = decoded(jpeg_2000(picture), JPEG + "91", values)
    assert answer.photometric_interpretation == "RGB"
    assert np.array_equal(answer.values, picture)


@pytest.mark.parametrize(
    ("process", "codec"),
    [
        ("57", "JPEG"),
        ("81", "JPEG-LS"),
        ("91", "JPEG 2000"),
        ("92", "JPEG 2000"),
        ("93", "JPEG 2000"),
        ("112", "JPEG XL"),
        ("201", "HTJ2K"),
        ("203", "HTJ2K"),
    ],
)
def test_the_other_transfer_syntaxes_of_a_codec_are_its_own(
    process: str, codec: str
) -> None:
    picture = smooth("u2")
    stream = LOSSLESS[codec][1](picture)
    answer = decoded(stream, JPEG + process, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert (answer.marks, answer.notes) == ((), ())


def test_a_jpeg_repacked_as_jpeg_xl_comes_out_as_rgb() -> None:
    picture = smooth("u1", colour=True)
    jpeg = lossy(picture, "RGB", "YCBCR")
    repacked = bytes(imagecodecs.jpegxl_encode_jpeg(jpeg))
    values = values_of(picture, PhotometricInterpretation="YBR_FULL_422")
    answer = decoded(repacked, JPEG + "111", values)
    assert answer.photometric_interpretation == "RGB"
    assert np.abs(answer.values.astype(int) - picture).mean() < 3


def test_irreversible_htj2k_colour_is_left_to_the_decoder_that_has_it_right() -> None:
    picture = smooth("u1", colour=True)
    stream = bytes(imagecodecs.htj2k_encode(picture, reversible=False, rgb=True))
    answer = decoded(stream, JPEG + "203", values_of(picture))
    assert answer.decoder == "imagecodecs.jpeg2k"
    assert np.abs(answer.values.astype(int) - picture).max() < 8
    assert answer.marks == ()


@pytest.mark.parametrize(
    ("written_as", "said", "words"),
    [
        ("YCBCR", "RGB", "calls the colours RGB, the pixels are YBR_FULL"),
        ("YCBCR", "YBR_PARTIAL_422", "YBR_PARTIAL_422, the pixels are YBR_FULL"),
        ("RGB", "YBR_FULL_422", "calls the colours YBR_FULL_422, the pixels are RGB"),
        ("RGB", "RGB", ""),
        ("YCBCR", "YBR_FULL_422", ""),
        ("YCBCR", "YBR_FULL", ""),
    ],
)
def test_a_header_that_is_wrong_about_the_colours_is_overruled_and_it_is_said(
    written_as: str, said: str, words: str
) -> None:
    picture = smooth("u1", colour=True)
    values = values_of(picture, PhotometricInterpretation=said)
    answer = decoded(lossy(picture, written_as, written_as), JPEG + "50", values)
    assert len(answer.notes) == bool(words)
    assert words in "".join(answer.notes)
    assert answer.marks == ()


def test_ybr_on_which_jpeg_2000_worked_its_own_transform_is_rgb() -> None:
    picture = smooth("u1", colour=True)
    values = values_of(picture, PhotometricInterpretation="YBR_FULL")
    answer = decoded(jpeg_2000(picture), JPEG + "90", values)
    assert answer.photometric_interpretation == "RGB"
    assert "the pixels are RGB" in answer.notes[0]


@pytest.mark.parametrize("said", ["XYB", "RGB", "YBR_FULL_422"])
def test_lossy_jpeg_xl_comes_out_as_rgb(said: str) -> None:
    picture = smooth("u1", colour=True)
    stream = bytes(imagecodecs.jpegxl_encode(picture, level=95))
    values = values_of(picture, PhotometricInterpretation=said)
    answer = decoded(stream, JPEG + "112", values)
    assert answer.photometric_interpretation == "RGB"
    assert np.abs(answer.values.astype(int) - picture).mean() < 3
    assert (answer.marks, answer.notes) == ((), ())


def test_a_jpeg_repacked_under_the_general_jpeg_xl_syntax_is_rgb_too() -> None:
    picture = smooth("u1", colour=True)
    repacked = bytes(imagecodecs.jpegxl_encode_jpeg(lossy(picture, "RGB", "YCBCR")))
    values = values_of(picture, PhotometricInterpretation="YBR_FULL_422")
    answer = decoded(repacked, JPEG + "112", values)
    assert answer.photometric_interpretation == "RGB"
    assert np.abs(answer.values.astype(int) - picture).mean() < 3


def test_ybr_in_lossless_jpeg_xl_stays_what_it_is() -> None:
    picture = smooth("u1", colour=True)
    stream = bytes(imagecodecs.jpegxl_encode(picture, lossless=True))
    values = values_of(picture, PhotometricInterpretation="YBR_FULL")
    answer = decoded(stream, JPEG + "110", values)
    assert answer.photometric_interpretation == "YBR_FULL"
    assert np.array_equal(answer.values, picture)


@pytest.mark.parametrize("near", [1, 3])
@pytest.mark.parametrize("signed", [False, True])
def test_near_lossless_values_never_turn_over_at_the_end_of_the_stored_bits(
    near: int, signed: bool
) -> None:
    """12 bits kept in 16: a little more than 4095 or 2047 is no other value."""
    low, high = (-2048, 2047) if signed else (0, 4095)
    noise = np.random.default_rng(3).integers(-9, 10, (64, 64))
    ends = np.where(np.arange(64) // 8 % 2, high - 9, low + 9)
    picture = np.clip(ends + noise, low, high).astype("i2" if signed else "u2")
    stream = bytes(imagecodecs.jpegls_encode(picture.view("u2"), level=near))
    values = values_of(
        picture, BitsStored=12, HighBit=11, PixelRepresentation=int(signed)
    )
    answer = decoded(stream, JPEG + "81", values)
    assert answer.values.dtype == picture.dtype
    assert 0 < np.abs(answer.values.astype(int) - picture).max() <= near


def test_lossy_jpeg_xl_does_not_turn_over_at_the_end_of_the_stored_bits() -> None:
    noise = np.random.default_rng(3).integers(0, 60, (64, 64))
    picture = (4095 - noise).astype("u2")
    stream = bytes(imagecodecs.jpegxl_encode(picture, level=60, bitspersample=16))
    values = values_of(picture, BitsStored=12, HighBit=11)
    answer = decoded(stream, JPEG + "112", values)
    assert answer.values.min() > 3500


def test_a_frame_too_large_for_memory_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(decoding, "native_values", full)
    with pytest.raises(PixelError, match="more memory"):
        decode(frame_request(header(bytes(8)), 0))


@pytest.mark.parametrize(
    ("uid", "word"),
    [
        (JPEG + "102", "video"),
        (JPEG + "90", "damaged from their first byte"),
        ("1.2.3.4", "does not know"),
    ],
)
def test_bytes_that_no_decoder_knows_are_told_in_a_sentence(
    uid: str, word: str
) -> None:
    picture = smooth("u1")
    with pytest.raises(PixelError, match=word):
        decoded(b"\0\0\0\1 no picture", uid, values_of(picture))


@pytest.mark.parametrize(
    ("process", "frame", "words"),
    [("59", 0xC5, "hierarchical JPEG"), ("58", 0xCB, "arithmetic coding")],
)
def test_forms_that_no_decoder_knows_are_not_called_damage(
    process: str, frame: int, words: str
) -> None:
    picture = smooth("u1")
    stream = bytearray(jpeg_lossless(picture))
    place = stream.index(b"\xff\xc3")
    stream[place + 1] = frame
    with pytest.raises(PixelError, match=words):
        decoded(bytes(stream), JPEG + process, values_of(picture))


@pytest.mark.parametrize(
    ("uid", "named"),
    [(JPEG + "100", "MPEG-2"), ("1.2.3.4", "1.2.3.4"), (JPEG + "90", "JPEG 2000")],
)
def test_a_label_that_is_not_of_the_pixels_is_told_of(uid: str, named: str) -> None:
    picture = smooth("u1")
    answer = decoded(jpeg_lossless(picture), uid, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.notes == (
        f"The header promises {named}, the pixels have JPEG Lossless.",
    )


@pytest.mark.parametrize("said", ["LAB", "<b>\x1b"])
def test_colours_of_an_unknown_name_are_said_to_be_taken_for_rgb(said: str) -> None:
    picture = smooth("u1", colour=True)
    values = values_of(picture, PhotometricInterpretation=said)
    whole = decode(frame_request(header(picture.tobytes(), values), 0))
    packed = decoded(rle(picture), RLE, values)
    for answer in (whole, packed):
        (note,) = answer.notes
        assert note.endswith("not known here: shown as RGB.")
        assert "\x1b" not in note
        assert np.array_equal(answer.values, picture)


@pytest.mark.parametrize("codec", ["Deflate", "no compression"])
def test_colours_in_a_frame_are_subsampled_only_where_it_is_as_short(
    codec: str,
) -> None:
    picture = smooth("u1", colour=True)
    pairs = np.concatenate([picture[:, ::2, :1], picture[:, 1::2, :1]], axis=-1)
    short = np.concatenate([pairs, picture[:, ::2, 1:]], axis=-1)
    uid, encode, _ = LOSSLESS[codec]
    values = values_of(picture, PhotometricInterpretation="YBR_FULL_422")
    full = decoded(encode(picture), uid, values)
    half = decoded(encode(np.ascontiguousarray(short)), uid, values)
    assert np.array_equal(full.values, picture)
    assert np.array_equal(half.values[..., 0], picture[..., 0])
    assert np.array_equal(half.values[:, 1::2, 1:], picture[:, ::2, 1:])
    assert (full.marks, half.marks) == ((), ())
