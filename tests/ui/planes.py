"""A CT whose planes the tests know, and what they do with its planes in the window."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.files.spatial import plane_of
from viewer.kinds.sections import Section, crossings
from viewer.ui.state.section_links import section_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.plane_grips import HANDLE_PART, beyond, place_of

ROWS, COLUMNS, SLICES = 40, 48, 20
SPACING_MM, STEP_MM = 0.7, 2.5
POSITION = (-15.0, 20.0, 100.0)


def made_volume() -> Any:
    """HU (slices, rows, columns): smooth, and different everywhere."""
    k, j, i = np.indices((SLICES, ROWS, COLUMNS), np.float64)
    waves = 300 * np.sin(k / 3) + 200 * np.cos(j / 5) + 250 * np.sin(i / 6)
    return np.rint(waves).astype(np.int16)


def write_series(folder: Path) -> Path:
    """The volume as a CT, its files in no order."""
    volume = made_volume()
    for number in range(SLICES):
        x, y, z = POSITION
        dataset = ct_slice(
            number,
            (volume[number] + 1024).astype(np.uint16),
            thickness_mm=5.0,
            spacing_mm=SPACING_MM,
            ImagePositionPatient=[x, y, z + number * STEP_MM],
        )
        (folder / f"{number * 7 % SLICES}").write_bytes(to_bytes(dataset))
    return folder


def here(model: ViewportModel) -> Section:
    section = section_of(model.state.what)
    assert section is not None
    return section


def hounsfield(viewer: Viewer, model: ViewportModel | None = None) -> Any:
    """What a cell shows, as HU; NaN where there is no value."""
    shown = (model or viewer.model).shown
    assert shown is not None
    values = shown.decoded.values.astype(np.float64) - 1024
    assert shown.info.padding is not None
    values[shown.decoded.values == shown.info.padding.low] = np.nan
    return values


def by_simple_itk(volume: Any, model: ViewportModel) -> Any:
    """The same plane by SimpleITK, from the header that the picture has."""
    sitk = import_module("SimpleITK")
    image = sitk.GetImageFromArray(volume.astype(np.float64))
    image.SetSpacing((SPACING_MM, SPACING_MM, STEP_MM))
    image.SetOrigin(POSITION)
    shown = model.shown
    assert shown is not None
    plane = plane_of(shown.frame.header, 0)
    assert plane is not None
    rows, columns = shown.decoded.values.shape
    axes = np.array([plane.row_cosine, plane.column_cosine, plane.normal]).T
    resample = sitk.ResampleImageFilter()
    resample.SetSize((columns, rows, 1))
    resample.SetOutputSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 1.0))
    resample.SetOutputOrigin(plane.position_mm)
    resample.SetOutputDirection(axes.ravel().tolist())
    resample.SetDefaultPixelValue(float("nan"))
    return sitk.GetArrayFromImage(resample.Execute(image))[0]


def agrees(viewer: Viewer, volume: Any, model: ViewportModel) -> bool:
    """Within the rounding to whole HU, and with values in the same places."""
    ours, theirs = hounsfield(viewer, model), by_simple_itk(volume, model)
    both = np.isfinite(ours) & np.isfinite(theirs)
    assert both.sum() > 400
    assert (np.isfinite(ours) != np.isfinite(theirs)).mean() < 0.02, "the very edges"
    return bool(np.abs(ours - theirs)[both].max() <= 0.51)


def three(viewer: Viewer) -> tuple[ViewportModel, ViewportModel, ViewportModel]:
    viewer.do("mpr-three")
    axial, coronal, sagittal = viewer.app.grid.visible()
    return axial, coronal, sagittal


def handle(
    viewer: Viewer, model: ViewportModel, line: str, degrees: float
) -> tuple[tuple[int, int], tuple[int, int]]:
    """From the handle of a line to where it comes when it is turned so far."""
    canvas = viewer.canvas_of(model)
    transform, frame = canvas.transform(), model.state.what.frame
    assert transform is not None
    assert frame is not None
    assert frame.cut is not None
    section = here(model)
    along = dict(crossings(section))[line]  # type: ignore[index]
    x, y = transform.to_screen(*place_of(section, frame.cut.plane))
    to_x, to_y = transform.to_screen(*beyond(section, frame.cut.plane, along))
    angle = np.arctan2(to_y - y, to_x - x)
    radius = HANDLE_PART * min(model.size)
    ends = [
        (round(x + radius * np.cos(a)), round(y + radius * np.sin(a)))
        for a in (angle, angle + np.radians(degrees))
    ]
    return ends[0], ends[1]
