import random
import struct
from pathlib import Path

import pytest

from viewer.demo.build import ct_slice, to_bytes
from viewer.files.content import looks_like_dicom, what_it_is

SYNTAXES = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2")


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"", "an empty file"),
        (bytes(5000), "nothing but zeros"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\3\4\x14\0", "a ZIP archive"),
        (b"MZ\x90\0", "a program"),
        (b"\x7fELF\2", "a program"),
        (b"\0\0\0\x20ftypisom", "an MP4 video"),
        (bytes(344) + b"n+1\0", "a NIfTI image"),
        (b"<?xml version='1.0'?>", "an XML document"),
        ("Olá, résumé\n".encode() * 50, "a text file"),
        ("é".encode() * 4096 + b"\xc3", "a text file"),
        (b"\1\2\3\xff\xfe", "not DICOM"),
        (b"\xff\xfeA\0B\0", "not DICOM"),
    ],
)
def test_a_file_is_named_by_its_content(start: bytes, words: str) -> None:
    assert what_it_is(start) == words


@pytest.mark.parametrize("meta", [True, False])
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_data_set_without_preamble_looks_like_dicom(syntax: str, meta: bool) -> None:
    data = to_bytes(ct_slice(), syntax, preamble=False, meta=meta)
    assert looks_like_dicom(data[:8192], len(data))


def test_a_prefix_without_preamble_looks_like_dicom() -> None:
    data = to_bytes(ct_slice())[128:]
    assert looks_like_dicom(data[:8192], len(data))


def test_a_data_set_of_two_elements_looks_like_dicom() -> None:
    two = struct.pack("<HHI", 8, 5, 0) + struct.pack("<HHI", 8, 0x60, 2) + b"CT"
    assert looks_like_dicom(two, len(two))


def test_chance_does_not_look_like_dicom() -> None:
    chance = random.Random(20261122)
    for _ in range(3_000):
        start = bytes([chance.choice((0, 2, 8))]) + chance.randbytes(300)
        assert not looks_like_dicom(start, 10_000_000)


def test_elements_that_do_not_rise_or_do_not_fit_are_not_dicom() -> None:
    falling = [struct.pack("<HHI", 8, number, 0) for number in (0x60, 0x20, 0x10)]
    assert not looks_like_dicom(b"".join(falling), 24)
    rising = [struct.pack("<HHI", 8, number, 0) for number in (0x10, 0x20, 0x60)]
    assert looks_like_dicom(b"".join(rising), 24)
    long = struct.pack("<HHI", 8, 5, 1000) + b"short"
    assert not looks_like_dicom(long, len(long))


def test_no_source_file_looks_like_dicom() -> None:
    sources = list((Path(__file__).parents[2] / "viewer").rglob("*.py"))
    assert len(sources) > 20
    for path in sources:
        data = path.read_bytes()
        assert not looks_like_dicom(data[:8192], len(data))
