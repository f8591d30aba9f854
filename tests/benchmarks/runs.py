"""Figures of images that run past: a key held down over 300 slices, and playing."""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np

from tests.benchmarks.data import CT_SIZE, CT_SLICES, JPEG_2000_LOSSLESS, phantom
from tests.benchmarks.figure import Figure, milliseconds
from tests.benchmarks.forms import JPEG, Array
from tests.benchmarks.series_decode import WORKERS
from viewer.demo.build import ct_slice, encapsulate_frames, to_bytes

SCREEN_MS = 1000 / 60
"""A screen shows no more than 60 images a second."""
BUSY_MS = 10.0
SHARE = 0.7
"""Of what the bare codec could do with as many workers."""
BARE_TIMES = 20
GUARD_SECONDS = 300.0


def figures(ct: Path, scratch: Path) -> list[Figure]:
    """Milliseconds an image; those of the window's own thread where it decides."""
    from_memory = _session("scroll", str(ct), "memory")
    played = _session("play", str(ct))
    name = f"{CT_SLICES} slices by a key held down"
    rows = [
        Figure(f"{name}, from memory", from_memory["image_ms"], "ms", None, SCREEN_MS),
        Figure("… own work", from_memory["busy_ms"], "ms", None, BUSY_MS),
        Figure("playing from memory", played["image_ms"], "ms", None, SCREEN_MS),
        Figure("… own work", played["busy_ms"], "ms", None, BUSY_MS),
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
        found = _session("scroll", str(folder), "disk")
        floor = _bare(codec, stream, pixels) / WORKERS
        ceiling = max(SCREEN_MS, floor / SHARE)
        rows.append(Figure(f"{name}, {codec}", found["image_ms"], "ms", floor, ceiling))
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


def _session(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.running", *words]
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, timeout=GUARD_SECONDS, check=True
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found
