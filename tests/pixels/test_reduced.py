"""The smaller pictures in JPEG 2000, against the lifting of the standard by hand."""

from dataclasses import replace
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.demo.build import ct_slice, encapsulate_frames, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels import reduced
from viewer.pixels.decode import DecodeRequest, frame_request
from viewer.pixels.reduced import (
    FEWEST_PIXELS,
    MOST_HALVINGS,
    Rates,
    ReducedRequest,
    decode_reduced,
)

JPEG_2000 = "1.2.840.10008.1.2.4.90"
HTJ2K = "1.2.840.10008.1.2.4.201"
Array = NDArray[Any]


def phantom(rows: int, columns: int, bits: int = 12, *, signed: bool = False) -> Array:
    """Waves and noise; as their low-pass may exceed it, not over the whole range."""
    noise = np.random.default_rng(7).integers(0, 9, (rows, columns))
    y, x = np.mgrid[:rows, :columns]
    top = 2**bits - 1
    waves = (np.sin(x / 9) * np.cos(y / 13) * 0.4 + 0.5) * top
    values: Array = waves.astype(np.int64) + noise
    if signed:
        values -= 2 ** (bits - 1)
        return values.astype(np.int16, copy=False)
    made: Array = values.astype(np.uint8 if bits <= 8 else np.uint16)
    return made


