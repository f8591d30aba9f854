"""Documents wrapped in DICOM: PDF pages, clinical documents to read, cards of others.

Nothing in a document is launched, run or fetched; the reader can save its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.document import SUFFIXES, Document
from viewer.kinds.report_blocks import plain_text
from viewer.text import tr
from viewer.ui.widgets.content_view import PRINTED, ContentView, SavedFile
from viewer.ui.widgets.document_head import DocumentHead
from viewer.ui.widgets.labels import ElidedButton
from viewer.ui.widgets.model_card import ModelCard
from viewer.ui.widgets.paper_text import PaperText
from viewer.ui.widgets.printing import print_picture
from viewer.ui.widgets.report_document import ReportDocument

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from viewer.ui.widgets.pdf_reader import PdfReader


_SCROLLING = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
_PAGES = _SCROLLING | {
    Qt.Key.Key_Plus,
    Qt.Key.Key_Minus,
    Qt.Key.Key_Equal,
    Qt.Key.Key_Slash,
    Qt.Key.Key_F3,
}


class DocumentView(ContentView):
    """One document, shown by what it is."""

    word = "document"
    numbers_are_told = True

    def build(self) -> QWidget:
        self.setObjectName("documentView")
        self._document: Document | None = None
        self.reader: PdfReader | None = None
        save = ElidedButton(self)
        save.setText(tr("Save the document…"))
        save.setObjectName("saveDocument")
        save.clicked.connect(self.save_asked)
        self.add_tool(save)
        self.facts = DocumentHead(self)
        self.facts.jump_asked.connect(self.jump_asked)
        self.text = PaperText("documentText", tr("Document"), self)
        self.source = QPlainTextEdit(self)
        self.source.setObjectName("documentSource")
        self.source.setReadOnly(True)
        self.source.setAccessibleName(tr("Text of the document"))
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.text, tr("Document"))
        self.tabs.addTab(self.source, "XML")
        self.card = ModelCard(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.tabs)
        self._pages.addWidget(self.card)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self._pages, 1)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Document)
        self._document = content
        notes = list(content.notes)
        if content.form == "pdf":
            notes += self._show_pdf(content)
        elif content.clinical is not None or content.words:
            self._show_text(content)
        else:
            self._show_card(content)
        line = " · ".join(value for _, value in content.facts)
        on_card = self._pages.currentWidget() is self.card
        self.facts.show_facts("" if on_card else line, notes, content.references)

    def wipe(self) -> None:
        self._document = None
        self.facts.show_facts("", ())
        self.text.clear()
        self.source.clear()
        self.card.clear()
        if self.reader is not None:
            self.reader.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words", "file"})
        return everything if self._document else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        assert self._document is not None
        return [(tr("Attribute"), tr("Value")), *self._document.facts]

    def words(self) -> str:
        document = self._document
        assert document is not None
        if document.clinical is not None:
            said = plain_text(document.clinical, document.clinical.blocks)
        elif self._shows_pages() and self.reader is not None:
            said = self.reader.text()
        else:
            facts = (f"{label}: {value}" for label, value in document.facts)
            said = document.words or "\n".join(facts)
        return f"{self.head.who}\n{said}"

    def file(self) -> SavedFile:
        """The document as it is, byte for byte."""
        assert self._document is not None
        suffix = SUFFIXES[self._document.form]
        kinds = f"{suffix[1:].upper()} (*{suffix})"
        return SavedFile(tr("Save the document"), kinds, suffix, self._document.data)

    def is_settled(self) -> bool:
        return self.reader is None or self.reader.pages.images.is_settled

    def picture(self, size: QSize = PRINTED) -> QImage:
        """The page of a PDF that is read, whose it is above it; else the view."""
        if self._shows_pages() and self.reader is not None:
            return self.reader.picture(self.head.who)
        return super().picture(size)

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Print a PDF in the size of its pages, a text on as many as it takes."""
        document = self._document
        if self._shows_pages() and self.reader is not None:
            self.reader.print_on(printer, self.head.who)
        elif document is not None and document.clinical is not None:
            self._made(document, self.head.who).print_(printer)
        else:
            print_picture(printer, self.picture())

    def _shows_pages(self) -> bool:
        return self.reader is not None and self._pages.currentWidget() is self.reader

    def _show_pdf(self, document: Document) -> list[str]:
        """Show the pages; what is not shown of them, and why."""
        from viewer.ui.widgets.pdf_reader import PdfReader

        if self.reader is None:
            self.reader = PdfReader(self)
            self.reader.pages.activated.connect(self.activated)
            self.reader.settled.connect(self.settled)
            self._pages.addWidget(self.reader)
        fault = self.reader.pages.show_document(document.data.tobytes())
        if fault:
            self._show_card(document)
            return [fault]
        self._turn_to(self.reader, self.reader, _PAGES)
        return self.reader.left_out()

    def _show_text(self, document: Document) -> None:
        readable = document.clinical is not None
        self.tabs.setTabVisible(0, readable)
        self.tabs.setTabText(1, "XML" if document.form == "xml" else tr("Text"))
        self.source.setPlainText(document.words)
        if readable:
            self._shown = self._made(document)
            self.text.setDocument(self._shown)
        self.tabs.setCurrentIndex(0 if readable else 1)
        self._turn_to(self.tabs, self.text if readable else self.source, _SCROLLING)

    def _show_card(self, document: Document) -> None:
        self.card.show_model(document.facts, document.preview)
        self._turn_to(self.card, self.card, frozenset())

    def _turn_to(self, page: QWidget, focus: QWidget, keys: frozenset[Qt.Key]) -> None:
        """Show one of the ways; the keyboard goes to `focus`, which uses `keys`."""
        had_focus = self.hasFocus()
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(focus)
        self.own_keys = keys
        if had_focus:
            focus.setFocus()

    def _made(self, document: Document, identity: str = "") -> ReportDocument:
        assert document.clinical is not None
        blocks = document.clinical.blocks
        return ReportDocument(document.clinical, blocks, (), self.font(), identity)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.reader is None or not self._shows_pages():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Slash:
            self.reader.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_F3:
            self.reader.pages.go_to_hit(-1 if back else 1)
        else:
            super().keyPressEvent(event)
