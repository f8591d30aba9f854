"""The fragments of encapsulated pixel data and their frames (PS3.5 A.4)."""

import struct
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from viewer import limits
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.records import dataclass
from viewer.text import tr

ITEM = b"\xfe\xff\x00\xe0"
_CODE_STREAM_STARTS = (
    b"\xff\xd8\xff",  # JPEG, JPEG-LS
    b"\xff\x4f\xff\x51",  # JPEG 2000
    b"\x00\x00\x00\x0cjP  ",  # JPEG 2000 with boxes
    b"\xff\x0a",  # JPEG XL
    b"\x00\x00\x00\x0cJXL ",  # JPEG XL with boxes
)
_START_BYTES = 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fragments:
    """For each frame, where its fragments stand: (offset, length) pairs."""

    frames: tuple[tuple[Span, ...], ...]
    notes: tuple[str, ...] = ()
    is_cut: bool = False
    """The file ends within a fragment, or before the end that must be marked."""


def read_fragments(header: Header, claimed_frames: int, end: int) -> Fragments:
    """Assign the fragments to frames, by the first way that is consistent.

    The offset tables (extended, then basic) only where they point at fragments; one
    frame takes all; a fragment for each frame; else where code streams begin.
    """
    with header.source.open() as file:
        walk = _walk(file, header.pixel_offset, end)
        assigned = _assigned(file, walk, header, claimed_frames)
    is_cut = walk.is_cut or (walk.is_open and header.pixel_length < 0)
    return replace(assigned, is_cut=is_cut)


def begins_with_picture(header: Header) -> bool:
    """The first fragment, after the offset table, begins with a code stream."""
    head = header.source.read(header.pixel_offset, 8)
    table_bytes = int.from_bytes(head[4:], "little")
    first = header.pixel_offset + 8 + table_bytes + 8
    return _is_code_stream(header.source.read(first, _START_BYTES))


def _assigned(
    file: BinaryIO, walk: "_Walk", header: Header, claimed_frames: int
) -> Fragments:
    fragments = walk.fragments
    extended = _long_numbers(header, tags.ExtendedOffsetTable)
    for table in (extended, walk.offsets):
        frames = _by_offsets(fragments, table, claimed_frames)
        if frames:
            return Fragments(_trimmed(frames, header, table is extended))
    note: tuple[str, ...] = ()
    if walk.offsets:
        note = (tr("The table of frame positions is wrong and was not used."),)
    if claimed_frames == 1 and fragments:
        return Fragments((tuple(fragments),), note)
    if len(fragments) <= claimed_frames:
        return Fragments(tuple((fragment,) for fragment in fragments), note)
    return Fragments(_by_code_streams(file, fragments), note)


def _long_numbers(header: Header, tag: int) -> tuple[int, ...]:
    """The 64-bit numbers of an element; fragments are always little endian."""
    raw = header.elements.get(tag, ("", b""))[1]
    count = min(len(raw) // 8, limits.FRAGMENTS)
    return struct.unpack_from(f"<{count}Q", raw)


class _Walk(NamedTuple):
    """The basic offset table and every fragment; lengths are cut at the end."""

    offsets: list[int]
    fragments: list[Span]
    is_cut: bool
    """A length was cut."""
    is_open: bool
    """All items were read, and what marks their end was not met."""


def _walk(file: BinaryIO, start: int, end: int) -> _Walk:
    fragments: list[Span] = []
    offsets: list[int] = []
    position = start
    is_first, is_cut = True, False
    while position + 8 <= end and len(fragments) < limits.FRAGMENTS:
        file.seek(position)
        item = file.read(8)
        if item[:4] != ITEM or len(item) < 8:
            break
        length = int.from_bytes(item[4:], "little")
        is_cut = is_cut or length > end - position - 8
        length = min(length, end - position - 8)
        if is_first and not _is_code_stream(file.read(_START_BYTES)):
            file.seek(position + 8)
            table = file.read(min(length // 4, limits.FRAGMENTS) * 4)
            offsets = list(struct.unpack_from(f"<{len(table) // 4}I", table))
        else:
            fragments.append((position + 8, length))
        is_first = False
        position += 8 + length
    return _Walk(offsets, fragments, is_cut, is_open=position + 8 > end)


def _is_code_stream(start: bytes) -> bool:
    return start.startswith(_CODE_STREAM_STARTS)


def _by_offsets(
    fragments: list[Span], offsets: list[int] | tuple[int, ...], claimed_frames: int
) -> tuple[tuple[Span, ...], ...]:
    """Frames by their offsets from the first item, () when the table is wrong."""
    if not fragments or not offsets or len(offsets) < claimed_frames:
        return ()
    first = fragments[0][0]
    number_at = {position - first: i for i, (position, _) in enumerate(fragments)}
    numbers = [number_at.get(offset, -1) for offset in offsets]
    ends = [*numbers[1:], len(fragments)]
    if numbers[0] != 0 or any(
        end <= number for number, end in zip(numbers, ends, strict=True)
    ):
        return ()
    return tuple(
        tuple(fragments[number:end]) for number, end in zip(numbers, ends, strict=True)
    )


def _trimmed(
    frames: tuple[tuple[Span, ...], ...], header: Header, is_extended: bool
) -> tuple[tuple[Span, ...], ...]:
    """Without the padding byte that the extended lengths exclude (C.7.6.3.1.8)."""
    lengths = (
        _long_numbers(header, tags.ExtendedOffsetTableLengths) if is_extended else ()
    )
    if len(lengths) != len(frames):
        return frames
    return tuple(
        ((frame[0][0], length),)
        if len(frame) == 1 and frame[0][1] - 1 <= length <= frame[0][1]
        else frame
        for frame, length in zip(frames, lengths, strict=True)
    )


def _by_code_streams(
    file: BinaryIO, fragments: list[Span]
) -> tuple[tuple[Span, ...], ...]:
    """A frame begins where a code stream begins; without any, at each fragment."""
    frames: list[list[Span]] = []
    for position, length in fragments:
        file.seek(position)
        if not frames or _is_code_stream(file.read(_START_BYTES)):
            frames.append([])
        frames[-1].append((position, length))
    if len(frames) == 1:
        return tuple((fragment,) for fragment in fragments)
    return tuple(map(tuple, frames))
