"""Decoded frames kept in memory: the least recently used go first, counted in bytes."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Protocol

from viewer import limits

ASSUMED_MEMORY_BYTES = 2 * 1024**3
"""Where the system does not say how much it has: any machine of today has that free."""

MEMORY_TABLE = Path("/proc/meminfo")


class Sized(Protocol):
    """Anything that knows its size, such as an array."""

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""


class FrameCache:
    """Values by key, never more than `limit_bytes` in all; for one thread.

    Where `free_bytes` tells what memory is free, the limit follows it: frames are given
    up when other windows, volumes or programs need it.
    """

    def __init__(
        self,
        limit_bytes: int,
        free_bytes: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.limit_bytes = limit_bytes
        self._free_bytes = free_bytes
        self._since_look = 0
        self._kept: OrderedDict[Hashable, tuple[Sized, int]] = OrderedDict()
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """Bytes of all that is kept."""
        return self._nbytes

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Sized | None:
        """The value, which is now the most recently used; None when it is not here."""
        entry = self._kept.get(key)
        if entry is None:
            return None
        self._kept.move_to_end(key)
        return entry[0]

    def put(self, key: Hashable, value: Sized) -> None:
        """Keep a value; what is larger than the whole cache is not kept."""
        self.discard(key)
        size = value.nbytes
        if size > self.limit_bytes:
            return
        while self._nbytes + size > self.limit_bytes:
            self._nbytes -= self._kept.popitem(last=False)[1][1]
        self._kept[key] = (value, size)
        self._nbytes += size
        self._since_look += size
        if self._since_look >= limits.MEMORY_LOOK_BYTES:
            self._since_look = 0
            self.follow_memory()

    def follow_memory(self) -> None:
        """Keep no more than there is room for now."""
        free = self._free_bytes()
        if free is None:
            return
        short = limits.FREE_MEMORY_BYTES - free
        room = -short if short > 0 else int(free * limits.FRAME_CACHE_SHARE)
        limit = min(self._nbytes + room, limits.FRAME_CACHE_BYTES)
        self.limit_bytes = max(limit, 0)
        while self._nbytes > self.limit_bytes:
            self._nbytes -= self._kept.popitem(last=False)[1][1]

    def discard(self, key: Hashable) -> None:
        """Forget one value, if it is here."""
        entry = self._kept.pop(key, None)
        if entry is not None:
            self._nbytes -= entry[1]

    def discard_all(self, is_gone: Callable[[Sized], bool]) -> None:
        """Forget the values that something is true of."""
        for key in [key for key, (value, _) in self._kept.items() if is_gone(value)]:
            self.discard(key)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._nbytes = 0


def default_limit_bytes() -> int:
    """40 % of the memory that is available now, at most 2 GiB."""
    share = int(available_memory_bytes() * limits.FRAME_CACHE_SHARE)
    return min(share, limits.FRAME_CACHE_BYTES)


def free_memory_bytes() -> int | None:
    """Memory that programs can take now without swapping; None where nothing says so.

    Linux says it; caches that can be dropped count as available.
    """
    try:
        for line in MEMORY_TABLE.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def available_memory_bytes() -> int:
    """The same, else half of the machine's memory, else what any machine has."""
    free = free_memory_bytes()
    if free is not None:
        return free
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return ASSUMED_MEMORY_BYTES


def machine_cache() -> FrameCache:
    """A cache as large as this machine allows, now and later."""
    return FrameCache(default_limit_bytes(), free_memory_bytes)
