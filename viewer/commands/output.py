"""What the commands print: JSON or lines to standard output, failures beside them."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from viewer.dicom.values import visible


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
    """Run a report; a reader that has seen enough (`| head`) ends it quietly."""
    try:
        code = report()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end: into nothing instead of the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
