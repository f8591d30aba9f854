"""The manual in a window of its own: contents, search, pages with pictures."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.manual_text import Page, search, sections
from viewer.ui.widgets.wording import said

SIZE = (980, 720)
LIST_WIDTH = 240
PLACE = Qt.ItemDataRole.UserRole
PICTURE_WIDTH = 640

STYLE = """
h1 {{ font-size: x-large; margin-bottom: 10px; }}
h2 {{ font-size: large; margin-top: 18px; margin-bottom: 6px; }}
p, li {{ line-height: 140%; }}
code {{ font-family: monospace; }}
a {{ color: {accent}; text-decoration: none; }}
table.rows td {{ padding: 4px 10px 4px 4px; border-bottom: 1px solid {line}; }}
table.note {{ background: {raised}; margin: 8px 0; }}
table.note td {{ padding: 8px 12px; }}
"""


class ManualPage(QTextBrowser):
    """Shows one page; its pictures come from the manual's folder and no other place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manualPage")
        self.setOpenLinks(False)
        said(self.setAccessibleName, "Page of the manual")
        self.folder = Path()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        text = name.toString() if isinstance(name, QUrl) else name
        picture = QImage(str(self.folder / Path(text).name))
        if picture.width() > PICTURE_WIDTH:
            mode = Qt.TransformationMode.SmoothTransformation
            ratio = self.devicePixelRatioF()
            picture = picture.scaledToWidth(round(PICTURE_WIDTH * ratio), mode)
            picture.setDevicePixelRatio(ratio)
        return picture


class ManualWindow(QWidget):
    """Beside the window of images, for as long as its reader wants."""

    closed = Signal()

    def __init__(self, pages: Sequence[Page], pictures: Path) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("manualWindow")
        said(self.setWindowTitle, "Negatoscope manual")
        self.resize(QSize(*SIZE))
        self._name = ""
        self._seen: list[str] = []
        self.filter = QLineEdit(self)
        self.filter.setObjectName("manualSearch")
        said(self.filter.setPlaceholderText, "Search the manual")
        said(self.filter.setAccessibleName, "Search the manual")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._list)
        self.filter.returnPressed.connect(self._open_first)
        self.contents = QListWidget(self)
        self.contents.setObjectName("manualContents")
        said(self.contents.setAccessibleName, "Contents")
        self.contents.setWordWrap(True)
        self.contents.itemActivated.connect(self._open_item)
        self.contents.itemClicked.connect(self._open_item)
        self.page = ManualPage(self)
        self.page.anchorClicked.connect(self._on_link)
        self.back = QPushButton(self)
        said(self.back.setText, "Back")
        self.back.setObjectName("manualBack")
        self.back.clicked.connect(self._on_back)
        self._lay_out()
        self.set_pages(pages, pictures)
        keys = QKeySequence.StandardKey
        for key, pressed in (
            (keys.Find, self.filter.setFocus),
            (keys.Back, self._on_back),
            (keys.Cancel, self.close),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(pressed)

    def set_pages(self, pages: Sequence[Page], pictures: Path) -> None:
        """Other words for the same pages: the language or the keys have changed."""
        self.page.folder = pictures
        self._pages = {page.name: page for page in pages}
        self._sections = sections(pages)
        self._list(self.filter.text())
        self.show_page(self._name or pages[0].name, noting=False)

    def show_page(self, name: str, anchor: str = "", *, noting: bool = True) -> None:
        """Bring a page, at a heading of it."""
        if name not in self._pages:
            return
        if noting and self._name and self._name != name:
            self._seen.append(self._name)
        self._name = name
        self.back.setEnabled(bool(self._seen))
        now = colours()
        style = STYLE.format(accent=now.accent, line=now.line, raised=now.raised)
        self.page.document().setDefaultStyleSheet(style)
        self.page.setHtml(self._pages[name].html)
        if anchor:
            self.page.scrollToAnchor(anchor)
        if not self.filter.text():
            self.contents.setCurrentRow(list(self._pages).index(name))

    @property
    def name(self) -> str:
        """Of the page that is shown."""
        return self._name

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.contents, 1)
        column.addWidget(self.back)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, SIZE[0] - LIST_WIDTH])
        QHBoxLayout(self).addWidget(splitter)

    def _list(self, typed: str) -> None:
        self.contents.clear()
        if not typed.split():
            for page in self._pages.values():
                self._add(page.title, page.name, "")
            if self._name:
                self.contents.setCurrentRow(list(self._pages).index(self._name))
            return
        for one in search(self._sections, typed):
            title = self._pages[one.page].title
            text = one.heading if one.heading == title else f"{one.heading}\n{title}"
            self._add(text, one.page, one.anchor)
        if not self.contents.count():
            nothing = QListWidgetItem(tr("Nothing in the manual answers to that."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.contents.addItem(nothing)

    def _add(self, text: str, page: str, anchor: str) -> None:
        item = QListWidgetItem(text)
        item.setData(PLACE, (page, anchor))
        self.contents.addItem(item)

    def _open_first(self) -> None:
        item = self.contents.item(0)
        if item is not None:
            self._open_item(item)
            self.page.setFocus()

    def _open_item(self, item: QListWidgetItem) -> None:
        place = item.data(PLACE)
        if place is not None:
            self.show_page(*place)

    def _on_link(self, link: QUrl) -> None:
        self.show_page(link.path())

    def _on_back(self) -> None:
        if self._seen:
            self.show_page(self._seen.pop(), noting=False)
