"""Structured reports and key object notes: the document, and its raw tree beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.kinds.dose import totals_of
from viewer.kinds.key_images import reason_of
from viewer.kinds.report import Report
from viewer.kinds.report_blocks import blocks_of, measurements, plain_text
from viewer.kinds.report_items import ContentItem
from viewer.text import tr
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.filmstrip import Filmstrip
from viewer.ui.widgets.report_document import SCHEME, ReportDocument

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

_ITEM = int(Qt.ItemDataRole.UserRole)
_SCROLLING = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class ReportView(ContentView):
    """A report to read; its links show the images that it speaks of."""

    picture_asked = Signal(object, object)
    """(`Reference`, what to call with its small picture, None when it is not open)"""

    word = "report"
    own_keys = _SCROLLING

    def build(self) -> QWidget:
        self.setObjectName("reportView")
        self._report: Report | None = None
        self._header: Header | None = None
        self.text = _Page(self)
        self.text.anchorClicked.connect(self._on_link)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("reportTree")
        self.tree.setAccessibleName(tr("Content tree"))
        self.tree.setHeaderLabels([tr("Concept"), tr("Value"), tr("Type")])
        self.tree.setUniformRowHeights(True)
        self.tree.itemExpanded.connect(_fill_below)
        self.tree.itemActivated.connect(self._on_activated)
        self.tree.hide()
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.text)
        both.addWidget(self.tree)
        both.setSizes([600, 400])
        self.button = QToolButton(self)
        self.button.setText(tr("Content tree"))
        self.button.setCheckable(True)
        self.button.toggled.connect(self.tree.setVisible)
        self.add_tool(self.button)
        self.setFocusProxy(self.text)
        self.strip = Filmstrip(self)
        self.strip.asked.connect(self.jump_asked)
        self.strip.picture_asked.connect(self.picture_asked)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(both, 1)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Report)
        self._report = content
        self._document = self._made(content)
        self.text.setDocument(self._document)
        display_set = self.model.state.what.display_set
        is_note = display_set is not None and display_set.kind == "ko"
        self.strip.setVisible(is_note)
        if is_note:
            references = content.references()
            self.strip.show_note(content.title, reason_of(content), references)
        self.tree.clear()
        root = _node(content.root)
        self.tree.addTopLevelItem(root)
        self.tree.expandItem(root)
        for column, width in enumerate((260, 220)):
            self.tree.setColumnWidth(column, width)

    def wipe(self) -> None:
        self._report = None
        self.text.clear()
        self.tree.clear()
        self.strip.clear()

    def renew_pictures(self) -> None:
        """More has been opened: what the note refers to may be there now."""
        self.strip.renew()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._report else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        return measurements(self._report) if self._report else ()

    def words(self) -> str:
        if self._report is None:
            return ""
        return f"{self.head.who}\n{plain_text(self._report, blocks_of(self._report))}"

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Print the document on as many pages as it takes, the patient first."""
        if self._report is not None:
            self._made(self._report, self.head.who).print_(printer)

    def _made(self, report: Report, identity: str = "") -> ReportDocument:
        blocks, totals = blocks_of(report), totals_of(report)
        return ReportDocument(report, blocks, totals, self.font(), identity)

    def _on_link(self, url: QUrl) -> None:
        number = url.toString().removeprefix(SCHEME)
        if number.isdigit() and int(number) < len(self._document.references):
            self.jump_asked.emit(self._document.references[int(number)])

    def _on_activated(self, node: QTreeWidgetItem) -> None:
        item: ContentItem = node.data(0, _ITEM)
        if item.references:
            self.jump_asked.emit(item.references[0])


class _Page(QTextBrowser):
    """White paper in both themes; fetches nothing, opens nothing by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reportText")
        self.setProperty("role", "paper")
        self.setAccessibleName(tr("Report"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


def _node(item: ContentItem) -> QTreeWidgetItem:
    """The line of an item; what stands below it is made when it is opened."""
    title = item.title or f"({item.relationship.lower()})"
    node = QTreeWidgetItem([title, caption(item.value), item.value_type])
    node.setData(0, _ITEM, item)
    if item.children:
        policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
        node.setChildIndicatorPolicy(policy)
    return node


def _fill_below(node: QTreeWidgetItem) -> None:
    item: ContentItem = node.data(0, _ITEM)
    if node.childCount() == 0:
        node.addChildren([_node(child) for child in item.children])
