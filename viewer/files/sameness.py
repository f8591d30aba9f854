"""Whether two headers are of one data set, however each file was written.

What does not count: the meta header, which names who wrote the file (PS3.10 7.1),
group lengths and padding behind the data set, whether VRs are stated and how sequences
end (PS3.5 7.1, 7.5). Both files are read side by side, block by block, as far as they
agree, and nothing of them is kept.
"""

import zlib
from collections.abc import Iterator
from itertools import zip_longest
from struct import Struct
from typing import BinaryIO

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.header import Header
from viewer.files.stamp import stamp_of_open
from viewer.files.walked_elements import LONG_VRS, SHORT_VRS
from viewer.records import dataclass

_IMPLICIT, _EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
_SHORT = frozenset(vr.encode() for vr in SHORT_VRS.split())
_LONG = frozenset(vr.encode() for vr in LONG_VRS.split())
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_ITEM_BYTES = b"\xfe\xff\x00\xe0"
_TRAILING_PADDING = 0xFFFCFFFC
_UNDEFINED = 0xFFFFFFFF
_BLOCK_BYTES = 1024 * 1024
_BEGINNING_BYTES = 64 * 1024
_META_ELEMENTS = 1000
_TAG = Struct("<HH").unpack_from
_LENGTH = Struct("<I").unpack_from
_SHORT_LENGTH = Struct("<H").unpack_from

Piece = int | bytes


class _UnclearError(Exception):
    """The bytes do not follow PS3.5; nothing can be said of them."""


def same_object(one: Header, other: Header) -> bool | None:
    """Whether both are the same data set, pixels and all.

    None when that cannot be found out: a file is gone, has changed since its header
    was read, or makes no sense.
    """
    if _contradict(one, other):
        return False
    try:
        with one.source.open() as first, other.source.open() as second:
            if stamp_of_open(one.source, first) != one.stamp:
                return None
            if stamp_of_open(other.source, second) != other.stamp:
                return None
            return _same_data_set(one, first, other, second)
    except (OSError, _UnclearError):
        return None


def beginning(header: Header) -> int | None:
    """A checksum of how the data set begins, the same however it is written.

    None when it cannot be read or has changed: it is then the same as nothing. Objects
    whose beginnings differ need not be compared.
    """
    checksum = size = 0
    try:
        with header.source.open() as file:
            if stamp_of_open(header.source, file) != header.stamp:
                return None
            start = _data_set_start(file)
            explicit = header.transfer_syntax_uid != _IMPLICIT
            for piece in _Pieces(file, start, explicit).all():
                data = piece if isinstance(piece, bytes) else piece.to_bytes(8, "big")
                checksum = zlib.crc32(data, checksum)
                size += len(data)
                if size >= _BEGINNING_BYTES:
                    break
    except OSError:
        return None
    except _UnclearError:  # as far as it makes sense: equal bytes come as far
        return checksum if size else None
    return checksum


def _contradict(one: Header, other: Header) -> bool:
    """Whether the headers alone show two objects: quick, without any file."""
    if one.little_endian != other.little_endian:
        return True
    others = other.elements
    for tag, (_, value) in one.elements.items():
        found = others.get(tag)
        if found is None or found[1] == value or tag >> 16 == 2:
            continue
        if found[1].rstrip(b" \0") != value.rstrip(b" \0"):
            return True
    return False


def _same_data_set(
    one: Header, first: BinaryIO, other: Header, second: BinaryIO
) -> bool:
    starts = _data_set_start(first), _data_set_start(second)
    syntaxes = {one.transfer_syntax_uid, other.transfer_syntax_uid}
    if len(syntaxes) > 1 and not syntaxes <= {_IMPLICIT, _EXPLICIT}:
        return False
    if len(syntaxes) == 1:
        pairs = zip_longest(_blocks(first, starts[0]), _blocks(second, starts[1]))
        if all(a == b for a, b in pairs):
            return True
    if not (syntaxes <= {_IMPLICIT, _EXPLICIT} or all(map(_is_plain, syntaxes))):
        return False
    pieces = [
        _Pieces(file, start, header.transfer_syntax_uid != _IMPLICIT).all()
        for file, start, header in zip(
            (first, second), starts, (one, other), strict=True
        )
    ]
    return all(a == b for a, b in zip_longest(*pieces))


def _is_plain(uid: str) -> bool:
    """Whether the data set around the pixels has explicit VR, little endian."""
    known = transfer_syntax(uid)
    return known is not None and known.encapsulated and uid.startswith(_IMPLICIT)


