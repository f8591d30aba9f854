"""Figures of images that run past: a key held down over 300 slices, and playing."""

import statistics
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np

from tests.benchmarks.data import CT_SIZE, CT_SLICES, JPEG_2000_LOSSLESS, phantom
from tests.benchmarks.figure import Figure, Target, figure, milliseconds
from tests.benchmarks.forms import JPEG, Array
from tests.benchmarks.process import session
from tests.benchmarks.series_decode import WORKERS
from viewer.demo.build import ct_slice, encapsulate_frames, to_bytes

SCREEN_MS = 1000 / 60
"""A screen shows no more than 60 images a second."""
BY = "issue 6"
SCREEN, BUSY = Target(BY, SCREEN_MS), Target(BY, 10.0)
SHARE = 0.7
"""Of what the bare codec could do with as many workers."""
BARE_TIMES = 20


def figures(ct: Path, scratch: Path) -> list[Figure]:
    """Milliseconds an image; those of the window's own thread where it decides."""
    from_memory = session("running", "scroll", ct, "memory")
    played = session("running", "play", ct)
    name = f"{CT_SLICES} slices by a key held down"
    rows = [
        figure(f"{name}, from memory", from_memory["image_ms"], "ms", None, SCREEN),
        figure(
            "… window's own work, scrolling", from_memory["busy_ms"], "ms", None, BUSY
        ),
        figure("playing from memory", played["image_ms"], "ms", None, SCREEN),
        figure("… window's own work, playing", played["busy_ms"], "ms", None, BUSY),
    ]
    pixels = phantom(CT_SIZE, CT_SIZE)
    wavelet = bytes(imagecodecs.jpeg2k_encode(pixels, level=0, bitspersample=12))
    lossless = bytes(
        imagecodecs.jpeg8_encode(pixels, lossless=True, predictor=1, bitspersample=12)
    )
    for codec, syntax, stream in (
        ("JPEG 2000", JPEG_2000_LOSSLESS, wavelet),
        ("JPEG lossless", JPEG + "70", lossless),
    ):
        folder = _stack(scratch / f"run {codec}", stream, syntax)
        found = session("running", "scroll", folder, "disk")
        floor = _bare(codec, stream, pixels) / WORKERS
        target = Target(BY, max(SCREEN_MS, floor / SHARE))
        taken = found["image_ms"]
        rows.append(figure(f"{name}, {codec}", taken, "ms", floor, target))
    return rows


def _bare(codec: str, stream: bytes, pixels: Array) -> float:
    """Median milliseconds of the codec alone, in one thread."""

    def decode() -> Any:
        if codec == "JPEG 2000":
            return imagecodecs.jpeg2k_decode(stream, numthreads=1)
        return imagecodecs.jpeg8_decode(stream)

    assert np.array_equal(decode(), pixels)
    return statistics.median(milliseconds(decode) for _ in range(BARE_TIMES))


def _stack(folder: Path, stream: bytes, syntax: str) -> Path:
    folder.mkdir(parents=True)
    pixels = np.zeros((CT_SIZE, CT_SIZE), np.uint16)
    for index in range(CT_SLICES):
        dataset = ct_slice(index, pixels)
        dataset.BitsStored, dataset.HighBit = 12, 11
        encapsulate_frames(dataset, [stream], syntax)
        (folder / f"{index:04}").write_bytes(to_bytes(dataset))
    return folder
