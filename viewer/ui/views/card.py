"""An object without a view of its own: what it is, holds and refers to, on a card."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.card_content import CardContent, CardTable, levels
from viewer.kinds.card_text import Card, card_of, grouped, note_of
from viewer.text import tr, trn
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.content_view import PRINTED, ContentView
from viewer.ui.widgets.labels import plain_label

CARD_WIDTH, WIDE_CARD = 520, 960
GROUPS = 12
"""Kinds of referenced objects that are named one by one."""

TABLE_ROWS = 100
"""Rows of a table that are drawn; saved as CSV are all that were read."""

SHORT_VALUE = 32
"""Characters of a cell that stand on one line."""

SHARPNESS = 2
"""Pixels of a picture for each of the screen."""

PATCH = QSize(28, 16)
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class CardView(ContentView):
    """SOP Class name, kind of object, main attributes, and a way to what it names."""

    word = "card"
    numbers_are_told = True

    def build(self) -> QWidget:
        self.setObjectName("cardView")
        self._card: QFrame | None = None
        self._rows: tuple[tuple[str, ...], ...] = ()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._around = QVBoxLayout(inside)
        self._around.addStretch(1)
        self._around.addStretch(1)
        self.area.setWidget(inside)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._on_scrolled)
        bar.valueChanged.connect(self._on_scrolled)
        return self.area

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, CardContent)
        display_set = self.model.state.what.display_set
        assert display_set is not None
        kind = display_set.kind
        card = card_of(header, kind)
        tables = content.tables
        if kind == "wsi":
            tables = (levels(display_set), *tables)
        self._rows = ((card.title, card.sentence), *card.attributes, *content.rows)
        for table in tables:
            self._rows += ((table.title,), *filter(None, (table.columns,)), *table.rows)
        self._card = self._made(card, content, tables)
        self._around.insertWidget(1, self._card)
        self.setAccessibleName(f"{card.title}. {card.sentence}")

    def wipe(self) -> None:
        if self._card is not None:
            self._card.deleteLater()
            self._card = None
        self._rows = ()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._rows else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        return [(tr("Attribute"), tr("Value")), *self._rows]

    def picture(self, size: QSize = PRINTED) -> QImage:
        """The whole card below the patient's name, also what is scrolled away."""
        if self._card is None:
            return super().picture(size)
        above, width = self.head.height(), max(self.width(), self._card.width())
        whole = QSize(width, above + self._card.height())
        image = QImage(whole * SHARPNESS, QImage.Format.Format_RGB32)
        image.fill(QColor(colours().window))
        painter = QPainter(image)
        painter.scale(SHARPNESS, SHARPNESS)
        self.head.render(painter, QPoint())
        self._card.render(painter, QPoint((width - self._card.width()) // 2, above))
        painter.end()
        return image

    def words(self) -> str:
        lines = (
            ": ".join(row) if len(row) < 3 else "\t".join(row) for row in self._rows
        )
        return "\n".join((self.head.who, *lines))

    def _on_scrolled(self) -> None:
        """Keys turn the page while there is one; else they go through the series."""
        bar = self.area.verticalScrollBar()
        above, below = bar.value() > 0, bar.value() < bar.maximum()
        keys = {Qt.Key.Key_PageUp: above, Qt.Key.Key_PageDown: below}
        self.own_keys = frozenset(key for key, own in keys.items() if own)

    def _made(
        self,
        card: Card,
        content: CardContent,
        tables: Sequence[CardTable],
    ) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("objectCard")
        frame.setProperty("role", "card")
        frame.setMaximumWidth(WIDE_CARD if tables else CARD_WIDTH)
        rows = QGridLayout(frame)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        for text, role in ((card.title, "title"), (card.sentence, "strong")):
            rows.addWidget(self._label(text, role), rows.rowCount(), 0, 1, 2)
        self._add_rows(rows, (*card.attributes, *content.rows))
        for table in tables:
            self._add_table(rows, table)
        self._add_references(rows, content)
        display_set = self.model.state.what.display_set
        for note in note_of(display_set) if display_set else ():
            rows.addWidget(self._label(note, "secondary"), rows.rowCount(), 0, 1, 2)
        rows.setColumnStretch(1, 1)
        return frame

    def _add_rows(self, rows: QGridLayout, found: Sequence[Sequence[str]]) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for label, value in found[:TABLE_ROWS]:
            row = rows.rowCount()
            rows.addWidget(self._label(label, "secondary"), row, 0, top)
            rows.addWidget(self._label(value, "value"), row, 1)

    def _add_table(self, rows: QGridLayout, table: CardTable) -> None:
        """A heading, then pairs in the card's own columns, or a grid of its own."""
        title = self._label(table.title, "strong")
        title.setContentsMargins(0, 8, 0, 0)
        rows.addWidget(title, rows.rowCount(), 0, 1, 2)
        if table.columns:
            rows.addWidget(self._grid(table), rows.rowCount(), 0, 1, 2)
        else:
            self._add_rows(rows, table.rows)
        hidden = len(table.rows) - TABLE_ROWS
        if hidden > 0:
            words = trn("and {count} more row", "and {count} more rows", hidden)
            rows.addWidget(self._label(words, "secondary"), rows.rowCount(), 0, 1, 2)

    def _grid(self, table: CardTable) -> QWidget:
        inside = QWidget()
        inside.setObjectName("cardTable")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, words in enumerate(table.columns):
            grid.addWidget(self._label(words, "secondary"), 0, column)
        for row, cells in enumerate(table.rows[:TABLE_ROWS], 1):
            for column, words in enumerate(cells):
                label = self._cell(words)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(len(table.columns), 1)
        return inside

    def _cell(self, words: str) -> QLabel:
        """A value, or the patch of a colour."""
        if _COLOUR.fullmatch(words):
            patch = plain_label()
            pixmap = QPixmap(PATCH)
            pixmap.fill(QColor(words))
            patch.setPixmap(pixmap)
            patch.setToolTip(words)
            patch.setAccessibleName(words)
            return patch
        label = self._label(words, "value")
        label.setWordWrap(len(words) > SHORT_VALUE)
        label.setMinimumWidth(160 if len(words) > SHORT_VALUE else 0)
        return label

    def _add_references(self, rows: QGridLayout, content: CardContent) -> None:
        """One line for each class of objects referred to, with a way to the first."""
        for name, members in grouped(content.references)[:GROUPS]:
            row = rows.rowCount()
            rows.addWidget(self._label(tr("Refers to"), "secondary"), row, 0)
            text = trn(
                "{count} object: {name}",
                "{count} objects: {name}",
                len(members),
                name=name,
            )
            button = QPushButton(text.replace("&", "&&"), rows.parentWidget())
            button.setProperty("role", "link")
            button.clicked.connect(
                lambda _=False, first=members[0]: self.jump_asked.emit(first)
            )
            rows.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _label(self, text: str, name: str) -> QLabel:
        label = plain_label(text)
        label.setProperty("role", name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            step = steps[Qt.Key(event.key())]
            bar.setValue(bar.value() + step * bar.pageStep())
        else:
            super().keyPressEvent(event)
