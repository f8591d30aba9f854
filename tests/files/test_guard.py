import io
import struct

import pytest

from viewer import limits
from viewer.files.guard import BoundedFile, check_structure
from viewer.files.header import UnreadableError

UNDEFINED = 0xFFFFFFFF


def bounded(data: bytes) -> BoundedFile:
    return BoundedFile(io.BytesIO(data), len(data))


def check(data: bytes, *, implicit: bool = False, little_endian: bool = True) -> None:
    check_structure(
        bounded(data + bytes(12)), 0, implicit=implicit, little_endian=little_endian
    )


def sequence(length: int, order: str = "<") -> bytes:
    return struct.pack(f"{order}HH2sHI", 9, 0x1001, b"SQ", 0, length)


def item(length: int, order: str = "<") -> bytes:
    return struct.pack(f"{order}HHI", 0xFFFE, 0xE000, length)


def nested(depth: int, order: str = "<") -> bytes:
    return (sequence(UNDEFINED, order) + item(UNDEFINED, order)) * depth


def nested_with_lengths(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = item(len(data)) + data
        data = sequence(len(data)) + data
    return data


@pytest.mark.parametrize("order", "<>")
def test_nesting_is_counted_in_both_byte_orders(order: str) -> None:
    little_endian = order == "<"
    check(nested(limits.SEQUENCE_DEPTH, order), little_endian=little_endian)
    with pytest.raises(UnreadableError, match="64 deep"):
        check(nested(limits.SEQUENCE_DEPTH + 1, order), little_endian=little_endian)


def test_nesting_with_stated_lengths_is_counted() -> None:
    check(nested_with_lengths(limits.SEQUENCE_DEPTH))
    with pytest.raises(UnreadableError, match="64 deep"):
        check(nested_with_lengths(limits.SEQUENCE_DEPTH + 1))


def test_sequences_side_by_side_are_not_nested() -> None:
    ends = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack(
        "<HHI", 0xFFFE, 0xE0DD, 0
    )
    check((nested(1) + ends) * 500)
    check(nested_with_lengths(1) * 500)


def test_items_of_one_sequence_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEQUENCE_ITEMS", 1_000)
    check(sequence(8 * 1_000) + item(0) * 1_000)
    with pytest.raises(UnreadableError, match="1,000 items"):
        check(sequence(8 * 1_001) + item(0) * 1_001)
    with pytest.raises(UnreadableError, match="1,000 items"):
        check(sequence(UNDEFINED) + item(0) * 1_001)


def test_elements_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEADER_ELEMENTS", 1_000)
    empty = struct.pack("<HH2sH", 9, 0x1001, b"LO", 0)
    check(empty * 999)
    with pytest.raises(UnreadableError, match="1,000 elements"):
        check(empty * 1_001)


def test_nested_elements_are_counted_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "HEADER_ELEMENTS", 100)
    monkeypatch.setattr(limits, "NESTED_ELEMENTS", 1_000)
    inner = struct.pack("<HH2sH", 9, 0x1001, b"LO", 0) * 900
    check(sequence(8 + len(inner)) + item(len(inner)) + inner)
    inner += inner
    with pytest.raises(UnreadableError, match="1,000 elements"):
        check(sequence(8 + len(inner)) + item(len(inner)) + inner)


def test_the_pass_ends_at_the_pixels() -> None:
    pixels = struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OW", 0, UNDEFINED)
    check(pixels + nested(1_000))


def test_nonsense_is_left_to_pydicom() -> None:
    check(b"nonsense" * 100)
    check(b"nonsense" * 100, implicit=True)
    check(sequence(0x7FFFFFFF))


def test_values_are_passed_without_reading_them() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    size = 8 * 1024 * 1024
    head = struct.pack("<HH2sHI", 9, 0x1001, b"OB", 0, size)
    file = Counting(head + bytes(size) + nested(2))
    check_structure(
        BoundedFile(file, len(file.getvalue())), 0, implicit=False, little_endian=True
    )
    assert file.taken < size // 10


def test_a_bounded_file_gives_no_more_than_it_has() -> None:
    file = bounded(b"0123456789")
    assert file.read_at(4, 1 << 40) == b"456789"
    assert file.read(5) == b""
    assert file.seek(2) == 2
    assert file.read() == b"23456789"
    assert file.tell() == 10
