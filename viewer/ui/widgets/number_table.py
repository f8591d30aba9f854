"""Columns of numbers as a table that asks only for the rows it shows."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from viewer.kinds.graphs import Numbers
from viewer.text import figure, tr

Columns = tuple[tuple[str, Numbers], ...]
_COLUMNS_THAT_FIT = 4
"""So many share the width: none is cut, for a number that is cut reads as another."""

_Index = QModelIndex | QPersistentModelIndex


class NumberTable(QTableView):
    """A table of numbers, each column with its title; the reader goes through rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("numberTable")
        self.setAccessibleName(tr("Table of the values"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        titles = self.horizontalHeader()
        titles.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._numbers = _Numbers(self)
        self.setModel(self._numbers)

    def show_columns(self, columns: Columns) -> None:
        """Other numbers, or none."""
        self._numbers.show_columns(columns)
        few = len(columns) <= _COLUMNS_THAT_FIT
        modes = QHeaderView.ResizeMode
        mode = modes.Stretch if few else modes.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(mode)

    def go_to(self, row: int) -> None:
        """Select a row and bring it into view."""
        if row < self._numbers.rowCount():
            self.selectRow(row)


class _Numbers(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: Columns = ()

    def show_columns(self, columns: Columns) -> None:
        self.beginResetModel()
        self._columns = columns
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid():
            return 0
        return max((len(values) for _, values in self._columns), default=0)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        values = self._columns[index.column()][1]
        if role != Qt.ItemDataRole.DisplayRole or index.row() >= len(values):
            return None
        value = float(values[index.row()])
        if value != value:
            return "–"
        return figure(value, ".10g" if value.is_integer() else ".7g")

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if across and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._columns[section][0]
        return None
