"""From the end of a decode worker to the next good picture."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import imagecodecs

from tests.benchmarks.data import phantom
from tests.benchmarks.figure import Figure, Target, figure, milliseconds
from tests.work import chores
from viewer.demo.build import ct_slice, encapsulate_frames, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.decode import DecodeRequest, frame_request
from viewer.work.failure import Failed
from viewer.work.pool import Pool
from viewer.work.tasks import decode_frame, result_bytes

TARGET = Target("issue 3", 500.0)
TIMES = 7
PAUSE_SECONDS = 2.0
"""Between two deaths: the spare is warm again."""

JPEG_2000 = "1.2.840.10008.1.2.4.90"


def figures() -> list[Figure]:
    """One row for each way in which workers end."""
    request = _request()
    pool = Pool()
    try:
        _ask(pool, request).result()
        return [
            _figure("a worker is killed", lambda: _kill(pool), pool, request),
            _figure(
                "a job ends two workers", lambda: _give_killer(pool), pool, request
            ),
        ]
    finally:
        pool.close()


def _figure(
    name: str, end: Callable[[], None], pool: Pool, request: DecodeRequest
) -> Figure:
    times = []
    for _ in range(TIMES):
        time.sleep(PAUSE_SECONDS)
        end()
        times.append(milliseconds(lambda: _ask(pool, request).result()))
    name = f"next picture after {name}"
    return figure(name, times, "ms", None, TARGET)


def _kill(pool: Pool) -> None:
    """The first that still lives: one that was killed is replaced when it is asked."""
    for pid in pool.worker_pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return


def _give_killer(pool: Pool) -> None:
    job = pool.submit(chores.kill_self, int(signal.SIGKILL), lane="decode")
    assert isinstance(job.exception(), Failed)


def _ask(pool: Pool, request: DecodeRequest) -> "Future[Any]":
    room = result_bytes(request)
    return pool.submit(decode_frame, request, lane="decode", result_bytes=room)


def _request() -> DecodeRequest:
    pixels = phantom(512, 512)
    dataset = ct_slice(0, pixels)
    frame = imagecodecs.jpeg2k_encode(pixels, level=0, bitspersample=12)
    encapsulate_frames(dataset, [bytes(frame)], JPEG_2000)
    header = complete_header(Source("memory:slice", to_bytes(dataset)))
    return frame_request(header, 0)
