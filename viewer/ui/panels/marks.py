"""The marks of all that is open: a list to go to, rename, hide and delete them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.values import caption
from viewer.geometry.marks import FrameKey, Mark
from viewer.text import tr, trn
from viewer.ui.state.annotations import Annotations, AnnotationsState
from viewer.ui.state.foreign_marks import ForeignMarks
from viewer.ui.state.measured_marks import MeasuredMarks
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.labels import plain_label, plain_tip
from viewer.ui.widgets.mark_names import NAMES
from viewer.ui.widgets.wording import said, worded

NAME, IMAGE, FIGURES = range(3)
UID = Qt.ItemDataRole.UserRole
REPORT = Qt.ItemDataRole.UserRole + 1
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MarksPanel(QWidget):
    """A row a mark, in the order of the images.

    Enter or a click goes to it, F2 renames, the box hides and shows, Delete deletes.
    """

    went = Signal(object, str)
    """(frame, uid): that mark is to be shown and selected."""
    numbers_asked = Signal()
    """The table is to be saved."""

    def __init__(
        self,
        annotations: Annotations,
        measured: MeasuredMarks,
        foreign: ForeignMarks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._annotations = annotations
        self._measured = measured
        self._foreign = foreign
        self._keys: dict[str, FrameKey] = {}
        self.setObjectName("marksPanel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("marksFilter")
        said(self.filter.setPlaceholderText, "Filter the marks")
        said(self.filter.setAccessibleName, "Filter the marks")
        self.filter.setClearButtonEnabled(True)
        self.message = plain_label("", self)
        self.message.setObjectName("marksMessage")
        self.message.setProperty("role", "secondary")
        self.message.setWordWrap(True)
        self.list = _list(self)
        self.list.installEventFilter(self)
        self.save = QPushButton(self)
        said(self.save.setText, "Save as CSV…")
        self.save.setObjectName("saveMarks")
        self.save.setProperty("role", "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self.message)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.list)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill_if_seen)
        self.filter.textChanged.connect(self._filter)
        self.list.itemClicked.connect(lambda item: self._go_to(item))
        self.list.itemActivated.connect(lambda item: self._go_to(item))
        self.list.itemChanged.connect(self._on_item)
        self.save.clicked.connect(self.numbers_asked)
        annotations.changed.connect(self._on_changed)
        measured.changed.connect(self._soon.start)
        foreign.changed.connect(self._soon.start)

    def fill_soon(self) -> None:
        """Other images are open."""
        self._soon.start()

    def fill(self) -> None:
        """Make the rows anew."""
        blocked = QSignalBlocker(self.list)
        state = self._annotations.state
        self.list.clear()
        self._keys = {}
        for key, mark, called in self._ordered(state):
            self._keys[mark.uid] = key
            self.list.addTopLevelItem(self._row(key, mark, called, state))
        for uid, source in self._foreign.state.reports.items():
            self.list.addTopLevelItem(self._report(uid, source))
        del blocked
        self._show_selected(state)
        self._filter()

    def _report(self, uid: str, source: str) -> QTreeWidgetItem:
        """A report that draws on the images, to be shown or not; nothing else."""
        state = self._foreign.state
        count = sum(
            one.report_uid == uid for some in state.marks.values() for one in some
        )
        told = trn("{count} region", "{count} regions", count)
        row = QTreeWidgetItem([source, "", told])
        row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        shown = uid not in state.hidden
        row.setCheckState(
            NAME, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked
        )
        row.setData(NAME, REPORT, uid)
        tip = tr("Drawn by a report that is open; it cannot be changed.")
        row.setToolTip(NAME, plain_tip(tip))
        row.setForeground(NAME, QColor(colours().foreign))
        return row

    def _beyond(self) -> str:
        """That marks on views of whole volumes, and of what is closed, are not here."""
        marks = self._annotations.state.marks
        count = sum(
            len(some) for key, some in marks.items() if not self._measured.place(key)
        )
        if not count:
            return ""
        return trn(
            "{count} mark on a computed view is not listed here.",
            "{count} marks on computed views are not listed here.",
            count,
        )

    def _fill_if_seen(self) -> None:
        """A list behind other panels makes no frame be read."""
        if self.isVisible():
            self.fill()

    def _ordered(self, state: AnnotationsState) -> list[tuple[FrameKey, Mark, str]]:
        """Marks by their series, then by their images, planes through them last.

        Those not open are left out. With each goes what its image is called.
        """
        found = []
        series: dict[int, int] = {}
        for key, marks in state.marks.items():
            what = self._measured.place(key)
            if what is None or what.display_set is None:
                continue
            section = what.display_set.section
            source = section.stack.source if section else what.display_set
            place = series.setdefault(id(source), len(series))
            called = str(what.index + 1)
            if section is not None:
                called = " ".join((section.plane_title(), section.slab_title()))
            at = place, section is not None, what.index
            found += [(at, key, mark, called.strip()) for mark in marks]
        found.sort(key=lambda row: row[0])
        return [(key, mark, called) for _, key, mark, called in found]

    def _row(
        self, key: FrameKey, mark: Mark, called: str, state: AnnotationsState
    ) -> QTreeWidgetItem:
        words = caption(mark.text) or tr(NAMES[mark.shape])
        made = self._measured.figures(key, mark)
        told = (
            " · ".join(f"{one.title} {one.text}" for one in made.figures)
            if (made)
            else ("" if self._measured.has(key, mark) else "…")
        )
        if mark.uid in state.unsaved:
            told = f"{tr('not saved yet')} · {told}"
        row = QTreeWidgetItem([words, called, told])
        row.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        shown = Qt.CheckState.Unchecked if mark.hidden else Qt.CheckState.Checked
        row.setCheckState(NAME, shown)
        row.setData(NAME, UID, mark.uid)
        row.setTextAlignment(IMAGE, RIGHT)
        notes = " ".join(made.notes) if made else ""
        row.setToolTip(NAME, plain_tip(tr(NAMES[mark.shape])))
        row.setToolTip(FIGURES, plain_tip(f"{told} {notes}".strip()))
        return row

    def _show_selected(self, state: AnnotationsState) -> None:
        blocked = QSignalBlocker(self.list)
        for row in self._rows():
            if row.data(NAME, UID) == state.selected:
                self.list.setCurrentItem(row)
        del blocked

    def _rows(self) -> list[QTreeWidgetItem]:
        found = (
            self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount())
        )
        return [row for row in found if row is not None]

    def _filter(self) -> None:
        words = self.filter.text().casefold().split()
        left = 0
        for row in self._rows():
            told = " ".join(row.text(n) for n in range(3)).casefold()
            row.setHidden(not all(word in told for word in words))
            left += not row.isHidden()
        self.list.setVisible(bool(self._rows()))
        self.save.setEnabled(bool(self._keys))
        said = "" if left else tr("No mark is like that.")
        if not self._rows():
            said = tr("Nothing is marked on the open images.")
        self.message.setText(" ".join(filter(None, (said, self._beyond()))))
        self.message.setVisible(bool(self.message.text()))

    def _found(self, item: QTreeWidgetItem | None) -> tuple[FrameKey, Mark] | None:
        uid = item.data(NAME, UID) if item is not None else ""
        key = self._keys.get(uid)
        marks = self._annotations.state.of(key)
        mark = next((one for one in marks if one.uid == uid), None)
        return None if key is None or mark is None else (key, mark)

    def _go_to(self, item: QTreeWidgetItem) -> None:
        found = self._found(item)
        if found is not None:
            self.went.emit(found[0], found[1].uid)

    def _on_item(self, item: QTreeWidgetItem, column: int) -> None:
        """A name was written, or a box was pressed."""
        report = item.data(NAME, REPORT)
        if report:
            shown = item.checkState(NAME) == Qt.CheckState.Checked
            self._foreign.show(report, shown)
            return
        found = self._found(item)
        if found is None:
            return
        key, mark = found
        hidden = item.checkState(NAME) == Qt.CheckState.Unchecked
        text, before = item.text(NAME).strip(), caption(mark.text)
        named = before or tr(NAMES[mark.shape])
        if text == named:
            text = mark.text
        self._annotations.put(key, replace(mark, hidden=hidden, text=text))

    def _on_changed(self, old: AnnotationsState, new: AnnotationsState) -> None:
        if old.marks is not new.marks or old.unsaved != new.unsaved:
            self._soon.start()
        elif old.selected != new.selected:
            self._show_selected(new)

    def showEvent(self, event: QShowEvent) -> None:
        self.fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Delete:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            found = self._found(self.list.currentItem())
            if found is not None:
                self._annotations.remove(found[0], found[1].uid)
            return True
        return False


def _name_columns(made: QTreeWidget) -> None:
    for column, title in enumerate((tr("Mark"), tr("Image"), tr("Figures"))):
        made.headerItem().setText(column, title)
        made.headerItem().setToolTip(column, title)


def _list(parent: QWidget) -> QTreeWidget:
    made = QTreeWidget(parent)
    made.setObjectName("marks")
    said(made.setAccessibleName, "Marks")
    worded(made, lambda: _name_columns(made))
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
    made.header().setSectionResizeMode(IMAGE, QHeaderView.ResizeMode.ResizeToContents)
    return made
