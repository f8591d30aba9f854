"""Seeded damage to real files: what tests and longer campaigns feed the viewer.

Each mutator does to a file what bad discs, broken writers and attackers do: flipped
bits, lying lengths, cuts at the edges of elements and fragments, false dimensions,
swapped labels, damaged code streams, texts that are no texts.
"""

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydicom import datadict, dcmread
from pydicom.dataelem import RawDataElement

LONG_VRS = frozenset(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "UC", "UN", "UR", "UT"])
TEXT_VRS = frozenset(["CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "UI", "AE"])
NUMBER_VRS = frozenset(["DS", "IS", "DA", "TM", "DT", "AS"])
SHAPE = (
    *(0x00280010, 0x00280011, 0x00280002, 0x00280100),
    *(0x00280101, 0x00280102, 0x00280103, 0x00280006),
)
FRAMES, PHOTOMETRIC, SYNTAX, PIXELS = 0x00280008, 0x00280004, 0x00020010, 0x7FE00010
SHORTS = (0, 1, 2, 3, 7, 8, 9, 12, 15, 16, 17, 32, 64, 255, 256, 4096, 32767, 65535)
LENGTHS = (0, 1, 2, 3, 7, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
PHOTOMETRICS = (
    *("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422"),
    *(
        "YBR_PARTIAL_420",
        "YBR_RCT",
        "YBR_ICT",
        "HSV",
        "CMYK",
        "ARGB",
        "XYB",
        "NONSENSE",
    ),
)
SYNTAXES = (
    *("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"),
    *("1.2.840.10008.1.2.2", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50"),
    *("1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80"),
    *("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.201"),
    *("1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"),
    "1.2.3.4",
)
TEXTS = (
    "<table><tr><td>" * 16,
    '<img src="file:///etc/passwd"><h1>',
    "&lt;b&gt;<br>&amp;<style>*{display:none}</style>",
    "\u202egnp.exe\u2066\u200f",
    "\x1b[31m\x00\x07\r\n\t",
    "\\" * 300,
    "^=" * 100,
    "W" * 60_000,
    "%s %n {0} {name}",
    "",
)
NUMBERS = (
    *("NaN", "inf", "-inf", "1e400", "-1e-400", "0", "-0", "1\\2\\3", "1..2", "0x10"),
    *("9999999999999999999", "-1", "\\", "", "00000000", "99999999", "20260231"),
    *("1e308", "1e308\\1e308", "-2147483648", "4294967296"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged file; its name tells seed, mutator and number."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element of the top level stands: its value and, before, its length."""

    tag: int
    vr: str
    value: int
    length: int
    explicit: bool

    @property
    def length_bytes(self) -> int:
        """Bytes of its length field."""
        return 2 if self.explicit and self.vr not in LONG_VRS else 4

    @property
    def start(self) -> int:
        """Where its tag stands."""
        head = 8 if not self.explicit or self.vr not in LONG_VRS else 12
        return self.value - head


@lru_cache(maxsize=256)
def elements_of(path: Path) -> tuple[Element, ...]:
    """Those of little endian files that are not deflated; () of all others."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            dataset = dcmread(path, force=True)
            implicit, little = dataset.original_encoding
            meta = dataset.file_meta
            if not little or meta.get("TransferSyntaxUID", "").endswith(".99"):
                return ()
            data = path.read_bytes()
            found = [
                _element(part.get_item(tag), data, explicit)
                for part, explicit in ((meta, True), (dataset, not implicit))
                for tag in list(part.keys())
            ]
        except Exception:  # noqa: BLE001 (a seed may be odd: it is flipped and cut then)
            return ()
    return tuple(element for element in found if element.value)


def _element(raw: Any, data: bytes, explicit: bool) -> Element:
    is_raw = isinstance(raw, RawDataElement)
    place = int((raw.value_tell if is_raw else raw.file_tell) or 0)
    known = datadict.dictionary_has_tag(raw.tag)
    vr = str(raw.VR or (datadict.dictionary_VR(raw.tag) if known else "UN"))
    size = 2 if explicit and vr not in LONG_VRS else 4
    length = int.from_bytes(data[place - size : place], "little")
    length = length if place + length <= len(data) else 0
    return Element(int(raw.tag), vr, place, length, explicit)


Damage = Callable[[bytes, Path, random.Random], bytes]


def _pixels_at(data: bytes, path: Path) -> int:
    for element in elements_of(path):
        if element.tag == PIXELS:
            return element.value
    return len(data) * 3 // 4


def _flipped(data: bytes, start: int, end: int, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        place = chance.randrange(start, max(end, start + 1))
        if place < len(made):
            made[place] ^= 1 << chance.randrange(8)
    return bytes(made)


def flip_header(data: bytes, path: Path, chance: random.Random) -> bytes:
    """Bits before the pixels."""
    return _flipped(data, 132, _pixels_at(data, path), chance)


def flip_pixels(data: bytes, path: Path, chance: random.Random) -> bytes:
    """Bits of the pixel data, heads of fragments and code streams among them."""
    start = _pixels_at(data, path)
    near = chance.random() < 0.5
    return _flipped(data, start, start + 600 if near else len(data), chance)


def lie_about_length(data: bytes, path: Path, chance: random.Random) -> bytes:
    """One element says another length than it has."""
    if not elements_of(path):
        return flip_header(data, path, chance)
    element = chance.choice(elements_of(path))
    lengths = (*LENGTHS, element.length + 1, max(element.length - 1, 0))
    size = element.length_bytes
    lie = (chance.choice(lengths) & 0xFFFFFFFF).to_bytes(4, "little")[:size]
    return data[: element.value - size] + lie + data[element.value :]


def cut(data: bytes, path: Path, chance: random.Random) -> bytes:
    """The file ends at, or just off, the edge of an element or a fragment."""
    edges = [element.value for element in elements_of(path)]
    edges += [element.start for element in elements_of(path)]
    at = data.find(b"\xfe\xff\x00\xe0", _pixels_at(data, path))
    while at >= 0 and len(edges) < 400:
        edges.append(at)
        at = data.find(b"\xfe\xff\x00\xe0", at + 1)
    edges.append(len(data) - 10)
    return data[: max(chance.choice(edges) + chance.randrange(-3, 12), 1)]


def _put(data: bytes, element: Element, value: bytes) -> bytes:
    """The element with another value, and its length made to fit."""
    value += b"\0" * (len(value) % 2)
    size = element.length_bytes
    value = value[: 256**size - 2]
    place = element.value - size
    head = data[:place] + len(value).to_bytes(size, "little")
    return head + value + data[element.value + element.length :]


def _one_of(path: Path, tags: Sequence[int]) -> list[Element]:
    return [one for one in elements_of(path) if one.tag in tags]


def lie_about_shape(data: bytes, path: Path, chance: random.Random) -> bytes:
    """Rows, columns, bits, samples, sign or planes are false, one or two of them."""
    for element in chance.sample(found := _one_of(path, SHAPE), min(2, len(found))):
        if element.length == 2:
            number = struct.pack("<H", chance.choice(SHORTS))
            data = data[: element.value] + number + data[element.value + 2 :]
        if chance.random() < 0.6:
            break
    return data


def lie_about_frames(data: bytes, path: Path, chance: random.Random) -> bytes:
    """NumberOfFrames is another, where there is one."""
    words = ("0", "-1", "2", "1000", "99999999", "2147483647", "x", "", "1.5", "1\\2")
    for element in _one_of(path, [FRAMES]):
        return _put(data, element, chance.choice(words).encode())
    return lie_about_shape(data, path, chance)


def swap_photometric(data: bytes, path: Path, chance: random.Random) -> bytes:
    """The colours are called something else."""
    for element in _one_of(path, [PHOTOMETRIC]):
        return _put(data, element, chance.choice(PHOTOMETRICS).encode())
    return flip_header(data, path, chance)


def swap_syntax(data: bytes, path: Path, chance: random.Random) -> bytes:
    """The transfer syntax is called something else."""
    for element in _one_of(path, [SYNTAX]):
        return _put(data, element, chance.choice(SYNTAXES).encode())
    return flip_header(data, path, chance)


def swap_vr(data: bytes, path: Path, chance: random.Random) -> bytes:
    """An element says another VR, a real one or none."""
    explicit = [one for one in elements_of(path) if one.explicit and one.vr != "SQ"]
    if not explicit:
        return flip_header(data, path, chance)
    element = chance.choice(explicit)
    vrs = ("SQ", "UN", "OB", "OW", "US", "FD", "DS", "PN", "UI", "AT", "??", "\0\0")
    place = element.start + 4
    return data[:place] + chance.choice(vrs).encode() + data[place + 2 :]


def put_text(data: bytes, path: Path, chance: random.Random) -> bytes:
    """A text value is HTML, control characters or far too long."""
    texts = [
        one for one in elements_of(path) if one.vr in TEXT_VRS and one.tag > 0x80000
    ]
    for element in sorted(
        chance.sample(texts, min(3, len(texts))), key=lambda one: -one.value
    ):
        data = _put(data, element, chance.choice(TEXTS).encode())
    return data


def put_number(data: bytes, path: Path, chance: random.Random) -> bytes:
    """A number or date as text is none, or one beyond all bounds."""
    numbers = [one for one in elements_of(path) if one.vr in NUMBER_VRS]
    for element in sorted(
        chance.sample(numbers, min(2, len(numbers))), key=lambda one: -one.value
    ):
        data = _put(data, element, chance.choice(NUMBERS).encode())
    return data


def damage_stream(data: bytes, path: Path, chance: random.Random) -> bytes:
    """The first bytes of a code stream or of a fragment's head."""
    start = _pixels_at(data, path)
    marks = (b"\xff\xd8", b"\xff\x4f", b"\xfe\xff\x00\xe0", b"\xff\xc4", b"\xff\xda")
    mark = chance.choice(marks)
    at = data.find(mark, start)
    if at < 0:
        return flip_pixels(data, path, chance)
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        place = at + chance.randrange(2, 64)
        if place < len(made):
            made[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    return bytes(made)


def blank_stream(data: bytes, path: Path, chance: random.Random) -> bytes:
    """A run of the pixels is zeros, ones or noise."""
    start = min(_pixels_at(data, path) + 20, len(data) - 1)
    at = chance.randrange(start, len(data))
    size: int = min(chance.choice((2, 16, 100, 1000, 10_000)), len(data) - at)
    run = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))
    return data[:at] + run + data[at + size :]


def drop_piece(data: bytes, path: Path, chance: random.Random) -> bytes:
    """A piece is missing, or stands there twice."""
    at = chance.randrange(132, len(data))
    size = chance.choice((1, 2, 8, 100, 5000))
    if chance.random() < 0.5:
        return data[:at] + data[at + size :]
    return data[: at + size] + data[at:]


MUTATORS: tuple[Damage, ...] = (
    flip_header,
    flip_pixels,
    lie_about_length,
    cut,
    lie_about_shape,
    lie_about_frames,
    swap_photometric,
    swap_syntax,
    swap_vr,
    put_text,
    put_number,
    damage_stream,
    blank_stream,
    drop_piece,
)


def mutants(
    seeds: Sequence[Path],
    count: int,
    number: int,
    mutators: Sequence[Damage] = MUTATORS,
) -> Iterator[Mutant]:
    """So many damaged files, the same for the same number; mutators take turns."""
    chance = random.Random(number)
    for turn in range(count):
        path, mutator = chance.choice(seeds), mutators[turn % len(mutators)]
        data = mutator(path.read_bytes(), path, chance)
        if chance.random() < 0.15:
            data = chance.choice(mutators)(data, path, chance)
        yield Mutant(f"{turn:05}-{mutator.__name__}-{path.name}", data)


def damaged_archive(paths: Sequence[Path], chance: random.Random) -> bytes:
    """A zip archive of the files with flipped bits, a cut or a lie in its directory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    data = file.getvalue()
    directory = data.find(b"PK\1\2")
    match chance.randrange(4):
        case 0:
            return _flipped(data, 0, len(data), chance)
        case 1:
            return _flipped(data, directory, len(data), chance)
        case 2:
            return data[: chance.randrange(1, len(data))]
        case _:
            at = directory + chance.choice((8, 10, 16, 20, 24, 28, 30, 32, 42))
            lie = chance.choice(LENGTHS).to_bytes(4, "little")
            return data[:at] + lie + data[at + 4 :]
