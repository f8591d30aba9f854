"""Answers across processes: small ones pickled, big arrays through shared memory.

The window's process creates the block and alone unlinks it; a worker only attaches.
Arrays travel as the out-of-band buffers of pickle protocol 5 (PEP 574).
"""

import io
import os
import pickle
import struct
import sys
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from viewer.limits import SHARED_ALIGNMENT_BYTES, SHARED_ARRAY_BYTES
from viewer.work.rooms import Rooms

_COUNT = struct.Struct("<I")
_PART = struct.Struct("<QQ")
_BUILTINS = frozenset({"bytearray", "complex", "frozenset", "range", "set", "slice"})
_ROOMS = Rooms()
_NUMPY = frozenset({"_frombuffer", "_reconstruct", "dtype", "ndarray", "scalar"})


class Block(SharedMemory):
    """Goes quietly even while an array is on it, as may be at the program's end."""

    def __del__(self) -> None:
        try:
            super().__del__()
        except BufferError:
            return  # the system unmaps it with the process


def create_block(size: int) -> SharedMemory | None:
    """A new block of shared memory, or None when the system has no room for it."""
    try:
        block = Block(_new_name(), create=True, size=size)
    except OSError:
        return None
    if not _reserved(block.name, size):
        release_block(block)
        return None
    return block


def _new_name() -> str:
    """A name that tells whose it is; macOS allows 30 characters."""
    return f"negatoscope-{os.getpid()}-{os.urandom(4).hex()}"


def release_block(block: SharedMemory) -> None:
    """Unmap and remove; nothing stays in /dev/shm."""
    block.close()
    block.unlink()


def attach_block(name: str) -> SharedMemory:
    """The block of that name, created by the parent (worker's side).

    Before Python 3.13 attaching also registers it with the resource tracker: a worker
    shares the parent's, which keeps a set, so the parent's unlink is the end of it.
    """
    if sys.version_info >= (3, 13):
        return Block(name, track=False)
    return Block(name)


def pack(answer: object, block: memoryview | None) -> bytes:
    """The answer as one message; big arrays go into the block if they fit."""
    parts: list[tuple[int, int]] = []

    def stays_inside(buffer: pickle.PickleBuffer) -> bool:
        with buffer.raw() as raw:
            start = _aligned(sum(parts[-1])) if parts else 0
            end = start + raw.nbytes
            if block is None or raw.nbytes < SHARED_ARRAY_BYTES or end > len(block):
                return True
            block[start:end] = raw
            parts.append((start, raw.nbytes))
            return False

    pickled = pickle.dumps(answer, protocol=5, buffer_callback=stays_inside)
    table = b"".join(_PART.pack(*part) for part in parts)
    return _COUNT.pack(len(parts)) + table + pickled


def unpack(message: bytes, block: memoryview | None, modules: frozenset[str]) -> Any:
    """What `pack` packed; its arrays are own copies, free of the block.

    Only plain data and classes of the packages in `modules` are made, so that an
    answer never makes the window's process import a library.
    Raises pickle.UnpicklingError.
    """
    (count,) = _COUNT.unpack_from(message)
    start = _COUNT.size + count * _PART.size
    parts = [
        _PART.unpack_from(message, _COUNT.size + index * _PART.size)
        for index in range(count)
    ]
    file = io.BytesIO(message)
    file.seek(start)
    buffers = [_copied(block, *part) for part in parts]
    return _Unpickler(file, modules, buffers).load()


def _copied(block: memoryview | None, start: int, length: int) -> Any:
    import numpy as np

    if block is None or start + length > len(block):
        raise pickle.UnpicklingError("an array outside the shared block")
    copy = _ROOMS.take(length)
    if copy is None:
        copy = np.empty(length, np.uint8)
    np.copyto(copy, np.frombuffer(block, np.uint8, length, start))
    return copy


def _reserved(name: str, size: int) -> bool:
    """Whether the pages exist: in a full tmpfs the first write would be SIGBUS."""
    path = f"/dev/shm/{name}"
    if not os.path.exists(path):
        return True
    file = os.open(path, os.O_RDWR)
    try:
        os.posix_fallocate(file, 0, size)
    except OSError:
        return False
    finally:
        os.close(file)
    return True


def _aligned(offset: int) -> int:
    return -(-offset // SHARED_ALIGNMENT_BYTES) * SHARED_ALIGNMENT_BYTES


class _Unpickler(pickle.Unpickler):
    def __init__(
        self, file: io.BytesIO, modules: frozenset[str], buffers: list[Any]
    ) -> None:
        super().__init__(file, buffers=buffers)
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        root = module.split(".")[0]
        if root == "numpy" and name in _NUMPY:
            return super().find_class(module, name)
        if module == "builtins" and name in _BUILTINS:
            return super().find_class(module, name)
        if root in self._modules and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__.split(".")[0] == root:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")