def low_pass(values: Array) -> Array:
    """The LL band after one step of the reversible 5/3 wavelet (15444-1 F.3.8.2.1)."""
    for axis in (0, 1):
        lines = np.moveaxis(values.astype(np.int64), axis, 0)
        even, odd = lines[::2], lines[1::2]
        after = np.concatenate([even[1:], even[-1:]])[: len(odd)]
        high = odd - (even[: len(odd)] + after) // 2
        before = np.concatenate([high[:1], high])[: len(even)]
        beside = np.concatenate([high, high[-1:]])[: len(even)]
        values = np.moveaxis(even + (before + beside + 2) // 4, 0, axis)
    return values


def request(values: Array, *, ht: bool = False, **more: Any) -> DecodeRequest:
    bits = {"B": 8, "H": 12, "h": 16}[values.dtype.char]
    if ht:
        stream = imagecodecs.htj2k_encode(values, reversible=True)
    else:
        stream = imagecodecs.jpeg2k_encode(values, level=0, bitspersample=bits, **more)
    dataset = ct_slice(0, values)
    dataset.BitsAllocated = values.itemsize * 8
    dataset.BitsStored = values.itemsize * 8 if ht else bits
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(values.dtype.kind == "i")
    encapsulate_frames(dataset, [bytes(stream)], HTJ2K if ht else JPEG_2000)
    return frame_request(complete_header(Source("memory:x", to_bytes(dataset))), 0)


@pytest.mark.parametrize("halvings", [1, 2, 3])
@pytest.mark.parametrize(
    "values",
    [
        phantom(2048, 512),
        phantom(303, 2049),
        phantom(2050, 210, 8),
        phantom(2048, 254, 16, signed=True),
    ],
    ids=["12 bits", "odd sizes", "8 bits", "signed"],
)
def test_the_picture_is_the_low_pass_of_the_standard(
    values: Array, halvings: int
) -> None:
    made = decode_reduced(ReducedRequest(request(values), halvings))
    assert made is not None
    assert (made.rows, made.columns) == values.shape
    assert made.halvings == halvings
    assert made.decoded.values.dtype == values.dtype
    expected = values
    for _ in range(halvings):
        expected = low_pass(expected)
    assert np.array_equal(made.decoded.values, expected)
    assert not made.decoded.is_proven


@pytest.mark.parametrize("halvings", [1, 2, 3])
def test_htj2k_gives_the_same_by_another_library(halvings: int) -> None:
    values = phantom(2048, 306)
    made = decode_reduced(ReducedRequest(request(values, ht=True), halvings))
    assert made is not None
    assert made.decoded.decoder == "imagecodecs.htj2k"
    expected = values
    for _ in range(halvings):
        expected = low_pass(expected)
    assert np.array_equal(made.decoded.values, expected)


def test_colours_are_those_of_the_whole_picture() -> None:
    grey = phantom(1024, 1024, 8)
    values = np.stack([grey, grey[::-1], grey[:, ::-1]], axis=-1)
    stream = imagecodecs.jpeg2k_encode(values, level=0, mct=True)
    dataset = ct_slice(0, grey)
    dataset.SamplesPerPixel, dataset.PlanarConfiguration = 3, 0
    dataset.PhotometricInterpretation = "YBR_RCT"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit = 7
    encapsulate_frames(dataset, [bytes(stream)], JPEG_2000)
    header = complete_header(Source("memory:rgb", to_bytes(dataset)))
    made = decode_reduced(ReducedRequest(frame_request(header, 0), 1))
    assert made is not None
    assert made.decoded.photometric_interpretation == "RGB"
    assert made.decoded.values.shape == (512, 512, 3)
    off = made.decoded.values[1:-1, 1:-1].astype(int) - values[2:-2:2, 2:-2:2]
    assert np.abs(off).mean() < 4


def test_a_picture_is_not_made_smaller_than_can_be_read() -> None:
    asked = ReducedRequest(request(phantom(600, 500)), MOST_HALVINGS)
    made = decode_reduced(asked)
    assert made is not None
    assert max(made.decoded.values.shape) >= FEWEST_PIXELS
    assert made.halvings == 1
    assert decode_reduced(replace(asked, frame=request(phantom(300, 300)))) is None


def test_what_is_damaged_or_has_no_smaller_picture_has_none() -> None:
    whole = request(phantom(1024, 1024))
    assert whole.bytes.data is not None
    ((start, length),) = whole.bytes.ranges
    cut = replace(whole, bytes=replace(whole.bytes, ranges=((start, length // 2),)))
    assert decode_reduced(ReducedRequest(cut, 2)) is None
    flat = request(phantom(1024, 1024), resolutions=1)
    assert decode_reduced(ReducedRequest(flat, 2)) is None


def test_an_image_that_does_not_begin_at_zero_has_none() -> None:
    whole = request(phantom(1024, 1024))
    assert whole.bytes.data is not None
    at = whole.bytes.data.index(b"\xff\x51")
    assert decode_reduced(ReducedRequest(whole, 2)) is not None
    data = bytearray(whole.bytes.data)
    for place in (6, 14):  # Xsiz and XOsiz: the same width, one pixel further on
        data[at + place + 3] += 1
    moved = replace(whole, bytes=replace(whole.bytes, data=bytes(data)))
    assert decode_reduced(ReducedRequest(moved, 2)) is None


def test_what_takes_long_is_seen_reduced_first() -> None:
    rates, small = Rates(), request(phantom(300, 300))
    assert rates.seconds(small) < reduced.SLOW_SECONDS
    assert rates.reduced(small) is None
    large = request(phantom(2048, 2048))
    asked = rates.reduced(large)
    assert asked is not None
    assert rates.seconds(large) / 4**asked.halvings <= reduced.AIMED_SECONDS
    assert rates.seconds(large) / 4 ** (asked.halvings - 1) > reduced.AIMED_SECONDS


def test_the_measure_is_learnt_in_the_session() -> None:
    rates, frame = Rates(), request(phantom(512, 512))
    rates.learn(frame, 0.5)
    assert rates.seconds(frame) == pytest.approx(0.5)
    assert rates.reduced(frame) is not None
    for _ in range(30):
        rates.learn(frame, 0.01)
    assert rates.seconds(frame) == pytest.approx(0.01, rel=0.01)
    assert rates.reduced(frame) is None
    rates.learn(frame, 0.0)
    assert rates.seconds(frame) > 0


def test_frames_that_numbers_change_are_waited_for() -> None:
    rates, frame = Rates(), request(phantom(2048, 2048))
    assert rates.reduced(frame) is not None
    assert rates.reduced(replace(frame, overlay_bits=(12,))) is None
    assert rates.reduced(replace(frame, skip_decoders=("Pillow",))) is None
    inflated = replace(frame, bytes=replace(frame.bytes, inflate=True))
    assert rates.reduced(inflated) is None
    other = replace(frame.encoding, transfer_syntax_uid="1.2.840.10008.1.2.4.70")
    assert rates.reduced(replace(frame, encoding=other)) is None
