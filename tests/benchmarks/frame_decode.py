"""Decoding one frame, against the bare codec on the same bytes in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np

from tests.benchmarks.data import phantom
from tests.benchmarks.figure import Figure, alternating
from viewer.demo.build import (
    EXPLICIT_LITTLE,
    RLE_LOSSLESS,
    ct_slice,
    encapsulate_frames,
    image,
    to_bytes,
)
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.decode import decode, frame_request

FACTOR, EXTRA_MS = 1.1, 0.5
TIMES = 25
SIZE = 512

Encode = Callable[[Any], Any]
Decode = Callable[[bytes], Any]

GREY: tuple[tuple[str, str, Encode, Decode], ...] = (
    (
        "JPEG lossless",
        "1.2.840.10008.1.2.4.70",
        lambda a: imagecodecs.jpeg8_encode(
            a, lossless=True, predictor=1, bitspersample=12
        ),
        imagecodecs.jpeg8_decode,
    ),
    (
        "JPEG-LS",
        "1.2.840.10008.1.2.4.80",
        imagecodecs.jpegls_encode,
        imagecodecs.jpegls_decode,
    ),
    (
        "JPEG 2000",
        "1.2.840.10008.1.2.4.90",
        lambda a: imagecodecs.jpeg2k_encode(a, level=0, bitspersample=12),
        lambda b: imagecodecs.jpeg2k_decode(b, numthreads=1),
    ),
    (
        "HTJ2K",
        "1.2.840.10008.1.2.4.201",
        lambda a: imagecodecs.htj2k_encode(a, reversible=True),
        imagecodecs.htj2k_decode,
    ),
)


def figures(folder: Path) -> list[Figure]:
    """One row for each codec, on a 512 × 512 slice; one for baseline colour."""
    pixels = phantom(SIZE, SIZE)
    made = []
    for name, syntax, encode, bare in GREY:
        frame = bytes(encode(pixels))
        dataset = ct_slice(0, pixels)
        encapsulate_frames(dataset, [frame], syntax)
        path = folder / f"{syntax}.dcm"
        path.write_bytes(to_bytes(dataset))
        made.append(_figure(f"decode {name}, {SIZE}²", path, frame, bare, pixels))
    return [*made, _run_length(folder), _colour(folder)]


def _run_length(folder: Path) -> Figure:
    from pydicom.encaps import get_frame
    from pydicom.uid import UID

    pixels = phantom(SIZE, SIZE)
    dataset = ct_slice(0, pixels)
    dataset.ensure_file_meta()
    dataset.file_meta.TransferSyntaxUID = UID(EXPLICIT_LITTLE)
    dataset.compress(RLE_LOSSLESS)
    path = folder / "rle.dcm"
    path.write_bytes(to_bytes(dataset))
    frame = get_frame(dataset.PixelData, 0, number_of_frames=1)

    def bare(data: bytes) -> Any:
        return imagecodecs.dicomrle_decode(data, "u2")

    return _figure(f"decode RLE, {SIZE}²", path, frame, bare, pixels)


def _colour(folder: Path) -> Figure:
    grey = (phantom(SIZE, SIZE) >> 4).astype(np.uint8)
    pixels = np.stack([grey, np.roll(grey, 5, 0), np.roll(grey, 9, 1)], axis=-1)
    frame = bytes(imagecodecs.jpeg8_encode(pixels, level=90))
    dataset = image(pixels, samples=3, PhotometricInterpretation="YBR_FULL_422")
    encapsulate_frames(dataset, [frame], "1.2.840.10008.1.2.4.50")
    path = folder / "baseline.dcm"
    path.write_bytes(to_bytes(dataset))

    def bare(data: bytes) -> Any:
        return imagecodecs.jpeg8_decode(data, colorspace="RGB", outcolorspace="RGB")

    return _figure(f"decode JPEG baseline colour, {SIZE}²", path, frame, bare, None)


def _figure(name: str, path: Path, frame: bytes, bare: Decode, expected: Any) -> Figure:
    request = frame_request(complete_header(Source(str(path))), 0)
    if expected is not None:
        assert np.array_equal(decode(request).values, expected), name
    whole, floor = alternating(lambda: decode(request), lambda: bare(frame), TIMES)
    return Figure(name, whole, "ms", floor, FACTOR * floor + EXTRA_MS)
