"""Planes through a volume with all else: slabs, steps, marks, other cells."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.planes import (
    POSITION,
    STEP_MM,
    here,
    hounsfield,
    three,
)
from tests.ui.viewer import LEFT, rgb_of
from viewer.demo.build import ct_slice
from viewer.export.appearance import Appearance
from viewer.geometry.marks import Mark
from viewer.ui.offscreen import Offscreen
from viewer.ui.state.annotations import key_of
from viewer.ui.widgets.fact_list import FactList


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


def test_a_plain_stack_beside_goes_to_the_point(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    images = viewer.model.state.what.display_set
    _, coronal, _ = three(viewer)
    viewer.do("layout-2x2")
    stack = viewer.app.grid.visible()[3]
    stack.show_set(images, 0)
    viewer.app.grid.activate(coronal)
    viewer.wait()
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = (round(part) for part in transform.to_screen(10, 30))
    viewer.drag(LEFT, (x, y), (x, y))
    viewer.wait()
    height = here(coronal).point_mm[2]
    assert stack.state.what.index == round((height - POSITION[2]) / STEP_MM)
    assert here(coronal).point_mm == here(viewer.app.grid.visible()[0]).point_mm


def test_the_wheel_with_alt_changes_the_slab(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-axial")
    for delta, slab_mm in ((120, 3), (120, 5), (-240, 0), (-120, 0)):
        viewer.wheel(delta, Qt.KeyboardModifier.AltModifier)
        assert here(viewer.model).slab_mm == slab_mm


def test_a_length_in_a_plane_is_in_true_millimetres(
    open_viewer: OpenViewer, series: Path
) -> None:
    """Down the coronal plane by ten pixels of 0.7 mm, however thick the slices."""
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    key = key_of(viewer.shown.frame)
    assert key is not None
    mark = Mark("1.2.3", "distance", ((5.5, 5.5), (5.5, 15.5)))
    viewer.app.annotations.put(key, mark)
    viewer.wait()
    figures = viewer.app.measured.figures(key, mark)
    assert figures is not None
    texts = [figure.value for figure in figures.figures]
    assert texts[0] == pytest.approx(7.0)
    viewer.model.step(1)
    viewer.wait()
    assert key_of(viewer.shown.frame) != key, "a mark belongs to its own plane"
    viewer.model.step(-1)
    viewer.wait()
    assert key_of(viewer.shown.frame) == key


def test_a_computed_plane_is_no_image_to_refer_to(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    assert viewer.app.menus.by_id["key-image"].isEnabled()
    viewer.do("mpr-coronal")
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["key-image"].isEnabled()
    assert not viewer.app.outgoing.has_picture


def test_the_pixel_of_a_plane_is_explained_as_computed(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.do("explain")
    viewer.child("explainKeep", QPushButton).click()
    viewer.hover(10.5, 20.5)
    viewer.wait()
    place = viewer.child("explainPlace", QLabel).text()
    assert place == "A computed plane · Column 11, row 21"
    viewer.child("explainCopy", QPushButton).click()
    told = QGuiApplication.clipboard().text()
    assert "Slices: 1 to 20 of 20" in told
    assert "column 11.00, row 21.00, slice " in told
    value = f"{hounsfield(viewer)[20, 10]:.0f} HU".replace("-", "−")
    assert f"Modality value: {value}" in told


def test_the_header_of_a_slice_never_stands_for_a_plane(
    open_viewer: OpenViewer, series: Path
) -> None:
    """What it was computed from stands there; the header is back with the images."""
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    assert viewer.child("sopClassName", QLabel).text() == "A computed plane"
    facts = dict(viewer.child("factList", FactList).facts)
    assert facts["Slices"] == "1 to 20 of 20 · images 1 – 20"
    assert facts["Interpolation"].startswith("linear between the voxels")
    assert facts["Size"].startswith("48 × ")
    viewer.do("mpr-axial")
    viewer.do("mpr-slab-10")
    facts = dict(viewer.child("factList", FactList).facts)
    assert facts["Slices"] == "9 to 13 of 20 · images 9 – 13"
    assert facts["Slab"] == "MIP of 5 planes over 10 mm"
    viewer.do("mpr-images")
    assert viewer.child("sopClassName", QLabel).text() == "CT Image Storage"
    assert viewer.child("sopClassUid", QLabel).text()


def test_the_planes_are_saved_as_one_object(
    open_viewer: OpenViewer,
    series: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.do("mpr-step-5")
    path = tmp_path / "planes.dcm"
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *asked: str(path))
    viewer.do("mpr-save")
    viewer.until(path.exists)
    viewer.wait()
    values = hounsfield(viewer)
    index, count = viewer.model.state.what.index, viewer.model.state.what.count
    viewer.open(path)
    sets = viewer.app.workspace.state.catalogue.sets()
    saved = next(one for one in sets if "MPR coronal" in one.label)
    assert len(saved.frames) == count
    viewer.model.show_set(saved, index)
    viewer.wait()
    assert np.array_equal(hounsfield(viewer), values, equal_nan=True)
    assert viewer.shown.info.unit == "HU"


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


def test_no_picture_of_a_plane_goes_without_its_badge(
    open_viewer: OpenViewer, series: Path
) -> None:
    """Pictures for files have the corners that the canvas has, without texts too."""
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.app.preferences.change(annotations="none")
    made = viewer.texts()
    assert "COMPUTED" in made["bottom_right"]
    assert not made["top_left"]
    offscreen = Offscreen(
        viewer.model,
        viewer.app.choice,
        viewer.canvas.canvas_style,
        Appearance(texts=False, identity=False),
        viewer.app.window,
    )
    image = rgb_of(offscreen.paint(viewer.model.shown_what, viewer.shown))
    offscreen.close()
    corner = image[-40:, -120:].astype(int)
    assert (corner[..., 0] - corner[..., 2] > 60).any(), "the badge is not grey"
