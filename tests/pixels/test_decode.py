import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.pixels.headers import encapsulated, header
from viewer.pixels import decode as decoding
from viewer.pixels.agreement import CODECS
from viewer.pixels.decode import (
    DAMAGED,
    Decoded,
    decode,
    frame_request,
    is_native,
    without_first_decoder,
)
from viewer.pixels.decoders import DECODERS
from viewer.pixels.encoding import DEFLATED, PixelError

imagecodecs: Any = pytest.importorskip("imagecodecs")

ROOT = Path(__file__).parents[2]
JPEG = "1.2.840.10008.1.2.4."
RLE = "1.2.840.10008.1.2.5"
Array = NDArray[Any]
Encode = Callable[[Array], bytes]


def smooth(dtype: str, colour: bool = False) -> Array:
    """A picture that every codec takes: smooth, over most of 12 or 8 bits."""
    y, x = np.mgrid[:40, :52]
    grey = (np.sin(x / 9) + np.cos(y / 7) + 2) / 4
    if colour:
        grey = np.stack([grey, grey[::-1], grey[:, ::-1]], axis=-1)
    most = 250 if np.dtype(dtype).itemsize == 1 else 4000
    picture: Array = (grey * most).astype(dtype)
    return picture


def rle(picture: Array) -> bytes:
    planes = np.atleast_3d(picture).transpose(2, 0, 1)
    segments = [
        imagecodecs.packbits_encode(
            np.ascontiguousarray(plane).view("u1").reshape(-1, plane.itemsize)[:, byte]
        )
        for plane in planes
        for byte in reversed(range(plane.itemsize))
    ]
    starts = [64 + sum(map(len, segments[:i])) for i in range(len(segments))]
    head = struct.pack(f"<{len(segments) + 1}I", len(segments), *starts)
    return head.ljust(64, b"\0") + b"".join(segments)


def deflate(picture: Array) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(picture.tobytes()) + deflater.flush()


def jpeg_ls(picture: Array) -> bytes:
    import jpeg_ls

    mode = 2 if picture.ndim == 3 else 0
    return bytes(jpeg_ls.encode_array(picture, interleave_mode=mode))


def jpeg_lossless(picture: Array) -> bytes:
    colour = {"colorspace": "RGB", "outcolorspace": "RGB"} if picture.ndim == 3 else {}
    bits = picture.itemsize * 8
    encoded: bytes = imagecodecs.jpeg8_encode(
        picture, lossless=True, bitspersample=bits, **colour
    )
    return encoded


def jpeg_2000(picture: Array) -> bytes:
    return bytes(imagecodecs.jpeg2k_encode(picture, reversible=True))


LOSSLESS: dict[str, tuple[str, Encode, str]] = {
    "JPEG": (JPEG + "70", jpeg_lossless, "imagecodecs.jpeg8"),
    "JPEG-LS": (JPEG + "80", jpeg_ls, "imagecodecs.jpegls"),
    "JPEG 2000": (JPEG + "90", jpeg_2000, "imagecodecs.jpeg2k"),
    "HTJ2K": (
        JPEG + "202",
        lambda a: bytes(imagecodecs.htj2k_encode(a, reversible=True)),
        "imagecodecs.htj2k",
    ),
    "JPEG XL": (
        JPEG + "110",
        lambda a: bytes(imagecodecs.jpegxl_encode(a, lossless=True)),
        "imagecodecs.jpegxl",
    ),
    "RLE": (RLE, rle, "imagecodecs.dicomrle"),
    "Deflate": ("1.2.840.10008.1.2.8.1", deflate, "zlib"),
    "no compression": ("1.2.840.10008.1.2.1.98", lambda a: a.tobytes(), "native"),
}
WITH_END = ("JPEG", "JPEG-LS", "JPEG 2000", "HTJ2K")


def values_of(picture: Array, **more: int | str) -> dict[str, int | str]:
    bits = picture.itemsize * 8
    return {
        "Rows": picture.shape[0],
        "Columns": picture.shape[1],
        "SamplesPerPixel": 3 if picture.ndim == 3 else 1,
        "PhotometricInterpretation": "RGB" if picture.ndim == 3 else "MONOCHROME2",
        "BitsAllocated": bits,
        "BitsStored": bits,
        "HighBit": bits - 1,
        "PixelRepresentation": int(picture.dtype.kind == "i"),
        **more,
    }


def decoded(stream: bytes, uid: str, values: dict[str, int | str]) -> Decoded:
    of = header(
        encapsulated([stream]), values, transfer_syntax_uid=uid, encapsulated=True
    )
    return decode(frame_request(of, 0))


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


