"""A PDF with its controls: page, zoom, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer import limits
from viewer.text import figure, tr
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.pdf_layout import FIT_PAGE, FIT_WIDTH
from viewer.ui.widgets.pdf_pages import ZOOM_STEP, PdfPages
from viewer.ui.widgets.pdf_print import page_picture, print_document

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
_FITS = 2


class PdfReader(QWidget):
    """The bar above, the pages below."""

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPages(self)
        self.pages.changed.connect(self._follow)
        self.pages.settled.connect(self.settled)
        self.place = plain_label(parent=self)
        self.place.setObjectName("pdfPlace")
        self.zooms = QComboBox(self)
        self.zooms.setAccessibleName(tr("Zoom"))
        self.zooms.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.zooms.addItem(tr("Fit width"), FIT_WIDTH)
        self.zooms.addItem(tr("Fit page"), FIT_PAGE)
        for zoom in ZOOMS:
            self.zooms.addItem(_percent(zoom), zoom)
        self.zooms.currentIndexChanged.connect(self._on_zoom)
        self.words = _SearchField(self)
        self.words.textChanged.connect(self.pages.look_for)
        self.words.stepped.connect(self.pages.go_to_hit)
        self.words.left.connect(self.pages.setFocus)
        self.hits = plain_label(parent=self)
        self.hits.setObjectName("pdfHits")
        self.hits.setProperty("role", "secondary")
        bar = QFrame(self)
        bar.setProperty("role", "strip")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        pages = self.pages
        for widget in (
            self._button("‹", tr("Previous page"), lambda: pages.go_to(pages.page - 1)),
            self.place,
            self._button("›", tr("Next page"), lambda: pages.go_to(pages.page + 1)),
            self._button("−", tr("Zoom out"), lambda: pages.zoom_by(1 / ZOOM_STEP)),
            self.zooms,
            self._button("+", tr("Zoom in"), lambda: pages.zoom_by(ZOOM_STEP)),
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.words, 2)
        row.addWidget(self.hits)
        row.addWidget(
            self._button("↑", tr("Previous hit"), lambda: pages.go_to_hit(-1))
        )
        row.addWidget(self._button("↓", tr("Next hit"), lambda: pages.go_to_hit(1)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)

    @property
    def count(self) -> int:
        """Pages that are shown."""
        return len(self.pages.places.points)

    def left_out(self) -> list[str]:
        """A sentence when there are more pages than are shown."""
        there = self.pages.document.pageCount()
        if there <= self.count:
            return []
        return [
            tr(
                "Only the first {count} of {all} pages are shown; the saved document"
                " has them all.",
                count=self.count,
                all=there,
            )
        ]

    def clear(self) -> None:
        """Nothing is shown and nothing kept."""
        self.words.clear()
        self.pages.clear()
        self._follow()

    def text(self) -> str:
        """The text of all pages, one after another, cut where it is very long."""
        parts: list[str] = []
        room = limits.PLAIN_TEXT_BYTES
        for page in range(self.count):
            parts.append(self.pages.document.getAllText(page).text())
            room -= len(parts[-1])
            if room < 0:
                break
        return "\n".join(parts)

    def picture(self, identity: str) -> QImage:
        """The page that is read, under a line that says whose it is."""
        return page_picture(self.pages.document, self.pages.page, identity)

    def print_on(self, printer: QPagedPaintDevice, identity: str) -> None:
        """Print all pages in their own size."""
        print_document(printer, self.pages.document, self.count, identity)

    def _button(self, sign: str, name: str, run: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(run)
        return button

    def _on_zoom(self) -> None:
        self.pages.set_zoom(self.zooms.currentData())

    def _follow(self) -> None:
        pages = self.pages
        self.place.setText(
            tr("{number} of {count}", number=pages.page + 1, count=self.count)
            if self.count
            else ""
        )
        self._show_zoom(pages.zoom)
        count = pages.hits.rowCount(QModelIndex())
        if not self.words.text():
            self.hits.clear()
        elif pages.hit >= 0:
            self.hits.setText(
                tr("{number} of {count}", number=pages.hit + 1, count=count)
            )
        else:
            self.hits.setText(tr("{count} found", count=count))

    def _show_zoom(self, zoom: float) -> None:
        """Choose the zoom in the list; one that is not there gets a line of its own."""
        usual = _FITS + len(ZOOMS)
        with QSignalBlocker(self.zooms):
            while self.zooms.count() > usual:
                self.zooms.removeItem(usual)
            at = self.zooms.findData(zoom)
            if at < 0:
                self.zooms.addItem(_percent(zoom), zoom)
                at = usual
            self.zooms.setCurrentIndex(at)


class _SearchField(QLineEdit):
    """Enter and F3 go on, Shift with them goes back, Esc empties it and leaves."""

    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pdfSearch")
        self.setPlaceholderText(tr("Search the document (/)"))
        self.setAccessibleName(tr("Search the document"))
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(320)

    def event(self, event: QEvent) -> bool:
        own = (Qt.Key.Key_Escape, Qt.Key.Key_F3)
        if event.type() == QEvent.Type.ShortcutOverride and (
            isinstance(event, QKeyEvent) and event.key() in own
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _percent(zoom: float) -> str:
    return f"{figure(round(zoom * 100), 'd')} %"
