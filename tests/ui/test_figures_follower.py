"""The panel of figures follows the selected mark in the real window."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, image, native_frames, ramp
from viewer.geometry.marks import Mark, Point, Shape
from viewer.ui.panels.figures import FiguresPanel
from viewer.ui.state.annotations import key_of


def put(viewer: Viewer, shape: Shape, *points: Point, **more: float) -> Mark:
    mark = Mark(f"1.{shape}", shape, points, **more)  # type: ignore[arg-type]
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, mark)
    viewer.app.annotations.select(mark.uid)
    viewer.wait()
    return mark


def panel_of(viewer: Viewer) -> FiguresPanel:
    viewer.do("figures")
    return viewer.child("figuresPanel", FiguresPanel)


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    pixels = ramp((60, 80), np.uint16, 12)
    return open_viewer(write("ct", ct_slice(pixels=pixels, PixelSpacing=[0.8, 0.4])))


def test_an_area_shows_its_figures_and_histogram(viewer: Viewer) -> None:
    panel = panel_of(viewer)
    assert "No mark is selected." in panel.message.text()
    put(viewer, "rectangle", (10, 20), (30, 50))
    facts = dict(panel.facts.facts)
    assert facts["Area"] == "192 mm²"
    values = native_frames(ct_slice(pixels=ramp((60, 80), np.uint16, 12)))[0]
    assert facts["Mean"] == f"{values[20:50, 10:30].mean() - 1024:.1f} HU".replace(
        "-", "−"
    )
    assert facts["Pixels"] == "600"
    assert panel.paper.isVisible()
    assert panel.paper.graph is not None
    assert panel.steps.isVisible()
    assert "PixelSpacing" in panel.steps.toPlainText()


def test_moving_the_mark_changes_the_figures_and_no_selection_empties_them(
    viewer: Viewer,
) -> None:
    panel = panel_of(viewer)
    mark = put(viewer, "rectangle", (10, 20), (30, 50))
    first = panel.facts.facts
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, mark.moved((5, 0)))
    viewer.wait()
    assert panel.facts.facts != first
    viewer.app.annotations.undo()
    viewer.wait()
    assert panel.facts.facts == first
    viewer.app.annotations.select("")
    viewer.wait()
    assert panel.message.isVisible()


def test_a_distance_shows_what_it_rests_on(viewer: Viewer) -> None:
    panel = panel_of(viewer)
    put(viewer, "distance", (10, 20), (20, 20))
    assert panel.facts.facts == (("Length", "4.0 mm"),)
    assert not panel.paper.isVisible()
    assert "From PixelSpacing (0028,0030): in the patient." in (
        panel.steps.toPlainText()
    )
    viewer.child("figuresCopy", QPushButton).click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Distance\nLength: 4.0 mm\n")
    assert "PixelSpacing = 0.8" in copied


def test_the_numbers_of_a_profile_are_saved(
    viewer: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel_of(viewer)
    put(viewer, "profile", (2.5, 3.5), (12.5, 3.5))
    target = tmp_path / "profile.csv"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: (str(target), "")
    )
    viewer.child("figuresSave", QPushButton).click()
    with target.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Distance [mm]", "Value [HU]"]
    assert len(rows) == 12
    assert [float(row[0]) for row in rows[1:]] == pytest.approx(np.arange(11) * 0.4)


def test_another_image_in_the_cell_says_so(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    panel = panel_of(viewer)
    put(viewer, "ellipse", (10, 20), (30, 50))
    assert panel.facts.isVisible()
    viewer.model.step(1)
    viewer.wait()
    assert "an image that is not shown" in panel.message.text()
    viewer.model.step(-1)
    viewer.wait()
    assert panel.facts.isVisible()


def test_a_known_length_calibrates_the_image_and_says_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("plain", image(rows=64, columns=64)))
    panel = panel_of(viewer)
    put(viewer, "distance", (10, 10), (13, 14))
    assert panel.facts.facts == (("Length", "5.0 px"),)
    put(viewer, "calibration", (0, 0), (0, 50), length_mm=100.0)
    assert "Lengths calibrated by user" in viewer.texts()["bottom_right"]
    viewer.app.annotations.select("1.distance")
    viewer.wait()
    assert panel.facts.facts == (("Length", "10 mm, calibrated by user"),)
    viewer.app.annotations.undo()
    viewer.app.annotations.select("1.distance")
    viewer.wait()
    assert panel.facts.facts == (("Length", "5.0 px"),)
    assert "Lengths calibrated by user" not in viewer.texts()["bottom_right"]
