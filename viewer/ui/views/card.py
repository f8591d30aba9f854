"""An object without a view of its own: what it is and refers to, said on a card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
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
from viewer.kinds.card_text import Card, CardContent, card_of, grouped, note_of
from viewer.text import tr, trn
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.labels import plain_label

CARD_WIDTH = 520
GROUPS = 12
"""Kinds of referenced objects that are named one by one."""


class CardView(ContentView):
    """SOP Class name, kind of object, main attributes, and a way to what it names."""

    word = "card"

    def build(self) -> QWidget:
        self.setObjectName("cardView")
        self._card: QFrame | None = None
        self._rows: tuple[tuple[str, str], ...] = ()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._around = QVBoxLayout(inside)
        self._around.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area.setWidget(inside)
        return area

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, CardContent)
        display_set = self.model.state.what.display_set
        card = card_of(header, display_set.kind if display_set else "")
        self._rows = ((card.title, card.sentence), *card.attributes)
        self._card = self._made(card, content)
        self._around.addWidget(self._card)
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

    def words(self) -> str:
        return "\n".join(f"{label}: {value}" for label, value in self._rows)

    def _made(self, card: Card, content: CardContent) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("objectCard")
        frame.setProperty("role", "card")
        frame.setMaximumWidth(CARD_WIDTH)
        rows = QGridLayout(frame)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        for text, role in ((card.title, "title"), (card.sentence, "strong")):
            rows.addWidget(self._label(text, role), rows.rowCount(), 0, 1, 2)
        for label, value in card.attributes:
            row = rows.rowCount()
            rows.addWidget(self._label(label, "secondary"), row, 0)
            rows.addWidget(self._label(value, "value"), row, 1)
        self._add_references(rows, content)
        display_set = self.model.state.what.display_set
        for note in note_of(display_set) if display_set else ():
            rows.addWidget(self._label(note, "secondary"), rows.rowCount(), 0, 1, 2)
        rows.setColumnStretch(1, 1)
        return frame

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
