"""Parts of JPEG streams lost between their beginning and their end marker."""

import io
import sys
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.pixels.streams import JPEG, Array, decoded, imagecodecs, values_of
from viewer.pixels.decode import DAMAGED
from viewer.pixels.jpeg_scans import first_scan, scan_parts
from viewer.pixels.jpeg_wholeness import is_whole

images = pytest.importorskip("PIL.Image")

END = b"\xff\xd9"
ROWS, COLUMNS = 260, 250


def noisy(bits: int, colour: bool = False) -> Array:
    """Waves with noise, more samples than are decoded twice in any case."""
    y, x = np.mgrid[:ROWS, :COLUMNS]
    grey = (np.sin(x / 19) + np.cos(y / 27) + 2) / 4.5 * 2**bits
    grey = grey + np.random.default_rng(7).normal(0, 2**bits / 60, grey.shape)
    if colour:
        grey = np.stack([grey, grey[::-1], grey[:, ::-1]], axis=-1)
    picture: Array = grey.clip(0, 2**bits - 1).astype("u1" if bits == 8 else "u2")
    return picture


def black_below(picture: Array) -> Array:
    """What most pictures end with: nothing."""
    picture = picture.copy()
    picture[ROWS * 2 // 3 :] = 0
    picture[:, :30] = 0
    return picture


class Form(NamedTuple):
    process: str
    bits: int
    colour: bool = False
    options: dict[str, Any] = {}  # noqa: RUF012 (never changed)
    by_pillow: bool = False

    def encode(self, picture: Array) -> bytes:
        if self.by_pillow:
            file = io.BytesIO()
            images.fromarray(picture).save(file, "JPEG", quality=90, **self.options)
            return file.getvalue()
        return bytes(imagecodecs.jpeg8_encode(picture, **self.options))


RGB = {"colorspace": "RGB", "outcolorspace": "RGB"}
FORMS = {
    "baseline": Form("50", 8, options={"level": 90}),
    "baseline colour": Form("50", 8, True, {"level": 90, "subsampling": "420"}),
    "extended": Form("51", 12, options={"level": 90, "bitspersample": 12}),
    "progressive": Form("55", 8, options={"progressive": True}, by_pillow=True),
    "progressive colour": Form("55", 8, True, {"progressive": True}, True),
    "restart rows": Form("50", 8, options={"restart_marker_rows": 2}, by_pillow=True),
    "restart blocks": Form("50", 8, True, {"restart_marker_blocks": 7}, True),
    "restart progressive": Form(
        "55", 8, options={"restart_marker_rows": 3, "progressive": True}, by_pillow=True
    ),
    "lossless colour": Form("70", 8, True, {"lossless": True, **RGB}),
    **{
        f"lossless {bits} bits, predictor {predictor}": Form(
            "57",
            bits,
            options={"lossless": True, "predictor": predictor, "bitspersample": bits},
        )
        for predictor in range(1, 8)
        for bits in (8, 12, 16)
    },
}
PICTURES = {"noisy": lambda picture: picture, "black below": black_below}


@cache
def made(form: str, picture: str) -> tuple[bytes, Array]:
    source = PICTURES[picture](noisy(FORMS[form].bits, FORMS[form].colour))
    return FORMS[form].encode(source), source


def marks(stream: bytes, form: str, picture: Array) -> tuple[str, ...]:
    colour = {"PhotometricInterpretation": "YBR_FULL"} if picture.ndim == 3 else {}
    values = {**values_of(picture), **colour}
    return decoded(stream, JPEG + FORMS[form].process, values).marks


def without(stream: bytes, first: float, last: float) -> bytes:
    """The stream without this part of what is between first scan header and end."""
    scan = first_scan(stream)
    assert scan is not None
    length = stream.rindex(END) - scan.start
    cut = slice(scan.start + int(length * first), scan.start + int(length * last))
    return stream[: cut.start] + stream[cut.stop :]


every = pytest.mark.parametrize(
    ("form", "picture"), [(form, picture) for form in FORMS for picture in PICTURES]
)


@every
def test_a_whole_stream_is_clean(form: str, picture: str) -> None:
    stream, source = made(form, picture)
    assert marks(stream, form, source) == ()


@every
@pytest.mark.parametrize(
    ("first", "last"), [(0.1, 0.3), (0.25, 0.5), (0.4, 1), (0.97, 1)]
)
def test_a_lost_part_marks_the_picture_damaged(
    form: str, picture: str, first: float, last: float
) -> None:
    stream, source = made(form, picture)
    assert marks(without(stream, first, last), form, source) == (DAMAGED,)


def test_an_end_marker_in_the_middle_is_damage() -> None:
    stream, source = made("baseline", "noisy")
    middle = len(stream) // 2
    torn = stream[:middle] + END + stream[middle:]
    assert marks(torn, "baseline", source) == (DAMAGED,)


@pytest.mark.parametrize("number", [1, 8])
def test_lost_restart_intervals_are_damage(number: int) -> None:
    stream, source = made("restart rows", "noisy")
    (parts,) = scan_parts(stream)
    torn = stream[: parts.ends[2]] + stream[parts.ends[2 + number] :]
    assert marks(torn, "restart rows", source) == (DAMAGED,)


@pytest.mark.parametrize("lost", range(6))
def test_a_lost_scan_is_damage(lost: int) -> None:
    stream, source = made("progressive", "noisy")
    parts = scan_parts(stream)
    ends = [parts[0].scan.start, *(part.ends[-1] for part in parts)]
    assert len(ends) == 7
    torn = stream[: ends[lost]] + stream[ends[lost + 1] :]
    assert marks(torn, "progressive", source) == (DAMAGED,)


def test_the_few_pixels_of_a_small_picture_are_missed_too() -> None:
    picture = noisy(8)[:8, :8]
    stream = FORMS["baseline"].encode(picture)
    end = stream.rindex(END)
    torn = stream[: end - 4] + stream[end:]
    assert marks(stream, "baseline", picture) == ()
    assert marks(torn, "baseline", picture) == (DAMAGED,)


@pytest.mark.parametrize("form", ["lossless 12 bits, predictor 1", "lossless colour"])
@pytest.mark.parametrize("picture", PICTURES)
def test_a_few_samples_missing_from_a_lossless_picture_are_seen(
    form: str, picture: str
) -> None:
    stream, source = made(form, picture)
    end = stream.rindex(END)
    assert marks(stream[: end - 12] + stream[end:], form, source) == (DAMAGED,)


ONCE = [form for form in FORMS if "progr" not in form and form != "extended"]


@pytest.mark.parametrize("form", ONCE)
@pytest.mark.parametrize("picture", PICTURES)
def test_whole_pictures_are_decoded_once(form: str, picture: str) -> None:
    stream, _ = made(form, picture)
    colour = RGB if FORMS[form].colour else {}
    values: Array = imagecodecs.jpeg8_decode(stream, **colour)
    again: list[bytes] = []

    def decode(data: bytes) -> Array:
        again.append(data)
        return values

    assert is_whole(stream, values, decode)
    assert not again


@pytest.mark.parametrize("form", [form for form in FORMS if "progr" in form])
@pytest.mark.parametrize("picture", PICTURES)
def test_a_whole_progressive_picture_is_proven_while_it_is_decoded(
    form: str, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, source = made(form, picture)
    colour = RGB if FORMS[form].colour else {}
    expected = imagecodecs.jpeg8_decode(stream, **colour)
    monkeypatch.setattr(imagecodecs, "jpeg8_decode", None)
    values = {**values_of(source), "PhotometricInterpretation": "YBR_FULL"}
    if not colour:
        values["PhotometricInterpretation"] = "MONOCHROME2"
    answer = decoded(stream, JPEG + "55", values)
    assert np.array_equal(answer.values, expected)
    assert answer.marks == ()


def test_without_the_strict_decoder_losses_are_seen_by_decoding_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "simplejpeg", None)
    for form in ("progressive", "progressive colour", "restart progressive"):
        stream, source = made(form, "noisy")
        assert marks(stream, form, source) == ()
        assert marks(without(stream, 0.9, 0.95), form, source) == (DAMAGED,)


def test_a_grey_end_is_decoded_twice_and_clean() -> None:
    picture = noisy(8)
    picture[-40:] = 128
    stream = FORMS["baseline"].encode(picture)
    assert marks(stream, "baseline", picture) == ()


def test_pillow_alone_sees_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imagecodecs", None)
    for form in ("baseline", "baseline colour"):
        stream, source = made(form, "noisy")
        assert marks(stream, form, source) == ()
        assert marks(without(stream, 0.2, 0.4), form, source) == (DAMAGED,)


def with_more(stream: bytes, more: bytes) -> bytes:
    """The stream with more data than its picture needs."""
    end = stream.rindex(END)
    return stream[:end] + more + stream[end:]


@pytest.mark.parametrize(
    "form",
    ["baseline", "baseline colour", "extended", "progressive", "lossless colour"]
    + [f"lossless 16 bits, predictor {number}" for number in range(1, 8)],
)
def test_data_that_are_left_over_are_damage(form: str) -> None:
    """A decoder that lost its place ends before its data do."""
    stream, source = made(form, "noisy")
    more = b"\x12\x34\x56\x78\x9a" * (1 if "lossless" in form else 4)
    assert marks(with_more(stream, more), form, source) == (DAMAGED,)


@pytest.mark.parametrize("form", ["baseline", "lossless 12 bits, predictor 1"])
def test_zero_bytes_before_the_end_marker_are_no_damage(form: str) -> None:
    stream, source = made(form, "noisy")
    assert marks(with_more(stream, bytes(3)), form, source) == ()


@pytest.mark.parametrize("place", range(4))
def test_a_lost_byte_in_the_middle_of_a_lossless_picture_is_damage(place: int) -> None:
    form = "lossless 12 bits, predictor 1"
    stream, source = made(form, "noisy")
    scan = first_scan(stream)
    assert scan is not None
    at = scan.start + (len(stream) - scan.start) * (place + 1) // 7
    assert marks(stream[:at] + stream[at + 1 :], form, source) == (DAMAGED,)


def test_bytes_between_the_segments_are_damage() -> None:
    stream, source = made("lossless 12 bits, predictor 1", "noisy")
    odd = stream[:2] + b"\x11\x22\x33" + stream[2:]
    form = "lossless 12 bits, predictor 1"
    assert marks(odd, form, source) == (DAMAGED,)
    assert marks(stream[:2] + bytes(2) + stream[2:], form, source) == ()


def test_numbers_that_sequential_jpeg_does_not_use_hide_nothing() -> None:
    stream, source = made("baseline", "noisy")
    scan = first_scan(stream)
    assert scan is not None
    odd = stream[: scan.start - 1] + b"\x11" + stream[scan.start :]
    assert marks(odd, "baseline", source) == ()
    assert marks(with_more(odd, b"\x12\x34" * 9), "baseline", source) == (DAMAGED,)
