"""A closed study: its pixels are freed at once, no widget names its patient."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.documents import report
from viewer.demo.parts import uid
from viewer.geometry.marks import Mark
from viewer.kinds.sections import VolumeStack
from viewer.store.settings import Settings
from viewer.ui.state.annotations import key_of
from viewer.work.loading import Shown

NAME, PLANTED = "PLANTED^Person", "PLANTED"
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
SPOKEN = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
    QAccessible.Text.Help,
)


def said(widget: QWidget) -> Iterator[str]:
    """Everything that a widget has in words, hidden or not."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip())
    yield from (widget.whatsThis(), widget.accessibleName())
    yield widget.accessibleDescription()
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is not None:
        yield from (interface.text(what) for what in SPOKEN)
    if isinstance(widget, QLabel | QLineEdit):
        yield widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QTabBar):
        for at in range(widget.count()):
            yield from (widget.tabText(at), widget.tabToolTip(at))
            yield widget.accessibleTabName(at)
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _items(widget.model(), QModelIndex())


def _items(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        flat = isinstance(model, QAbstractListModel)
        for column in range(1 if flat else model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in ROLES:
                text = index.data(role)
                if isinstance(text, str):
                    yield text
            if column == 0 and not flat:
                yield from _items(model, index)


def naming() -> list[str]:
    """The widgets and actions of the whole program that name the planted patient."""
    found = []
    for top in QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            if any(PLANTED.lower() in text.lower() for text in said(widget)):
                found.append(f"{type(widget).__name__} {widget.objectName()}")
        for action in top.findChildren(QAction):
            if PLANTED in action.text() + action.toolTip():
                found.append(f"action {action.objectName()}")
    return found


def frames_of(study: str) -> list[Shown]:
    """Decoded frames of a study that are alive anywhere."""
    gc.collect()
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, Shown) and one.frame.header.text(0x0020000D) == study
    ]


def facts(number: int, **more: Any) -> dict[str, Any]:
    return {
        "PatientID": f"PLANTED-{number}" if number else "KEPT",
        "PatientName": NAME if number else "KEPT^Person",
        "StudyInstanceUID": uid(f"closed {number}"),
        "StudyDescription": f"Planted study {number}" if number else "Kept",
        **more,
    }


@pytest.fixture
def two(open_viewer: OpenViewer, write: Write) -> Viewer:
    """Study 0, and study 1 of the planted patient with images and a report."""
    folders: list[Path] = []
    for number in range(2):
        for at in range(6):
            made = ct_slice(
                at,
                SeriesInstanceUID=uid(f"closed series {number}"),
                SOPInstanceUID=uid(f"closed image {number} {at}"),
                SeriesDescription=f"Planted series {number}" if number else "",
                **facts(number),
            )
            path = write(f"study{number}/{at}", made)
        folders.append(path.parent)
    document = report()
    for keyword, value in facts(1).items():
        setattr(document, keyword, value)
    write("study1/report", document)
    viewer = open_viewer(folders[0], settings=Settings(keep_recent=False))
    viewer.open(folders[1])
    return viewer


def look_everywhere(viewer: Viewer) -> None:
    """Let every part of the window tell of the planted study."""
    viewer.do("tool-distance")
    Pen(viewer).click((2.0, 2.0), (9.0, 9.0))
    for action in ("figures", "explain", "panel-marks", "key-image"):
        viewer.do(action)
    for name in (*viewer.tabs, "header"):
        viewer.app.sides.tabs.bring(name)
        viewer.wait()
    viewer.press_key("Down")
    viewer.hover(5.0, 5.0)
    viewer.app.grid.lay_out(1, 2)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.app.grid.cells[1].show_set(sets[-1])
    viewer.wait()
    viewer.do("second-window")
    viewer.app.grid.activate(viewer.app.grid.front.cells[0])
    viewer.wait()


def test_a_closed_study_leaves_neither_name_nor_pixels(two: Viewer) -> None:
    look_everywhere(two)
    assert naming()
    assert frames_of(uid("closed 1"))
    two.do("close-study")
    assert naming() == []
    assert frames_of(uid("closed 1")) == []
    assert frames_of(uid("closed 0"))


def test_closing_everything_leaves_nothing(two: Viewer) -> None:
    look_everywhere(two)
    two.do("close-all")
    assert naming() == []
    assert frames_of(uid("closed 1")) == []
    assert frames_of(uid("closed 0")) == []
    assert two.app.loader.kept_bytes == 0


def test_pixels_are_freed_before_anything_is_read_again(two: Viewer) -> None:
    kept = two.app.loader.kept_bytes
    two.app.workplaces.close(two.app.grid.front.study)
    assert 0 < two.app.loader.kept_bytes < kept


def stacks_of(study: str) -> list[object]:
    """Volumes of a study, filled or not, that are alive anywhere."""
    gc.collect()
    return [
        one
        for one in gc.get_objects()
        if (
            isinstance(one, VolumeStack)
            and one.frames[0].header.text(0x0020000D) == study
        )
    ]


@pytest.mark.parametrize("view", ["mpr-three", "turning-mip", "fuse"])
def test_a_closed_study_leaves_no_volume(two: Viewer, view: str) -> None:
    """Nor does what was made of it: planes, marks on them, views, what lay over."""
    viewer = two
    if view == "fuse":
        shown = viewer.model.state.what.display_set
        assert shown is not None
        viewer.app.fusions.fuse(shown)
    else:
        viewer.do(view)
    viewer.wait()
    key = key_of(viewer.shown.frame)
    if key is not None:
        viewer.app.annotations.put(
            key, Mark("2.25.7", "distance", ((1.0, 1.0), (9.0, 9.0)))
        )
    viewer.do("panel-marks")
    assert stacks_of(uid("closed 1"))
    viewer.do("close-study")
    assert naming() == []
    assert stacks_of(uid("closed 1")) == []
    assert frames_of(uid("closed 1")) == []
