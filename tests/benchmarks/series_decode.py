"""Decoding a series of compressed slices, against the bare codec on all cores."""

import os
from concurrent.futures import wait
from pathlib import Path

import imagecodecs
import numpy as np

from tests.benchmarks.figure import Figure, alternating, figure, within
from tests.benchmarks.forms import JPEG, SIZE, Form, grey
from tests.benchmarks.frame_decode import request_of
from viewer.pixels.decode import DecodeRequest
from viewer.work.pool import Pool
from viewer.work.tasks import decode_frame, result_bytes

FACTOR, T3_FACTOR = 1.5, 1.2
SLICES = 60
TIMES = 3
WORKERS = 2
SECONDS = 120


def figures(folder: Path) -> list[Figure]:
    """60 slices of 512 × 512 through the worker processes."""
    pool = Pool()
    pool.warm()
    try:
        return [_figure(pool, form, folder) for form in _forms()]
    finally:
        pool.close()


def _forms() -> list[Form]:
    pixels = grey()
    lossless = imagecodecs.jpeg8_encode(
        pixels, lossless=True, predictor=1, bitspersample=12
    )
    wavelet = imagecodecs.jpeg2k_encode(pixels, level=0, bitspersample=12)
    return [
        Form(
            "JPEG lossless",
            JPEG + "70",
            bytes(lossless),
            imagecodecs.jpeg8_decode,
            pixels,
        ),
        Form(
            "JPEG-LS",
            JPEG + "80",
            bytes(imagecodecs.jpegls_encode(pixels)),
            imagecodecs.jpegls_decode,
            pixels,
        ),
        Form(
            "JPEG 2000",
            JPEG + "90",
            bytes(wavelet),
            lambda data: imagecodecs.jpeg2k_decode(data, numthreads=1),
            pixels,
        ),
    ]


def _figure(pool: Pool, form: Form, folder: Path) -> Figure:
    paths = [folder / f"slice{index}.dcm" for index in range(SLICES)]
    requests = [request_of(form, path) for path in paths]
    _decoded(pool, requests, form)
    whole, bare = alternating(
        lambda: _decoded(pool, requests, form),
        lambda: [form.bare(form.stream) for _ in range(SLICES)],
        TIMES,
    )
    cores = min(os.cpu_count() or 1, WORKERS)
    name = f"decode {SLICES} slices of {form.name}, {SIZE}²"
    floor = [one / cores for one in bare]
    targets = within("issue 4", FACTOR, floor), within("T3", T3_FACTOR, floor)
    return figure(name, whole, "ms", floor, *targets)


def _decoded(pool: Pool, requests: list[DecodeRequest], form: Form) -> None:
    futures = [
        pool.submit(
            decode_frame, request, lane="decode", result_bytes=result_bytes(request)
        )
        for request in requests
    ]
    done, _ = wait(futures, SECONDS)
    assert len(done) == SLICES
    assert np.array_equal(futures[-1].result().values, form.shown)
