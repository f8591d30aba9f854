"""Which state of a file was read: a file may change under its name."""

import os
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from viewer.files.sources import Source
from viewer.text import mark

Stamp = tuple[int, int, int]
"""Size, time of the last change in nanoseconds, inode number (0 where none lasts)."""

CHANGED = mark("The file has changed since it was opened. Open it again.")

_MOUNTS = Path("/proc/self/mountinfo")
_PASSING = frozenset({"cifs", "exfat", "msdos", "smb3", "vfat"})
"""File systems on which Linux makes up inode numbers, anew whenever it likes."""


def stamp_of(status: os.stat_result) -> Stamp:
    """What tells this state of a file from others, by its status."""
    number = status.st_ino if _lasts(status.st_dev) else 0
    return status.st_size, status.st_mtime_ns, number


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
