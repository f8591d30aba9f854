"""Planes through the volume of a viewport: in any cell, three at once."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.files.spatial import plane_of
from viewer.kinds.sections import Section
from viewer.pixels.look import Look, Window
from viewer.ui.state.section_links import section_of
from viewer.ui.state.viewport import ViewportModel

ROWS, COLUMNS, SLICES = 40, 48, 20
SPACING_MM, STEP_MM = 0.7, 2.5
POSITION = (-15.0, 20.0, 100.0)


@pytest.fixture(scope="module")
def volume() -> Any:
    """HU (slices, rows, columns): smooth, and different everywhere."""
    k, j, i = np.indices((SLICES, ROWS, COLUMNS), np.float64)
    waves = 300 * np.sin(k / 3) + 200 * np.cos(j / 5) + 250 * np.sin(i / 6)
    return np.rint(waves).astype(np.int16)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory, volume: Any) -> Path:
    """The volume as a CT, its files in no order."""
    folder = tmp_path_factory.mktemp("volume")
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


@pytest.mark.parametrize("name", ["axial", "coronal", "sagittal"])
def test_a_plane_comes_into_the_active_cell(
    open_viewer: OpenViewer, series: Path, volume: Any, name: str
) -> None:
    viewer = open_viewer(series)
    window = Window(100.0, 900.0)
    viewer.model.change(look=Look(window))
    viewer.do(f"mpr-{name}")
    assert agrees(viewer, volume, viewer.model)
    assert viewer.model.voi() == window
    texts = viewer.texts()
    assert any(line.startswith(f"MPR {name} · ") for line in texts["bottom_left"])
    assert "COMPUTED" in texts["bottom_right"]
    assert viewer.app.menus.by_id[f"mpr-{name}"].isChecked()


def test_the_acquired_images_come_back_where_the_plane_was(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.model.go_to(5)
    viewer.do("mpr-axial")
    viewer.model.step(3)
    viewer.do("mpr-images")
    assert viewer.model.state.what.index == 8
    assert viewer.shown.frame.cut is None
    assert "COMPUTED" not in viewer.texts()["bottom_right"]


def test_the_value_under_the_pointer_is_in_hounsfield_and_none_outside(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    section = here(viewer.model)
    values = hounsfield(viewer)
    row, column = 20, 10
    viewer.hover(column + 0.5, row + 0.5)
    line = viewer.texts()["bottom_left"][-1]
    assert line.endswith(f"{values[row, column]:.0f} HU".replace("-", "−"))
    place = viewer.texts()["bottom_left"][-2]
    y = section.point_mm[1]
    assert f"P {y:.1f}" in place
    lead, other, _ = three(viewer)
    viewer.drag(LEFT, *handle(viewer, lead, "coronal", 30))
    viewer.wait()
    viewer.app.grid.activate(other)
    viewer.wait()
    holes = np.argwhere(np.isnan(hounsfield(viewer)))
    row, column = holes[0]
    viewer.hover(column + 0.5, row + 0.5)
    assert viewer.texts()["bottom_left"][-1].endswith("no value here")


def handle(
    viewer: Viewer, model: ViewportModel, line: str, degrees: float
) -> tuple[tuple[int, int], tuple[int, int]]:
    """From the handle of a line to where it comes when it is turned so far."""
    from viewer.kinds.sections import crossings
    from viewer.ui.tools.planes import HANDLE_PART, beyond, place_of

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


def test_three_planes_pass_through_one_point(
    open_viewer: OpenViewer, series: Path, volume: Any
) -> None:
    viewer = open_viewer(series)
    models = three(viewer)
    assert [here(model).name for model in models] == ["axial", "coronal", "sagittal"]
    assert len({here(model).point_mm for model in models}) == 1
    assert all(agrees(viewer, volume, model) for model in models)
    assert viewer.app.choice.name == "planes"


def test_scrolling_one_plane_moves_its_line_in_the_others(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    pictures = [coronal.shown, sagittal.shown]
    viewer.wheel(-120)
    viewer.wait()
    for model in (axial, coronal, sagittal):
        assert here(model).point_mm[2] == pytest.approx(100 + 11 * STEP_MM)
    assert [coronal.shown, sagittal.shown] == pictures, "the same planes as before"


def test_a_click_brings_the_other_planes_to_the_point(
    open_viewer: OpenViewer, series: Path, volume: Any
) -> None:
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = transform.to_screen(10.5, 30.5)
    viewer.drag(LEFT, (round(x), round(y)), (round(x), round(y)))
    viewer.wait()
    column, row = transform.to_image(round(x), round(y))
    wanted = (
        POSITION[0] + (column - 0.5) * SPACING_MM,
        POSITION[1] + (row - 0.5) * SPACING_MM,
    )
    for model in (axial, coronal, sagittal):
        assert here(model).point_mm[:2] == pytest.approx(wanted)
    for model in (coronal, sagittal):
        frame = model.state.what.frame
        assert frame is not None
        assert frame.cut is not None
        assert frame.cut.plane.to_image(here(axial).point_mm)[2] == pytest.approx(0)
        assert agrees(viewer, volume, model)


def test_a_dragged_line_moves_one_plane_only(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    before = here(axial).point_mm
    kept = sagittal.shown
    transform = viewer.canvas.transform()
    assert transform is not None
    frame = axial.state.what.frame
    assert frame is not None
    assert frame.cut is not None
    column, row, _ = frame.cut.plane.to_image(before)
    x, y = (round(part) for part in transform.to_screen(column + 3, row))
    viewer.drag(LEFT, (x, y), (x + 5, y + 40))
    viewer.wait()
    after = here(coronal).point_mm
    assert after[0] == pytest.approx(before[0])
    assert after[1] == pytest.approx(before[1] + 40 / transform.scale_y * SPACING_MM)
    assert sagittal.shown is kept


def test_a_turned_line_makes_the_others_oblique(
    open_viewer: OpenViewer, series: Path, volume: Any
) -> None:
    """And double oblique, turned again in another plane; right by SimpleITK."""
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    before = axial.state.what.frame
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25))
    viewer.wait()
    assert axial.state.what.frame is before
    tilt = np.degrees(np.arccos(here(coronal).facing[0][0]))
    assert tilt == pytest.approx(25, abs=2)
    assert all(agrees(viewer, volume, model) for model in (axial, coronal, sagittal))
    viewer.app.grid.activate(coronal)
    letters = viewer.texts()["bottom_left"][0]
    assert letters.startswith("MPR coronal, oblique")
    viewer.drag(LEFT, *handle(viewer, coronal, "axial", -20))
    viewer.wait()
    assert all(agrees(viewer, volume, model) for model in (axial, coronal, sagittal))
    normals = np.array([here(model).normal for model in (axial, coronal, sagittal)])
    assert np.abs(normals @ normals.T) == pytest.approx(np.eye(3), abs=1e-6)
    assert min(abs(here(axial).facing[0][n]) for n in range(3)) > 0.01
    viewer.do("mpr-reset")
    assert not any(here(model).is_oblique for model in (axial, coronal, sagittal))


def test_a_taken_back_turn_leaves_everything_as_it_was(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    models = three(viewer)
    before = [here(model) for model in models]
    viewer.drag(LEFT, *handle(viewer, models[0], "coronal", 25), release=False)
    assert here(models[1]) != before[1]
    viewer.app.cancel()
    viewer.wait()
    for model, section in zip(models, before, strict=True):
        assert here(model).facing[0] == pytest.approx(section.facing[0])
        assert here(model).point_mm == pytest.approx(section.point_mm)


def test_a_slab_is_the_largest_the_smallest_or_the_mean(
    open_viewer: OpenViewer, series: Path, volume: Any
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-axial")
    viewer.do("mpr-slab-10")
    title = viewer.texts()["bottom_left"][0]
    assert title == "MPR axial · 2.5 mm · MIP 10 mm"
    block = volume[8:13].astype(np.float64)
    assert np.array_equal(hounsfield(viewer), block.max(axis=0))
    viewer.do("mpr-blend-min")
    assert np.array_equal(hounsfield(viewer), block.min(axis=0))
    viewer.do("mpr-blend-mean")
    assert np.abs(hounsfield(viewer) - block.mean(axis=0)).max() <= 0.51
    viewer.press_key("Alt+Down")
    assert "mean 5 mm" in viewer.texts()["bottom_left"][0]
    viewer.do("mpr-slab-0")
    assert np.array_equal(hounsfield(viewer), volume[10])


def test_the_wheel_goes_by_the_chosen_step(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.do("mpr-step-3")
    before = here(viewer.model).point_mm[1]
    viewer.wheel(-120)
    assert here(viewer.model).point_mm[1] == pytest.approx(before + 3)
    assert "3 mm" in viewer.texts()["bottom_left"][0]


def test_the_window_of_one_plane_is_that_of_all(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    models = three(viewer)
    viewer.do("invert")
    viewer.do("preset-2")
    assert len({(m.state.look.voi, m.state.look.inverted) for m in models}) == 1
    assert models[1].state.look.voi is not None


def test_the_planes_play(open_viewer: OpenViewer, series: Path) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    start = viewer.model.state.what.index
    viewer.app.menus.by_id["play"].trigger()
    viewer.until(lambda: viewer.model.shown_what.index not in (start, 0))
    viewer.app.menus.by_id["play"].trigger()
    viewer.wait()
    assert viewer.shown.frame is viewer.model.state.what.frame


def test_what_is_no_volume_says_why_and_stays(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number, place in enumerate((0.0, 1.0, 2.0, 40.0, 90.0)):
        write(f"ct/{number}", ct_slice(number, ImagePositionPatient=[0, 0, place]))
    viewer = open_viewer(
        write("ct/9", ct_slice(9, ImagePositionPatient=[0, 0, 95.0])).parent
    )
    viewer.do("mpr-coronal")
    said = viewer.app.status.message.text()
    assert said == "No planes through this: The slices lie 1 to 50 mm apart."
    assert viewer.shown.frame.cut is None


def test_another_series_in_the_cell_lets_the_volume_go(
    open_viewer: OpenViewer, series: Path, thirty_slices: Path
) -> None:
    viewer = open_viewer(series, thirty_slices)
    viewer.do("mpr-axial")
    viewer.do("next-series")
    assert viewer.shown.frame.cut is None
    viewer.do("mpr-sagittal")
    assert viewer.shown.frame.cut is not None
    viewer.do("close-all")
    assert viewer.model.shown is None
