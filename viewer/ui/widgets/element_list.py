"""The list of all elements of the header panel: folds, is searched, is copied from."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from viewer.dicom.elements import ElementRow, shown_name, shown_value
from viewer.text import tr
from viewer.ui.widgets.element_delegate import ElementDelegate
from viewer.ui.widgets.element_model import ElementModel
from viewer.ui.widgets.element_outline import Line
from viewer.ui.widgets.wording import said

Copied = Literal["value", "row", "path"]
_OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
    }
)
"""While the list has the keyboard these are not the window's shortcuts."""


class ElementList(QTableView):
    """A table of one column: its lines have places, so that scrolling costs nothing.

    Every element has the same height; headings are lower.
    """

    whole_value_asked = Signal(object)
    """An `ElementRow` of which the list shows only a part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerElements")
        said(self.setAccessibleName, "All elements of the header")
        self.outline = ElementModel(self)
        """Its lines are what is on screen."""
        self.delegate = ElementDelegate(self.outline, self)
        self.setModel(self.outline)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self._headings: list[int] = []
        self._take_font()
        self._second_click = False
        self.clicked.connect(self._on_click)

    def show_rows(self, rows: Sequence[ElementRow], frame_index: int | None) -> None:
        """All rows of one object; place and selection stay where they can."""
        self.delegate.stale = False
        with _Kept(self):
            self.outline.show_rows(rows, frame_index)

    def show_frame(self, frame_index: int) -> None:
        """Put the functional groups of another frame first."""
        with _Kept(self):
            self.outline.show_frame(frame_index)

    def set_stale(self) -> None:
        """The rows belong to what was shown before: pale until others come."""
        self.delegate.stale = True
        self.viewport().update()

    def filter(self, text: str) -> None:
        """Show the elements that have every word, wherever it stands."""
        with _Kept(self):
            self.outline.filter(text.split())

    def show_private(self, shown: bool) -> None:
        """With or without the elements of makers' own."""
        with _Kept(self):
            self.outline.show_private(shown)

    def toggle(self, line: Line) -> None:
        """Open what is folded, fold what is open."""
        with _Kept(self):
            self.outline.toggle(line)

    def take_keyboard(self) -> None:
        """Begin to walk the list with the keys."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.outline.index(0, 0))

    def copy(self, what: Copied = "value") -> None:
        """Put the selected element's value, line or tag path on the clipboard."""
        row = self._selected()
        if row is not None:
            QGuiApplication.clipboard().setText(_copied(row, what))

    def ask_whole_value(self) -> None:
        """Ask for a window with the whole of the selected value."""
        row, line = self._selected(), self.outline.line(self.currentIndex().row())
        if row is not None and line is not None and self._is_partly_shown(row, line):
            self.whole_value_asked.emit(row)

    def _is_partly_shown(self, row: ElementRow, line: Line) -> bool:
        if row.full_value is not None:
            return True
        width = self.viewport().width()
        return row.kind == "value" and self.delegate.is_cut(line, width)

    def _selected(self) -> ElementRow | None:
        return self.outline.element(self.currentIndex().row())

    def _on_click(self, index: QModelIndex) -> None:
        line = self.outline.line(index.row())
        if self._second_click:
            # A double click on a folded line must not open and fold it again.
            self._second_click = False
        elif line is not None and line.unfolds:
            self.toggle(line)

    def _take_font(self) -> None:
        self.delegate.set_font(self.font())
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height)
        self.lay_out_headings()

    def lay_out_headings(self) -> None:
        """Headings are lower than elements; Qt keeps heights through a reset."""
        header, lines = self.verticalHeader(), self.outline.outline.lines
        for number in self._headings:
            if number < len(lines):
                header.resizeSection(number, self.delegate.row_height)
        self._headings = [n for n, line in enumerate(lines) if line.row < 0]
        for number in self._headings:
            header.resizeSection(number, self.delegate.heading_height)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
        index = self.indexAt(at)
        row, line = self.outline.element(index.row()), self.outline.line(index.row())
        if row is None or line is None:
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setObjectName("elementMenu")
        copy_key = QKeySequence.StandardKey.Copy
        menu.addAction(tr("Copy value"), copy_key, lambda: self.copy("value"))
        menu.addAction(tr("Copy row"), lambda: self.copy("row"))
        menu.addAction(tr("Copy tag path"), lambda: self.copy("path"))
        if self._is_partly_shown(row, line):
            menu.addSeparator()
            menu.addAction(tr("Show whole value…"), self.ask_whole_value)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(QPoint(at)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.matches(QKeySequence.StandardKey.Copy) or (
                plain and event.key() in _OWN_KEYS
            ):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.outline.line(self.currentIndex().row())
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif line is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if line.unfolds:
                self.toggle(line)
            else:
                self.ask_whole_value()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            if line.unfolds and line.is_open == (key == Qt.Key.Key_Left):
                self.toggle(line)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._second_click = True
        self.ask_whole_value()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_font()


class _Kept:
    """Keeps the selected line and the place in the list while the lines change."""

    def __init__(self, view: ElementList) -> None:
        self._view = view
        model = view.outline
        current = model.line(view.currentIndex().row())
        self._key = current.key if current else ""
        self._value = view.verticalScrollBar().value()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        view, lines = self._view, self._view.outline.outline.lines
        view.lay_out_headings()
        keys = (number for number, line in enumerate(lines) if line.key == self._key)
        number = next(keys, -1) if self._key else -1
        if number >= 0:
            view.setCurrentIndex(view.outline.index(number, 0))
        view.verticalScrollBar().setValue(self._value)


def _copied(row: ElementRow, what: Copied) -> str:
    """A value whole where it is kept; a line's parts with tabs between."""
    if what == "path":
        return row.path
    if what == "value":
        return row.full_value or row.value or shown_value(row)
    parts = (row.tag, row.vr, row.keyword, shown_name(row), shown_value(row))
    return "\t".join(parts)
