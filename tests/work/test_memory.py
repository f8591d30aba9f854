import os
import pickle
import struct
from collections import Counter
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np
import pytest

from tests.work.chores import Picture
from viewer.work.memory import (
    attach_block,
    create_block,
    pack,
    release_block,
    unpack,
)

OURS = frozenset({"viewer", "tests"})
MIB = 1 << 20


def ramp(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint16)


def test_large_arrays_leave_the_message() -> None:
    block = memoryview(bytearray(4 * MIB))
    large, small = Picture(ramp(MIB), "large"), Picture(ramp(1000), "small")
    assert len(pack(large, block)) < 1000
    assert len(pack(small, block)) > 2000
    assert len(pack(large, None)) > 2 * MIB
    assert len(pack(large, block[: 2 * MIB - 1])) > 2 * MIB


def test_several_arrays_share_a_block_and_come_back_apart() -> None:
    block = memoryview(bytearray(8 * MIB))
    sent = [ramp(MIB // 2 + 1), ramp(10), np.full((700, 800, 3), 7, np.uint8)]
    message = pack(sent, block)
    assert len(message) < 1000
    received = unpack(message, block, OURS)
    block[:] = bytes(8 * MIB)
    for one, other in zip(sent, received, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)


@pytest.mark.parametrize("order", ["C", "F"])
def test_shape_and_memory_order_survive(order: str) -> None:
    block = memoryview(bytearray(8 * MIB))
    sent = np.asarray(ramp(MIB).reshape(1024, 1024), order=order)  # type: ignore[call-overload]  # numpy wants a literal
    received = unpack(pack(sent, block), block, OURS)
    assert received.flags.f_contiguous == (order == "F")
    assert np.array_equal(sent, received)


def test_a_part_outside_the_block_is_refused() -> None:
    block = memoryview(bytearray(4 * MIB))
    message = bytearray(pack(ramp(MIB), block))
    struct.pack_into("<QQ", message, 4, 3 * MIB, 2 * MIB)
    with pytest.raises(pickle.UnpicklingError, match="outside"):
        unpack(bytes(message), block, OURS)
    with pytest.raises(pickle.UnpicklingError, match="outside"):
        unpack(bytes(message), None, OURS)


class Command:
    """Pickles as a call of any function."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> object:  # type: ignore[override]  # that is the attack
        return self.call


@pytest.mark.parametrize(
    "answer",
    [
        Command(os.system, "false"),
        Command(eval, "1"),
        Command(getattr, 1, "real"),
        Command(Path, "/"),
        Command(release_block, None),
        Command(np.fromfile, "/dev/null"),
        Counter("abc"),
    ],
    ids=lambda answer: str(getattr(answer, "call", answer)),
)
def test_an_answer_can_only_be_plain_data_and_our_own_classes(answer: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="no plain data"):
        unpack(pack(answer, None), None, OURS)


def test_a_name_that_leads_out_of_our_package_is_refused() -> None:
    message = struct.pack("<I", 0) + b"\x80\x04\x8c\x12viewer.work.memory"
    for name in (b"os.system", b"pickle", b"SharedMemory"):
        call = message + b"\x8c" + bytes([len(name)]) + name + b"\x93."
        with pytest.raises(pickle.UnpicklingError, match="no plain data"):
            unpack(call, None, OURS)


def test_a_block_is_written_on_one_side_and_read_on_the_other() -> None:
    block = create_block(2 * MIB)
    assert block is not None
    other = attach_block(block.name)
    assert other.buf is not None
    assert block.buf is not None
    other.buf[:3] = b"abc"
    other.close()
    assert bytes(block.buf[:3]) == b"abc"
    release_block(block)
    with pytest.raises(FileNotFoundError):
        SharedMemory(block.name)


def test_without_room_for_the_pages_there_is_no_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = sorted(Path("/dev/shm").glob(f"negatoscope-{os.getpid()}-*"))

    def full(*_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.posix_fallocate", full)
    assert create_block(2 * MIB) is None
    assert sorted(Path("/dev/shm").glob(f"negatoscope-{os.getpid()}-*")) == before
