"""Planes through the volume of a viewport: in any cell, three at once."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer
from tests.ui.planes import (
    POSITION,
    SPACING_MM,
    STEP_MM,
    agrees,
    handle,
    here,
    hounsfield,
    three,
)
from tests.ui.viewer import LEFT
from viewer.geometry.fit import Camera
from viewer.pixels.look import Look, Window


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


def test_planes_are_not_turned_as_what_was_there_before(
    open_viewer: OpenViewer, series: Path
) -> None:
    """Zoom, turn and flip of other images are nothing to them; a slab keeps theirs."""
    viewer = open_viewer(series)
    viewer.app.grid.lay_out(1, 2)
    turned = Camera(zoom=3.0, centre=(5.0, 5.0), rotation=90, flipped=True)
    stack = viewer.model.state.what.display_set
    for model in viewer.app.grid.visible():
        model.show_set(stack)
        model.change(camera=turned)
    viewer.wait()
    viewer.do("mpr-coronal")
    assert viewer.model.state.camera == Camera()
    viewer.model.change(camera=turned)
    viewer.do("mpr-slab-10")
    assert viewer.model.state.camera == turned
    viewer.do("mpr-three")
    for model in viewer.app.grid.visible():
        assert model.state.camera == Camera()
