"""A window of bytes that moves over a file, and how sequences are passed in it."""

from collections.abc import Callable
from struct import Struct, error

from viewer import limits
from viewer.files.walked_elements import LONG_VRS, SHORT_VRS

Read = Callable[[int, int], bytes]
"""(offset, length) → up to so many bytes."""

UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xE000FFFE, 0xE00DFFFE, 0xE0DDFFFE
_BIG_READ_BYTES = 64 * 1024


class OddHeader(Exception):
    """Not for the fast walker: pydicom is to read it. Says why, for support."""


def codes_of(vrs: str) -> frozenset[int]:
    """VRs as the numbers that their two bytes make."""
    return frozenset(int.from_bytes(vr.encode(), "little") for vr in vrs.split())


SHORT, LONG = codes_of(SHORT_VRS), codes_of(LONG_VRS)
UNKNOWN_VR = int.from_bytes(b"UN", "little")

EXPLICIT_HEAD = Struct("<IHH").unpack_from
IMPLICIT_HEAD = Struct("<II").unpack_from
LENGTH = Struct("<I").unpack_from


class ByteWindow:
    """The part of a file at hand; positions count from its start, at `base`."""

    __slots__ = ("base", "budget", "read", "size", "window")

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self.read = read
        self.base = 0
        self.window = read(0, limits.HEADER_WINDOW_BYTES)
        self.budget = limits.HEADER_ELEMENTS

    def refill(self, position: int, kept: int) -> bool:
        """Move the window to where it ran out; False at the very end of the file.

        With `kept`, the element before, of so many bytes, is to be seen again whole.
        """
        end = self.base + position
        reached = self.base + len(self.window)
        if end == self.size and (not kept or reached == self.size):
            return False
        self.move(end - kept, kept + 8 if end < self.size else kept)
        return True

    def reach(self, position: int, count: int) -> int:
        """See to it that so many bytes stand in the window; the position now."""
        if position + count <= len(self.window):
            return position
        self.move(self.base + position, count)
        return 0

    def move(self, absolute: int, needed: int) -> None:
        """Put the window at a place of the file; it then holds `needed` bytes."""
        left = self.size - absolute
        if needed > left or needed > limits.KEPT_VALUE_BYTES:
            raise OddHeader(f"{needed} bytes wanted at {absolute}, {left} left")
        length = min(needed + _BIG_READ_BYTES, left)
        self.window = self.read(absolute, length)
        self.base = absolute
        if len(self.window) < length:
            raise OddHeader(f"only {len(self.window)} bytes read at {absolute}")

    def skip_explicit(self, position: int) -> int:
        """Pass a sequence of undefined length; where the next element is."""
        window, unpack, short = self.window, EXPLICIT_HEAD, SHORT
        ends = [_SEQUENCE_END]
        for used in range(self.budget):
            try:
                raw, vr, length = unpack(window, position)
            except error:
                position = self.reach(position, 8)
                window = self.window
                continue
            if raw < _ITEM and vr in short:
                position += 8 + length
            elif raw == ends[-1]:
                ends.pop()
                position += 8
                if not ends:
                    self.budget -= used
                    return position
            else:
                position = self.nested(ends, raw, vr, length, position)
                window = self.window
        raise OddHeader("too many elements")

    def nested(
        self, ends: list[int], raw: int, vr: int, length: int, position: int
    ) -> int:
        """Enter or pass an item, or a nested element with a long length."""
        if raw == _ITEM:
            length, value, end = vr | length << 16, position + 8, _ITEM_END
        elif vr in SHORT:
            return position + 8 + length
        elif vr in LONG:
            position = self.reach(position, 12)
            (length,) = LENGTH(self.window, position + 8)
            value, end = position + 12, _SEQUENCE_END
        else:
            raise OddHeader(f"no VR at {self.base + position}")
        if length != UNDEFINED:
            return value + length
        if end == _SEQUENCE_END and vr == UNKNOWN_VR:
            return self.skip_implicit(value)
        _enter(ends, end)
        return value

    def skip_implicit(self, position: int) -> int:
        """Pass a sequence of undefined length with implicit VR."""
        window, unpack = self.window, IMPLICIT_HEAD
        ends = [_SEQUENCE_END]
        for used in range(self.budget):
            try:
                raw, length = unpack(window, position)
            except error:
                position = self.reach(position, 8)
                window = self.window
                continue
            if raw == ends[-1]:
                ends.pop()
                position += 8
                if not ends:
                    self.budget -= used
                    return position
            elif length == UNDEFINED:
                _enter(ends, _ITEM_END if raw == _ITEM else _SEQUENCE_END)
                position += 8
            else:
                position += 8 + length
        raise OddHeader("too many elements")


def _enter(ends: list[int], end: int) -> None:
    if len(ends) > 2 * limits.SEQUENCE_DEPTH:
        raise OddHeader("nested too deeply")
    ends.append(end)
