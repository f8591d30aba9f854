"""Images in a cell: slider, and why there is no picture."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer
from viewer.demo.build import JPEG_BASELINE, ct_slice, encapsulate_frames, image
from viewer.ui.dialogs.not_shown import NotShownDialog
from viewer.ui.views.stack import StackView
from viewer.ui.widgets.position_slider import PositionSlider
from viewer.ui.widgets.trouble_note import TroubleNote


@pytest.fixture
def broken(write: Write) -> Path:
    """Two good slices, and between them one whose JPEG is nonsense."""
    folder = write("ct/1", ct_slice(1, WindowCenter=41)).parent
    for number in (0, 2):
        write(f"ct/{number}", ct_slice(number))
    dataset = ct_slice(1)
    encapsulate_frames(dataset, [b"\xff\xd8 no picture at all"], JPEG_BASELINE)
    write("ct/1", dataset)
    return folder


def note(viewer: Viewer) -> TroubleNote:
    return viewer.child("troubleNote", TroubleNote)


def test_the_slider_tells_and_sets_the_place(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(10):
        write(f"ct/{number}", ct_slice(number))
    viewer = open_viewer(write("ct/0", ct_slice(0)).parent)
    slider = viewer.child("positionSlider", PositionSlider)
    assert slider.accessibleDescription() == "Image 6 of 10"
    QTest.mouseClick(slider, LEFT, NONE, QPoint(6, slider.height() - 1))
    viewer.wait()
    assert viewer.model.state.what.index == 9
    assert slider.accessibleDescription() == "Image 10 of 10"
    assert slider.handle().bottom() == pytest.approx(slider.height(), abs=1)
    viewer.press_key("Home")
    assert slider.handle().top() == 0


def test_one_image_needs_no_slider(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", image()))
    (slider,) = viewer.app.window.findChildren(PositionSlider)
    assert not slider.isVisible()


def test_a_frame_without_a_picture_says_what_why_and_which(
    open_viewer: OpenViewer, broken: Path
) -> None:
    viewer = open_viewer(broken)
    assert viewer.model.state.what.index == 1
    assert viewer.model.shown is None
    trouble = note(viewer)
    assert trouble.sentence.text().endswith(".")
    assert trouble.object.text().startswith("1 · CT Image Storage · JPEG Baseline")
    assert not trouble.detail.isVisible()
    frame = viewer.app.cells.frame_of(viewer.model)
    assert frame.rect().contains(trouble.geometry())
    assert trouble.sentence.text() in trouble.accessibleName()


def test_the_others_of_the_stack_are_shown_all_the_same(
    open_viewer: OpenViewer, broken: Path
) -> None:
    viewer = open_viewer(broken)
    for index in (0, 2):
        viewer.model.go_to(index)
        viewer.wait()
        assert viewer.shown.frame.header.source.name == str(index)
        assert not viewer.app.window.findChild(TroubleNote).isVisible()  # type: ignore[union-attr]
    viewer.model.go_to(1)
    viewer.wait()
    assert note(viewer).isVisible()
    assert viewer.app.workspace.state.catalogue.index.shown == 3


def test_words_for_support_are_shown_and_copied_when_asked_for(
    open_viewer: OpenViewer, broken: Path
) -> None:
    viewer = open_viewer(broken)
    trouble = note(viewer)
    assert trouble.detail.text()
    trouble.why.click()
    assert trouble.detail.isVisible()
    trouble.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == trouble.sentence.text()
    assert copied[-1] == trouble.detail.text().replace("\u200b", "")


def test_another_series_takes_the_trouble_away(
    open_viewer: OpenViewer, broken: Path, write: Write
) -> None:
    viewer = open_viewer(broken)
    assert note(viewer).isVisible()
    viewer.open(write("other", image(SeriesNumber=9)))
    assert viewer.model.shown is not None
    assert not viewer.app.window.findChild(TroubleNote).isVisible()  # type: ignore[union-attr]


def test_closing_everything_takes_the_trouble_away(
    open_viewer: OpenViewer, broken: Path
) -> None:
    viewer = open_viewer(broken)
    viewer.app.close_all()
    viewer.wait()
    (left,) = viewer.app.window.findChildren(TroubleNote)
    assert not left.isVisible()


def test_a_file_that_vanished_is_said_to_be_gone(
    open_viewer: OpenViewer, write: Write
) -> None:
    for number in range(40):
        write(f"ct/{number}", ct_slice(number))
    folder = write("ct/0", ct_slice(0)).parent
    viewer = open_viewer(folder)
    (folder / "39").unlink()
    viewer.press_key("End")
    assert viewer.model.shown is None
    assert note(viewer).sentence.text().endswith(".")
    assert (folder / "38").exists()
    viewer.press_key("Up")
    assert viewer.model.shown is not None


def test_a_frame_out_of_reach_is_brought_when_the_medium_is_back(
    open_viewer: OpenViewer, write: Write
) -> None:
    folder = write("disc/0", ct_slice(0)).parent
    for number in range(1, 40):
        write(f"disc/{number}", ct_slice(number))
    viewer = open_viewer(folder)
    away = folder.rename(folder.parent / "away")
    viewer.press_key("End")
    trouble = note(viewer)
    assert trouble.sentence.text() == "The medium was removed or the file is gone."
    assert trouble.again.isVisible()
    trouble.again.click()
    viewer.wait()
    assert viewer.model.shown is None
    assert trouble.isVisible()
    away.rename(folder)
    trouble.again.click()
    viewer.wait()
    assert viewer.shown.frame.header.source.name == "39"
    assert not trouble.isVisible()
    panel = viewer.app.sides.header
    assert panel.message.isHidden()
    assert panel.elements.outline.outline.rows


def test_frames_in_memory_stay_when_their_medium_goes(
    open_viewer: OpenViewer, write: Write
) -> None:
    folder = write("disc/0", ct_slice(0)).parent
    for number in range(1, 9):
        write(f"disc/{number}", ct_slice(number))
    viewer = open_viewer(folder)
    assert viewer.model.state.what.index == 4
    folder.rename(folder.parent / "away")
    for index in (*range(9), 4):
        viewer.model.go_to(index)
        viewer.wait()
        assert viewer.shown.frame.header.source.name == str(index)


@pytest.fixture
def gap(write: Write) -> Path:
    """Eleven slices of twelve."""
    for number in (*range(4), *range(5, 12)):
        write(f"gap/{number}", ct_slice(number))
    return write("gap/0", ct_slice(0)).parent


def test_a_missing_slice_leaves_its_place_and_says_so(
    open_viewer: OpenViewer, gap: Path
) -> None:
    viewer = open_viewer(gap)
    viewer.model.go_to(3)
    viewer.wait()
    viewer.press_key("Down")
    assert viewer.model.state.what.index == 4
    assert viewer.model.shown is None
    trouble = note(viewer)
    assert trouble.sentence.text().startswith("A slice is missing here: ")
    assert not trouble.object.isVisible()
    assert not trouble.again.isVisible()
    assert not viewer.app.sides.header.elements.outline.outline.rows
    viewer.press_key("Down")
    assert viewer.shown.frame.header.source.name == "5"
    assert viewer.texts()["bottom_left"][0] == "Im 6 / 12"


def test_missing_slices_are_counted_and_listed(
    open_viewer: OpenViewer, gap: Path
) -> None:
    viewer = open_viewer(gap)
    status = viewer.app.status
    assert status.shown.text() == "11 of 12 shown"
    assert status.missing.text() == "1 slice missing ▸"
    status.missing.click()
    dialog = viewer.app.window.findChild(NotShownDialog)
    assert isinstance(dialog, NotShownDialog)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert (item.text(0), Path(item.text(1)).name) == ("Missing", "3")
    assert item.text(2).startswith("1 slice is missing after this one")
    dialog.close()


def test_a_slice_that_arrives_takes_the_cell_from_its_empty_place(
    open_viewer: OpenViewer, gap: Path, write: Write
) -> None:
    viewer = open_viewer(gap)
    viewer.model.go_to(4)
    viewer.wait()
    viewer.open(write("gap/4", ct_slice(4)))
    assert viewer.app.status.shown.text() == "12 shown"
    display_set = viewer.model.state.what.display_set
    assert display_set in list(viewer.app.workspace.state.catalogue.sets())
    assert viewer.model.shown is not None
    viewer.model.go_to(4)
    viewer.wait()
    assert viewer.shown.frame.header.source.name == "4"


def test_damage_is_not_offered_to_be_tried_again(
    open_viewer: OpenViewer, broken: Path
) -> None:
    viewer = open_viewer(broken)
    assert not note(viewer).again.isVisible()


def test_the_view_gives_its_keyboard_to_the_canvas(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", image()))
    viewer.app.cells.focus_active()
    view = viewer.app.cells.frame_of(viewer.model).view
    assert isinstance(view, StackView)
    assert view.focusProxy() is view.canvas
    assert view.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
