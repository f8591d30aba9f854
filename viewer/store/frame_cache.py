"""Decoded frames kept in memory: the least recently used go first, counted in bytes."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Protocol

SHARE_OF_MEMORY = 0.4
CEILING_BYTES = 2 * 1024**3
ASSUMED_MEMORY_BYTES = 2 * 1024**3
"""Where the system does not say how much it has: any machine of today has that free."""

MEMORY_TABLE = Path("/proc/meminfo")


class Sized(Protocol):
    """Anything that knows its size, such as an array."""

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""


class FrameCache:
    """Values by key, never more than `limit_bytes` in all; for one thread."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
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
    return min(int(available_memory_bytes() * SHARE_OF_MEMORY), CEILING_BYTES)


def available_memory_bytes() -> int:
    """Memory that programs can take without swapping, as far as the system says.

    Linux says it (caches that can be dropped count as available); elsewhere half of
    the machine's memory, else what any machine has.
    """
    try:
        for line in MEMORY_TABLE.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return ASSUMED_MEMORY_BYTES
