from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import drags_over, drop, files_mime
from viewer.demo.build import ct_slice, image
from viewer.ui.main_window import SMALLEST


def test_the_title_names_no_patient(open_viewer: OpenViewer, write: Write) -> None:
    dataset = ct_slice(PatientName="Secret^Name", SeriesDescription="Secret series")
    viewer = open_viewer(write("secret", dataset))
    assert viewer.app.window.windowTitle() == "Negatoscope"
    for window in QApplication.topLevelWindows():
        assert "ecret" not in window.title()


def test_files_dropped_beside_the_cells_open_in_the_active_one(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer()
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    drop(viewer.app.window, files_mime([write("a", image())]))
    viewer.wait()
    first, second = viewer.app.grid.cells
    assert first.shown is None
    assert second.shown is not None


def test_a_folder_can_be_dropped_on_the_window(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    for number in range(3):
        write(f"folder/deep/{number}", ct_slice(number))
    viewer = open_viewer()
    drop(viewer.app.window, files_mime([tmp_path / "folder"]))
    viewer.wait()
    assert viewer.model.state.what.count == 3


@pytest.mark.parametrize("place", ["beside the cells", "on a cell"])
def test_dropped_files_are_taken_as_copies_even_when_a_move_is_proposed(
    open_viewer: OpenViewer, write: Write, place: str
) -> None:
    """Who is told that its files were moved away may delete them."""
    viewer = open_viewer()
    app = viewer.app
    widget = app.window if place == "beside the cells" else app.cells.frames[0]
    mime = files_mime([write("a", image())])
    shift = Qt.KeyboardModifier.ShiftModifier
    assert drop(widget, mime, shift) == Qt.DropAction.CopyAction
    viewer.wait()
    assert viewer.model.shown is not None


def test_only_files_can_be_let_go_over_the_window(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    text = QMimeData()
    text.setText("/a/path.dcm")
    assert not drags_over(viewer.app.window, text)


def test_series_cells_and_header_stand_side_by_side(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", image()))
    window = viewer.app.window
    sides = viewer.app.sides
    parts = [sides.left, viewer.app.cells, sides.right]
    assert [window.splitter.indexOf(part) for part in parts] == [0, 1, 2]
    lefts = [part.x() for part in parts]
    assert lefts == sorted(lefts)
    before = [part.width() for part in parts]
    window.resize(window.width() + 200, window.height())
    after = [part.width() for part in parts]
    assert after[1] - before[1] == 200
    assert (after[0], after[2]) == (before[0], before[2])


def test_the_window_stays_large_enough_to_work_in(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.app.window.resize(10, 10)
    size = viewer.app.window.size()
    assert (size.width(), size.height()) >= SMALLEST
    assert viewer.app.cells.width() > 200


def test_closing_the_window_ends_the_work(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", image()))
    viewer.do("quit")
    assert not viewer.app.window.isVisible()
    assert viewer.app.jobs._closed
