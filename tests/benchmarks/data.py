"""The files that the benchmarks read: made once a run, in a temporary folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import imagecodecs
import numpy as np

from viewer.demo.build import ct_slice, encapsulate_frames, image, to_bytes
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset

CT_SLICES = 300
CT_SIZE = 512
FOLDER_SERIES = 20
FOLDER_FILES_PER_SERIES = 100
FOLDER_SIZE = 256
MAMMOGRAM_ROWS, MAMMOGRAM_COLUMNS = 4096, 3328
JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
MAMMOGRAPHY = "1.2.840.10008.5.1.4.1.1.1.2"
JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70"
ANGIOGRAPHY = "1.2.840.10008.5.1.4.1.1.12.1"
ANGIOGRAM_FRAMES, ANGIOGRAM_PICTURES, FRAME_MS = 500, 50, 33.33
PRIVATE_BYTES = (920, 3176)
"""Sizes of two private elements, as scanners write them."""

Pixels = np.ndarray[Any, np.dtype[np.uint16]]


def phantom(rows: int, columns: int, seed: int = 0) -> Pixels:
    """12-bit values: a bright oval with noise in air, about as hard to code as a CT."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    radius = np.hypot(x / 0.8, y / 0.7)
    body = np.clip((1 - radius) * 4000, 0, 1100)
    waves = 60 * np.sin(x * 40 + seed) * np.cos(y * 33) * (radius < 1)
    noise = random.normal(0, 12, (rows, columns)) * (radius < 1)
    values: Pixels = np.clip(body + waves + noise, 0, 4095).astype(np.uint16)
    return values


def make_ct(folder: Path) -> Path:
    """300 uncompressed slices of 512 × 512, named against their order in space."""
    pixels = phantom(CT_SIZE, CT_SIZE)
    for index in range(CT_SLICES):
        shifted = np.roll(pixels, index, axis=1)
        _write(folder / f"{CT_SLICES - index:04}.dcm", scanned_slice(index, shifted))
    return folder


def make_folder(folder: Path) -> Path:
    """2,000 files in 20 series, 135 KB each."""
    pixels = phantom(FOLDER_SIZE, FOLDER_SIZE)
    for series in range(FOLDER_SERIES):
        for index in range(FOLDER_FILES_PER_SERIES):
            dataset = scanned_slice(
                index,
                pixels,
                SeriesInstanceUID=uid("benchmark", series),
                SeriesNumber=series + 1,
            )
            _write(folder / f"series{series:02}" / f"IM{index}", dataset)
    return folder


def make_mammogram(path: Path) -> Path:
    """One uncompressed 4096 × 3328 mammogram of 12 bits."""
    return _write(path, _mammogram(phantom(MAMMOGRAM_ROWS, MAMMOGRAM_COLUMNS)))


def make_compressed_mammogram(path: Path) -> Path:
    """The same in JPEG 2000, lossless, with a window: it is seen reduced first."""
    pixels = phantom(MAMMOGRAM_ROWS, MAMMOGRAM_COLUMNS)
    dataset = _mammogram(pixels, WindowCenter=2048, WindowWidth=4096)
    frame = imagecodecs.jpeg2k_encode(pixels, level=0, bitspersample=12)
    encapsulate_frames(dataset, [bytes(frame)], JPEG_2000_LOSSLESS)
    return _write(path, dataset)


def make_mammograms(folder: Path) -> Path:
    """Four uncompressed ones of a study, a series each."""
    pixels = phantom(MAMMOGRAM_ROWS, MAMMOGRAM_COLUMNS)
    for number in range(4):
        shifted = np.roll(pixels, 50 * number, axis=0)
        name = uid("benchmark mammogram", number)
        dataset = _mammogram(shifted, SeriesInstanceUID=name, SeriesNumber=number + 1)
        _write(folder / f"{number}.dcm", dataset)
    return folder


def _mammogram(pixels: Pixels, **elements: Any) -> "Dataset":
    described: dict[str, Any] = {"sop_class_uid": MAMMOGRAPHY, "modality": "MG"}
    return image(pixels, bits_stored=12, **described, **elements)


def make_angiogram(path: Path) -> Path:
    """500 frames of 512 × 512 in lossless JPEG, 8 bits, 30 a second."""
    pixels = (phantom(CT_SIZE, CT_SIZE) >> 4).astype(np.uint8)
    different = [
        bytes(imagecodecs.jpeg8_encode(np.roll(pixels, 4 * n, 1), lossless=True))
        for n in range(ANGIOGRAM_PICTURES)
    ]
    dataset = image(
        np.zeros((2, CT_SIZE, CT_SIZE), np.uint8),
        sop_class_uid=ANGIOGRAPHY,
        modality="XA",
        FrameTime=FRAME_MS,
        FrameIncrementPointer=0x00181063,
        RecommendedDisplayFrameRate=round(1000 / FRAME_MS),
        WindowCenter=128,
        WindowWidth=256,
    )
    dataset.NumberOfFrames = ANGIOGRAM_FRAMES
    frames = [different[n % len(different)] for n in range(ANGIOGRAM_FRAMES)]
    encapsulate_frames(dataset, frames, JPEG_LOSSLESS)
    return _write(path, dataset)


def scanned_slice(index: int, pixels: Pixels, **elements: Any) -> "Dataset":
    """A CT slice with private elements of the sizes that scanners write."""
    dataset = ct_slice(index, pixels, **elements)
    block = dataset.private_block(0x0099, "NEGATOSCOPE BENCHMARK", create=True)
    for offset, size in enumerate(PRIVATE_BYTES):
        block.add_new(offset + 1, "OB", bytes(size))
    return dataset


def _write(path: Path, dataset: "Dataset") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(dataset))
    return path
