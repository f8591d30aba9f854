"""A volume as a body in the window: shown, turned, cut, pointed at and saved."""

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog

from tests import bodies
from tests.ui.conftest import OpenViewer
from tests.ui.scenes import drag, place_of, scene, show, shown, turn_wheel, view_of
from tests.ui.viewer import Viewer
from viewer.geometry.orbit import edge_texts
from viewer.kinds.scenes import Scene
from viewer.kinds.sections import stack_of
from viewer.ui.state.section_links import section_of
from viewer.work import rendering_extra

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture(scope="module")
def phantom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bodies.write_phantom(tmp_path_factory.mktemp("phantom"))


def test_without_vtk_the_menu_says_how_to_get_it(
    open_viewer: OpenViewer, phantom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: False)
    viewer = open_viewer(phantom)
    before = viewer.model.state
    viewer.do("volume3d-show")
    assert "pip install negatoscope[3d]" in viewer.app.status.message.text()
    entry = viewer.app.menus.by_id["volume3d-show"].text()
    assert entry == "Volume in 3D (3D needs VTK: pip install negatoscope[3d])"
    assert viewer.model.state == before
    assert not viewer.app.menus.by_id["volume3d-bone"].isEnabled()


def test_what_is_no_volume_says_why(
    open_viewer: OpenViewer, phantom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: True)
    viewer = open_viewer(phantom / "0.dcm", phantom / "7.dcm")
    viewer.do("volume3d-show")
    assert "2 slices are no volume" in viewer.app.status.message.text()