def _blocks(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    while block := file.read(_BLOCK_BYTES):
        yield block


def _data_set_start(file: BinaryIO) -> int:
    """Where the data set begins: behind preamble and meta header (PS3.10 7.1)."""
    start = file.read(132)
    position = 132 if start[128:] == b"DICM" else 4 * start.startswith(b"DICM")
    for _ in range(_META_ELEMENTS):
        file.seek(position)
        head = file.read(12)
        if head[:2] != b"\2\0" or len(head) < 12:
            return position
        if head[4:6] in _LONG:
            position += 12 + int(_LENGTH(head, 8)[0])
        elif head[4:6] in _SHORT:
            position += 8 + int(_SHORT_LENGTH(head, 6)[0])
        else:
            position += 8 + int(_LENGTH(head, 4)[0])
    raise _UnclearError


@dataclass(slots=True)
class _Level:
    """An open sequence or item: where it ends (0: at its delimiter)."""

    end: int
    explicit: bool
    is_item: bool = False
    has_fragments: bool = False


class _Pieces:
    """A data set as pieces that are the same however it is written."""

    def __init__(self, file: BinaryIO, start: int, explicit: bool) -> None:
        self._file = file
        self._position = start
        self._levels: list[_Level] = []
        self._explicit = explicit

    def all(self) -> Iterator[Piece]:
        """Tags, lengths and blocks of values, in the order of the file."""
        self._file.seek(self._position)
        for _ in range(limits.NESTED_ELEMENTS):
            yield from self._closed()
            head = self._read(8)
            if len(head) < 8:
                yield head
                return
            group, element = _TAG(head)
            tag = group << 16 | element
            if tag in (_ITEM_END, _SEQUENCE_END):
                if self._levels and self._levels.pop().is_item:
                    yield _ITEM_END
            elif tag == _ITEM:
                yield from self._item(int(_LENGTH(head, 4)[0]))
            else:
                yield from self._element(tag, head)
        raise _UnclearError

    def _closed(self) -> Iterator[Piece]:
        """The ends of items that a length closes here."""
        levels = self._levels
        while levels and 0 < levels[-1].end <= self._position:
            if levels.pop().is_item:
                yield _ITEM_END

    def _item(self, length: int) -> Iterator[Piece]:
        around = self._levels[-1] if self._levels else _Level(0, self._explicit)
        yield _ITEM
        if around.has_fragments:
            yield from self._value(length)
        else:
            self._enter(length, around.explicit, is_item=True)

    def _element(self, tag: int, head: bytes) -> Iterator[Piece]:
        explicit = self._levels[-1].explicit if self._levels else self._explicit
        vr, length = self._form(head, explicit)
        if tag & 0xFFFF == 0 or tag == _TRAILING_PADDING:
            self._position = self._file.seek(self._position + length)
            return
        yield tag
        inside = explicit and vr != b"UN"
        if length == _UNDEFINED:
            self._enter(length, inside, has_fragments=tag == tags.PixelData)
        elif vr in (b"", b"SQ", b"UN") and self._peek() == _ITEM_BYTES and length >= 8:
            self._enter(length, inside)
        else:
            yield from self._value(length)

    def _form(self, head: bytes, explicit: bool) -> tuple[bytes, int]:
        """VR (b"" when not stated) and length of an element."""
        if not explicit:
            return b"", int(_LENGTH(head, 4)[0])
        vr = head[4:6]
        if vr in _SHORT:
            return vr, int(_SHORT_LENGTH(head, 6)[0])
        length = self._read(4)
        if vr not in _LONG or len(length) < 4:
            raise _UnclearError
        return vr, int(_LENGTH(length)[0])

    def _enter(self, length: int, explicit: bool, **kind: bool) -> None:
        if len(self._levels) > 2 * limits.SEQUENCE_DEPTH:
            raise _UnclearError
        end = 0 if length == _UNDEFINED else self._position + length
        self._levels.append(_Level(end, explicit, **kind))

    def _value(self, length: int) -> Iterator[Piece]:
        if length:
            yield length
        while length > 0 and (block := self._read(min(length, _BLOCK_BYTES))):
            length -= len(block)
            yield block

    def _peek(self) -> bytes:
        start = self._read(4)
        self._position = self._file.seek(self._position - len(start))
        return start

    def _read(self, length: int) -> bytes:
        data = self._file.read(length)
        self._position += len(data)
        return data
