"""Palettes: stored value → colour (PS3.3 C.7.6.3.1.5, C.7.6.19; segmented: C.7.9)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.lookup import read_descriptor, read_entries, read_words
from viewer.records import dataclass

_CHANNELS = (
    (
        tags.RedPaletteColorLookupTableDescriptor,
        tags.RedPaletteColorLookupTableData,
        tags.SegmentedRedPaletteColorLookupTableData,
    ),
    (
        tags.GreenPaletteColorLookupTableDescriptor,
        tags.GreenPaletteColorLookupTableData,
        tags.SegmentedGreenPaletteColorLookupTableData,
    ),
    (
        tags.BluePaletteColorLookupTableDescriptor,
        tags.BluePaletteColorLookupTableData,
        tags.SegmentedBluePaletteColorLookupTableData,
    ),
)
_DISCRETE, _LINEAR, _INDIRECT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Palette:
    """`first` is the stored value of the first entry; `entries` are RGB bytes.

    `stated` are those of the file where an ICC profile has changed them, else b"".
    """

    first: int
    entries: bytes
    stated: bytes = b""

    def colours(self) -> NDArray[np.uint8]:
        """(entries, 3)."""
        return np.frombuffer(self.entries, np.uint8).reshape(-1, 3)


def by_profile(palette: Palette, entries: bytes) -> Palette:
    """With the entries that a profile made of its own."""
    return Palette(palette.first, entries, palette.entries)


def as_stated(palette: Palette) -> Palette:
    """As the file has it, before any profile."""
    return Palette(palette.first, palette.stated or palette.entries)


def read_palette(header: Header, signed: bool) -> Palette | None:
    """The palette of an image, None when a channel is missing or empty.

    `signed` is that of the stored values. Entries of 16 bits keep their upper 8.
    """
    descriptor = read_descriptor(header, _CHANNELS[0][0], signed)
    if descriptor is None:
        return None
    channels = [_read_channel(header, *channel) for channel in _CHANNELS]
    length = min(len(channel) for channel in channels)
    if not length:
        return None
    table = np.stack([channel[:length] for channel in channels], axis=-1)
    if table.max() > 255:  # some writers keep 8-bit entries in a table of 16 bits
        table >>= 8
    return Palette(descriptor[1], table.astype(np.uint8).tobytes())


def coloured(values: NDArray[Any], palette: Palette) -> NDArray[np.uint8]:
    """Stored values (…) → RGB (…, 3); out of range takes the first or last entry."""
    colours = palette.colours()
    indexes = values.astype(np.int64) - palette.first
    return np.take(colours, np.clip(indexes, 0, len(colours) - 1), axis=0)


def is_coloured(values: NDArray[Any], palette: Palette) -> NDArray[np.bool_]:
    """Where a supplemental palette applies; below it the value is grey (C.7.6.19)."""
    mask: NDArray[np.bool_] = values >= palette.first
    return mask


def _read_channel(
    header: Header, descriptor_tag: int, data_tag: int, segmented_tag: int
) -> NDArray[np.uint16]:
    descriptor = read_descriptor(header, descriptor_tag, signed=False)
    if descriptor is None:
        return np.zeros(0, np.uint16)
    entries, _first, bits = descriptor
    if header.has(data_tag):
        return read_entries(header, data_tag, entries)
    words = read_words(header, segmented_tag)
    if bits <= 8:
        words = np.frombuffer(words.astype("<u2").tobytes(), np.uint8)
    return expanded(words.tolist(), entries, bits)


def expanded(data: list[int], entries: int, bits: int) -> NDArray[np.uint16]:
    """Segments (C.7.9.2) → up to `entries` entries; stops at the first malformed one.

    `data` are bytes for entries of up to 8 bits, otherwise 16-bit words.
    """
    out: list[int] = []
    at = 0
    while at + 2 < len(data) and len(out) < entries:
        if data[at] == _INDIRECT:
            after = _add_indirect(out, data, at, entries, bits)
        else:
            after = _add_segment(out, data, at, entries)
        if after == at:
            break
        at = after
    return np.array(out[:entries], np.uint16)


def _add_segment(out: list[int], data: list[int], at: int, entries: int) -> int:
    """Add a discrete or linear segment; where the next one begins, `at` if none."""
    kind, length = data[at], data[at + 1]
    if kind == _DISCRETE:
        out.extend(data[at + 2 : at + 2 + length])
        return at + 2 + length
    if kind != _LINEAR or not out or not length or at + 2 >= len(data):
        return at
    start, end = out[-1], data[at + 2]
    steps = np.arange(1, min(length, entries) + 1)
    out.extend(np.rint(start + (end - start) * steps / length).astype(int).tolist())
    return at + 3


def _add_indirect(
    out: list[int], data: list[int], at: int, entries: int, bits: int
) -> int:
    """Copy earlier segments by their byte offset; never one that is indirect."""
    size, width = (4, 8) if bits <= 8 else (2, 16)
    units = data[at + 2 : at + 2 + size]
    offset = sum(unit << (width * index) for index, unit in enumerate(units))
    source = offset if bits <= 8 else offset // 2
    for _segment in range(data[at + 1]):
        if source + 1 >= len(data) or data[source] == _INDIRECT or len(out) >= entries:
            break
        after = _add_segment(out, data, source, entries)
        if after == source:
            break
        source = after
    return at + 2 + size
