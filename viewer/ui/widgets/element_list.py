"""The list of all elements of the header panel: folds, is searched, is copied from."""

from collections.abc import Sequence

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


class ElementList(QTableView):
    """A table of one column: its lines have places, so that scrolling costs nothing.

    Every element has the same height; headings are lower.
    """

    whole_value_asked = Signal(object)
    """An `ElementRow` of which the list shows only a part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerElements")
        self.setAccessibleName(tr("All elements of the header"))
        self._model = ElementModel(self)
        self._delegate = ElementDelegate(self._model, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
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
        self._take_font()

    @property
    def outline(self) -> ElementModel:
        """The model, whose lines are what is on screen."""
        return self._model

    def show_rows(self, rows: Sequence[ElementRow], frame_index: int | None) -> None:
        """All rows of one object; place and selection stay where they can."""
        self._delegate.stale = False
        with _Kept(self):
            self._model.show_rows(rows, frame_index)

    def show_frame(self, frame_index: int) -> None:
        """Put the functional groups of another frame first."""
        with _Kept(self):
            self._model.show_frame(frame_index)

    def set_stale(self) -> None:
        """The rows belong to what was shown before: pale until others come."""
        self._delegate.stale = True
        self.viewport().update()

    def filter(self, text: str) -> None:
        """Show the elements that have every word, wherever it stands."""
        with _Kept(self):
            self._model.filter(text.split())

    def show_private(self, shown: bool) -> None:
        """With or without the elements of makers' own."""
        with _Kept(self):
            self._model.show_private(shown)

    def toggle(self, line: Line) -> None:
        """Open what is folded, fold what is open."""
        with _Kept(self):
            self._model.toggle(line)

    def copy_value(self) -> None:
        """The selected element's value, whole where it is kept."""
        row = self._selected()
        if row is not None:
            _copy(row.full_value or row.value or shown_value(row))

    def copy_row(self) -> None:
        """Tag, VR, keyword, name and value of the selected element, tabs between."""
        row = self._selected()
        if row is not None:
            parts = (row.tag, row.vr, row.keyword, shown_name(row), shown_value(row))
            _copy("\t".join(parts))

    def copy_path(self) -> None:
        """The tags from the top of the data set down to the selected element."""
        row = self._selected()
        if row is not None:
            _copy(row.path)

    def ask_whole_value(self) -> None:
        """Ask for a window with the whole of the selected value."""
        row, line = self._selected(), self._model.line(self.currentIndex().row())
        if row is not None and line is not None and self._is_partly_shown(row, line):
            self.whole_value_asked.emit(row)

    def _is_partly_shown(self, row: ElementRow, line: Line) -> bool:
        if row.full_value is not None:
            return True
        width = self.viewport().width()
        return row.kind == "value" and self._delegate.is_cut(line, width)

    def _selected(self) -> ElementRow | None:
        return self._model.element(self.currentIndex().row())

    def _on_line(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if line is not None and line.unfolds:
            self.toggle(line)

    def _take_font(self) -> None:
        self._delegate.set_font(self.font())
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        self.lay_out_headings()

    def lay_out_headings(self) -> None:
        """Headings are lower than elements; a reset makes all rows alike."""
        header, height = self.verticalHeader(), self._delegate.heading_height
        for number, line in enumerate(self._model.outline.lines):
            if line.row < 0:
                header.resizeSection(number, height)

    def _menu(self, row: ElementRow, line: Line) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("elementMenu")
        menu.addAction(tr("Copy value"), QKeySequence.StandardKey.Copy, self.copy_value)
        menu.addAction(tr("Copy row"), self.copy_row)
        menu.addAction(tr("Copy tag path"), self.copy_path)
        if self._is_partly_shown(row, line):
            menu.addSeparator()
            menu.addAction(tr("Show whole value…"), self.ask_whole_value)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
        index = self.indexAt(at)
        row, line = self._model.element(index.row()), self._model.line(index.row())
        if row is None or line is None:
            return
        self.setCurrentIndex(index)
        menu = self._menu(row, line)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(QPoint(at)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self._model.line(self.currentIndex().row())
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._on_line(self.indexAt(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
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


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
