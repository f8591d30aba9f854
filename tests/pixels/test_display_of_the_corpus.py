"""Real files of many makers: our windows and colours against pydicom's."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.pixels.processing import (
    apply_color_lut,
    apply_modality_lut,
    apply_voi_lut,
    convert_color_space,
)
from pydicom.pixels.utils import pixel_array

from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look, Window
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import picture

FOLDERS = ("pixel", "sop-class", "geometry", "rt")
PIXELS_MAX = 1 << 21

pytestmark = pytest.mark.corpus


def frames_of(corpus: Path) -> Iterator[tuple[str, Dataset, NDArray[Any], FrameInfo]]:
    """The first frame of every image that pydicom can decode."""
    for folder in FOLDERS:
        for path in sorted((corpus / folder).rglob("*")):
            if not path.is_file():
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    dataset = dcmread(path, force=True)
                    if dataset.Rows * dataset.Columns > PIXELS_MAX:
                        continue
                    values = pixel_array(dataset, index=0, raw=True)
                    info = frame_info(complete_header(Source(str(path))))
                except Exception:  # noqa: BLE001 - whatever pydicom cannot read
                    continue
            name = str(path.relative_to(corpus))
            yield name, dataset, values, info


def windowed_by_pydicom(
    dataset: Dataset, values: NDArray[Any], info: FrameInfo
) -> NDArray[Any]:
    """0 … 255 by the first window of the file, before any polarity."""
    if info.transform_before_voi:
        values = apply_modality_lut(values, dataset)
    levels = apply_voi_lut(values, dataset, prefer_lut=False)
    low, high = 0.0, 2.0**info.bits - 1
    if info.signed:
        low, high = -(2.0 ** (info.bits - 1)), 2.0 ** (info.bits - 1) - 1
    if "RescaleSlope" in dataset:
        low, high = (
            end * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept)
            for end in (low, high)
        )
    return (levels - low) / (high - low) * 255


def is_comparable(dataset: Dataset, info: FrameInfo) -> bool:
    """pydicom windows classic grey images, and refuses widths below 1."""
    window = info.voi_choices[0] if info.voi_choices else None
    return (
        not info.is_colour
        and isinstance(window, Window)
        and (window.width >= 1 or window.function != "LINEAR")
        and "SharedFunctionalGroupsSequence" not in dataset
    )


def test_windows_of_real_files_agree_with_pydicom(corpus: Path) -> None:
    compared, wrong = 0, []
    for name, dataset, values, info in frames_of(corpus):
        if not is_comparable(dataset, info):
            continue
        expected = windowed_by_pydicom(dataset, values, info)
        if info.inverse:
            expected = 255 - expected
        real = ~padding_mask(values, info.padding)
        shown = picture(values, info, Look(overlays=False, shutters=False))
        compared += 1
        if np.abs(shown - expected)[real].max(initial=0) > 0.51 or shown[~real].any():
            wrong.append(name)
    assert wrong == []
    assert compared > 40


def test_colours_of_real_files_agree_with_pydicom(corpus: Path) -> None:
    compared, wrong = 0, []
    for name, dataset, values, info in frames_of(corpus):
        if info.colour == "palette":
            expected = apply_color_lut(values, dataset)
            if expected.max() > 255:
                expected = expected >> 8
        elif info.colour == "ybr_full" and info.bits == 8:
            expected = convert_color_space(values, "YBR_FULL", "RGB")
        else:
            continue
        compared += 1
        if not np.array_equal(picture(values, info, Look()), expected[..., :3]):
            wrong.append(name)
    assert wrong == []
    assert compared > 5
