"""What is done to marks in the window: undo, words, copies, hiding, menus."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QToolButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen
from tests.ui.viewer import RIGHT, Viewer
from viewer.demo.build import ct_slice, ramp
from viewer.dicom import tags
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.mark_actions import MEASURING_ACTIONS
from viewer.ui.state.annotations import key_of


@pytest.fixture
def pen(open_viewer: OpenViewer, thirty_slices: Path) -> Pen:
    """Image 16 of 30 with one line on it, drawn and selected."""
    viewer = open_viewer(thirty_slices)
    viewer.do("tool-distance")
    pen = Pen(viewer)
    pen.drag((2, 3), (8, 5), (12, 6))
    viewer.do("tool-window")
    return pen


def keys_of(viewer: Viewer) -> list[FrameKey]:
    """Of the frames in the active viewport, in their order."""
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    keys = [key_of(frame) for frame in display_set.frames]
    return [key for key in keys if key is not None]


def marked(viewer: Viewer) -> list[int]:
    """Indices of the frames that have marks."""
    marks = viewer.app.annotations.state.marks
    return [at for at, key in enumerate(keys_of(viewer)) if key in marks]


def said(viewer: Viewer) -> str:
    return viewer.app.status.message.text()


def answer(viewer: Viewer, give: Callable[[QInputDialog], None]) -> None:
    """Fill in the dialog that asks for words or a length, and close it."""
    dialog = viewer.child("markWords", QInputDialog)
    give(dialog)
    viewer.wait()


def write_words(text: str) -> Callable[[QInputDialog], None]:
    def give(dialog: QInputDialog) -> None:
        dialog.setTextValue(text)
        dialog.accept()

    return give


def test_undo_goes_to_the_image_that_it_changes(pen: Pen) -> None:
    viewer = pen.viewer
    here = viewer.model.state.what.index
    viewer.model.go_to(3)
    viewer.wait()
    viewer.do("undo-mark")
    assert viewer.model.state.what.index == here
    assert marked(viewer) == []
    viewer.model.go_to(3)
    viewer.do("redo-mark")
    assert viewer.model.state.what.index == here
    assert marked(viewer) == [here]


def test_undo_in_another_viewport_makes_that_the_active_one(pen: Pen) -> None:
    viewer = pen.viewer
    first = viewer.model
    viewer.do("layout-1x2")
    viewer.app.grid.activate(viewer.app.grid.cells[1])
    first.go_to(0)
    viewer.wait()
    viewer.do("undo-mark")
    assert viewer.model is first
    assert first.state.what.index == 15


def test_undo_on_an_image_in_no_viewport_says_where_that_is(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(2):
        write(f"data/1-{number}", ct_slice(number, SeriesNumber=1))
        other = ct_slice(number, SeriesNumber=2, SeriesDescription="OTHER")
        other.SOPInstanceUID = f"1.2.3.{number}"
        other.SeriesInstanceUID = "1.2.3"
        root = write(f"data/2-{number}", other).parent
    viewer = open_viewer(root)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.label == "OTHER"))
    viewer.wait()
    viewer.do("tool-point")
    Pen(viewer).click((3, 3))
    viewer.model.show_set(next(one for one in sets if one.label != "OTHER"))
    viewer.wait()
    index = viewer.model.state.what.index
    viewer.do("undo-mark")
    assert viewer.model.state.what.index == index
    assert "OTHER" in said(viewer)
    assert not viewer.app.annotations.state.marks


@pytest.mark.parametrize(
    ("action", "indices"),
    [
        ("copy-mark-next", [15, 16]),
        ("copy-mark-previous", [14, 15]),
        ("copy-mark-all", list(range(30))),
    ],
)
def test_a_mark_is_copied_in_one_step(
    pen: Pen, action: str, indices: list[int]
) -> None:
    viewer = pen.viewer
    viewer.do(action)
    assert marked(viewer) == indices
    marks = viewer.app.annotations.state.marks
    assert {mark.points for some in marks.values() for mark in some} == {
        pen.marks[0].points
    }
    uids = [mark.uid for some in marks.values() for mark in some]
    assert len(set(uids)) == len(indices)
    viewer.do("undo-mark")
    assert marked(viewer) == [15]


def test_images_of_another_size_get_no_copy(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number, side in enumerate((16, 16, 8)):
        pixels = ramp((side, side), np.uint16, 12)
        root = write(f"data/{number}", ct_slice(number, pixels=pixels)).parent
    viewer = open_viewer(root)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    frames = tuple(frame for one in sets for frame in one.frames)
    large = [frame for frame in frames if frame.header.integer(tags.Rows) == 16]
    viewer.model.show_set(replace(sets[0], frames=frames), frames.index(large[0]))
    viewer.wait()
    viewer.do("tool-point")
    Pen(viewer).click((3, 3))
    viewer.do("copy-mark-all")
    assert marked(viewer) == sorted(frames.index(frame) for frame in large)
    assert "another size" in said(viewer)


def test_there_is_no_next_image_after_the_last(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.model.go_to(29)
    viewer.wait()
    viewer.do("tool-point")
    pen.click((3, 3))
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["copy-mark-next"].isEnabled()
    assert viewer.app.menus.by_id["copy-mark-previous"].isEnabled()


def test_the_words_of_a_mark_are_the_readers(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("rename-mark")
    answer(viewer, write_words("  short axis "))
    assert pen.marks[0].text == "short axis"
    viewer.do("undo-mark")
    assert pen.marks[0].text == ""


def test_a_text_is_put_there_once_it_says_something(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-text")
    pen.click((3, 12))
    assert len(pen.marks) == 1
    answer(viewer, QInputDialog.reject)
    assert len(pen.marks) == 1
    pen.click((3, 12))
    answer(viewer, write_words(" "))
    assert len(pen.marks) == 1
    pen.click((3, 12))
    answer(viewer, write_words("calcified"))
    assert [mark.text for mark in pen.marks] == ["", "calcified"]
    viewer.do("tool-window")
    pen.double_click((3, 12))
    answer(viewer, write_words("not calcified"))
    assert [mark.text for mark in pen.marks] == ["", "not calcified"]
    assert not viewer.app.grid.state.maximised


def test_a_calibration_line_has_the_length_that_the_reader_says(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-calibration")
    pen.drag((2, 12), (6, 12), (10, 12))
    assert viewer.app.annotations.state.drawn is not None

    def give(dialog: QInputDialog) -> None:
        assert dialog.inputMode() == QInputDialog.InputMode.DoubleInput
        dialog.setDoubleValue(12.5)
        dialog.accept()

    answer(viewer, give)
    assert (pen.marks[1].shape, pen.marks[1].length_mm) == ("calibration", 12.5)
    assert viewer.app.annotations.state.draft is None


def test_a_mark_is_deleted_by_its_key_only_where_it_is_seen(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.model.go_to(3)
    viewer.wait()
    pen.press_key("Delete")
    assert marked(viewer) == [15]
    viewer.model.go_to(15)
    viewer.until(viewer.app.menus.by_id["delete-mark"].isEnabled)
    pen.press_key("Delete")
    assert marked(viewer) == []
    pen.press_key("Ctrl+Z")
    assert marked(viewer) == [15]


def test_hidden_marks_stay_and_come_back(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("hide-mark")
    assert pen.marks[0].hidden
    assert viewer.app.annotations.state.selected == ""
    pen.click((7, 4.5))
    assert viewer.app.annotations.state.selected == ""
    viewer.do("marks-unhide")
    assert not pen.marks[0].hidden


def test_all_marks_are_hidden_until_one_is_drawn(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("marks-visible")
    assert not viewer.app.annotations.state.visible
    pen.press_key("Delete")
    assert len(pen.marks) == 1
    viewer.do("tool-point")
    pen.click((3, 12))
    assert viewer.app.annotations.state.visible


def test_the_value_is_copied_as_it_stands_there(pen: Pen) -> None:
    viewer = pen.viewer
    key, (line,) = pen.key, pen.marks
    viewer.app.annotations.put(key, Mark(line.uid, line.shape, line.points, "left"))
    viewer.do("copy-mark-value")
    assert QGuiApplication.clipboard().text().splitlines()[0] == "left"


def opened_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_right_click_offers_what_is_done_to_the_mark_under_it(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.app.annotations.select("")
    pen.click((7, 4.5), button=RIGHT)
    assert viewer.app.annotations.state.selected == pen.marks[0].uid
    menu = opened_menu()
    assert viewer.app.menus.by_id["delete-mark"] in menu.actions()
    assert viewer.app.menus.by_id["rename-mark"].isEnabled()
    menu.close()
    pen.click((7, 14), button=RIGHT)
    assert viewer.app.annotations.state.selected == ""
    menu = opened_menu()
    assert viewer.app.menus.by_id["fit"] in menu.actions()
    menu.close()


def test_the_button_offers_every_tool_and_shows_the_one_in_use(pen: Pen) -> None:
    viewer = pen.viewer
    button = viewer.child("measureTools", QToolButton)
    menu = button.menu()
    assert isinstance(menu, QMenu)
    ids = [action.objectName() for action in menu.actions()]
    assert ids == [row.id for row in MEASURING_ACTIONS]
    assert not button.isChecked()
    viewer.do("tool-ellipse")
    assert button.isChecked()
    viewer.do("tool-distance")
    assert not button.isChecked()


def test_closing_everything_forgets_marks(pen: Pen) -> None:
    pen.viewer.do("close-all")
    assert not pen.viewer.app.annotations.state.marks
    assert not pen.viewer.app.annotations.can_undo


def test_the_pointer_shows_what_a_press_would_do(pen: Pen) -> None:
    viewer = pen.viewer
    pen.hover((7, 14))
    assert viewer.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    pen.hover((12, 6))
    assert viewer.canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    viewer.do("tool-distance")
    pen.hover((7, 14))
    assert viewer.canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_the_status_bar_says_how_a_tool_draws(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-polygon")
    assert "Backspace" in said(viewer)
    viewer.do("tool-pan")
    assert said(viewer) == ""
