from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, image
from viewer.ui.dialogs.not_shown import NotShownDialog


@pytest.fixture
def mixture(write: Write, tmp_path: Path) -> Path:
    """Two images, one of them twice, a text, and a file that breaks off."""
    folder = write("mixture/a", ct_slice(0)).parent
    write("mixture/b", ct_slice(1))
    write("mixture/copy", ct_slice(1))
    (folder / "notes.txt").write_text("<b>not</b> DICOM")
    (folder / "broken").write_bytes(bytes(128) + b"DICM" + b"\xff" * 40)
    return folder


def counts(viewer: Viewer) -> str:
    """The line of counts as it stands in the status bar."""
    parts = [
        viewer.child("shownCount", QLabel).text(),
        viewer.child("skippedCount", QPushButton).text(),
        viewer.child("unreadableCount", QPushButton).text(),
    ]
    return " · ".join(parts)


def test_what_is_shown_skipped_and_unreadable_is_always_counted(
    open_viewer: OpenViewer, mixture: Path
) -> None:
    viewer = open_viewer(mixture)
    assert counts(viewer) == "2 of 3 shown · 1 skipped · 1 unreadable ▸"


def test_the_counts_of_several_openings_add_up(
    open_viewer: OpenViewer, mixture: Path, write: Write, tmp_path: Path
) -> None:
    viewer = open_viewer(mixture)
    viewer.open(write("more", image()), tmp_path / "missing")
    assert counts(viewer) == "3 of 5 shown · 1 skipped · 2 unreadable ▸"
    viewer.open(mixture)
    assert counts(viewer) == "3 of 5 shown · 1 skipped · 2 unreadable ▸"


def test_copies_of_what_is_shown_are_counted_once_there_are_some(
    open_viewer: OpenViewer, mixture: Path, tmp_path: Path
) -> None:
    """Whoever opens a copy sees no new picture, but does see that it has arrived."""
    viewer = open_viewer(mixture / "b")
    button = viewer.app.status.duplicates
    assert not button.isVisible()
    viewer.open(mixture / "copy")
    assert (button.isVisible(), button.text()) == (True, "1 duplicate ▸")
    (tmp_path / "third").write_bytes((mixture / "copy").read_bytes())
    viewer.open(tmp_path / "third")
    assert button.text() == "2 duplicates ▸"
    button.click()
    listed = viewer.app.window.findChild(NotShownDialog)
    assert isinstance(listed, NotShownDialog)
    assert [row[0] for row in listed._rows] == ["Duplicate", "Duplicate"]
    listed.close()


def test_a_long_note_leaves_the_standing_notices_whole(
    open_viewer: OpenViewer, mixture: Path
) -> None:
    viewer = open_viewer(mixture)
    viewer.app.window.resize(1000, 600)
    bar = viewer.app.status
    sentence = "What was opened cannot be kept for the next start: " + "reason " * 12
    for say in (bar.tell, bar.note):
        say(sentence)
        viewer.wait()
        for label in (bar.notice, bar.display, bar.shown, bar.unreadable):
            assert label.width() >= label.sizeHint().width()
            assert bar.rect().contains(label.mapTo(bar, label.rect().bottomRight()))
    assert sentence.strip() in bar.noted.toolTip()
    assert sentence.strip() in bar.message.toolTip()


def test_nothing_wrong_is_counted_too(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", image()))
    assert counts(viewer) == "1 shown · 0 skipped · 0 unreadable ▸"
    button = viewer.child("unreadableCount", QPushButton)
    assert button.property("role") == "link"


def test_what_is_unreadable_stands_out(open_viewer: OpenViewer, mixture: Path) -> None:
    viewer = open_viewer(mixture)
    button = viewer.child("unreadableCount", QPushButton)
    assert button.property("role") == "warning"


@pytest.mark.parametrize("name", ["skippedCount", "unreadableCount"])
def test_pressing_a_count_lists_each_file_with_its_reason(
    open_viewer: OpenViewer, mixture: Path, name: str
) -> None:
    viewer = open_viewer(mixture)
    viewer.child(name, QPushButton).click()
    dialog = viewer.app.window.findChild(NotShownDialog)
    assert isinstance(dialog, NotShownDialog)
    listed = dialog.findChild(QTreeWidget)
    assert isinstance(listed, QTreeWidget)
    files = set()
    for number in range(listed.topLevelItemCount()):
        item = listed.topLevelItem(number)
        assert item is not None
        files.add(Path(item.text(1)).name)
        assert item.text(2).strip()
    assert files == {"notes.txt", "broken", "copy"}
    dialog.close()


def test_the_place_in_the_active_stack_is_told(
    open_viewer: OpenViewer, mixture: Path
) -> None:
    viewer = open_viewer(mixture)
    place = viewer.child("position", QLabel)
    assert place.text() == "2 / 2"
    viewer.press_key("Home")
    assert place.text() == "1 / 2"
    viewer.do("layout-1x2")
    viewer.app.grid.activate_next()
    assert place.text() == ""


def test_the_standing_notice_is_there(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    assert viewer.app.status.notice.isVisible()
    assert "diagnosis" in viewer.app.status.notice.text()
    assert viewer.app.status.notice.textFormat() == Qt.TextFormat.PlainText


def test_what_is_noted_of_the_program_stays_until_it_is_pressed(
    open_viewer: OpenViewer, mixture: Path
) -> None:
    viewer = open_viewer()
    viewer.app.status.note("The <b>first</b> & only")
    viewer.app.status.note("The second")
    viewer.open(mixture)
    button = viewer.child("programNote", QPushButton)
    assert button.text() == "The <b>first</b> && only  ×"
    assert button.accessibleName() == "The <b>first</b> & only"
    button.click()
    assert button.text() == "The second  ×"
    button.click()
    assert not button.isVisible()
