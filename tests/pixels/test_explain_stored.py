"""Where bytes stand and how bits make a value, against the bytes themselves."""

from typing import Literal

import numpy as np
import pytest
from pydicom import dcmread

from viewer.demo.build import (
    image,
)
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look

from .described import described
from .explained import named, of_file, steps_of, subject_of


def test_the_offset_is_where_the_bytes_are_in_the_file() -> None:
    for name in ("CT_small.dcm", "MR_small_bigendian.dcm", "rtdose.dcm"):
        dataset = dcmread(named(name))
        step = steps_of(of_file(name), 4, 2)["bytes"]
        offset = int(step.numbers[0])
        with open(named(name), "rb") as file:
            file.seek(offset)
            raw = file.read(dataset.BitsAllocated // 8)
        assert step.value == raw.hex(" ")
        big = name.endswith("bigendian.dcm")
        value = int.from_bytes(raw, "big" if big else "little")
        assert value == dataset.pixel_array[..., 2, 4].ravel()[0]


@pytest.mark.parametrize(
    ("high_bit", "word", "value", "digits"),
    [
        (11, 0xF80D, -2035, "0xF80D: bits 0 to 11 are −2035."),
        (15, 0x80DF, -2035, "0x80DF: bits 4 to 15 are −2035."),
        (13, 0x2037, -2035, "0x2037: bits 2 to 13 are −2035."),
    ],
)
def test_twelve_signed_bits_among_sixteen(
    high_bit: int, word: int, value: int, digits: str
) -> None:
    pixels = np.full((4, 4), word, np.uint16)
    dataset = image(pixels, BitsStored=12, HighBit=high_bit, PixelRepresentation=1)
    step = steps_of(described(dataset), 1, 2)["stored"]
    assert step.numbers == (value,)
    assert step.sentence.endswith(digits)
    assert step.sentence.startswith(
        f"12 of 16 bits, the highest is bit {high_bit}, signed."
    )


def test_single_bits_are_counted_from_the_lowest_of_each_byte() -> None:
    bits = np.zeros((3, 5), np.uint8)
    bits[2, 3] = 1
    packed = np.packbits(bits.ravel(), bitorder="little").tobytes()
    dataset = image(
        np.zeros((3, 5), np.uint8), BitsAllocated=1, BitsStored=1, HighBit=0
    )
    dataset.PixelData = packed
    header = described(dataset)
    step = steps_of(header, 3, 2)
    assert step["stored"].numbers == (1,)
    assert step["bytes"].numbers == (header.pixel_offset + 13 // 8,)
    assert step["stored"].sentence.endswith("Bit 5 of the byte is 1.")
    assert steps_of(header, 2, 2)["stored"].numbers == (0,)


def test_planes_of_colour_stand_apart_in_the_file() -> None:
    rgb = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)
    dataset = image(rgb, samples=3, PlanarConfiguration=1)
    dataset.PixelData = rgb.transpose(2, 0, 1).tobytes()
    header = described(dataset)
    steps = steps_of(header, 1, 2)
    first = header.pixel_offset + 2 * 4 + 1
    assert steps["bytes"].numbers == (first, first + 16, first + 32)
    assert steps["stored"].numbers == tuple(rgb[2, 1].tolist())
    assert steps["screen"].numbers == tuple(rgb[2, 1].tolist())
    assert "padding" not in steps
    assert "voi" not in steps
    inverted = steps_of(header, 1, 2, Look(inverted=True))["screen"]
    assert inverted.numbers == tuple((255 - rgb[2, 1]).tolist())


def test_a_damaged_frame_says_so_at_its_bytes() -> None:
    header = of_file("MR_truncated.dcm")
    assert "missing in the file" not in steps_of(header, 0, 0)["bytes"].sentence
    step = steps_of(header, 60, 63)["bytes"]
    assert "They are missing in the file: 0 stands for them." in step.sentence
    assert "The frame is marked damaged." in step.sentence
    assert "The data end early" in step.sentence


@pytest.mark.parametrize(
    "name",
    [
        "SC_ybr_full_422_uncompressed.dcm",
        "examples_rgb_color.dcm",
        "SC_rgb_expb_16bit_2frame.dcm",
        "MR_small_bigendian.dcm",
        "liver_1frame.dcm",
        "rtdose.dcm",
    ],
)
def test_the_bytes_that_are_shown_make_up_the_value(name: str) -> None:
    header = of_file(name)
    subject = subject_of(header)
    encoding = subject.origin.table.encoding if subject.origin else None
    assert encoding is not None
    rows, columns = subject.decoded.values.shape[:2]
    order: Literal["big", "little"] = (
        "big" if "big" in name or "expb" in name else "little"
    )
    for row, column in ((0, 0), (1, 2), (rows - 1, columns - 1), (3, 5)):
        steps = {s.name: s for s in explain(Pixel(subject, column, row, Look()))}
        parts = steps["bytes"].value.split("  ")
        words = [int.from_bytes(bytes.fromhex(part), order) for part in parts]
        if encoding.bits_allocated == 1:
            words = [words[0] >> ((row * columns + column) % 8) & 1]
        assert tuple(words) == steps["stored"].numbers
