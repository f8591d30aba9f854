"""What was opened and is not on screen: each file with its reason."""

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.values import caption, visible
from viewer.kinds.base import DisplaySet, Frame
from viewer.text import retold, tr, trn
from viewer.ui.widgets.labels import plain_label, plain_tip
from viewer.work.opening import Catalogue

LISTED = 5_000
"""Rows shown; the copied text has them all."""


def not_shown_rows(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """(what, path, reason) of what is not shown, or contradicts itself."""
    index = catalogue.index
    rows = [
        (tr("Unreadable"), entry.path, retold(entry.reason)) for entry in index.failed
    ]
    rows += [
        (tr("Missing"), frame.header.source.path, _missing(display_set, count))
        for display_set in catalogue.sets()
        for frame, count in _before_gaps(display_set)
    ]
    rows += [
        (tr("Contradiction"), path, retold(entry.sentence))
        for entry in index.conflicts
        for path in entry.paths
    ]
    rows += [
        (tr("Duplicate"), path, tr("The same object is shown once already."))
        for entry in index.duplicates
        for path in entry.paths[1:]
    ]
    rows += [
        (tr("Skipped"), entry.path, retold(entry.reason)) for entry in index.skipped
    ]
    return rows


def _before_gaps(display_set: DisplaySet) -> Iterator[tuple[Frame, int]]:
    """The frame before each run of missing slices, and how many they are."""
    before = display_set.frames[0]
    for missing, run in groupby(display_set.frames, lambda frame: frame.is_missing):
        frames = list(run)
        if missing:
            yield before, len(frames)
        before = frames[-1]


def _missing(display_set: DisplaySet, count: int) -> str:
    return trn(
        "{count} slice is missing after this one, in the stack {label}.",
        "{count} slices are missing after this one, in the stack {label}.",
        count,
        label=caption(display_set.label),
    )


class NotShownDialog(QDialog):
    """A list that can be copied; it blocks nothing."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notShown")
        self.setWindowTitle(tr("What was not shown"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 460)
        self._rows = not_shown_rows(catalogue)
        layout = QVBoxLayout(self)
        sentence = tr("Everything that was opened is on screen.")
        if self._rows:
            sentence = tr("Not on screen, or to be looked at:")
        layout.addWidget(plain_label(sentence))
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([tr("What"), tr("File"), tr("Why")])
        self.list.setAccessibleName(
            tr("Files that are not on screen, or to be looked at")
        )
        for row in self._rows[:LISTED]:
            texts = [visible(text) for text in row]
            item = QTreeWidgetItem(texts)
            for column, text in enumerate(texts):
                item.setToolTip(column, plain_tip(text))
            self.list.addTopLevelItem(item)
        self.list.setColumnWidth(0, 110)
        self.list.setColumnWidth(1, 340)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        layout.addWidget(self.list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = QPushButton(tr("Copy the list"), self)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        text = "\n".join("\t".join(row) for row in self._rows)
        QGuiApplication.clipboard().setText(text)
