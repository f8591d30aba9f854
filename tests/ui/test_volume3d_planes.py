"""Three planes and the body at one point: picked in one, measured in the others."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests import bodies
from tests.ui.conftest import OpenViewer
from tests.ui.scenes import place_of, scene, show, shown, view_of
from tests.ui.viewer import Viewer
from viewer.demo.parts import uid
from viewer.geometry.marks import Mark
from viewer.kinds.sections import PLANE_NAMES, Section
from viewer.ui.state.section_links import section_of
from viewer.work import rendering_extra
from viewer.work.measuring import label_lines

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def phantom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bodies.write_phantom(tmp_path_factory.mktemp("phantom"))


def sections(viewer: Viewer) -> list[Section | None]:
    return [section_of(model.state.what) for model in viewer.app.grid.visible()]


def pick_the_ball(viewer: Viewer) -> tuple[float, float, float]:
    *_, body = viewer.app.grid.visible()
    viewer.app.grid.activate(body)
    picture = view_of(viewer).scene_picture
    QTest.mouseClick(picture, LEFT, pos=place_of(viewer, bodies.BALL_MM))
    viewer.wait()
    point = scene(viewer).point_mm
    assert point is not None
    return point


@pytest.mark.vtk
def test_three_planes_and_the_body_stand_in_four_cells(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    viewer.do("volume3d-four")
    *planes, none = sections(viewer)
    assert none is None
    assert len(planes) == 3
    assert all(planes)
    assert viewer.model is viewer.app.grid.visible()[0]
    body = viewer.app.grid.visible()[3]
    assert shown(viewer, body).picture.any()
    point = pick_the_ball(viewer)
    assert math.dist(point, bodies.BALL_MM) == pytest.approx(bodies.RADIUS_MM, abs=1.5)
    for section in sections(viewer)[:3]:
        assert section is not None
        assert section.point_mm == pytest.approx(point)


@pytest.mark.vtk
def test_from_a_body_the_four_cells_keep_its_scene(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    viewer.do("volume3d-show")
    viewer.do("volume3d-skin")
    viewer.do("volume3d-from-L")
    picture = view_of(viewer).scene_picture
    QTest.mouseClick(picture, LEFT, pos=place_of(viewer, bodies.BALL_MM))
    viewer.wait()
    before = scene(viewer)
    assert before.point_mm is not None
    viewer.do("volume3d-four")
    *_, body = viewer.app.grid.visible()
    assert body.state.scene == before
    for section in sections(viewer)[:3]:
        assert section is not None
        assert section.point_mm == pytest.approx(before.point_mm)


@pytest.mark.vtk
def test_a_ball_that_was_picked_is_measured_on_its_plane(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    """Where the plane at the picked point cuts the ball is a circle by Pythagoras."""
    viewer = open_viewer(phantom)
    viewer.do("volume3d-four")
    pick_the_ball(viewer)
    coronal = viewer.app.grid.visible()[PLANE_NAMES.index("coronal")]
    viewer.app.grid.activate(coronal)
    viewer.wait()
    cut = viewer.shown.frame.cut
    assert cut is not None
    plane = cut.plane
    values = viewer.shown.decoded.values.astype(np.float64) - 1024
    centre = np.array(bodies.BALL_MM)
    across = (centre - plane.position_mm) @ np.array(plane.row_cosine)
    down = (centre - plane.position_mm) @ np.array(plane.column_cosine)
    row = values[round(down / plane.row_spacing_mm)]
    middle = across / plane.column_spacing_mm
    half = (bodies.AIR + bodies.BALL) / 2
    places = np.arange(len(row)) + 0.5
    near = np.abs(places - 0.5 - middle) < 20 / plane.column_spacing_mm
    inside = places[near & (row > half)]
    y = round(down / plane.row_spacing_mm) + 0.5
    ends = ((float(inside[0]) - 0.5, y), (float(inside[-1]) + 0.5, y))
    line = Mark("2.25.9", "distance", ends)
    text = " ".join(label_lines(line, viewer.shown))
    found = re.search(r"([0-9.]+) mm", text)
    assert found is not None, text
    depth = (centre - plane.position_mm) @ np.array(plane.normal)
    assert abs(depth) < bodies.RADIUS_MM
    chord = 2 * math.sqrt(bodies.RADIUS_MM**2 - depth**2)
    assert float(found[1]) == pytest.approx(chord, abs=2 * bodies.SPACING_MM)


def test_without_vtk_the_planes_stay_as_they_are(
    open_viewer: OpenViewer, phantom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: False)
    viewer = open_viewer(phantom)
    before = viewer.model.state
    viewer.do("volume3d-four")
    assert viewer.model.state == before
    assert "pip install negatoscope[3d]" in viewer.app.status.message.text()


def test_what_is_no_volume_is_laid_out_in_no_cells(
    open_viewer: OpenViewer, phantom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: True)
    viewer = open_viewer(phantom / "0.dcm", phantom / "7.dcm")
    viewer.do("volume3d-four")
    assert "2 slices are no volume" in viewer.app.status.message.text()
    assert len(viewer.app.grid.visible()) == 1


@pytest.mark.vtk
def test_a_point_in_one_patient_moves_no_plane_of_another(
    open_viewer: OpenViewer, phantom: Path, tmp_path: Path
) -> None:
    """Also where both share a frame of reference, as phantoms of one scanner do."""
    viewer = open_viewer(phantom)
    viewer.app.grid.lay_out(1, 2)
    body, plane = viewer.app.grid.visible()
    others = bodies.write_phantom(
        tmp_path,
        PatientID="ANOTHER",
        PatientName="Other^One",
        StudyInstanceUID=uid("another", "study"),
        SeriesInstanceUID=uid("another", "series"),
    )
    for number, path in enumerate(sorted(others.iterdir())):
        dataset = dcmread(path)
        dataset.SOPInstanceUID = uid("another", number)
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        dataset.save_as(path)
    viewer.open(others, target=plane)
    viewer.app.grid.activate(plane)
    viewer.do("mpr-sagittal")
    before = section_of(plane.state.what)
    assert before is not None
    viewer.app.grid.activate(body)
    picture = show(viewer)
    frames = [
        model.state.what.display_set.frames[0].header.text(0x00200052)  # type: ignore[union-attr]
        for model in (body, plane)
    ]
    assert frames[0] == frames[1] != ""
    QTest.mouseClick(picture, LEFT, pos=place_of(viewer, bodies.BALL_MM))
    viewer.wait()
    assert scene(viewer).point_mm is not None
    assert section_of(plane.state.what) == before
