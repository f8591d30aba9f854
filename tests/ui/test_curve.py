"""A curve through a volume: its points by the mouse, the straightened view beside."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice, image, to_bytes
from viewer.files.spatial import plane_of
from viewer.geometry.curve import CurvedCut
from viewer.geometry.marks import Mark
from viewer.geometry.plane import Vector
from viewer.ui.state.annotations import key_of

SIZE, SLICES, PIXEL_MM, STEP_MM = 96, 30, 0.8, 1.0
CORNER = (-38.0, -38.0, 100.0)
RADIUS_MM, TUBE_MM = 24.0, 4.0
CENTRE = (-20.0, -20.0, 115.0)
"""Of a quarter of a circle, on which a tube lies; in the plane of slice 15."""


@pytest.fixture(scope="module")
def tube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 HU within 4 mm of the quarter circle, −500 HU around."""
    folder = tmp_path_factory.mktemp("tube")
    rows, columns = np.indices((SIZE, SIZE))
    x = CORNER[0] + columns * PIXEL_MM - CENTRE[0]
    y = CORNER[1] + rows * PIXEL_MM - CENTRE[1]
    for number in range(SLICES):
        z = CORNER[2] + number * STEP_MM - CENTRE[2]
        away = np.hypot(np.hypot(x, y) - RADIUS_MM, z)
        hounsfield = np.where((away <= TUBE_MM) & (x > -6) & (y > -6), 500, -500)
        dataset = ct_slice(
            number,
            (hounsfield + 1024).astype(np.uint16),
            thickness_mm=STEP_MM,
            spacing_mm=PIXEL_MM,
            ImagePositionPatient=[CORNER[0], CORNER[1], CORNER[2] + number],
        )
        (folder / str(number)).write_bytes(to_bytes(dataset))
    return folder


def on_circle(degrees: float) -> Vector:
    angle = np.radians(degrees)
    x, y, z = CENTRE
    return x + RADIUS_MM * np.cos(angle), y + RADIUS_MM * np.sin(angle), z


def spot(viewer: Viewer, point: Vector) -> tuple[int, int]:
    """Where a point of the patient is on the active canvas."""
    plane = plane_of(viewer.shown.frame.header, 0)
    transform = viewer.canvas.transform()
    assert plane is not None
    assert transform is not None
    column, row, _ = plane.to_image(point)
    x, y = transform.to_screen(column, row)
    return round(x), round(y)


def click(viewer: Viewer, point: Vector) -> None:
    place = spot(viewer, point)
    viewer.drag(LEFT, place, place)
    viewer.wait()


def drawn(viewer: Viewer, degrees: tuple[float, ...] = (0, 18, 36, 54, 72, 90)) -> None:
    viewer.model.go_to(15)
    viewer.wait()
    viewer.do("tool-curve")
    for one in degrees:
        click(viewer, on_circle(one))


def straight(viewer: Viewer) -> tuple[CurvedCut, Any]:
    """The straightened cell: how it is cut, and its values in HU, NaN for none."""
    model = viewer.app.grid.visible()[1]
    assert model.shown is not None, model.trouble
    cut = model.shown.frame.curved
    assert cut is not None
    values = model.shown.decoded.values.astype(float) - 1024
    assert model.shown.info.padding is not None
    values[model.shown.decoded.values == model.shown.info.padding.low] = np.nan
    return cut, values


