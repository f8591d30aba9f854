"""What a document is and refers to, in a strip above it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.kinds.card_text import grouped
from viewer.kinds.references import Reference
from viewer.text import trn
from viewer.ui.widgets.labels import plain_label

MOST_LINKS = 6


class DocumentHead(QFrame):
    """Facts in a line, warnings below, and a way to the objects referred to."""

    jump_asked = Signal(object)
    """A `Reference` that the reader wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.facts = plain_label(parent=self)
        self.facts.setObjectName("documentFacts")
        self.facts.setProperty("role", "secondary")
        self.notes = plain_label(parent=self)
        self.notes.setObjectName("documentNotes")
        self.notes.setProperty("role", "warning")
        for label in (self.facts, self.notes):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._links = QHBoxLayout()
        self._links.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(2)
        layout.addWidget(self.facts)
        layout.addWidget(self.notes)
        layout.addLayout(self._links)

    def show_facts(
        self, facts: str, notes: Sequence[str], references: Sequence[Reference] = ()
    ) -> None:
        """Say what it is, what is odd in it, and what it refers to."""
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.notes.setText("\n".join(f"⚠ {note}" for note in notes))
        self.notes.setVisible(bool(notes))
        while (old := self._links.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        for name, members in grouped(tuple(references))[:MOST_LINKS]:
            text = trn(
                "{count} object: {name}",
                "{count} objects: {name}",
                len(members),
                name=name,
            )
            button = QPushButton(f"▸ {text.replace('&', '&&')}", self)
            button.setProperty("role", "link")
            button.clicked.connect(
                lambda _=False, first=members[0]: self.jump_asked.emit(first)
            )
            self._links.addWidget(button)
        self.setVisible(bool(facts or notes or references))
