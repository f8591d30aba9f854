"""What the commands print and write: lines or JSON, failures, whole files."""

import errno
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from viewer.dicom.values import visible
from viewer.export.writing import is_input as is_input
from viewer.export.writing import save_whole as save_whole
from viewer.export.writing import write_sentence as write_sentence

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def prepare_streams() -> None:
    """UTF-8 whatever the console is set to; odd bytes of file names as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(value: Any, indent: int | None = 2) -> None:
    """One JSON document; NaN and infinity are errors, not words of ours."""
    print(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def print_failure(path: str, reason: str) -> None:
    """ "PATH: reason" on standard error."""
    print(f"{visible(path)}: {visible(reason)}", file=sys.stderr)


def until_closed(report: Callable[[], int]) -> int:
    """Run a report; a reader that has seen enough (`| head`) ends it quietly.

    A disk that is full ends it with a sentence.
    """
    try:
        code = report()
        sys.stdout.flush()
    except BrokenPipeError:
        _write_into_nothing()
        return 0
    except OSError as fault:
        if fault.errno not in _NO_ROOM:
            raise
        _write_into_nothing()
        print_failure("standard output", write_sentence(fault))
        return 1
    return code


def _write_into_nothing() -> None:
    """Python flushes once more at its end: not into what takes nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
