import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from viewer.pixels.codestream import CodeStream, loss_of, read_code_stream

imagecodecs: Any = pytest.importorskip("imagecodecs")

SHAPES = [(512, 512), (37, 1001), (100, 80), (480, 640), (1080, 1920), (600, 400)]


def facts(data: bytes) -> CodeStream:
    stream = read_code_stream(data)
    assert stream is not None
    return stream


def picture(shape: tuple[int, ...], bits: int) -> np.ndarray[Any, Any]:
    dtype = np.uint8 if bits <= 8 else np.uint16
    return np.random.default_rng(0).integers(0, 1 << bits, shape, dtype)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("in_boxes", [False, True])
@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_jpeg_xl_tells_its_size_and_precision(
    shape: tuple[int, int], bits: int, in_boxes: bool
) -> None:
    data = imagecodecs.jpegxl_encode(
        picture(shape, bits),
        lossless=True,
        effort=1,
        bitspersample=bits,
        usecontainer=in_boxes,
    )
    stream = facts(data)
    assert (stream.codec, stream.rows, stream.columns) == ("JPEG XL", *shape)
    assert stream.precision == bits


@pytest.mark.parametrize(
    ("encode", "codec"),
    [("jpeg2k_encode", "JPEG 2000"), ("htj2k_encode", "HTJ2K")],
)
@pytest.mark.parametrize("reversible", [True, False])
def test_jpeg_2000_tells_its_size_sign_and_transform(
    encode: str, codec: str, reversible: bool
) -> None:
    function: Callable[..., bytes] = getattr(imagecodecs, encode)
    colour = facts(function(picture((48, 64, 3), 8), reversible=reversible))
    assert (colour.codec, colour.rows, colour.columns) == (codec, 48, 64)
    assert (colour.components, colour.precision) == (3, 8)
    assert colour.reversible is reversible
    signed = picture((50, 70), 12).astype(np.int16) - 2000
    assert facts(function(signed, reversible=reversible)).signed


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (39, 8),  # the tiles begin below the picture's first row
        (32, 0x7F),  # and beside its first column
        (31, 0),  # tiles without rows
        (72, 3),  # fewer quantization steps than subbands
    ],
)
def test_a_header_on_which_openjph_crashed_is_not_sound(place: int, value: int) -> None:
    data = bytearray(imagecodecs.htj2k_encode(picture((40, 52), 16), reversible=True))
    assert facts(bytes(data)).is_sound
    data[place] = value
    if place == 31:
        data[28:32] = bytes(4)
    assert not facts(bytes(data)).is_sound


@pytest.mark.parametrize("place", [16, 20])
def test_jpeg_2000_that_ends_before_it_begins_is_no_code_stream(place: int) -> None:
    data = bytearray(imagecodecs.jpeg2k_encode(picture((48, 64), 8), codecformat="j2k"))
    assert facts(bytes(data)).columns == 64
    data[place : place + 4] = b"\xff\0\0\0"  # the offset of the picture
    assert read_code_stream(bytes(data)) is None


def test_jpeg_2000_in_a_file_format_is_found() -> None:
    data = imagecodecs.jpeg2k_encode(picture((48, 64), 8), codecformat="jp2")
    assert data[4:8] == b"jP  "
    assert (facts(data).rows, facts(data).columns) == (48, 64)


def test_jpeg_ls_is_told_from_jpeg() -> None:
    stream = facts(imagecodecs.jpegls_encode(picture((48, 64), 12)))
    assert (stream.codec, stream.rows, stream.columns) == ("JPEG-LS", 48, 64)


@pytest.mark.parametrize(("lossless", "codec"), [(0, "JPEG"), (1, "JPEG Lossless")])
def test_jpeg_tells_its_process(lossless: int, codec: str) -> None:
    data = imagecodecs.jpeg8_encode(picture((48, 64), 8), lossless=bool(lossless))
    stream = facts(data)
    assert (stream.codec, stream.rows, stream.columns) == (codec, 48, 64)
    assert stream.has_end


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(
    *before: bytes,
    identifiers: bytes = b"\1\2\3",
    sampling: int = 0x11,
    marker: int = 0xC0,
) -> bytes:
    frame = struct.pack(">BHHB", 8, 10, 20, 3)
    for name, share in zip(identifiers, (sampling, 0x11, 0x11), strict=True):
        frame += bytes([name, share, 0])
    scan = segment(0xDA, b"\3\1\0\2\0\3\0\0?\0") + b"data\xff\0data"
    parts = (*before, segment(marker, frame), scan)
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9"


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
UNMIXED, MIXED = (
    segment(0xEE, b"Adobe\0\x64\0\0\0\0" + mixed) for mixed in (b"\0", b"\1")
)


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        (jpeg(), ""),
        (jpeg(JFIF), "YBR"),
        (jpeg(UNMIXED), "RGB"),
        (jpeg(MIXED), "YBR"),
        (jpeg(identifiers=b"RGB"), "RGB"),
        (jpeg(JFIF, identifiers=b"RGB"), "RGB"),
        (jpeg(JFIF, UNMIXED), "RGB"),
        (jpeg(sampling=0x21), "YBR"),
        (jpeg(sampling=0x22), "YBR"),
        (jpeg(identifiers=b"RGB", sampling=0x22), "RGB"),
        (jpeg(JFIF, marker=0xC3), ""),  # some writers of lossless JPEG mean nothing
        (jpeg(UNMIXED, marker=0xC3), "RGB"),
        (jpeg(MIXED, marker=0xC3), "YBR"),
    ],
)
def test_jpeg_tells_its_colours(data: bytes, colour: str) -> None:
    assert facts(data).colour == colour


