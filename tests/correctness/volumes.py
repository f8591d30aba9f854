"""Planes and slabs by SimpleITK and dcm2niix, and voxels that know their place."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.correctness.table import Check, Difference
from tests.geometry.oracles import EMPTY, by_dcm2niix, by_simple_itk
from tests.ui.sets import sets_of, shown_of
from viewer.demo.build import to_bytes
from viewer.demo.oblique import AXIAL, OBLIQUE, Cosines, body_value
from viewer.demo.volumes import (
    Value,
    coordinate,
    series_with_a_gap,
    tilted_pair,
    uneven_series,
    volume_series,
)
from viewer.geometry.blending import Blend
from viewer.geometry.plane import Plane
from viewer.geometry.reslice import Cut, Volume, resliced
from viewer.kinds.base import DisplaySet
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import Section, facing_plane, first_section, stack_of, turned
from viewer.pixels.pipeline import modality_values
from viewer.work.opening import Opener, OpeningRequest
from viewer.work.pool import InlinePool
from viewer.work.volume_filling import Filled, Filling, SliceRequest, sliced

if TYPE_CHECKING:
    from pydicom import Dataset

SLICES, STEP_MM = 18, 2.5
LAYERS = 5
KINDS = ("axial, anisotropic", "oblique", "reversed and shuffled")
"""Of made series, whose files come in no order."""


def made_series(kind: str, value: Value = body_value) -> list["Dataset"]:
    """Slices 2.5 mm apart, pixels of 1.4 × 0.9 mm."""
    cosines: Cosines = OBLIQUE if kind == "oblique" else AXIAL
    normal = np.cross(cosines[:3], cosines[3:])
    step = -STEP_MM if kind.startswith("reversed") else STEP_MM
    first = np.array((-20.0, -26.0, -10.0))
    places = [(first + number * step * normal).tolist() for number in range(SLICES)]
    series = volume_series(
        kind,
        [(x, y, z) for x, y, z in places],
        value,
        cosines=cosines,
        pixel_mm=(1.4, 0.9),
        size=(40, 48),
    )
    return [series[number * 7 % SLICES] for number in range(SLICES)]


def filled_of(datasets: Sequence["Dataset"]) -> Filled:
    """The volume of the one display set of a series."""
    (display_set,) = sets_of(datasets)
    return filled_from(display_set)


def filled_from(display_set: DisplaySet) -> Filled:
    stack = stack_of(display_set)
    filling = Filling(stack)
    for number, frame in enumerate(stack.frames):
        filling.add(number, shown_of(frame))
    return filling.finish()


def sections_of(filled: Filled) -> dict[str, Section]:
    """Axial, coronal, sagittal, off the voxels, oblique, double oblique."""
    stack = filled.stack
    axial = first_section(stack, "axial", len(stack.source.frames) // 2, 1)
    x, y, z = axial.point_mm
    axial = replace(axial, point_mm=(x + 0.21, y + 0.33, z + 0.4))
    lean = turned(axial, 27.0)
    oblique = facing_plane(lean, "coronal")
    double = facing_plane(turned(oblique, -18.0), "sagittal")
    return {
        "axial": axial,
        "coronal": facing_plane(axial, "coronal"),
        "sagittal": facing_plane(axial, "sagittal"),
        "oblique": oblique,
        "double oblique": double,
    }


def plane_of_section(filled: Filled, section: Section) -> tuple[Cut, Any]:
    """(where it lies, modality values, NaN where there is none), at rest."""
    planes, at = section_set(section)
    shown = sliced(SliceRequest(filled, planes.frames[at]))
    values = modality_values(shown.decoded.values, shown.info).astype(np.float64)
    padding = shown.info.padding
    assert padding is not None
    stored: Any = shown.decoded.values
    values[(stored >= padding.low) & (stored <= padding.high)] = np.nan
    cut = shown.frame.cut
    assert cut is not None
    return cut, values


def _hounsfield(filled: Filled) -> Any:
    return modality_values(filled.volume.values, filled.info).astype(np.float64)


def planes(files: Sequence[Path]) -> Iterator[Difference]:
    """Made series, in all planes; rounded to whole units of the stored value."""
    for kind in KINDS:
        filled = filled_of(made_series(kind))
        whole = _hounsfield(filled)
        for name, section in sections_of(filled).items():
            cut, ours = plane_of_section(filled, section)
            theirs = by_simple_itk(filled.volume.grid, whole, cut)
            yield f"{kind}, {name}", _most(ours, theirs)


def slabs(files: Sequence[Path]) -> Iterator[Difference]:
    """The same planes as slabs: its projections of as many planes."""
    sitk = import_module("SimpleITK")
    projections: dict[Blend, Any] = {
        "max": sitk.MaximumProjection,
        "min": sitk.MinimumProjection,
        "mean": sitk.MeanProjection,
    }
    filled = filled_of(made_series("axial, anisotropic"))
    whole, grid = _hounsfield(filled), filled.volume.grid
    for name, section in sections_of(filled).items():
        step_mm = section.real_step_mm
        for blend, project in projections.items():
            slab = replace(section, slab_mm=LAYERS * step_mm * 0.99, blend=blend)
            cut, ours = plane_of_section(filled, slab)
            stacked = []
            for number in range(-(LAYERS // 2), LAYERS // 2 + 1):
                way = number * step_mm * np.array(cut.plane.normal)
                x, y, z = (np.array(cut.plane.position_mm) + way).tolist()
                there = replace(cut.plane, position_mm=(x, y, z))
                layer = Cut(there, cut.rows, cut.columns)
                stacked.append(by_simple_itk(grid, whole, layer))
            made = np.stack(stacked)
            theirs = sitk.GetArrayFromImage(project(sitk.GetImageFromArray(made), 2))
            theirs[0][(made == EMPTY).any(axis=0)] = EMPTY
            yield f"{name}, {blend}", _most(ours, theirs[0])


def places(files: Sequence[Path]) -> Iterator[Difference]:
    """Each voxel is ten times its coordinate; a tilted gantry is among the series."""
    for axis in range(3):
        series = {kind: made_series(kind, coordinate(axis)) for kind in KINDS}
        series["tilted"] = _tilted(axis)
        series["uneven"] = uneven_series(axis)
        series["missing slice"] = series_with_a_gap(axis)
        for kind, datasets in series.items():
            filled = filled_of(datasets)
            for name, section in sections_of(filled).items():
                cut, ours = plane_of_section(filled, section)
                yield f"{kind}, {name}, {axis}", _off(filled, cut, ours, axis)


def _tilted(axis: int) -> list["Dataset"]:
    cosines: Cosines = (1, 0, 0, 0, 0.9612617, 0.2756374)  # 16°
    heights = [(-30.0, -28.0, 3.0 * number) for number in range(14)]
    return volume_series("tilted", heights, coordinate(axis), cosines=cosines)


def _off(filled: Filled, cut: Cut, ours: Any, axis: int) -> float:
    """Millimetres, inside of the outermost voxels and not beside a gap."""
    grid = filled.volume.grid
    rows, columns = np.indices(ours.shape)
    plane = cut.plane
    at = [
        plane.position_mm[n]
        + columns * plane.row_cosine[n] * plane.column_spacing_mm
        + rows * plane.column_cosine[n] * plane.row_spacing_mm
        for n in range(3)
    ]
    away = np.stack(at, axis=-1) - np.array(grid.origin_mm)
    index = away @ np.linalg.inv(grid.axes_mm).T
    _, high, wide = grid.shape
    inside = (index >= 0).all(axis=-1) & np.isfinite(ours)
    inside &= (index <= (wide - 1, high - 1, grid.last_place)).all(axis=-1)
    for before in grid.gaps:
        low, end = grid.places[before], grid.places[before + 1]
        inside &= (index[..., 2] <= low) | (index[..., 2] >= end)
    assert inside.sum() > 100
    return float(np.abs(ours / 10 - at[axis])[inside].max())


def tilt(files: Sequence[Path]) -> Iterator[Difference]:
    """The slices that it has sheared, against our planes at their places."""
    if find_spec("dcm2niix") is None:
        pytest.skip("dcm2niix is not installed")
    tilted, _ = tilted_pair()
    filled = filled_of(tilted)
    grid = filled.volume.grid
    with tempfile.TemporaryDirectory() as folder:
        for number, dataset in enumerate(tilted):
            (Path(folder) / f"{number}").write_bytes(to_bytes(dataset))
        corrected = by_dcm2niix(Path(folder))
    count, rows, _ = grid.shape
    corner = np.array(grid.to_patient(0, rows - 1, count - 1))
    normal = np.array(grid.normal)
    down = -np.array(grid.row_mm) / grid.spacings_mm[1]
    whole = Volume(grid, _hounsfield(filled).astype(np.float32), EMPTY)
    for number, theirs in enumerate(corrected):
        x, y, z = corner + (number - count + 1) * grid.spacings_mm[2] * normal
        row = (1.0, 0.0, 0.0)
        column = (float(down[0]), float(down[1]), float(down[2]))
        plane = Plane((float(x), float(y), float(z)), row, column, 2.0, 2.0)
        ours = resliced(whole, Cut(plane, *theirs.shape))
        there = np.flatnonzero((ours != EMPTY).all(axis=1))[1:-1]  # not the edges
        if len(there):
            yield f"slice {number}", float(np.abs(ours - theirs)[there].max())


def spacings(files: Sequence[Path]) -> Iterator[Difference]:
    """Between columns, rows and slices, of made series written to files."""
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            for number, dataset in enumerate(made_series(kind)):
                (Path(folder) / f"{number}").write_bytes(to_bytes(dataset))
            yield kind, _spacing_off(Path(folder))


def real_spacings(files: Sequence[Path]) -> Iterator[Difference]:
    for folder in _folders(files):
        yield folder.name, _spacing_off(folder)


def real_planes(files: Sequence[Path]) -> Iterator[Difference]:
    """In units of the stored value: it reads and stacks the files itself."""
    for folder in _folders(files):
        image = _by_itself(folder)
        filled = filled_from(_opened(folder))
        slope = abs(getattr(filled.info.transform, "slope", 1.0))
        for name, section in sections_of(filled).items():
            cut, ours = plane_of_section(filled, section)
            sitk = import_module("SimpleITK")
            resample = sitk.ResampleImageFilter()
            plane = cut.plane
            axes = np.array([plane.row_cosine, plane.column_cosine, plane.normal])
            resample.SetSize((cut.columns, cut.rows, 1))
            resample.SetOutputSpacing(
                (plane.column_spacing_mm, plane.row_spacing_mm, 1.0)
            )
            resample.SetOutputOrigin(plane.position_mm)
            resample.SetOutputDirection(axes.T.ravel().tolist())
            resample.SetDefaultPixelValue(EMPTY)
            theirs = sitk.GetArrayFromImage(resample.Execute(image))[0]
            yield f"{folder.name}, {name}", _most(ours, theirs) / slope


def _folders(files: Sequence[Path]) -> list[Path]:
    found = {path.parent for path in files if "volume-ct" in path.parts}
    return sorted(found)


@cache
def _opened(folder: Path) -> DisplaySet:
    request = OpeningRequest([str(folder)], (), lambda: False, lambda catalogue: None)
    sets = Opener(InlinePool()).run(request).sets()
    return max(sets, key=lambda one: len(one.frames) if one.view == "stack" else 0)


@cache
def _by_itself(folder: Path) -> Any:
    """The largest series of a folder, as SimpleITK orders and reads it."""
    sitk = import_module("SimpleITK")
    reader = sitk.ImageSeriesReader()
    names = [
        reader.GetGDCMSeriesFileNames(str(folder), uid)
        for uid in reader.GetGDCMSeriesIDs(str(folder))
    ]
    return sitk.Cast(sitk.ReadImage(max(names, key=len)), sitk.sitkFloat64)


def _spacing_off(folder: Path) -> float:
    ours = stack_of(_opened(folder)).grid.spacings_mm
    theirs = _by_itself(folder).GetSpacing()
    return float(np.abs(np.array(ours) - np.array(theirs)).max())


def _most(ours: Any, theirs: Any) -> float:
    """The largest difference where both have values; they do nearly everywhere."""
    theirs = np.where(theirs == EMPTY, np.nan, theirs)
    both = np.isfinite(ours) & np.isfinite(theirs)
    assert both.sum() > 200
    assert (np.isfinite(ours) & ~np.isfinite(theirs)).mean() < 0.1, "half a voxel"
    return float(np.abs(ours - theirs)[both].max())


RESAMPLED = "SimpleITK `ResampleImageFilter`, linear, not rounded"
CHECKS = (
    Check(
        "Planes through made series: axial anisotropic, oblique, reversed and shuffled",
        RESAMPLED,
        "HU",
        0.51,
        planes,
    ),
    Check(
        "Slabs: largest value, smallest, mean of five planes, oblique ones too",
        "SimpleITK projections of its own planes, not rounded",
        "HU",
        1.01,
        slabs,
    ),
    Check(
        "Where in the patient planes read: even, tilted, uneven, a slice missing",
        "voxels that are their own coordinate to 0.1 mm",
        "mm",
        0.101,
        places,
    ),
    Check("Gantry tilt of 16°", "dcm2niix, its sheared slices", "HU", 1.0, tilt),
    Check(
        "Distances of columns, rows and slices of made series, from their positions",
        "SimpleITK `ImageSeriesReader`",
        "mm",
        1e-5,
        spacings,
    ),
    Check(
        "Distances of columns, rows and slices of series of real files",
        "SimpleITK `ImageSeriesReader`",
        "mm",
        1e-3,
        real_spacings,
    ),
    Check(
        "Planes through series of real files",
        RESAMPLED,
        "units of the stored value",
        0.51,
        real_planes,
    ),
)
