"""Planes by SimpleITK, and the correction of a tilt by dcm2niix."""

import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from viewer.geometry.reslice import Cut
from viewer.geometry.volume import VolumeGrid

EMPTY = -5000.0


def by_simple_itk(grid: VolumeGrid, values: Any, cut: Cut, smooth: bool = True) -> Any:
    """The plane by SimpleITK; `EMPTY` where it has no value."""
    sitk = import_module("SimpleITK")
    image = sitk.GetImageFromArray(values)
    image.SetSpacing(grid.spacings_mm)
    image.SetOrigin(grid.origin_mm)
    axes = grid.axes_mm / np.linalg.norm(grid.axes_mm, axis=0)
    image.SetDirection(axes.ravel().tolist())
    plane = cut.plane
    directions = np.array([plane.row_cosine, plane.column_cosine, plane.normal]).T
    resample = sitk.ResampleImageFilter()
    resample.SetSize((cut.columns, cut.rows, 1))
    resample.SetOutputSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 1.0))
    resample.SetOutputOrigin(plane.position_mm)
    resample.SetOutputDirection(directions.ravel().tolist())
    resample.SetInterpolator(sitk.sitkLinear if smooth else sitk.sitkNearestNeighbor)
    resample.SetDefaultPixelValue(EMPTY)
    return sitk.GetArrayFromImage(resample.Execute(image))[0]


def by_dcm2niix(folder: Path) -> Any:
    """The slices of the image that it has corrected."""
    program = import_module("dcm2niix").bin
    out = folder / "out"
    out.mkdir()
    subprocess.run(
        [program, "-f", "made", "-b", "n", "-z", "n", "-o", str(out), str(folder)],
        check=True,
        capture_output=True,
    )
    sitk = import_module("SimpleITK")
    return sitk.GetArrayFromImage(sitk.ReadImage(str(out / "made_Tilt_1.nii")))
