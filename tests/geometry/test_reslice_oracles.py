"""Planes and slabs against SimpleITK, tilted volumes against dcm2niix."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.geometry.oracles import EMPTY, by_dcm2niix, by_simple_itk
from tests.geometry.volumes import AXIAL, plane_through, slices, stack, turned, vector
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.parts import uid
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Volume, resliced
from viewer.geometry.volume import VolumeGrid

OBLIQUE = turned(25.0, (0.0, 0.6, 0.8), AXIAL[0]), turned(25, (0.0, 0.6, 0.8), AXIAL[1])
NORMAL = vector(np.cross(*OBLIQUE))
GRIDS = {
    "axial, anisotropic": stack(slices(16), 40, 56).grid,
    "oblique": stack(slices(16, OBLIQUE, vector(1.7 * np.array(NORMAL))), 40, 56).grid,
    "reversed, shuffled": stack(
        [slices(16, step_mm=(0, 0, -2.5))[(7 * n) % 16] for n in range(16)], 40, 56
    ).grid,
}
PLANES: dict[str, tuple[Vector, Vector]] = {
    "axial": AXIAL,
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "oblique": (AXIAL[0], turned(31.0, AXIAL[0], AXIAL[1])),
    "double oblique": (
        turned(40.0, (0.6, 0.8, 0.0), AXIAL[0]),
        turned(40.0, (0.6, 0.8, 0.0), AXIAL[1]),
    ),
}


def _noise(grid: VolumeGrid) -> Any:
    return np.random.default_rng(4).normal(0, 300, grid.shape).astype(np.float32)


@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("grid", GRIDS)
def test_planes_are_those_of_simple_itk(grid: str, plane: str) -> None:
    """Values, and where there are any; nearest ones save where two are as near."""
    voxels = GRIDS[grid]
    values = _noise(voxels)
    volume = Volume(voxels, values, EMPTY)
    off_voxels = np.array((0.13, 0.07, 0.29))
    centre = vector(np.array(voxels.centre_mm) + off_voxels)
    cut = plane_through(centre, *PLANES[plane], 83, 0.41)
    for smooth in (True, False):
        ours = resliced(volume, cut, smooth)
        theirs = by_simple_itk(voxels, values, cut, smooth)
        differs = np.abs(ours - theirs) > 0.1
        assert (theirs == EMPTY).any()
        assert (theirs != EMPTY).sum() > 1000
        assert differs.mean() <= (0 if smooth else 0.02)


@pytest.mark.parametrize("smooth", [True, False])
def test_slabs_are_projections_of_simple_itk(smooth: bool) -> None:
    """Of planes as many and as far apart as the slab has layers."""
    sitk = import_module("SimpleITK")
    voxels = GRIDS["axial, anisotropic"]
    values = _noise(voxels)
    cut = plane_through(voxels.centre_mm, *PLANES["double oblique"], 41, 0.3)
    inverse = np.linalg.inv(voxels.axes_mm)
    step_mm = 1 / np.abs(inverse @ np.array(cut.plane.normal)).max()
    planes = []
    for number in range(-3, 4):
        moved = np.array(cut.plane.position_mm) + number * step_mm * np.array(
            cut.plane.normal
        )
        row, column = cut.plane.row_cosine, cut.plane.column_cosine
        plane = Plane(vector(moved), row, column, 0.3, 0.3)
        layer = Cut(plane, cut.rows, cut.columns)
        planes.append(by_simple_itk(voxels, values, layer, smooth))
    stacked_planes = sitk.GetImageFromArray(np.stack(planes))
    for blend, project in (
        ("max", sitk.MaximumProjection),
        ("min", sitk.MinimumProjection),
        ("mean", sitk.MeanProjection),
    ):
        theirs = sitk.GetArrayFromImage(project(stacked_planes, 2))[0]
        slab = Cut(cut.plane, cut.rows, cut.columns, 6.5 * step_mm, blend)  # type: ignore[arg-type]
        ours = resliced(Volume(voxels, values, EMPTY), slab, smooth)
        assert (np.abs(ours - theirs) > 0.1).mean() <= (0 if smooth else 0.02)


@pytest.mark.skipif(find_spec("dcm2niix") is None, reason="needs dcm2niix")
@pytest.mark.parametrize("degrees", [14.0, -14.0])
def test_a_tilted_gantry_is_corrected_asby_dcm2niix(
    tmp_path: Path, degrees: float
) -> None:
    """Its slices, sheared within themselves, against our planes at their places."""
    cosines = AXIAL[0], turned(degrees, AXIAL[0], AXIAL[1])
    planes = slices(12, cosines, (0.0, 0.0, 5.0), (0.8, 0.8), (-20.0, -22.0, 3.0))
    grid = stack(planes, 64, 52).grid
    random = np.random.default_rng(3)
    values = (1000 + random.normal(0, 200, grid.shape)).astype(np.uint16)
    for number in random.permutation(12):
        path = tmp_path / f"{number}"
        _write_slice(path, int(number), planes[number], values, degrees)
    corrected = by_dcm2niix(tmp_path)
    assert corrected.shape[2] == 52
    # Its slices have their rows from below. The one that it leaves in its place is the
    # last or the first; its origin is right only for one sign of the tilt.
    normal, column = np.array(grid.normal), np.array(cosines[1])
    still = 11 if degrees > 0 else 0
    corner = np.array(grid.to_patient(0, 63, still))
    whole = Volume(grid, values.astype(np.float32) - 1024, EMPTY)
    compared = 0
    for number, theirs in enumerate(corrected):
        position = corner + (number - still) * grid.spacings_mm[2] * normal
        plane = Plane(vector(position), cosines[0], vector(-column), 0.8, 0.8)
        ours = resliced(whole, Cut(plane, *theirs.shape))
        rows = np.flatnonzero((ours != EMPTY).all(axis=1))[1:-1]  # not the edges
        assert np.abs(ours - theirs)[rows].max() <= 1
        compared += len(rows)
    assert compared >= 12 * 61


def _write_slice(
    path: Path, number: int, plane: Plane, values: Any, tilt_degrees: float
) -> None:
    dataset = ct_slice(
        number,
        values[number],
        thickness_mm=5.0,
        spacing_mm=0.8,
        ImageOrientationPatient=[*plane.row_cosine, *plane.column_cosine],
        ImagePositionPatient=list(plane.position_mm),
        GantryDetectorTilt=tilt_degrees,
        PatientPosition="HFS",
        SeriesInstanceUID=uid("tilted", 1),
        StudyInstanceUID=uid("tilted", 0),
        SeriesNumber=1,
    )
    path.write_bytes(to_bytes(dataset))
