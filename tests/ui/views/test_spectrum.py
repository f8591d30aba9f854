"""Spectra on screen: every voxel, phase by hand, the grid over an image, numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QToolButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NO_BUTTON, NONE, Viewer, move_mouse, rgb_of
from viewer.demo.build import ct_slice
from viewer.demo.spectra import spectroscopy
from viewer.ui.canvas.spectrum import polyline, sheet_of
from viewer.ui.exporting import csv_bytes
from viewer.ui.views.spectrum import SpectrumView
from viewer.ui.widgets.spectrum_plot import SpectrumPlot
from viewer.ui.widgets.voxel_map import VoxelMap


@pytest.fixture
def spectra(open_viewer: OpenViewer, write: Write) -> Viewer:
    return open_viewer(write("spectra", spectroscopy()))


def view(viewer: Viewer) -> SpectrumView:
    return viewer.child("spectrumView", SpectrumView)


def plot(viewer: Viewer) -> SpectrumPlot:
    return viewer.child("spectrumPlot", SpectrumPlot)


def test_the_line_goes_through_the_values_with_ppm_falling(spectra: Viewer) -> None:
    drawn = plot(spectra).plot()
    assert drawn is not None
    assert drawn.left > drawn.right
    sheet = sheet_of(drawn, QRectF(0, 0, 900, 500))
    points = polyline(drawn, sheet)
    first, last = plot(spectra).ends()
    heights = [sheet.y_of(float(value)) for value in drawn.y[first - 1 : last + 2]]
    np.testing.assert_allclose(points[:, 1], heights)
    assert (np.diff(points[:, 0]) > 0).all()
    assert sheet.value_at(sheet.x_of(2.01)) == pytest.approx(2.01)


def test_arrows_reach_every_voxel_and_pages_every_frame(spectra: Viewer) -> None:
    spectra.press_key("Left")
    spectra.press_key("Up")
    assert plot(spectra).shown.place == (0, 0, 1, 0)
    for _ in range(5):
        spectra.press_key("Right")
        spectra.press_key("Down")
    spectra.press_key("PgDown")
    assert plot(spectra).shown.place == (1, 2, 3, 0)
    held = plot(spectra).spectra
    assert held is not None
    np.testing.assert_array_equal(plot(spectra).values(), held.values[1, 2, 3, 0])


def test_a_click_on_a_voxel_shows_it(spectra: Viewer) -> None:
    grid = spectra.child("voxelMap", VoxelMap)
    centre = grid.outline(2, 0).boundingRect().center().toPoint()
    QTest.mouseClick(grid, LEFT, NONE, centre)
    assert plot(spectra).shown.place == (0, 2, 0, 0)
    assert "Row 3, column 1" in plot(spectra).accessibleDescription()


def test_a_click_on_the_spectrum_tells_its_values(spectra: Viewer) -> None:
    sheet, drawn = plot(spectra), plot(spectra).plot()
    assert drawn is not None
    x = round(sheet_of(drawn, QRectF(sheet.rect())).x_of(2.01))
    QTest.mouseClick(sheet, LEFT, NONE, QPoint(x, 100))
    at = sheet.shown.cursor
    assert at is not None
    assert drawn.x[at] == pytest.approx(2.01, abs=0.02)
    said = spectra.child("spectrumSaid", QLabel).text()
    assert f"{drawn.x[at]:.3f} ppm" in said
    assert f"{drawn.y[at]:.5g}" in said
    spectra.press_key("Shift+Right", sheet)
    assert sheet.shown.cursor == at + 1


def test_a_drag_shows_a_part_and_home_all(spectra: Viewer) -> None:
    sheet, drawn = plot(spectra), plot(spectra).plot()
    assert drawn is not None
    place = sheet_of(drawn, QRectF(sheet.rect()))
    start, end = round(place.x_of(3.5)), round(place.x_of(1.5))
    QTest.mousePress(sheet, LEFT, NONE, QPoint(start, 100))
    move_mouse(sheet, (end, 100), LEFT, NONE)
    QTest.mouseRelease(sheet, LEFT, NONE, QPoint(end, 100))
    first, last = sheet.ends()
    assert drawn.x[first] == pytest.approx(3.5, abs=0.05)
    assert drawn.x[last] == pytest.approx(1.5, abs=0.05)
    spectra.press_key("Home")
    assert sheet.ends() == (0, 511)
    spectra.press_key("+", sheet)
    first, last = sheet.ends()
    assert last - first == round(511 * 0.8)


def test_sliders_turn_the_phase_and_the_button_turns_it_back(spectra: Viewer) -> None:
    before = plot(spectra).values().copy()
    spectra.child("phaseZero", QSlider).setValue(90)
    np.testing.assert_allclose(plot(spectra).values(), before * 1j, atol=1e-2)
    assert "90°" in "".join(view(spectra).words())
    (reset,) = (
        one
        for one in view(spectra).findChildren(QToolButton)
        if one.text() == "No correction"
    )
    reset.click()
    np.testing.assert_array_equal(plot(spectra).values(), before)


def test_the_part_and_the_axis_can_be_chosen(spectra: Viewer) -> None:
    parts, axes = view(spectra).parts, view(spectra).axes
    assert [parts.itemData(at) for at in range(parts.count())] == [
        "real", "imaginary", "magnitude", "phase",
    ]  # fmt: skip
    parts.setCurrentIndex(2)
    axes.setCurrentIndex(1)
    drawn = plot(spectra).plot()
    assert drawn is not None
    np.testing.assert_allclose(drawn.y, np.abs(plot(spectra).values()))
    assert drawn.x_title.endswith("[Hz]")
    assert all(isinstance(one, QComboBox) for one in (parts, axes))


def test_the_numbers_are_those_of_the_voxel(spectra: Viewer) -> None:
    name, titles, *rows = view(spectra).numbers()
    assert name == ["Frame 1 · Row 2, column 3"]
    assert titles[0] == "Chemical shift [ppm]"
    values = plot(spectra).values()
    assert len(rows) == values.size
    column = titles.index("Imaginary part")
    np.testing.assert_allclose(
        [float(row[column]) for row in rows], values.imag, rtol=1e-6
    )
    assert csv_bytes(view(spectra).numbers()).count(b"\r\n") == values.size + 2


def test_the_picture_has_the_curve_and_the_patient(spectra: Viewer) -> None:
    pixels = rgb_of(view(spectra).picture())
    assert (pixels[:90] < 100).any()
    assert (pixels[200:-200, 800:] < 60).any()


def test_the_grid_lies_on_the_open_image_of_the_same_place(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("spectra", spectroscopy()))
    grid = view(viewer).map
    assert grid.backdrop is None
    image = ct_slice(
        0, spacing_mm=2.0, ImagePositionPatient=[-40, -40, 3.0], Rows=16, Columns=16
    )
    far = ct_slice(1, spacing_mm=2.0, ImagePositionPatient=[-40, -40, 200.0])
    paths = write("near", image), write("far", far)
    viewer.app.opening.paths([str(path) for path in paths], joins=True)
    viewer.wait()
    viewer.until(lambda: grid.backdrop is not None)
    assert grid.backdrop is not None
    assert grid.backdrop.distance_mm == pytest.approx(3.0)
    row, column = 1, 2
    centre = grid.outline(row, column).boundingRect().center()
    behind = grid.view().to_image(centre.x(), centre.y())
    # the voxel's centre in mm, in pixels of the image: (mm + 40) / 2 + 0.5
    assert behind == pytest.approx(
        ((-20 + 20 + 40) / 2 + 0.5, (-20 + 10 + 40) / 2 + 0.5)
    )
    QTest.mouseClick(grid, LEFT, NONE, centre.toPoint())
    assert plot(viewer).shown.place == (0, row, column, 0)


def test_an_image_of_another_frame_of_reference_is_no_backdrop(
    open_viewer: OpenViewer, write: Write
) -> None:
    write("study/spectra", spectroscopy())
    other = ct_slice(0, FrameOfReferenceUID="1.2.3.4")
    path = write("study/image", other)
    viewer = open_viewer(path.parent)
    sets = viewer.app.workspace.state.catalogue.sets()
    viewer.model.show_set(next(one for one in sets if one.view == "spectrum"))
    viewer.wait()
    assert view(viewer).map.backdrop is None


def test_pointing_at_a_point_tells_of_it(spectra: Viewer) -> None:
    sheet = plot(spectra)
    move_mouse(sheet, (300, 100), NO_BUTTON, NONE)
    assert "ppm" in spectra.child("spectrumSaid", QLabel).text()


def test_nothing_stays_after_closing(spectra: Viewer) -> None:
    shown = view(spectra)
    spectra.app.close_all()
    assert shown.plot.spectra is None
    assert shown.holds() == frozenset()
    assert not shown.facts.text()