def test_the_tube_is_straight_as_long_and_as_thick_as_it_was_made(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    drawn(viewer)
    viewer.do("straighten")
    cut, values = straight(viewer)
    assert cut.curve.length_mm == pytest.approx(np.pi / 2 * RADIUS_MM, abs=0.5)
    for number in (0, 9, 18, 30):
        viewer.app.grid.visible()[1].go_to(number)
        viewer.wait()
        cut, values = straight(viewer)
        inside = values > 0
        widths = inside.sum(axis=1) * cut.pixel_mm
        assert np.abs(widths - 2 * TUBE_MM).max() <= 1.7, "a voxel at either side"
        columns = np.arange(cut.columns)
        middles = (inside * columns).sum(axis=1) / inside.sum(axis=1)
        off_mm = (middles - (cut.columns - 1) / 2) * cut.pixel_mm
        assert np.abs(off_mm).max() <= 1.0


def test_distances_are_told_along_the_curve_and_across_it(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    drawn(viewer)
    viewer.do("straighten")
    viewer.app.grid.activate(viewer.app.grid.visible()[1])
    viewer.wait()
    cut, _ = straight(viewer)
    row = round(20.0 / cut.curve.step_mm)
    viewer.hover(cut.columns / 2, row + 0.5)
    place, along = viewer.texts()["bottom_left"][-3:-1]
    assert along == f"Along {row * cut.curve.step_mm:.1f} mm, across 0.0 mm"
    degrees = np.degrees(row * cut.curve.step_mm / RADIUS_MM)
    x, y, z = on_circle(degrees)
    signs = {"L": 1, "R": -1, "P": 1, "A": -1, "H": 1, "F": -1}
    parts = [part.split() for part in place.removesuffix(" mm").split(" · ")]
    told = [signs[letter] * float(value) for letter, value in parts]
    assert told == pytest.approx([x, y, z], abs=0.6)
    assert viewer.texts()["bottom_left"][0] == "Straightened · 0°"
    assert any(line.endswith("COMPUTED") for line in viewer.texts()["bottom_right"])


def test_a_length_on_the_straightened_view_is_in_millimetres_of_the_patient(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    drawn(viewer)
    viewer.do("straighten")
    viewer.app.grid.activate(viewer.app.grid.visible()[1])
    cut, _ = straight(viewer)
    key = key_of(viewer.shown.frame)
    assert key is not None
    ends = (5.5, 4.5), (5.5, 4.5 + 20 / cut.curve.step_mm)
    mark = Mark("1.2.3", "distance", ends)
    viewer.app.annotations.put(key, mark)
    viewer.wait()
    figures = viewer.app.measured.figures(key, mark)
    assert figures is not None
    assert figures.figures[0].value == pytest.approx(20.0)
    assert figures.figures[0].unit == "mm"


def test_the_view_follows_a_point_that_is_moved_and_one_that_is_taken_back(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    drawn(viewer, (0, 45, 90))
    viewer.do("straighten")
    source = viewer.app.grid.visible()[0]
    viewer.app.grid.activate(source)
    viewer.wait()
    before, _ = straight(viewer)
    start, end = spot(viewer, on_circle(90)), spot(viewer, on_circle(75))
    viewer.drag(LEFT, start, end)
    viewer.wait()
    after, _ = straight(viewer)
    assert after.curve.length_mm < before.curve.length_mm - 3
    assert source.state.path is not None
    assert len(source.state.path.points_mm) == 3
    viewer.do("curve-back")
    shorter, _ = straight(viewer)
    assert shorter.curve.length_mm < after.curve.length_mm - 3
    viewer.do("curve-forget")
    assert source.state.path is None


def test_points_may_be_set_on_any_plane_and_are_seen_on_all(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    viewer.do("mpr-three")
    axial, coronal, _ = viewer.app.grid.visible()
    viewer.do("tool-curve")
    click(viewer, on_circle(30))
    assert axial.state.path is not None
    assert coronal.state.path == axial.state.path
    viewer.app.grid.activate(coronal)
    viewer.wait()
    click(viewer, (-10.0, 0.0, 108.0))
    path = axial.state.path
    assert path is not None
    assert len(path.points_mm) == 2
    assert path.points_mm[1][2] == pytest.approx(108.0, abs=0.5)


def test_a_slab_of_the_straightened_view_is_a_mip(
    open_viewer: OpenViewer, tube: Path
) -> None:
    viewer = open_viewer(tube)
    drawn(viewer)
    viewer.do("straighten")
    model = viewer.app.grid.visible()[1]
    viewer.app.grid.activate(model)
    viewer.wait()
    _, thin = straight(viewer)
    viewer.do("mpr-slab-5")
    cut, thick = straight(viewer)
    assert cut.slab_mm == 5
    there = np.isfinite(thin)
    assert (thick[there] >= thin[there]).all()
    assert viewer.texts()["bottom_left"][0] == "Straightened · 0° · MIP 5 mm"
    viewer.do("mpr-blend-mean")
    cut, _ = straight(viewer)
    assert cut.blend == "mean"


def test_an_image_that_lies_nowhere_says_why_it_takes_no_points(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("nowhere", image(rows=64, columns=64)))
    viewer.do("tool-curve")
    viewer.drag(LEFT, (300, 300), (300, 300))
    viewer.wait()
    assert viewer.model.state.path is None
    assert "no position in the patient" in viewer.app.status.message.text()
    assert not viewer.app.menus.by_id["straighten"].isEnabled()
