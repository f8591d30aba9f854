"""DICOMDIR and inventories: the tree that they are; its lines open what they name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.directory import Entry, Tree, walk
from viewer.text import tr
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.labels import plain_label

_ENTRY = int(Qt.ItemDataRole.UserRole)
OPEN_AT_FIRST = 200
"""Lines that a tree may have to begin with all of them open."""


class TreeView(ContentView):
    """What a directory lists, level by level; a double-click shows the object."""

    word = "tree"
    numbers_are_told = True
    own_keys = frozenset(
        {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        }
    )

    def build(self) -> QWidget:
        self.setObjectName("treeView")
        self._tree: Tree | None = None
        self.lines = QTreeWidget(self)
        self.lines.setObjectName("directoryTree")
        self.lines.setAccessibleName(tr("Directory"))
        self.lines.setColumnCount(3)
        self.lines.setUniformRowHeights(True)
        self.lines.setAlternatingRowColors(True)
        titles = tr("Record"), tr("Description"), tr("File")
        self.lines.setHeaderLabels(titles)
        for column, title in enumerate(titles):
            self.lines.headerItem().setToolTip(column, title)
        header = self.lines.header()
        header.setStretchLastSection(False)
        modes = QHeaderView.ResizeMode
        for column, mode in enumerate(
            (modes.ResizeToContents, modes.Stretch, modes.ResizeToContents)
        ):
            header.setSectionResizeMode(column, mode)
        self.lines.itemExpanded.connect(_fill_below)
        self.lines.itemActivated.connect(self._on_activated)
        self.facts = plain_label(parent=self)
        self.facts.setObjectName("treeFacts")
        self.facts.setProperty("role", "secondary")
        self.notes = plain_label(parent=self)
        self.notes.setObjectName("treeNotes")
        self.notes.setProperty("role", "warning")
        self.all = QToolButton(self)
        self.all.setText(tr("Open all lines"))
        self.all.clicked.connect(self._open_all)
        self.add_tool(self.all)
        self.setFocusProxy(self.lines)
        body = QFrame()
        body.setProperty("role", "strip")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.lines, 1)
        for label in (self.facts, self.notes):
            label.setWordWrap(True)
            label.setContentsMargins(12, 4, 12, 4)
            layout.addWidget(label)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Tree)
        self._tree = content
        self.lines.addTopLevelItems([_line(entry) for entry in content.entries])
        count = sum(1 for _ in walk(content.entries))
        for line in self._roots():
            line.setExpanded(True)
        if count <= OPEN_AT_FIRST:
            self._open_all()
        self.facts.setText(
            " · ".join(f"{name}: {text}" for name, text in content.facts)
        )
        self.notes.setText("\n".join(content.notes))
        self.notes.setVisible(bool(content.notes))

    def wipe(self) -> None:
        self._tree = None
        self.lines.clear()
        self.facts.clear()
        self.notes.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._tree else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        titles = tr("Level"), tr("Record"), tr("Description"), tr("File"), tr("State")
        entries = walk(self._tree.entries) if self._tree else ()
        rows = [
            (str(depth + 1), one.kind, one.title, one.file, _state(one))
            for depth, one in entries
        ]
        return [titles, *rows]

    def words(self) -> str:
        entries = walk(self._tree.entries) if self._tree else ()
        lines = [
            "  " * depth + " · ".join(filter(None, (one.kind, one.title, _file(one))))
            for depth, one in entries
        ]
        return "\n".join((self.facts.text(), *lines, self.notes.text())).strip()

    def _open_all(self) -> None:
        waiting = self._roots()
        while waiting:
            line = waiting.pop()
            line.setExpanded(True)
            below = (line.child(number) for number in range(line.childCount()))
            waiting += [child for child in below if child is not None]

    def _roots(self) -> list[QTreeWidgetItem]:
        count = self.lines.topLevelItemCount()
        found = (self.lines.topLevelItem(number) for number in range(count))
        return [line for line in found if line is not None]

    def _on_activated(self, line: QTreeWidgetItem) -> None:
        entry: Entry = line.data(0, _ENTRY)
        if entry.reference is not None:
            self.jump_asked.emit(entry.reference)


def _line(entry: Entry) -> QTreeWidgetItem:
    """The line of an entry; what stands below it is made when it is opened."""
    line = QTreeWidgetItem([entry.kind, entry.title, _file(entry)])
    line.setData(0, _ENTRY, entry)
    if entry.missing:
        line.setForeground(2, QColor(colours().warning))
    if entry.children:
        policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
        line.setChildIndicatorPolicy(policy)
    return line


def _file(entry: Entry) -> str:
    if entry.missing:
        return tr("⚠ missing: {file}", file=entry.file)
    return entry.file


def _state(entry: Entry) -> str:
    if entry.missing is None:
        return ""
    return tr("missing") if entry.missing else tr("there")


def _fill_below(line: QTreeWidgetItem) -> None:
    entry: Entry = line.data(0, _ENTRY)
    if line.childCount() == 0 and entry.children:
        line.addChildren([_line(child) for child in entry.children])