@pytest.mark.parametrize("padding", [b"", b"\0", b" ", b"\xff", b"\0" * 100])
def test_an_end_marker_is_found_before_padding(padding: bytes) -> None:
    assert facts(jpeg() + padding).has_end


def test_a_missing_end_marker_is_noticed() -> None:
    assert not facts(jpeg()[:-2]).has_end
    assert not facts(jpeg()[:-1]).has_end


def test_an_end_marker_inside_a_comment_does_not_count() -> None:
    assert not facts(jpeg(segment(0xFE, b"\xff\xd9"))[:-2]).has_end


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\0" * 64])
def test_bytes_that_are_no_code_stream_are_none(data: bytes) -> None:
    assert read_code_stream(data) is None


def test_no_beginning_of_a_stream_is_an_error() -> None:
    whole = [
        jpeg(JFIF),
        imagecodecs.jpeg2k_encode(picture((48, 64), 8), codecformat="jp2"),
        imagecodecs.jpegls_encode(picture((48, 64), 12)),
        imagecodecs.jpegxl_encode(picture((48, 64), 8), usecontainer=True),
    ]
    for data in whole:
        for length in range(min(len(data), 200)):
            read_code_stream(data[:length])


@pytest.mark.parametrize(
    ("options", "colour"),
    [
        ({"lossless": True}, ""),
        ({"lossless": True, "usecontainer": True}, ""),
        ({"level": 80}, "RGB"),
        ({"level": 80, "usecontainer": True}, "RGB"),
    ],
)
@pytest.mark.parametrize("bits", [8, 12, 16])
def test_lossy_jpeg_xl_is_known_by_its_own_colours(
    options: dict[str, object], colour: str, bits: int
) -> None:
    pixels = np.stack([picture((48, 64), bits)] * 3, axis=-1)
    data = imagecodecs.jpegxl_encode(pixels, bitspersample=bits, **options)
    stream = facts(bytes(data))
    assert (stream.colour, stream.precision) == (colour, bits)
    assert stream.reversible == (not colour)


@pytest.mark.parametrize("near", [0, 1, 5])
def test_jpeg_ls_tells_whether_values_may_be_off(near: int) -> None:
    data = imagecodecs.jpegls_encode(picture((48, 64), 12), level=near)
    assert facts(bytes(data)).reversible == (near == 0)


@pytest.mark.parametrize(
    ("marker", "codec", "form"),
    [
        (0xC0, "JPEG", ""),
        (0xC2, "JPEG", ""),
        (0xC3, "JPEG Lossless", ""),
        (0xC5, "JPEG", "hierarchical"),
        (0xC9, "JPEG", "arithmetic"),
        (0xCA, "JPEG", "arithmetic"),
        (0xCB, "JPEG Lossless", "arithmetic"),
        (0xCF, "JPEG Lossless", "hierarchical"),
    ],
)
def test_the_rare_forms_of_jpeg_are_told_apart(
    marker: int, codec: str, form: str
) -> None:
    stream = facts(jpeg(marker=marker))
    assert (stream.codec, stream.form) == (codec, form)


def test_a_hierarchy_is_known_by_what_it_begins_with() -> None:
    first = segment(0xDE, b"\x08\0\x0a\0\x14\1\1\x11\0")
    assert facts(jpeg(first)).form == "hierarchical"


@pytest.mark.parametrize(
    ("stream", "loss"),
    [
        (lambda a: imagecodecs.jpeg2k_encode(a, level=40), "lossy"),  # 9-7
        (lambda a: imagecodecs.jpeg2k_encode(a, reversible=True), ""),  # 5-3
        (lambda a: imagecodecs.htj2k_encode(a, reversible=False), "lossy"),
        (lambda a: imagecodecs.jpegls_encode(a, level=3), "lossy"),
        (lambda a: imagecodecs.jpegls_encode(a), "lossless"),
        (lambda a: imagecodecs.jpeg8_encode(a), "lossy"),
        (lambda a: imagecodecs.jpeg8_encode(a, lossless=True), "lossless"),
        (lambda a: imagecodecs.jpegxl_encode(a, level=60), "lossy"),  # XYB
        (lambda a: imagecodecs.jpegxl_encode(a, lossless=True), ""),
    ],
)
def test_whether_values_were_lost_is_told_where_it_is_certain(
    stream: Any, loss: str
) -> None:
    made = bytes(stream(picture((40, 52), 8)))
    assert loss_of(read_code_stream(made)) == loss
    assert loss_of(None) == ""


def test_a_point_transform_loses_the_lowest_bits() -> None:
    data = bytearray(imagecodecs.jpeg8_encode(picture((40, 52), 8), lossless=True))
    scan = data.index(b"\xff\xda")
    data[scan + 9] |= 2  # Al, after length, count, component, Ss and Se
    assert loss_of(read_code_stream(bytes(data))) == "lossy"
