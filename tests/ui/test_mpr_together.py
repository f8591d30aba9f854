"""Planes of one group: their lines and letters, phases, one line turned alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenViewer, Write
from tests.ui.planes import agrees, handle, here, hounsfield, three
from tests.ui.viewer import LEFT, Viewer, pixels_of, rgb_of
from viewer.demo.enhanced import SLICES, enhanced_head
from viewer.demo.oblique import BALL_MM
from viewer.demo.volumes import (
    phases_of_a_heart,
    series_with_a_gap,
    tilted_pair,
    uneven_series,
)
from viewer.files.spatial import plane_of
from viewer.geometry.plane import dot
from viewer.ui.canvas.scale import letter_rooms
from viewer.ui.canvas.section_lines import draw_section_lines
from viewer.ui.state.section_links import what_of
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from pydicom import Dataset

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(
    open_viewer: OpenViewer, write: Write, datasets: Sequence["Dataset"], step: int = 7
) -> Viewer:
    """A series whose files are in no order, in the window."""
    folder = Path()
    for number, dataset in enumerate(datasets):
        folder = write(f"ct/{number * step % len(datasets):03d}", dataset).parent
    return open_viewer(folder)


def test_the_keyboard_stays_with_the_active_plane(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.app.cells.focus_active()
    three(viewer)
    view = viewer.app.cells.frame_of(viewer.model).view
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is view.focusProxy() or focus is view
    assert "with Ctrl it turns alone" in viewer.app.status.message.text()


def test_a_plane_has_no_number_of_an_image(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    texts = viewer.texts()["bottom_left"]
    count = viewer.model.state.what.count
    assert f"Plane {viewer.model.state.what.index + 1} / {count}" in texts
    assert not any(line.startswith("Im ") for line in texts)
    described = viewer.canvas.accessibleDescription()
    number = viewer.model.state.what.index + 1
    assert described.startswith(f"Plane {number} of {count}. ")


def test_each_plane_is_drawn_once_in_the_others(
    open_viewer: OpenViewer, series: Path
) -> None:
    """In its own colour; a stack beside has the line that stacks have."""
    viewer = open_viewer(series)
    images = viewer.model.state.what.display_set
    axial, coronal, sagittal = three(viewer)
    assert not coronal.guides.state.lines
    assert not sagittal.guides.state.lines
    viewer.do("layout-2x2")
    beside = viewer.app.grid.visible()[3]
    beside.show_set(images, 0)
    viewer.app.grid.activate(coronal)
    viewer.wait()
    assert len(beside.guides.state.lines) == 1
    assert not axial.guides.state.lines


def test_no_line_runs_through_a_letter(open_viewer: OpenViewer, series: Path) -> None:
    """Lines leave room at the four sides, and are seen elsewhere."""
    viewer = open_viewer(series)
    axial, _, _ = three(viewer)
    canvas = viewer.canvas_of(axial)
    transform = canvas.transform()
    assert transform is not None
    drawn = QImage(canvas.size(), QImage.Format.Format_RGB888)
    drawn.fill(0)
    painter = QPainter(drawn)
    draw_section_lines(painter, axial, transform, canvas.rect())
    painter.end()
    seen = np.asarray(rgb_of(drawn).max(axis=2) > 0)
    for room in letter_rooms(canvas.rect()):
        assert not seen[room.top() : room.bottom(), room.left() : room.right()].any()
    assert seen.sum() > 300


def test_the_sides_of_a_slab_are_drawn_in_the_other_planes(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    axial, coronal, _ = three(viewer)
    viewer.do("mpr-slab-10")
    edges = coronal.guides.state.slabs
    assert [edge.plane for edge in edges] == ["axial", "axial"]
    assert coronal.shown is not None
    plane = plane_of(coronal.shown.frame.header, 0)
    assert plane is not None
    heights = [plane.to_patient(*edge.segment[0])[2] for edge in edges]
    middle = here(axial).point_mm[2]
    assert heights == pytest.approx([middle - 5, middle + 5])
    assert not axial.guides.state.slabs
    before = pixels_of(viewer.canvas_of(coronal))
    viewer.wheel(-120)
    viewer.wait()
    moved = coronal.guides.state.slabs
    assert plane.to_patient(*moved[0].segment[0])[2] == pytest.approx(middle - 2.5)
    assert (pixels_of(viewer.canvas_of(coronal)) != before).any()
    viewer.do("mpr-slab-0")
    assert not coronal.guides.state.slabs


def test_with_ctrl_one_line_turns_alone(
    open_viewer: OpenViewer, series: Path, volume: Any
) -> None:
    """The third plane stays; what is cut is right by SimpleITK all the same."""
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    kept = sagittal.shown
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25), CTRL)
    viewer.wait()
    assert sagittal.shown is kept
    assert angle(axial, coronal) == pytest.approx(90, abs=1e-6)
    assert angle(coronal, sagittal) == pytest.approx(65, abs=2)
    assert all(agrees(viewer, volume, model) for model in (axial, coronal, sagittal))
    titles = [here(model).title().split(" · ")[0] for model in (axial, coronal)]
    assert titles == ["MPR axial", "MPR coronal, oblique"]


def test_a_line_is_dragged_along_the_plane_it_is_seen_in(
    open_viewer: OpenViewer, series: Path
) -> None:
    """Also where the planes are not at right angles: the other two stay."""
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25), CTRL)
    viewer.wait()
    kept = axial.shown, sagittal.shown
    start, _ = handle(viewer, axial, "coronal", 0)
    x, y = (
        round((a + b) / 2) for a, b in zip(start, centre(viewer, axial), strict=True)
    )
    viewer.drag(LEFT, (x, y), (x, y + 30))
    viewer.wait()
    assert (axial.shown, sagittal.shown) == kept
    frame = coronal.state.what.frame
    assert frame is not None
    assert frame.cut is not None
    assert frame.cut.plane.to_image(here(axial).point_mm)[2] == pytest.approx(0)


def centre(viewer: Viewer, model: ViewportModel) -> tuple[int, int]:
    from viewer.ui.tools.plane_grips import place_of

    frame = model.state.what.frame
    transform = viewer.canvas_of(model).transform()
    assert frame is not None
    assert frame.cut is not None
    assert transform is not None
    x, y = transform.to_screen(*place_of(here(model), frame.cut.plane))
    return round(x), round(y)


def test_lines_never_fall_together(open_viewer: OpenViewer, series: Path) -> None:
    """Turned further than to 10° of another plane, a line waits there."""
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 90), CTRL)
    viewer.wait()
    assert 10 <= angle(coronal, sagittal) < 90.001


def angle(one: ViewportModel, other: ViewportModel) -> float:
    cosine = abs(dot(here(one).normal, here(other).normal))
    return float(np.degrees(np.arccos(cosine)))


def test_phases_are_stepped_through_in_all_planes(
    open_viewer: OpenViewer, write: Write
) -> None:
    """The same places, each brighter by 100 HU; and back without reading again."""
    viewer = opened(open_viewer, write, phases_of_a_heart(), step=5)
    viewer.do("mpr-coronal")
    models = three(viewer)
    first = [hounsfield(viewer, model) for model in models]
    assert "phase 1" in plane_line(viewer)
    viewer.do("next-phase")
    assert "phase 2" in plane_line(viewer)
    for model, before in zip(models, first, strict=True):
        assert here(model).stack.phase == 1
        assert np.array_equal(hounsfield(viewer, model), before + 100, equal_nan=True)
    viewer.do("next-phase")
    viewer.do("next-phase")
    assert here(models[2]).stack.phase == 2
    viewer.do("previous-phase")
    viewer.do("previous-phase")
    for model, before in zip(models, first, strict=True):
        assert np.array_equal(hounsfield(viewer, model), before, equal_nan=True)
    assert len(viewer.app.mpr.volumes.stores.finished()) == 3


def test_an_enhanced_object_is_cut_echo_by_echo(
    open_viewer: OpenViewer, write: Write
) -> None:
    """Its planes are made of the frames of one echo, and of the other in turn."""
    viewer = open_viewer(write("enhanced", enhanced_head()))
    three(viewer)
    first = viewer.shown.decoded.values.astype(float)
    assert here(viewer.model).stack.grid.shape[0] == SLICES
    viewer.do("next-phase")
    assert "TE 80 ms" in plane_line(viewer)
    assert np.abs(viewer.shown.decoded.values.astype(float) - first).max() > 50
    assert viewer.model.trouble is None


def test_the_point_of_the_planes_is_no_mark_of_its_own_in_them(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    _, coronal, _ = three(viewer)
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = (round(part) for part in transform.to_screen(10.5, 30.5))
    viewer.drag(LEFT, (x, y), (x, y))
    viewer.wheel(-240)
    viewer.wait()
    assert coronal.guides.state.spot is None


def plane_line(viewer: Viewer) -> str:
    return next(
        line for line in viewer.texts()["bottom_left"] if line.startswith("Plane ")
    )


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (uneven_series, "Slices 2 to 4 mm apart: interpolated"),
        (series_with_a_gap, "1 slice is missing: its place is empty"),
    ],
)
def test_slices_at_odd_places_are_read_at_their_own(
    open_viewer: OpenViewer,
    write: Write,
    made: Callable[[int], list["Dataset"]],
    said: str,
) -> None:
    """Each voxel is its height: the plane reads it back, between slices as well."""
    viewer = opened(open_viewer, write, made(2))
    viewer.do("mpr-coronal")
    assert said in viewer.texts()["bottom_right"]
    values = hounsfield(viewer) / 10
    plane = plane_of(viewer.shown.frame.header, 0)
    assert plane is not None
    heights = [plane.to_patient(0.5, row + 0.5)[2] for row in range(len(values))]
    middle = values[:, values.shape[1] // 2]
    there = np.isfinite(middle)
    at = np.array(heights)
    beside_a_gap = (at > 12.5) & (at < 17.5) & (made is series_with_a_gap)
    inside = there & (at >= 0) & (at <= 37) & ~beside_a_gap
    assert np.abs(middle - heights)[inside].max() <= 0.05 + 1e-9
    empty = ~there & (at > 0) & (at < 37)
    assert empty.any() == (made is series_with_a_gap)


def test_a_tilted_gantry_shows_the_ball_where_the_straight_one_does(
    open_viewer: OpenViewer, write: Write
) -> None:
    """And it is said that its tilt is corrected."""
    found = []
    for name, series in zip(("tilted", "straight"), tilted_pair(), strict=True):
        for number, dataset in enumerate(series):
            folder = write(f"{name}/{number * 7 % len(series)}", dataset).parent
        viewer = open_viewer(folder)
        _, coronal, _ = three(viewer)
        section = here(coronal)
        what = what_of(replace(section, point_mm=BALL_MM), coronal.state.what)
        coronal.change(what=what)
        viewer.app.grid.activate(coronal)
        viewer.wait()
        said = "Gantry tilt of 16.0° corrected" in viewer.texts()["bottom_right"]
        assert said == (name == "tilted")
        values = hounsfield(viewer)
        row, column = np.unravel_index(np.nanargmax(values), values.shape)
        plane = plane_of(viewer.shown.frame.header, 0)
        assert plane is not None
        found.append(plane.to_patient(column + 0.5, row + 0.5))
        assert found[-1] == pytest.approx(BALL_MM, abs=2.0), "half a voxel"
        assert np.nanmax(values) > 800, "940 in its very middle"
