"""Raw data and unknown objects: their blocks, and the bytes of one, page by page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.card_text import card_of, grouped
from viewer.kinds.raw import Block, RawObject, dump, size_text
from viewer.text import mark, tr, trn
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.labels import ElidedButton, plain_label
from viewer.ui.widgets.scrolled import Scrolled

PAGE_BYTES = 4096
GROUPS = 6
_LINES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
_PAGES = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_BLOCK = int(Qt.ItemDataRole.UserRole)


class RawView(ContentView):
    """What is known of an object that nobody but its maker can read."""

    word = "raw"
    own_keys = _LINES

    def build(self) -> QWidget:
        self.setObjectName("rawView")
        self._raw: RawObject | None = None
        self._block: Block | None = None
        self._links: list[QWidget] = []
        self.sentence = plain_label(parent=self)
        self.sentence.setProperty("role", "strong")
        self.facts = plain_label(parent=self)
        self.facts.setObjectName("rawFacts")
        self.facts.setProperty("role", "secondary")
        self.blocks = QTreeWidget(self)
        self.blocks.setObjectName("rawBlocks")
        self.blocks.setAccessibleName(tr("Blocks"))
        self.blocks.setRootIsDecorated(False)
        self.blocks.setUniformRowHeights(True)
        self.blocks.setHeaderLabels(
            [tr("Creator"), tr("Tag"), tr("VR"), tr("Name"), tr("Size")]
        )
        modes = QHeaderView.ResizeMode
        self.blocks.header().setSectionResizeMode(modes.ResizeToContents)
        self.blocks.currentItemChanged.connect(self._on_block)
        both = QSplitter(Qt.Orientation.Vertical)
        self.blocks.setMinimumHeight(1)
        both.addWidget(self.blocks)
        both.addWidget(self._bytes())
        both.setChildrenCollapsible(False)
        both.setSizes([300, 500])
        both.setMinimumHeight(1)  # in a low cell what is said goes first
        self.setFocusProxy(self.blocks)
        body = QFrame()
        body.setProperty("role", "strip")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self.sentence, self.facts):
            label.setWordWrap(True)
            label.setContentsMargins(12, 6, 12, 2)
            layout.addWidget(Scrolled(label, mark("Summary")))
        self._refers = QHBoxLayout()
        self._refers.setContentsMargins(4, 0, 12, 4)
        self._refers.addStretch(1)
        layout.addLayout(self._refers)
        layout.addWidget(both, 1)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, RawObject)
        display_set = self.model.state.what.display_set
        self._raw = content
        kind = display_set.kind if display_set else ""
        self.sentence.setText(card_of(header, kind).sentence)
        self.facts.setText(
            " · ".join(f"{name}: {text}" for name, text in content.facts)
        )
        lines = []
        for block in content.blocks:
            texts = (block.creator, block.tag, block.vr, block.name)
            line = QTreeWidgetItem([*texts, size_text(block.size)])
            line.setData(0, _BLOCK, block)
            lines.append(line)
        self.blocks.addTopLevelItems(lines)
        if lines:
            self.blocks.setCurrentItem(lines[0])
        else:
            self.hex.setPlainText(tr("It holds no private or binary elements."))
        for name, members in grouped(content.references)[:GROUPS]:
            text = trn(
                "{count} object: {name}",
                "{count} objects: {name}",
                len(members),
                name=name,
            )
            text = f"{tr('Refers to')}: {text}"
            link = ElidedButton(self)
            link.setText(text.replace("&", "&&"))
            link.setProperty("role", "link")
            link.clicked.connect(
                lambda _=False, first=members[0]: self.jump_asked.emit(first)
            )
            self._refers.insertWidget(self._refers.count() - 1, link)
            self._links.append(link)

    def wipe(self) -> None:
        self._raw = self._block = None
        self.blocks.clear()
        self.hex.clear()
        for label in (self.sentence, self.facts, self.shown):
            label.clear()
        for link in self._links:
            link.deleteLater()
        self._links.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._raw else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        blocks = self._raw.blocks if self._raw else ()
        titles = tr("Creator"), tr("Tag"), tr("VR"), tr("Name"), tr("Bytes")
        return [
            titles,
            *(
                (one.creator, one.tag, one.vr, one.name, str(one.size))
                for one in blocks
            ),
        ]

    def words(self) -> str:
        parts = (self.head.who, self.sentence.text(), self.facts.text())
        return "\n".join((*parts, self.shown.text(), self.hex.toPlainText()))

    def _bytes(self) -> QWidget:
        """The page of a block, and what turns to another one."""
        self.hex = QPlainTextEdit(self)
        self.hex.setObjectName("rawBytes")
        self.hex.setAccessibleName(tr("Bytes"))
        self.hex.setReadOnly(True)
        self.hex.setMinimumHeight(1)
        self.hex.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.SystemFont.FixedFont
        self.hex.setFont(QFontDatabase.systemFont(fixed))
        self.shown = plain_label(parent=self)
        self.shown.setObjectName("rawShown")
        self.shown.setProperty("role", "secondary")
        self.page = QSpinBox(self)
        self.page.setObjectName("rawPage")
        self.page.setAccessibleName(tr("Page"))
        self.page.valueChanged.connect(self._show_page)
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 12, 2)
        row.addWidget(self.shown, 1)
        row.addWidget(self.page)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.hex, 1)
        return inside

    def _on_block(self, line: QTreeWidgetItem | None) -> None:
        self._block = None if line is None else line.data(0, _BLOCK)
        if self._block is None:
            return
        pages = max(-(-len(self._block.data) // PAGE_BYTES), 1)
        self.page.setRange(1, pages)
        self.page.setSuffix(f" / {pages}")
        self.page.setValue(1)
        self.own_keys = _LINES | _PAGES if pages > 1 else _LINES
        self._show_page()

    def _show_page(self) -> None:
        block = self._block
        if block is None:
            return
        start = (self.page.value() - 1) * PAGE_BYTES
        self.hex.setPlainText(dump(block.data[start : start + PAGE_BYTES], start))
        words = f"{block.tag} {block.name}".strip()
        if len(block.data) < block.size:
            first = size_text(len(block.data))
            cut = tr(
                "only the first {first} of {all}",
                first=first,
                all=size_text(block.size),
            )
            words = f"{words} · {cut}"
        self.shown.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps and event.key() in self.own_keys:
            self.page.setValue(self.page.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
