"""Which state of a file was read: a file may change under its name."""

import os
import time
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from viewer.files.sources import Source
from viewer.text import mark

Stamp = tuple[int, int, int]
"""Size, time of the last change in nanoseconds, inode number (0 where none lasts)."""

CHANGED = mark("The file has changed since it was opened. Open it again.")

YOUNG_NS = 3_000_000_000
"""A file changed this short a time ago may change again within the same tick of its
file system's clock (two seconds on FAT): its stamp does not tell its state yet."""

_MOUNTS = Path("/proc/self/mountinfo")
_PASSING = frozenset({"cifs", "exfat", "msdos", "smb3", "vfat"})
"""File systems on which Linux makes up inode numbers, anew whenever it likes."""


def stamp_of(status: os.stat_result) -> Stamp:
    """What tells this state of a file from others, by its status."""
    number = status.st_ino if _lasts(status.st_dev) else 0
    return status.st_size, status.st_mtime_ns, number


def is_young(stamp: Stamp) -> bool:
    """The file was changed just now, or will be: no state to remember it by."""
    return time.time_ns() - stamp[1] < YOUNG_NS


def stamp_text(stamp: Stamp) -> str:
    """A state of a file as it stands in what is kept between two starts."""
    return f"{stamp[0]} {stamp[1]} {stamp[2]}"


def stamp_at(source: Source) -> Stamp | None:
    """The present state of the file that holds a source; None of one in memory.

    Raises OSError.
    """
    if source.data is not None:
        return None
    return stamp_of(os.stat(source.archive if source.member else source.path))


def stamp_of_open(source: Source, file: BinaryIO) -> Stamp | None:
    """The state of what `source.open()` gave: of that very file, where it is one.

    Raises OSError.
    """
    if source.data is not None or source.member:
        return stamp_at(source)
    return stamp_of(os.fstat(file.fileno()))


@lru_cache(maxsize=256)
def _lasts(device: int) -> bool:
    """Whether the inode numbers of a file system stay what they are."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return True
    place = f"{os.major(device)}:{os.minor(device)}"
    for line in lines:
        before, _, after = line.partition(" - ")
        if before.split()[2:3] == [place]:
            name = after.split(" ", 1)[0]
            return name not in _PASSING and not name.startswith("fuse")
    return True
