"""Counts elements, items and depth before pydicom reads, which has no limits itself.

One flat pass over the data set (PS3.5 7.5). Where the bytes make no sense it stops
without a word: pydicom is then to say what is wrong.
"""

from struct import Struct
from typing import BinaryIO

from viewer import limits
from viewer.dicom import tags
from viewer.files.header import UnreadableError
from viewer.files.walked_elements import LONG_VRS, SHORT_VRS
from viewer.records import dataclass
from viewer.text import figure, tr

_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_SHORT = frozenset(vr.encode() for vr in SHORT_VRS.split())
_LONG = frozenset(vr.encode() for vr in LONG_VRS.split())
_PIXELS = frozenset({tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData})
_NONSENSE = -1
_BLOCK_BYTES = 64 * 1024


@dataclass(slots=True)
class _Level:
    """An open sequence or item: where it ends (0: at its delimiter)."""

    end: int
    implicit: bool
    items: int = 0


class BoundedFile:
    """A file that never gives, or makes room for, more bytes than it has."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def read(self, length: int = -1) -> bytes:
        """Up to so many bytes from here; all that are left when negative."""
        left = max(self.size - self._file.tell(), 0)
        return self._file.read(left if length < 0 else min(length, left))

    def seek(self, offset: int, whence: int = 0) -> int:
        """As of any file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()

    def read_at(self, offset: int, length: int) -> bytes:
        """Up to so many bytes from an offset."""
        self._file.seek(offset)
        return self.read(length)


def check_structure(
    file: BoundedFile, position: int, *, implicit: bool, little_endian: bool
) -> None:
    """Raises UnreadableError when the data set goes beyond `viewer.limits`."""
    counting = _Pass(file, implicit, little_endian)
    while 0 <= position <= file.size - 12:
        position = counting.step(position)


class _Pass:
    """The pass over one data set, element by element."""

    def __init__(self, file: BoundedFile, implicit: bool, little_endian: bool) -> None:
        order = "<" if little_endian else ">"
        self._file = file
        self._block, self._base = b"", 0
        self._pair = Struct(order + "HH").unpack_from
        self._short = Struct(order + "H").unpack_from
        self._long = Struct(order + "I").unpack_from
        self._levels = [_Level(0, implicit)]
        self._all = self._top = 0

    def step(self, position: int) -> int:
        """Count the element at a position; the next position, or a negative one."""
        levels = self._levels
        while len(levels) > 1 and 0 < levels[-1].end <= position:
            levels.pop()
        at = position - self._base
        if not 0 <= at <= len(self._block) - 12:
            self._block = self._file.read_at(position, _BLOCK_BYTES)
            self._base, at = position, 0
        group, element = self._pair(self._block, at)
        tag = group << 16 | element
        self._count(tag)
        if tag in (_ITEM_END, _SEQUENCE_END):
            if len(levels) > 1:
                levels.pop()
            return position + 8
        if tag == _ITEM:
            (length,) = self._long(self._block, at + 4)
            return self._enter(position + 8, length, levels[-1].implicit)
        if tag in _PIXELS and len(levels) == 1:
            return _NONSENSE
        return self._element(position, at)

    def _element(self, position: int, at: int) -> int:
        implicit = self._levels[-1].implicit
        vr = b"" if implicit else self._block[at + 4 : at + 6]
        if vr in _SHORT:
            return position + 8 + int(self._short(self._block, at + 6)[0])
        if vr and vr not in _LONG:
            return _NONSENSE
        head = 12 if vr else 8
        value = position + head
        length = int(self._long(self._block, at + head - 4)[0])
        if vr == b"SQ" or length == _UNDEFINED:
            return self._enter(value, length, implicit or vr == b"UN")
        return value + length

    def _enter(self, value: int, length: int, implicit: bool) -> int:
        end = 0 if length == _UNDEFINED else value + length
        self._levels.append(_Level(end, implicit))
        if len(self._levels) > 2 * limits.SEQUENCE_DEPTH + 1:
            raise UnreadableError(
                tr(
                    "Its header nests sequences more than {limit} deep,"
                    " which no real object does.",
                    limit=limits.SEQUENCE_DEPTH,
                )
            )
        return value

    def _count(self, tag: int) -> None:
        level = self._levels[-1]
        level.items += tag == _ITEM
        self._all += 1
        self._top += len(self._levels) == 1
        if self._all > limits.NESTED_ELEMENTS or self._top > limits.HEADER_ELEMENTS:
            few = self._top > limits.HEADER_ELEMENTS
            limit = limits.HEADER_ELEMENTS if few else limits.NESTED_ELEMENTS
            raise UnreadableError(
                tr(
                    "Its header has more than {limit} elements,"
                    " which no real object has.",
                    limit=figure(limit, ","),
                )
            )
        if level.items > limits.SEQUENCE_ITEMS:
            raise UnreadableError(
                tr(
                    "A sequence of its header has more than {limit} items,"
                    " which no real object has.",
                    limit=figure(limits.SEQUENCE_ITEMS, ","),
                )
            )
