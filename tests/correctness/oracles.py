"""Pictures and values by DCMTK and pydicom, and ours by the way of the window."""

import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread

from viewer.commands.pixel_stages import StageRequest, displayed, header_of
from viewer.demo.build import to_bytes
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.decode import Decoded
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.pipeline import picture

PIXELS_MAX = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Real:
    """A grey image of a file: as pydicom reads its header, and as we show it."""

    path: Path
    dataset: Dataset
    header: Header
    info: FrameInfo
    decoded: Decoded
    picture: NDArray[np.uint8]
    voi: Window | LookupTable | None


BARE = Look(overlays=False, shutters=False)
"""The values alone: overlays and shutters are compared by tests of their own."""


def by_dcmtk(path: Path, *options: str) -> NDArray[np.uint8]:
    """The picture as dcmj2pnm makes it: (rows, columns) or (rows, columns, 3).

    Raises CalledProcessError when DCMTK cannot.
    """
    program = shutil.which("dcmj2pnm")
    if program is None and sys.platform != "linux":
        pytest.skip("DCMTK is not installed")
    assert program, "DCMTK is missing: packaging/linux/system-packages test"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.pnm"
        command = [program, "-q", "-O", *options, str(path), str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        magic, size, _top, pixels = made.read_bytes().split(b"\n", 3)
    columns, rows = (int(part) for part in size.split())
    shape = (rows, columns, 3) if magic == b"P6" else (rows, columns)
    return np.frombuffer(pixels, np.uint8).reshape(shape)


def made_by_dcmtk(dataset: Dataset, *options: str) -> NDArray[np.int_]:
    """The same of a data set in memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.dcm"
        path.write_bytes(to_bytes(dataset))
        return by_dcmtk(path, *options).astype(int)


def real_images(files: Sequence[Path]) -> Iterator[Real]:
    """The first frames of all grey images of moderate size that both sides read."""
    for path in files:
        found = _real_image(path)
        if found is not None:
            yield found


@cache
def _real_image(path: Path) -> Real | None:
    source = Source(str(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = dcmread(path, stop_before_pixels=True, force=True)
        if dataset.Rows * dataset.Columns > PIXELS_MAX or dataset.SamplesPerPixel != 1:
            return None
        header = header_of(source)
        shown = displayed(header, 0, StageRequest(source, "display"))
    except (NotDicomError, UnreadableError, PixelError):
        return None
    except Exception:  # noqa: BLE001 - whatever pydicom raises on damaged files
        return None
    if shown.picture.ndim != 2:
        return None
    info = frame_info(header, 0, shown.decoded.photometric_interpretation)
    if shown.decoded.difference is not None:
        return None
    bare = replace(BARE, voi=shown.voi)
    made = picture(shown.decoded.values, info, bare)
    return Real(path, dataset, header, info, shown.decoded, made, shown.voi)


def quiet_dataset(path: Path) -> Dataset | None:
    """A file as pydicom reads it, without pixels; None of what it cannot read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = dcmread(path, stop_before_pixels=True, force=True)
            list(found)  # what cannot be converted raises here
    except Exception:  # noqa: BLE001 - whatever pydicom raises on damaged files
        return None
    return found


def largest(ours: NDArray[Any], theirs: NDArray[Any]) -> float:
    """The largest absolute difference, 0 of nothing."""
    wide = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)
    return float(np.abs(wide).max(initial=0))
