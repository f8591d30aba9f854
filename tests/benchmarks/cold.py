"""Making the system forget what it has read, so that the next reading is the first."""

import os
from collections.abc import Iterable
from pathlib import Path

DROP = Path("/proc/sys/vm/drop_caches")
PAGES = "1"
DROPPED = "page cache dropped"
ADVISED = "files advised out of the page cache"
WARM = "the system cannot be made to forget"


def forget(paths: Iterable[Path]) -> str:
    """Everything, where that is permitted, else these files; says which it was."""
    if os.name == "posix":
        os.sync()
    try:
        DROP.write_text(PAGES)
    except OSError:
        return ADVISED if _advise(paths) else WARM
    return DROPPED


def _advise(paths: Iterable[Path]) -> bool:
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(file)
    return True
