"""How the commands ask worker processes about one file, and tell why one refused."""

import argparse
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from viewer import limits
from viewer.commands.pixel_stages import StageRequest
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.scan import os_sentence
from viewer.pixels.encoding import PixelError
from viewer.text import tr
from viewer.work.failure import Failed
from viewer.work.pool import Pool

REFUSALS = (NotDicomError, UnreadableError, PixelError, Failed, OSError)
"""What an answer may raise; `reason_of` makes a sentence of each."""


def frame_number(text: str) -> int:
    """What --frame takes; for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("frames count from 1")
    return number


def pixel_number(text: str) -> int:
    """A column or a row as --explain takes it; for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("columns and rows count from 1")
    return number


def asked(
    pool: Pool, function: Callable[[StageRequest], Any], request: StageRequest
) -> "Future[Any]":
    """The answer of a worker, that of the second decoder when the first one died."""
    asked_at = time.monotonic()

    def again(request: object) -> object:
        assert isinstance(request, StageRequest)
        late = time.monotonic() - asked_at > limits.SECOND_TRY_SECONDS
        if late or request.with_second_decoder:
            return None
        return replace(request, with_second_decoder=True)

    return pool.submit(
        function,
        request,
        lane="decode",
        deadline_seconds=limits.FILE_SECONDS,
        retry=again,
    )


def reason_of(error: Exception) -> str:
    """Why there is no answer, for "PATH: reason"."""
    if isinstance(error, NotDicomError):
        return tr("this is no DICOM object ({what})", what=str(error))
    return os_sentence(error) if isinstance(error, OSError) else str(error)
