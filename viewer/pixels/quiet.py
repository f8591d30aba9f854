"""Compiled libraries that print to standard error, or swallow their own errors."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_standard_error() -> Iterator[None]:
    """Nothing reaches the process's standard error inside this block.

    The whole process is silenced: for decode workers, which do one thing at a time.
    """
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, AttributeError):
        yield  # A program without a console has no standard error.
        return
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def swallowed_errors() -> Iterator[list[str]]:
    """Errors that compiled code met inside this block and could not raise."""
    errors: list[str] = []
    kept = sys.unraisablehook, sys.excepthook
    sys.unraisablehook = lambda fault: errors.append(str(fault.exc_value))
    sys.excepthook = lambda kind, error, trace: errors.append(str(error))
    try:
        yield errors
    finally:
        sys.unraisablehook, sys.excepthook = kept
