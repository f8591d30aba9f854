"""The outline of a header as a flat Qt table of one column: a line an index."""

import html
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent

from viewer.dicom.elements import ElementRow, shown_name, shown_value
from viewer.text import tr
from viewer.ui.widgets.element_outline import FRAME, Line, Outline

Index = QModelIndex | Persistent

_ONE_VALUE = frozenset({"LT", "ST", "UT", "UR"})
_NOWHERE = QModelIndex()


class ElementModel(QAbstractTableModel):
    """Shows an `Outline`; every change of it goes through here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outline = Outline()

    def show_rows(self, rows: Sequence[ElementRow], frame_index: int | None) -> None:
        """Take another object's rows."""
        self.beginResetModel()
        self.outline.show(rows, frame_index)
        self.endResetModel()

    def show_frame(self, frame_index: int) -> None:
        """Another frame of the same object."""
        if frame_index == self.outline.frame_index or not self.outline.frame_count():
            self.outline.frame_index = frame_index
            return
        self.beginResetModel()
        self.outline.show_frame(frame_index)
        self.endResetModel()

    def filter(self, words: Sequence[str]) -> None:
        """Keep the rows that have every word."""
        self.beginResetModel()
        self.outline.filter(words)
        self.endResetModel()

    def show_private(self, shown: bool) -> None:
        """With or without the elements of makers' own."""
        self.beginResetModel()
        self.outline.show_private(shown)
        self.endResetModel()

    def toggle(self, line: Line) -> None:
        """Open what is folded, fold what is open."""
        self.beginResetModel()
        self.outline.toggle(line)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line at a place on screen."""
        lines = self.outline.lines
        return lines[row] if 0 <= row < len(lines) else None

    def element(self, row: int) -> ElementRow | None:
        """The element at a place on screen; None for a heading."""
        line = self.line(row)
        if line is None or line.row < 0:
            return None
        return self.outline.rows[line.row]

    def heading(self, line: Line) -> str:
        """The words of a heading."""
        if line.group != FRAME:
            return tr(line.group)
        number = (self.outline.frame_index or 0) + 1
        count = self.outline.frame_count()
        return tr("Frame {number} of {count}", number=number, count=count)

    def value_text(self, line: Line) -> str:
        """The value as it is painted: several values apart, a code beside its list."""
        row = self.outline.rows[line.row]
        text = shown_value(row)
        if row.kind == "value" and row.vr not in _ONE_VALUE:
            return text.replace("\\", " \\ ")
        if row.kind == "sequence" and row.size == 1:
            (item,) = self.outline.rows[line.row + 1 : line.row + 2]
            return f"{text} · {item.value}" if item.value else text
        return text

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.outline.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole and line.row >= 0:
            return self._tool_tip(line)
        return None

    def _spoken(self, line: Line) -> str:
        if line.row < 0:
            return self.heading(line)
        name = shown_name(self.outline.rows[line.row])
        return ": ".join(filter(None, (name, self.value_text(line))))

    def _tool_tip(self, line: Line) -> str:
        """Rich text of our own making, so that Qt does not guess at the value's."""
        row = self.outline.rows[line.row]
        head = " ".join(filter(None, (row.tag, row.vr, row.keyword)))
        parts = (head, shown_name(row), self.value_text(line))
        lines = (html.escape(part) for part in parts if part)
        return f"<qt>{'<br>'.join(lines)}</qt>"
