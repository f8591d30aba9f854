"""TIFF files are read back by Pillow, and by their tags where it cannot."""

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from viewer.export import tiff
from viewer.export.tiff import TooLargeError, tiff_bytes


@pytest.mark.parametrize(
    ("dtype", "mode"),
    [("u1", "L"), ("u2", "I;16"), ("i2", "I"), ("i4", "I"), ("f4", "F")],
)
def test_every_number_comes_back_as_it_was(dtype: str, mode: str) -> None:
    kind = np.dtype(dtype)
    if kind.kind == "f":
        values = np.linspace(-1024.5, 3071.25, 35, dtype=kind).reshape(5, 7)
    else:
        limits = np.iinfo(kind)
        values = np.linspace(limits.min, limits.max, 35).astype(kind).reshape(5, 7)
    image: Any
    with Image.open(io.BytesIO(tiff_bytes(values, "what it is"))) as image:
        assert image.size == (7, 5)
        assert image.mode == mode
        assert np.array_equal(np.asarray(image).astype(kind), values)
        assert image.tag_v2[270] == "what it is"
        assert image.tag_v2[258] == (8 * kind.itemsize,)


def test_big_endian_and_strided_values_are_written_in_order() -> None:
    values = np.arange(24, dtype=">u2").reshape(4, 6)[:, ::2]
    with Image.open(io.BytesIO(tiff_bytes(values))) as image:
        assert np.array_equal(np.asarray(image), values.astype("u2"))


def test_colours_come_back_too() -> None:
    colours = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    with Image.open(io.BytesIO(tiff_bytes(colours))) as image:
        assert np.array_equal(np.asarray(image), colours)


def test_words_beyond_ascii_are_in_utf_8() -> None:
    made = tiff_bytes(np.zeros((1, 1), np.uint8), "Ação")
    assert "Ação".encode() + b"\0" in made


def test_pixels_begin_at_an_even_place() -> None:
    made = tiff_bytes(np.zeros((1, 1), np.uint8), "odd")
    (count,) = struct.unpack_from("<H", made, 8)
    entries = [struct.unpack_from("<HHII", made, 10 + 12 * n) for n in range(count)]
    assert [tag for tag, *_ in entries] == sorted(tag for tag, *_ in entries)
    assert {tag: value for tag, _, _, value in entries}[273] % 2 == 0


def test_what_a_tiff_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiff, "LARGEST_BYTES", 100)
    with pytest.raises(TooLargeError):
        tiff_bytes(np.zeros((20, 20), np.uint8))
