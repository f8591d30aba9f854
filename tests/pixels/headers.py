"""Headers for the tests of pixels, made from keywords."""

import struct
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.files.sources import Source
from viewer.pixels.encoding import EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN

NUMBERS = {
    "Rows": 2,
    "Columns": 2,
    "SamplesPerPixel": 1,
    "BitsAllocated": 16,
    "BitsStored": 16,
    "HighBit": 15,
    "PixelRepresentation": 0,
    "PlanarConfiguration": 0,
}


def header(
    pixels: bytes,
    values: Mapping[str, int | str] = MappingProxyType({}),
    *,
    transfer_syntax_uid: str = EXPLICIT_LITTLE_ENDIAN,
    encapsulated: bool = False,
    leave_out: tuple[str, ...] = (),
) -> Header:
    """The header of an object in memory that consists of its pixel data alone."""
    order = ">" if transfer_syntax_uid == EXPLICIT_BIG_ENDIAN else "<"
    elements: dict[int, Element] = {}
    for keyword, value in ({**NUMBERS, **values}).items():
        tag = getattr(tags, keyword)
        vr = tags.VR_BY_TAG[tag]
        if keyword not in leave_out:
            number = isinstance(value, int) and vr == "US"
            raw = struct.pack(f"{order}H", value) if number else str(value).encode()
            elements[tag] = (vr, raw)
    return Header(
        Source("memory:test", pixels),
        elements,
        transfer_syntax_uid=transfer_syntax_uid,
        little_endian=transfer_syntax_uid != EXPLICIT_BIG_ENDIAN,
        pixel_tag=tags.PixelData,
        pixel_length=-1 if encapsulated else len(pixels),
    )


def with_table(of: Header, offsets: list[int], lengths: list[int]) -> Header:
    """The same header with an extended offset table."""
    elements = dict(of.elements)
    for tag, numbers in (
        (tags.ExtendedOffsetTable, offsets),
        (tags.ExtendedOffsetTableLengths, lengths),
    ):
        elements[tag] = ("OV", struct.pack(f"<{len(numbers)}Q", *numbers))
    return replace(of, elements=elements)


def item(value: bytes) -> bytes:
    """An item of encapsulated pixel data."""
    return b"\xfe\xff\x00\xe0" + struct.pack("<I", len(value)) + value


def encapsulated(fragments: list[bytes], offsets: list[int] | None = None) -> bytes:
    """Encapsulated pixel data; without `offsets` the basic offset table is empty."""
    table = struct.pack(f"<{len(offsets or [])}I", *(offsets or []))
    body = b"".join(item(fragment) for fragment in (table, *fragments))
    return body + b"\xfe\xff\xdd\xe0\0\0\0\0"


def offsets_of(fragments: list[bytes]) -> list[int]:
    """Where each fragment's item begins, from the first one's."""
    ends = [0]
    for fragment in fragments:
        ends.append(ends[-1] + 8 + len(fragment))
    return [start for start, _ in pairwise(ends)]
