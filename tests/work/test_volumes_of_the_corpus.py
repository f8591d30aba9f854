"""Planes through real series against SimpleITK, which reads and stacks them itself."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import Section, first_section, stack_of, turned
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.pipeline import modality_values
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool
from viewer.work.volume_filling import Filling, SliceRequest, sliced

pytestmark = pytest.mark.corpus

SERIES = (
    "volume-ct/cthead-93-small",
    "volume-ct/ibsi-phantom-60",
    "volume-mr/t1-96-jpeglossless",
)
TILTED = {
    "geometry/gantry-tilt": 14.0,
    "geometry/prior-b-plastic-head-tilted": 18.5,
}


def opened(folder: Path) -> DisplaySet:
    """The largest stack in a folder."""
    request = OpeningRequest([str(folder)], (), lambda: False, lambda catalogue: None)
    sets = Opener(InlinePool()).run(request).sets()
    return max(sets, key=lambda one: len(one.frames) if one.view == "stack" else 0)


def shown_of(frame: Frame) -> Shown:
    load = FrameLoad(frame)
    made = load_frame(load)
    if isinstance(made, DecodeRequest):
        return finish_frame(replace(load, decoded=decode(made)))
    return made


def sections(display_set: DisplaySet) -> list[Section]:
    """Along the patient's axes, oblique and double oblique, off the voxels."""
    found = stack_of(display_set)
    axial, coronal, sagittal = (
        first_section(found, name, len(display_set.frames) // 2, 1)
        for name in ("axial", "coronal", "sagittal")
    )
    x, y, z = axial.point_mm
    off = replace(coronal, point_mm=(x + 0.3, y + 0.4, z + 0.2))
    row, column = coronal.facing
    lean = turned(axial, 27.0)
    oblique = replace(coronal, facing=(lean.axes[0], column), axes=lean.axes)
    twice = turned(replace(sagittal, facing=(lean.axes[1], column)), -18.0)
    double = replace(twice, facing=(twice.axes[0], twice.axes[1]))
    assert row != oblique.facing[0]
    return [axial, coronal, sagittal, off, oblique, double]


@pytest.mark.parametrize("name", SERIES)
def test_planes_through_a_real_series_are_those_of_simple_itk(
    corpus: Path, name: str
) -> None:
    sitk = import_module("SimpleITK")
    reader = sitk.ImageSeriesReader()
    (uid,) = _image_series(reader, corpus / name)
    files = reader.GetGDCMSeriesFileNames(str(corpus / name), uid)
    image = sitk.Cast(sitk.ReadImage(files), sitk.sitkFloat64)
    display_set = opened(corpus / name)
    filling = Filling(stack_of(display_set))
    for number, frame in enumerate(stack_of(display_set).frames):
        filling.add(number, shown_of(frame))
    filled = filling.finish()
    for section in sections(display_set):
        planes, at = section_set(section)
        plane = sliced(SliceRequest(filled, planes.frames[at]))
        theirs = _resampled(sitk, image, plane)
        ours = modality_values(plane.decoded.values, plane.info)
        padding = plane.info.padding
        assert padding is not None
        empty = np.isin(plane.decoded.values, padding)
        both = ~empty & np.isfinite(theirs)
        assert both.mean() > 0.25
        assert (empty == np.isfinite(theirs)).mean() < 0.02
        slope = abs(getattr(plane.info.transform, "slope", 1.0))
        assert np.abs(ours - theirs)[both].max() <= 0.51 * slope


@pytest.mark.parametrize("name", TILTED)
def test_a_real_tilt_is_found_and_said(corpus: Path, name: str) -> None:
    grid = stack_of(opened(corpus / name)).grid
    assert grid.tilt_degrees == pytest.approx(TILTED[name], abs=0.01)
    assert grid.statements() == (f"Gantry tilt of {TILTED[name]:.1f}° corrected",)


def _image_series(reader: Any, folder: Path) -> list[str]:
    """Those with more files than one: a structure set may lie beside."""
    return [
        uid
        for uid in reader.GetGDCMSeriesIDs(str(folder))
        if len(reader.GetGDCMSeriesFileNames(str(folder), uid)) > 1
    ]


def _resampled(sitk: Any, image: Any, plane: Shown) -> Any:
    cut = plane.frame.cut
    assert cut is not None
    axes = np.array([cut.plane.row_cosine, cut.plane.column_cosine, cut.plane.normal])
    resample = sitk.ResampleImageFilter()
    resample.SetSize((cut.columns, cut.rows, 1))
    spacing = cut.plane.column_spacing_mm, cut.plane.row_spacing_mm, 1.0
    resample.SetOutputSpacing(spacing)
    resample.SetOutputOrigin(cut.plane.position_mm)
    resample.SetOutputDirection(axes.T.ravel().tolist())
    resample.SetDefaultPixelValue(float("nan"))
    return sitk.GetArrayFromImage(resample.Execute(image))[0]
