"""The list of marks: what it says, where it leads, what it changes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.panels.marks import MarksPanel
from viewer.ui.state.annotations import key_of
from viewer.work.pool import Pool

LINE = Mark("2.25.1", "distance", ((1.0, 1.0), (11.0, 1.0)), text="lesion")
SPOT = Mark("2.25.2", "point", ((4.5, 4.5),))


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    """Two series of three slices; the panel is in front."""
    for series in (1, 2):
        for number in range(3):
            uid = f"1.2.3.{series}.{number + 1}"
            dataset = ct_slice(number, SeriesNumber=series, SOPInstanceUID=uid)
            dataset.SeriesInstanceUID = f"1.2.3.{series}"
            root = write(f"data/{series}-{number}", dataset).parent
    viewer = open_viewer(root, pool=Pool())
    viewer.app.annotations.put(key(viewer, 0, 0), LINE)
    viewer.app.annotations.put(key(viewer, 1, 2), SPOT)
    viewer.do("panel-marks")
    return viewer


def key(viewer: Viewer, series: int, index: int) -> FrameKey:
    sets = list(viewer.app.workspace.state.catalogue.sets())
    found = key_of(sets[series].frames[index])
    assert found is not None
    return found


def panel(viewer: Viewer) -> MarksPanel:
    return viewer.child("marksPanel", MarksPanel)


def rows(viewer: Viewer) -> list[tuple[str, str, str]]:
    return [
        (row.text(0), row.text(1), row.text(2))
        for row in items(viewer)
        if not row.isHidden()
    ]


def items(viewer: Viewer) -> list[QTreeWidgetItem]:
    return panel(viewer)._rows()


def mark(viewer: Viewer, uid: str) -> Mark:
    state = viewer.app.annotations.state
    place = state.place_of(uid)
    return next(one for one in state.of(place) if one.uid == uid)


def test_rows_have_figures_of_frames_that_are_in_no_viewport(viewer: Viewer) -> None:
    viewer.until(lambda: "…" not in str(rows(viewer)))
    line, spot = rows(viewer)
    assert line[:2] == ("lesion", "1")
    assert "7.0 mm" in line[2]
    assert spot[:2] == ("Point", "3")
    assert "HU" in spot[2]


def test_figures_are_never_those_of_an_older_mark(viewer: Viewer) -> None:
    viewer.until(lambda: "…" not in str(rows(viewer)))
    place = key(viewer, 0, 0)
    viewer.app.annotations.put(place, LINE.with_point(1, (6.0, 1.0)))
    viewer.until(lambda: "7.0 mm" not in rows(viewer)[0][2])
    viewer.until(lambda: "3.5 mm" in rows(viewer)[0][2])


def test_a_click_goes_to_the_frame_and_selects_the_mark(viewer: Viewer) -> None:
    lists = panel(viewer).list
    lists.itemClicked.emit(items(viewer)[1], 0)
    viewer.wait()
    assert key_of(viewer.shown.frame) == key(viewer, 1, 2)
    assert viewer.app.annotations.state.selected == SPOT.uid
    lists.itemActivated.emit(items(viewer)[0], 0)
    viewer.wait()
    assert key_of(viewer.shown.frame) == key(viewer, 0, 0)


def test_f2_renames_in_place(viewer: Viewer) -> None:
    lists = panel(viewer).list
    lists.setCurrentItem(items(viewer)[1])
    lists.setFocus()
    lists.editItem(items(viewer)[1], 0)
    (editor,) = lists.findChildren(QLineEdit)
    editor.setText("nodule")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    viewer.wait()
    assert mark(viewer, SPOT.uid).text == "nodule"
    viewer.until(lambda: rows(viewer)[1][0] == "nodule")


def test_the_box_hides_and_shows(viewer: Viewer) -> None:
    items(viewer)[0].setCheckState(0, Qt.CheckState.Unchecked)
    assert mark(viewer, LINE.uid).hidden
    assert mark(viewer, LINE.uid).text == "lesion"
    viewer.wait()
    items(viewer)[0].setCheckState(0, Qt.CheckState.Checked)
    assert not mark(viewer, LINE.uid).hidden


def test_delete_deletes_and_can_be_taken_back(viewer: Viewer) -> None:
    lists = panel(viewer).list
    lists.setCurrentItem(items(viewer)[0])
    QTest.keyClick(lists, Qt.Key.Key_Delete)
    viewer.until(lambda: len(rows(viewer)) == 1)
    viewer.app.annotations.undo()
    viewer.until(lambda: len(rows(viewer)) == 2)


def test_the_filter_looks_at_every_column(viewer: Viewer) -> None:
    viewer.until(lambda: "…" not in str(rows(viewer)))
    panel(viewer).filter.setText("LESION mm")
    assert [row[0] for row in rows(viewer)] == ["lesion"]
    panel(viewer).filter.setText("nothing of it")
    assert panel(viewer).message.text() == "No mark is like that."
    panel(viewer).filter.clear()
    assert len(rows(viewer)) == 2


def test_an_empty_list_says_so(viewer: Viewer, tmp_path: Path) -> None:
    viewer.do("close-all")
    viewer.until(lambda: panel(viewer).message.isVisible())
    assert panel(viewer).message.text() == "Nothing is marked on the open images."
    assert not panel(viewer).save.isEnabled()
