"""Look-up tables: reading and applying them (PS3.3 C.11.1.1.1)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.look import LookupTable

_ENTRIES_WHEN_ZERO = 65_536


def read_words(header: Header, tag: int) -> NDArray[np.uint16]:
    """The value as 16-bit words, whatever VR the file gives it; empty when absent."""
    raw = header.elements.get(tag, ("", b""))[1]
    order = "<u2" if header.little_endian else ">u2"
    return np.frombuffer(raw, order, len(raw) // 2).astype(np.uint16)


def read_descriptor(
    header: Header, tag: int, signed: bool
) -> tuple[int, int, int] | None:
    """(entries, input of the first entry, bits of an entry), None when malformed.

    `signed` says how to read the second value: as the inputs of the table are.
    """
    words = [int(word) for word in read_words(header, tag)[:3]]
    if len(words) < 3:
        return None
    entries, first, bits = words
    if signed and first >= 1 << 15:
        first -= 1 << 16
    return entries or _ENTRIES_WHEN_ZERO, first, bits


def read_entries(
    header: Header, tag: int, entries: int, bits: int = 8
) -> NDArray[np.uint16]:
    """Up to `entries` entries: 16-bit words, or bytes when only bytes are there.

    Entries deeper than 8 `bits` are bytes only when there are exactly as many: what
    is too short for words is else a table that was cut off.
    """
    raw = header.elements.get(tag, ("", b""))[1]
    words = read_words(header, tag)
    are_bytes = bits <= 8 or len(raw) <= entries + 1
    if len(words) >= entries or len(raw) < entries or not are_bytes:
        return words[:entries]
    packed = words.astype("<u2").tobytes() + raw[len(words) * 2 :]
    return np.frombuffer(packed, np.uint8)[:entries].astype(np.uint16)


def read_table(item: Header, signed: bool) -> LookupTable | None:
    """The table of a modality or VOI LUT item, None when it is absent or cut off.

    With some of its entries missing, others would stand for them and look true.
    """
    descriptor = read_descriptor(item, tags.LUTDescriptor, signed)
    if descriptor is None:
        return None
    entries, first, bits = descriptor
    data = read_entries(item, tags.LUTData, entries, bits)
    if len(data) < entries:
        return None
    return LookupTable(
        first,
        data.astype("<u2").tobytes(),
        _real_bits(bits, int(data.max())),
        item.text(tags.LUTExplanation).strip(),
    )


def _real_bits(declared: int, largest: int) -> int:
    """Some writers give the size of the container for the depth of the entries."""
    needed = max(largest.bit_length(), 1)
    if 8 <= declared < 16:
        return max(declared, needed)
    return needed if declared != 16 or needed < 16 else 16


def entries_of(table: LookupTable) -> NDArray[np.uint16]:
    """The entries as numbers."""
    return np.frombuffer(table.entries, "<u2").astype(np.uint16)


def looked_up(values: NDArray[Any], table: LookupTable) -> NDArray[np.float64]:
    """The entry for each value, the first or last one for values out of range."""
    entries = entries_of(table).astype(np.float64)
    offsets = np.nan_to_num(np.rint(values - np.float64(table.first)))
    indexes = np.clip(offsets, 0, len(entries) - 1).astype(np.intp)
    found: NDArray[np.float64] = np.take(entries, indexes)
    return found