def test_rle_segments_longer_than_the_header_says_are_not_a_clean_picture() -> None:
    picture = smooth("u2")
    answer = decoded(rle(picture), RLE, values_of(picture[:30]))
    assert answer.marks == (DAMAGED,)
    assert np.array_equal(answer.values, picture[:30])


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


@pytest.mark.parametrize("codec", ["JPEG", "JPEG-LS", "JPEG 2000", "HTJ2K", "JPEG XL"])
@pytest.mark.parametrize(("rows", "columns"), [(40, 53), (39, 52), (20000, 20000)])
def test_a_size_that_contradicts_the_header_is_refused(
    codec: str, rows: int, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "DECODERS", {})
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u1")
    values = values_of(picture, Rows=rows, Columns=columns)
    with pytest.raises(PixelError, match=f"52 × 40 .* {columns} × {rows}"):
        decoded(encode(picture), uid, values)


@pytest.mark.parametrize("codec", ["JPEG", "JPEG-LS", "JPEG 2000"])
def test_samples_that_contradict_the_header_are_refused(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u1", colour=True)
    values = values_of(picture, SamplesPerPixel=1)
    with pytest.raises(PixelError, match="3 samples per pixel, but its header says 1"):
        decoded(encode(picture), uid, values)


def test_more_bits_than_allocated_are_refused() -> None:
    picture = smooth("u2")
    values = values_of(picture, BitsAllocated=8, BitsStored=8, HighBit=7)
    with pytest.raises(PixelError, match="16 bits per sample, but its header says 8"):
        decoded(jpeg_2000(picture), JPEG + "90", values)


@pytest.mark.parametrize(
    ("label", "codec"),
    [("70", "JPEG 2000"), ("90", "JPEG"), ("80", "HTJ2K"), ("50", "JPEG")],
)
def test_a_false_label_is_overruled_by_the_code_stream(label: str, codec: str) -> None:
    picture = smooth("u1")
    stream = LOSSLESS[codec][1](picture)
    answer = decoded(stream, JPEG + label, values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.marks == ()
    assert any("the pixels have" in note for note in answer.notes)


@pytest.mark.parametrize("codec", LOSSLESS)
def test_a_missing_transfer_syntax_is_found_in_the_code_stream(codec: str) -> None:
    if codec == "Deflate":
        pytest.skip("a deflated frame has no beginning that tells")
    picture = smooth("u1")
    answer = decoded(LOSSLESS[codec][1](picture), "", values_of(picture))
    assert np.array_equal(answer.values, picture)
    assert answer.notes == ()


def test_a_smaller_tile_at_the_edge_stands_at_the_top_left() -> None:
    full, edge = smooth("u1"), smooth("u1")[:, :30]
    of = header(
        encapsulated([jpeg_lossless(full), jpeg_lossless(edge)]),
        values_of(full, NumberOfFrames="2"),
        transfer_syntax_uid=JPEG + "70",
        encapsulated=True,
    )
    answer = decode(frame_request(of, 1))
    assert np.array_equal(answer.values[:, :30], edge)
    assert not answer.values[:, 30:].any()
    assert answer.marks == (DAMAGED,)
    assert any("30 × 40" in note for note in answer.notes)


def lossy(picture: Array, colorspace: str, outcolorspace: str) -> bytes:
    encoded: bytes = imagecodecs.jpeg8_encode(
        picture, colorspace=colorspace, outcolorspace=outcolorspace, subsampling="444"
    )
    return encoded


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


def test_irreversible_htj2k_colour_is_left_to_the_decoder_that_has_it_right() -> None:
    picture = smooth("u1", colour=True)
    stream = bytes(imagecodecs.htj2k_encode(picture, reversible=False, rgb=True))
    answer = decoded(stream, JPEG + "203", values_of(picture))
    assert answer.decoder == "imagecodecs.jpeg2k"
    assert np.abs(answer.values.astype(int) - picture).max() < 8
    assert answer.marks == ()


def test_a_second_decoder_is_used_after_the_first_took_its_process_down() -> None:
    picture = smooth("u2")
    of = header(
        encapsulated([jpeg_2000(picture)]),
        values_of(picture),
        transfer_syntax_uid=JPEG + "90",
        encapsulated=True,
    )
    second = without_first_decoder(frame_request(of, 0))
    assert second is not None
    answer = decode(second)
    assert answer.decoder == "openjpeg"
    assert np.array_equal(answer.values, picture)
    assert answer.marks == (DAMAGED,), "a decoder failed on it: not a clean picture"
    third = without_first_decoder(second)
    assert third is not None
    assert without_first_decoder(third) is None


def test_uncompressed_pixels_have_no_other_decoder() -> None:
    assert without_first_decoder(frame_request(header(bytes(8)), 0)) is None


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


def test_a_deflated_data_set_is_inflated_by_whoever_decodes() -> None:
    picture = smooth("u2")
    data_set = b"elements before" + picture.tobytes()
    deflated = deflate(np.frombuffer(data_set, "u1"))
    meta = b"\2\0\x10\0UI\4\0" + b"1.2\0"
    of = header(
        bytes(128) + b"DICM" + meta + deflated,
        values_of(picture),
        transfer_syntax_uid=DEFLATED,
    )
    of = replace(of, pixel_offset=15, pixel_length=picture.nbytes)
    request = frame_request(of, 0)
    assert not is_native(request.encoding)
    assert np.array_equal(decode(request).values, picture)


def test_a_deflated_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewer.limits.INFLATE_FLOOR_BYTES", 1000)
    bomb = deflate(np.zeros(10_000_000, "u1"))
    of = header(bomb, values_of(smooth("u2")), transfer_syntax_uid=DEFLATED)
    with pytest.raises(PixelError, match="inflates to more"):
        decode(frame_request(replace(of, pixel_length=10_000_000), 0))


WORKER = """
import sys
{before}
from tests.pixels.headers import encapsulated, header
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError
for codec, (stream, uid, values) in {jobs!r}.items():
    of = header(
        encapsulated([stream]), values, transfer_syntax_uid=uid, encapsulated=True
    )
    try:
        answer = decode(frame_request(of, 0))
        print(codec, answer.decoder, answer.values.sum(), *answer.marks, sep="|")
    except PixelError as error:
        print(codec, error, sep="|")
{after}
"""
Job = tuple[bytes, str, dict[str, int | str]]


def in_a_fresh_process(
    jobs: dict[str, Job], before: str = "", after: str = ""
) -> list[str]:
    """What a new interpreter prints for the jobs; it may print nothing else."""
    answer = subprocess.run(
        [sys.executable, "-c", WORKER.format(jobs=jobs, before=before, after=after)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout.splitlines()


def jobs_of(picture: Array) -> dict[str, Job]:
    return {
        codec: (encode(picture), uid, values_of(picture))
        for codec, (uid, encode, _) in LOSSLESS.items()
    }


def test_a_worker_imports_neither_pydicom_nor_a_second_codec() -> None:
    picture = smooth("u2")
    others = "{'pydicom', 'openjpeg', 'rle', 'jpeg_ls', 'PIL', 'PySide6'}"
    lines = in_a_fresh_process(
        jobs_of(picture), after=f"print(sorted({others} & set(sys.modules)))"
    )
    names = {codec: name for codec, (_, _, name) in LOSSLESS.items()}
    expected = [f"{codec}|{name}|{picture.sum()}" for codec, name in names.items()]
    assert lines == [*expected, "[]"]


def test_without_imagecodecs_the_others_decode_what_they_can() -> None:
    picture, colour = smooth("u2"), smooth("u1", colour=True)
    baseline = lossy(colour, "YCBCR", "YCBCR")
    values = values_of(colour, PhotometricInterpretation="YBR_FULL")
    damaged = bytearray(rle(picture))
    damaged[70] ^= 0x7F
    jobs = {
        **jobs_of(picture),
        "baseline": (baseline, JPEG + "50", values),
        "damaged": (bytes(damaged), RLE, values_of(picture)),
    }
    lines = in_a_fresh_process(jobs, before="sys.modules['imagecodecs'] = None")
    figures = decoded(baseline, JPEG + "50", values).values.sum()
    total = picture.sum()
    assert lines[:-1] == [
        "JPEG|No decoder for JPEG Lossless is installed.",
        f"JPEG-LS|jpeg_ls|{total}",
        f"JPEG 2000|openjpeg|{total}",
        f"HTJ2K|openjpeg|{total}",
        "JPEG XL|No decoder for JPEG XL is installed.",
        f"RLE|rle|{total}",
        f"Deflate|zlib|{total}",
        f"no compression|native|{total}",
        f"baseline|Pillow|{figures}",
    ]
    assert lines[-1].endswith("|damaged")


@pytest.mark.parametrize("codec", ["JPEG-LS", "JPEG 2000", "HTJ2K", "RLE"])
def test_pydicom_is_the_last_decoder(codec: str) -> None:
    uid, encode, _ = LOSSLESS[codec]
    picture = smooth("u2")
    of = header(
        encapsulated([encode(picture)]),
        values_of(picture),
        transfer_syntax_uid=uid,
        encapsulated=True,
    )
    others = tuple(decoder.name for decoder in DECODERS[CODECS[uid]][:-1])
    answer = decode(replace(frame_request(of, 0), skip_decoders=others))
    assert answer.decoder == "pydicom"
    assert np.array_equal(answer.values, picture)
