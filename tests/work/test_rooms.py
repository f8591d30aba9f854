"""Memory that serves again, and never while an array is still in it."""

import gc
import mmap
import pickle
import threading

import numpy as np
import pytest

from tests.work.chores import Picture
from viewer.limits import LARGEST_ROOM_BYTES
from viewer.work.memory import pack, unpack
from viewer.work.rooms import Rooms

PAGE = mmap.PAGESIZE
OURS = frozenset({"viewer", "tests"})


def address(array: np.ndarray) -> int:
    return int(array.__array_interface__["data"][0])


def test_memory_serves_again_when_its_array_is_gone() -> None:
    rooms = Rooms()
    first = rooms.take(3 * PAGE - 10)
    assert first is not None
    assert len(first) == 3 * PAGE - 10
    first[:] = 7
    place = address(first)
    del first
    assert rooms.free_bytes == 3 * PAGE
    again = rooms.take(3 * PAGE)
    assert again is not None
    assert address(again) == place
    assert rooms.free_bytes == 0


def test_what_is_made_of_an_array_keeps_its_memory() -> None:
    rooms = Rooms()
    room = rooms.take(PAGE)
    assert room is not None
    room[:] = np.arange(PAGE) % 251
    seen = np.frombuffer(room, "<u2").reshape(2, -1)[1:, ::2]
    kept = seen.copy()
    del room
    gc.collect()
    assert rooms.free_bytes == 0
    other = rooms.take(PAGE)
    assert other is not None
    other[:] = 0
    assert np.array_equal(seen, kept)
    del seen
    assert rooms.free_bytes == PAGE


def test_answers_of_workers_do_not_share_memory() -> None:
    block = memoryview(bytearray(1 << 20))
    pictures = []
    for number in range(6):
        sent = Picture(np.full((300, 400), number, np.uint16), "")
        pictures.append(unpack(pack(sent, block), block, OURS))
    for number, picture in enumerate(pictures):
        assert (picture.values == number).all()
    assert len({address(picture.values) for picture in pictures}) == 6


def test_memory_of_another_size_does_not_serve() -> None:
    rooms = Rooms()
    rooms.take(PAGE)
    other = rooms.take(2 * PAGE)
    assert other is not None
    assert len(other) == 2 * PAGE
    assert rooms.free_bytes == PAGE


def test_no_more_is_kept_than_the_limit() -> None:
    rooms = Rooms(kept_bytes=4 * PAGE)
    held = [rooms.take(PAGE) for _ in range(9)]
    assert all(room is not None for room in held)
    held.clear()
    assert rooms.free_bytes == 4 * PAGE


@pytest.mark.parametrize("length", [0, LARGEST_ROOM_BYTES + 1])
def test_large_and_empty_arrays_get_no_memory_here(length: int) -> None:
    assert Rooms().take(length) is None


def test_threads_never_get_the_same_memory() -> None:
    rooms = Rooms()
    faults: list[int] = []

    def work(number: int) -> None:
        for _ in range(300):
            room = rooms.take(PAGE)
            assert room is not None
            room[:] = number
            if (room != number).any():
                faults.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_an_array_outlives_being_pickled() -> None:
    room = Rooms().take(PAGE)
    assert room is not None
    room[:] = 5
    assert (pickle.loads(pickle.dumps(room)) == 5).all()