@pytest.mark.vtk
def test_the_body_comes_into_the_active_cell(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    made = shown(viewer)
    assert made.is_fine
    assert made.picture.any()
    assert scene(viewer).preset == "bone"
    assert edge_texts(made.scene.orbit) == ("R", "L", "H", "F")
    above, below = picture.texts
    assert above[0] == "3D · bone · computed"
    assert "COMPUTED" in below[-1]
    assert any("Not for measuring" in line for line in below)
    viewer.do("volume3d-images")
    assert viewer.shown.frame.cut is None
    assert viewer.app.volume3d.body is None


@pytest.mark.vtk
def test_presets_are_those_of_the_unit_and_change_the_picture(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    pictures = [shown(viewer).picture]
    for name in ("vessels", "skin", "surface", "mip"):
        viewer.do(f"volume3d-{name}")
        pictures.append(shown(viewer).picture)
        assert view_of(viewer).preset.currentData() == name
        assert viewer.app.menus.by_id[f"volume3d-{name}"].isChecked()
    for one, other in pairwise(pictures):
        assert not np.array_equal(one, other)


@pytest.mark.vtk
def test_keys_give_the_standard_views(open_viewer: OpenViewer, phantom: Path) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    lefts = []
    for key in "APLRHF":
        viewer.press_key(key)
        assert scene(viewer).orbit.standard == key
        assert viewer.app.menus.by_id[f"volume3d-from-{key}"].isChecked()
        lefts.append(edge_texts(shown(viewer).scene.orbit)[0])
    assert lefts == ["R", "L", "A", "P", "L", "R"]
    viewer.press_key("A")
    viewer.press_key("Right")
    assert scene(viewer).orbit.standard is None
    assert viewer.app.choice.name == "window", "letters are no tools here"
    viewer.press_key("+")
    assert scene(viewer).orbit.zoom > 1.4
    viewer.do("volume3d-reset")
    assert scene(viewer).orbit == Scene("bone", (0, 1)).orbit


@pytest.mark.vtk
def test_dragging_turns_moves_and_ends_with_a_fine_picture(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    middle = picture.rect().center()
    drag(picture, LEFT, middle, middle + QPoint(60, 0))
    viewer.wait()
    shorter = min(picture.width(), picture.height())
    front = scene(viewer).orbit.right[1]
    degrees = math.degrees(math.asin(-front))
    assert degrees == pytest.approx(60 / shorter * 180, abs=1)
    assert shown(viewer).is_fine
    assert shown(viewer).scene == scene(viewer).painted
    drag(picture, Qt.MouseButton.MiddleButton, middle, middle + QPoint(40, 20))
    viewer.wait()
    at = place_of(viewer, shown(viewer).screen.centre_mm)
    assert (at - middle - QPoint(40, 20)).manhattanLength() <= 3
    viewer.do("volume3d-mip")
    low, high = scene(viewer).window
    drag(picture, RIGHT, middle, middle + QPoint(80, 0))
    viewer.wait()
    assert scene(viewer).window[1] - scene(viewer).window[0] > high - low


@pytest.mark.vtk
def test_a_touch_pad_zooms_as_a_wheel_does(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    picture = show(viewer)
    first = scene(viewer).orbit.zoom
    turn_wheel(picture, 120)
    larger = scene(viewer).orbit.zoom
    assert larger == pytest.approx(first * 1.15)
    for _ in range(15):
        turn_wheel(picture, -8)
    assert scene(viewer).orbit.zoom == pytest.approx(first)


@pytest.mark.vtk
def test_a_point_on_the_body_brings_planes_and_images_to_it(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    viewer.app.grid.lay_out(1, 3)
    body, plane, images = viewer.app.grid.visible()
    for other in (plane, images):
        other.show_set(body.state.what.display_set)
    viewer.wait()
    viewer.app.grid.activate(plane)
    viewer.do("mpr-sagittal")
    viewer.app.grid.activate(body)
    picture = show(viewer)
    QTest.mouseClick(picture, LEFT, pos=place_of(viewer, bodies.BALL_MM))
    viewer.wait()
    point = scene(viewer).point_mm
    assert point is not None
    assert math.dist(point, bodies.BALL_MM) == pytest.approx(bodies.RADIUS_MM, abs=1.5)
    assert point[1] < bodies.BALL_MM[1], "the side in front"
    section = section_of(plane.state.what)
    assert section is not None
    assert section.point_mm == pytest.approx(point)
    shown_slice = images.state.what.index * bodies.STEP_MM + bodies.POSITION[2]
    assert shown_slice == pytest.approx(point[2], abs=bodies.STEP_MM / 2 + 0.01)
    assert viewer.app.status.message.text().startswith("Point at L ")
    assert picture.spot is not None
    QTest.mouseClick(picture, LEFT, pos=QPoint(3, 3))
    viewer.wait()
    assert scene(viewer).point_mm is None
    assert picture.texts[0][-1] == "Nothing is seen there: no point"


@pytest.mark.vtk
def test_without_a_frame_of_reference_only_its_own_planes_follow(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    viewer = open_viewer(bodies.write_phantom(tmp_path, FrameOfReferenceUID=None))
    viewer.app.grid.lay_out(1, 3)
    body, plane, images = viewer.app.grid.visible()
    for other in (plane, images):
        other.show_set(body.state.what.display_set, 1)
    viewer.wait()
    viewer.app.grid.activate(plane)
    viewer.do("mpr-coronal")
    viewer.app.grid.activate(body)
    picture = show(viewer)
    QTest.mouseClick(picture, LEFT, pos=place_of(viewer, bodies.BALL_MM))
    viewer.wait()
    section = section_of(plane.state.what)
    assert section is not None
    assert section.point_mm == pytest.approx(scene(viewer).point_mm)
    assert images.state.what.index == 1
    assert "No frame of reference" in viewer.app.status.message.text()


@pytest.mark.vtk
def test_the_clip_box_is_named_by_the_patients_sides(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    view = view_of(viewer)
    view.clip.click()
    whole = np.count_nonzero(shown(viewer).picture)
    first = view.box.sliders[0][0]
    assert first.accessibleName() == "Cut from R"
    assert view.box.sliders[2][1].accessibleName() == "Cut from H"
    first.setValue(120)
    viewer.wait()
    assert scene(viewer).box[0] == (0.6, 1.0)
    made = shown(viewer)
    assert 0 < np.count_nonzero(made.picture) < whole
    x, _ = made.screen.place(made.scene.orbit, made.screen.centre_mm)
    assert not made.picture[:, : int(x)].any(), "the block on the right is gone"


def save(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch, path: Path, value: float
) -> None:
    def chosen(*_: object) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    viewer.app.menus.refresh()
    viewer.app.menus.by_id["volume3d-stl"].trigger()
    dialog = viewer.child("threshold", QInputDialog)
    assert "(HU)" in dialog.labelText()
    dialog.setDoubleValue(value)
    dialog.accept()
    viewer.wait()


@pytest.mark.vtk
def test_a_surface_is_saved_and_never_onto_a_source(
    open_viewer: OpenViewer,
    phantom: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    path = tmp_path / "body.stl"
    save(viewer, monkeypatch, path, 1000.0)
    content = path.read_bytes()
    count = int.from_bytes(content[80:84], "little")
    assert len(content) == 84 + 50 * count
    record = np.dtype([("numbers", "<f4", 12), ("more", "<u2")])
    corners = np.frombuffer(content, record, count, 84)["numbers"][:, 3:]
    points = corners.reshape(-1, 3)
    low, high = np.array(bodies.BLOCK_MM).T
    assert points.min(axis=0) == pytest.approx(low, abs=2.0)
    assert points.max(axis=0) == pytest.approx(high, abs=2.0)
    assert "triangles" in viewer.app.status.message.text()
    assert "LPS" in viewer.app.status.message.text()
    source = phantom / "0.dcm"
    before = source.read_bytes()
    save(viewer, monkeypatch, source, 1000.0)
    assert source.read_bytes() == before
    assert "never written to" in viewer.app.status.message.text()


@pytest.mark.vtk
def test_memory_is_given_back(open_viewer: OpenViewer, phantom: Path) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    name = shown(viewer).body.name
    there = Path("/dev/shm")
    if there.is_dir():
        assert (there / name).exists()
    viewer.app.close_all()
    viewer.wait()
    assert not (there / name).exists()
    assert viewer.model.content is None


@pytest.mark.vtk
def test_magnetic_resonance_has_no_presets_of_tissues(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    bodies.write_phantom(tmp_path, Modality="MR", RescaleType="US", RescaleIntercept=0)
    viewer = open_viewer(tmp_path)
    show(viewer)
    names = [
        view_of(viewer).preset.itemData(n)
        for n in range(view_of(viewer).preset.count())
    ]
    assert names == ["surface", "mip"]
    assert scene(viewer).preset == "surface"
    assert not viewer.app.menus.by_id["volume3d-bone"].isEnabled()


@pytest.mark.vtk
def test_a_series_that_grows_leaves_no_stale_body(
    open_viewer: OpenViewer, phantom: Path
) -> None:
    viewer = open_viewer(phantom)
    show(viewer)
    viewer.model.change(scene=replace(scene(viewer), point_mm=(0.0, 0.0, 90.0)))
    viewer.do("volume3d-images")
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    frame = stack_of(display_set).frames[15]
    assert viewer.model.state.what.frame == frame, "the slice at the point"
