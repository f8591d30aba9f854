"""The panel that explains a pixel, in the window."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice
from viewer.pixels.display import Display
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.ui.canvas.style import screen_key
from viewer.ui.panels.explain import ExplainPanel

PIXELS = np.arange(256, dtype=np.uint16).reshape(16, 16) * 4 + 900


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    """A slice, and the panel in front."""
    viewer = open_viewer(write("a", ct_slice(0, PIXELS)))
    viewer.app.sides.tabs.bring("explain")
    viewer.wait()
    return viewer


def panel_of(viewer: Viewer) -> ExplainPanel:
    return viewer.child("explainPanel", ExplainPanel)


def told(viewer: Viewer) -> tuple[str, str]:
    """(which pixel, its stored value) as the panel has it."""
    viewer.wait()
    lines = panel_of(viewer).steps.toPlainText().split("\n")
    return panel_of(viewer).place.text(), lines[lines.index("Stored value") + 1]


def click(viewer: Viewer, column: float, row: float) -> None:
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = transform.to_screen(column, row)
    QTest.mouseClick(viewer.canvas, LEFT, pos=QPoint(round(x), round(y)))


def test_the_panel_is_not_made_before_it_is_looked_at(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    assert viewer.app.sides.explainer is None
    assert viewer.app.window.findChild(ExplainPanel) is None


def test_it_follows_the_pointer_over_the_active_cell(viewer: Viewer) -> None:
    assert panel_of(viewer).message.isVisible()
    for column, row in ((3, 2), (12, 15)):
        viewer.hover(column + 0.5, row + 0.5)
        place = f"Column {column + 1}, row {row + 1}"
        assert told(viewer) == (place, str(PIXELS[row, column]))
    viewer.hover(-3, 5)
    assert told(viewer)[0] == "Column 13, row 16"


def test_the_bytes_of_the_frame_are_told_when_they_are_found(viewer: Viewer) -> None:
    viewer.hover(3.5, 2.5)
    viewer.wait()
    lines = panel_of(viewer).steps.toPlainText().split("\n")
    value = int(PIXELS[2, 3])
    assert lines[:2] == ["Bytes", value.to_bytes(2, "little").hex(" ")]


def test_a_click_keeps_a_pixel_and_a_second_one_lets_it_go(viewer: Viewer) -> None:
    click(viewer, 3.5, 2.5)
    assert viewer.model.state.pin == (3, 2)
    viewer.hover(10.5, 10.5)
    assert told(viewer)[0] == "Column 4, row 3"
    assert panel_of(viewer).keep.isChecked()
    click(viewer, 3.5, 2.5)
    viewer.hover(10.5, 10.5)
    assert viewer.model.state.pin is None
    assert told(viewer)[0] == "Column 11, row 11"


def test_a_drag_or_a_click_without_the_panel_keeps_nothing(viewer: Viewer) -> None:
    viewer.drag(LEFT, (100, 100), (160, 140))
    assert viewer.model.state.pin is None
    viewer.app.sides.tabs.bring("header")
    click(viewer, 3.5, 2.5)
    assert viewer.model.state.pin is None


def test_arrows_in_the_panel_move_the_pixel_that_is_kept(viewer: Viewer) -> None:
    click(viewer, 3.5, 2.5)
    viewer.wait()
    steps = panel_of(viewer).steps
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(steps, key)
    assert viewer.model.state.pin == (3, 4)
    for _ in range(9):
        QTest.keyClick(steps, Qt.Key.Key_Left)
    assert viewer.model.state.pin == (0, 4)
    assert told(viewer) == ("Column 1, row 5", str(PIXELS[4, 0]))


def test_its_key_brings_the_panel_and_keeps_the_pixel_pointed_at(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice(0, PIXELS)))
    viewer.app.preferences.change(show_header=False)
    viewer.do("explain")
    assert told(viewer)[0] == "Column 9, row 9"
    assert viewer.app.menus.by_id["explain"].isChecked()
    viewer.app.sides.tabs.bring("header")
    viewer.do("explain")
    assert viewer.model.state.pin == (8, 8)
    viewer.do("explain")
    assert viewer.model.state.pin is None


def test_the_window_of_the_reader_changes_what_is_told(viewer: Viewer) -> None:
    click(viewer, 3.5, 2.5)
    look = Look(Window(30, 100), inverted=True)
    viewer.model.change(look=replace(look, smooth=False))
    viewer.wait()
    shown = viewer.shown
    level = picture(shown.decoded.values, shown.info, look)[2, 3]
    text = panel_of(viewer).steps.toPlainText()
    assert f"grey {level} of 255" in text
    assert "Set by the reader." in text


def test_turning_the_picture_moves_the_letters(viewer: Viewer) -> None:
    click(viewer, 3.5, 2.5)
    viewer.do("rotate-right")
    text = panel_of(viewer).steps.toPlainText()
    assert "left P · right A · top R · bottom L" in text


def test_the_pixel_stays_while_one_scrolls(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.app.sides.tabs.bring("explain")
    viewer.model.change(pin=(5, 6))
    viewer.wait()
    places = set()
    for _ in range(2):
        viewer.do("next")
        viewer.wait()
        lines = panel_of(viewer).steps.toPlainText().split("\n")
        places.add(lines[lines.index("Place in the patient") + 1])
    assert len(places) == 2


def test_nothing_is_told_of_a_frame_that_has_been_closed(viewer: Viewer) -> None:
    click(viewer, 3.5, 2.5)
    viewer.wait()
    viewer.do("close-all")
    assert panel_of(viewer).message.isVisible()
    assert panel_of(viewer).place.text() == "No pixel"


def test_a_panel_behind_another_keeps_nothing_of_what_is_closed(
    viewer: Viewer,
) -> None:
    panel = panel_of(viewer)
    click(viewer, 3.5, 2.5)
    viewer.wait()
    kept = weakref.ref(viewer.shown.decoded.values)
    viewer.app.sides.tabs.bring("header")
    viewer.do("close-all")
    assert panel.place.text() == "No pixel"
    gc.collect()
    assert kept() is None


def test_another_cell_begins_without_the_pixel_of_the_first(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(
        write("a", ct_slice(0, PIXELS)),
        write("b", ct_slice(0, PIXELS, SeriesInstanceUID="1.2.3.4")),
    )
    viewer.app.grid.lay_out(1, 2)
    viewer.app.sides.tabs.bring("explain")
    viewer.hover(3.5, 2.5)
    viewer.wait()
    viewer.app.step_series(1)
    viewer.app.grid.activate_next()
    viewer.wait()
    assert panel_of(viewer).message.isVisible()


def test_the_place_of_a_missing_slice_says_why_it_is_empty(
    open_viewer: OpenViewer, write: Write
) -> None:
    for index in (0, 1, 2, 4, 5):
        place = [0.0, 0.0, index * 2.5]
        dataset = ct_slice(
            index, PIXELS, ImagePositionPatient=place, InstanceNumber=index + 1
        )
        folder = write(f"stack/{index}", dataset).parent
    viewer = open_viewer(folder)
    viewer.app.sides.tabs.bring("explain")
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    frames = display_set.frames
    (gap,) = (n for n, one in enumerate(frames) if one.is_missing)
    viewer.model.go_to(gap)
    viewer.wait()
    panel = panel_of(viewer)
    assert panel.place.text() == "A missing slice"
    assert "lie 5 mm apart" in panel.steps.toPlainText()
    viewer.model.go_to(gap + 1)
    viewer.wait()
    assert panel.message.isVisible()


def test_the_calibration_of_the_screen_is_the_step_after_the_picture(
    viewer: Viewer,
) -> None:
    click(viewer, 3.5, 2.5)
    viewer.wait()
    assert "Display not calibrated" in panel_of(viewer).steps.toPlainText()
    key = screen_key(viewer.app.window.screen())
    known = Display(key, ((0, 0.5), (255, 300.0)))
    settings = viewer.app.preferences.settings
    viewer.app.preferences.change(displays=settings.with_display(known))
    viewer.wait()
    text = panel_of(viewer).steps.toPlainText()
    assert "Display adjusted to an assumed response" in text
    assert "is driven with level" in text
