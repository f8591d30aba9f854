"""Files by the whole chain, from their bytes to the picture, against DCMTK."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset

from tests.correctness.oracles import by_dcmtk, made_by_dcmtk
from viewer.commands.pixel_stages import (
    Displayed,
    StageRequest,
    displayed,
    frame_values,
    header_of,
)
from viewer.demo.build import EXPLICIT_LITTLE, image, to_bytes
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.colour_management import managed
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.frames import frame_table
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import picture


def shown(dataset: Dataset, syntax: str = EXPLICIT_LITTLE) -> NDArray[np.int_]:
    """What `pixels --stage display` writes of the first frame."""
    source = Source("made.dcm", data=to_bytes(dataset, syntax))
    return frame_values(StageRequest(source, "display")).astype(int)


def subsampled(photometric: str) -> Dataset:
    """Every luminance, and the same two chrominances for each pair of pixels."""
    luminance = np.arange(16, 240, dtype=np.uint8).reshape(8, 28)
    pairs = np.empty((8, 14, 4), np.uint8)
    pairs[..., :2] = luminance.reshape(8, 14, 2)
    pairs[..., 2] = np.linspace(90, 160, 14)
    pairs[..., 3] = np.linspace(150, 100, 8)[:, None]
    dataset = image(
        np.zeros((8, 28, 3), np.uint8),
        samples=3,
        PhotometricInterpretation=photometric,
    )
    dataset.PixelData = pairs.tobytes()
    return dataset


@pytest.mark.parametrize("photometric", ["YBR_FULL_422", "YBR_PARTIAL_422"])
def test_subsampled_colours_agree_with_dcmtk(photometric: str) -> None:
    dataset = subsampled(photometric)
    theirs = made_by_dcmtk(dataset)
    assert len(np.unique(theirs)) > 100
    assert np.abs(shown(dataset) - theirs).max() <= 2


EXPLAINED = {
    "SC_ybr_full_uncompressed.dcm": "DCMTK's white of YBR is 254",
    "RI6XDosiGap.dcm": "DCMTK takes no window narrower than 1",
    "RG3_JPLY.dcm": "lossy values above the stored bits: DCMTK turns them over",
}
"""Files that DCMTK shows otherwise, and why; by the end of the name."""


def by_dcmtk_or_none(
    path: Path, frame_index: int, made: Displayed, info: FrameInfo
) -> NDArray[np.uint8] | None:
    """By the same window; None when DCMTK cannot, or when padding would count."""
    options = ["+F", str(frame_index + 1)]
    if isinstance(made.voi, LookupTable):
        options += ["+Wl", "1"]
    elif info.voi_choices:
        options += ["+Wi", "1"]
    elif isinstance(made.voi, Window):
        if info.percentiles != (0.0, 100.0):
            options += ["+Ww", str(made.voi.centre), str(made.voi.width)]
        elif info.padding is None:
            options += ["+Wm"]
        else:
            return None
    try:
        return by_dcmtk(path, *options)
    except (subprocess.CalledProcessError, ValueError):
        return None


@pytest.mark.corpus
def test_real_files_look_as_dcmtk_shows_them(corpus: Path) -> None:
    """First and middle frame of all that DCMTK can read, compressed or in colour."""
    compared, wrong = 0, []
    for path, frame_index in frames_of(corpus):
        request = StageRequest(Source(str(path)), "display")
        header = header_of(request.source)
        made = displayed(header, frame_index, request)
        info = frame_info(header, frame_index, made.decoded.photometric_interpretation)
        theirs = by_dcmtk_or_none(path, frame_index, made, info)
        if theirs is None or made.decoded.difference is not None:
            continue
        look = Look(made.voi, overlays=False, shutters=False)
        ours = picture(made.decoded.values, managed(info), look)
        if ours.ndim == 3 and theirs.ndim == 2:
            theirs = np.repeat(theirs[..., None], 3, axis=-1)
        real = np.ones(ours.shape[:2], np.bool_)
        if info.has_voi:
            real = ~padding_mask(made.decoded.values, info.padding)
        compared += 1
        differs = np.abs(ours.astype(int) - theirs)[real].max(initial=0)
        if differs > 1 and not path.name.endswith(tuple(EXPLAINED)):
            wrong.append((path.name, frame_index, differs))
    assert wrong == []
    assert compared > 400


def frames_of(corpus: Path) -> Iterator[tuple[Path, int]]:
    """Of every file that is an image; damaged ones are another matter."""
    for path in sorted(corpus.rglob("*")):
        if not path.is_file() or "hostile" in path.parts or "broken" in path.parts:
            continue
        try:
            header = header_of(Source(str(path)))
            count = frame_table(header, encoding_of(header)).frames
            decode(frame_request(header, 0))
        except (NotDicomError, UnreadableError, PixelError):
            continue
        for frame_index in sorted({0, count // 2}):
            yield path, frame_index
