"""A DICOMDIR on screen: the tree that it is, missing files, opening by its lines."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.directories import directory, inventory
from viewer.dicom import tags
from viewer.kinds.references import Reference
from viewer.ui.views.tree import TreeView

SLICES = [ct_slice(number) for number in range(3)]


@pytest.fixture
def disc(tmp_path: Path, write: Write) -> Path:
    """A DICOMDIR that lists three slices, of which the last is missing."""
    paths = [write(f"disc/CT/{number}", SLICES[number]) for number in range(2)]
    files = [(f"CT/{number}", one) for number, one in enumerate(SLICES)]
    path = paths[0].parent.parent / "DICOMDIR"
    path.write_bytes(to_bytes(directory(files)))
    return path


def show_tree(viewer: Viewer) -> QTreeWidget:
    sets = viewer.app.workspace.state.catalogue.sets()
    viewer.model.show_set(next(one for one in sets if one.view == "tree"))
    viewer.wait()
    return viewer.child("directoryTree", QTreeWidget)


def line(tree: QTreeWidget, text: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    (found,) = tree.findItems(text, flags, 2)
    return found


def test_a_dicomdir_opens_its_images_first_and_is_a_tree_itself(
    open_viewer: OpenViewer, disc: Path
) -> None:
    viewer = open_viewer(disc)
    assert viewer.shown.frame.header.text(tags.SOPClassUID) == SLICES[0].SOPClassUID
    tree = show_tree(viewer)
    root = tree.topLevelItem(0)
    assert root is not None
    assert root.text(1) == "TEST, Builder · TEST-0001"
    assert line(tree, "CT/1").text(0) == "Image"


def test_missing_files_are_marked(open_viewer: OpenViewer, disc: Path) -> None:
    viewer = open_viewer(disc)
    tree = show_tree(viewer)
    assert line(tree, "CT/2").text(2) == "⚠ missing: CT/2"
    assert (
        "1 file that is listed is missing" in viewer.child("treeNotes", QLabel).text()
    )
    view = viewer.child("treeView", TreeView)
    rows = {row[3]: row[4] for row in view.numbers()}
    assert (rows["CT/1"], rows["CT/2"]) == ("there", "missing")
    assert "missing: CT/2" in view.words()


def test_a_line_shows_its_object_beside(open_viewer: OpenViewer, disc: Path) -> None:
    viewer = open_viewer(disc)
    tree = show_tree(viewer)
    tree.itemActivated.emit(line(tree, "CT/1"), 0)
    viewer.wait()
    assert viewer.app.grid.state.active == 1
    header = viewer.shown.frame.header
    assert header.text(tags.SOPInstanceUID) == SLICES[1].SOPInstanceUID


def test_a_line_opens_its_file_when_it_is_not_open(
    open_viewer: OpenViewer, disc: Path
) -> None:
    hidden = disc.parent / "CT" / "1"
    moved = hidden.rename(disc.parent / "away")
    viewer = open_viewer(disc)
    tree = show_tree(viewer)
    moved.rename(hidden)
    viewer.app.contents.clear()
    view = viewer.child("treeView", TreeView)
    missing = line(tree, "CT/1").data(0, Qt.ItemDataRole.UserRole).reference
    assert missing.path == ""
    known = Reference(missing.sop_class_uid, missing.sop_instance_uid, path=str(hidden))
    view.jump_asked.emit(known)
    viewer.wait()
    header = viewer.shown.frame.header
    assert header.text(tags.SOPInstanceUID) == SLICES[1].SOPInstanceUID
    assert viewer.app.grid.state.active == 1


def test_an_inventory_is_a_tree_too(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("inventory", inventory(SLICES)))
    tree = viewer.child("directoryTree", QTreeWidget)
    root = tree.topLevelItem(0)
    assert root is not None
    assert root.child(0).childCount() == 3  # type: ignore[union-attr]
    assert "Objects: 3" in viewer.child("treeFacts", QLabel).text()


def test_nothing_stays_after_closing(open_viewer: OpenViewer, disc: Path) -> None:
    viewer = open_viewer(disc)
    tree = show_tree(viewer)
    viewer.app.close_all()
    assert tree.topLevelItemCount() == 0
