"""What is known of an object in two columns: the name of a fact, and its value."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from viewer.text import tr
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said

_LEAST_WIDTH = 180


class FactList(QScrollArea):
    """Facts to read, select and copy; more than fit are scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("factList")
        self.setProperty("role", "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setMinimumWidth(_LEAST_WIDTH)
        said(self.setAccessibleName, "Properties")
        self.facts: tuple[tuple[str, str], ...] = ()

    def show_facts(
        self, facts: Sequence[tuple[str, str]], notes: Sequence[str] = ()
    ) -> None:
        """Names in marked English; notes are sentences below them."""
        self.facts = tuple((tr(name), value) for name, value in facts)
        inside = QWidget()
        inside.setProperty("role", "panel")
        rows = QGridLayout(inside)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setHorizontalSpacing(12)
        for row, (name, value) in enumerate(self.facts):
            rows.addWidget(_label(name, "secondary"), row, 0)
            rows.addWidget(_label(value, "value"), row, 1)
        for note in notes:
            rows.addWidget(_label(note, "warning"), rows.rowCount(), 0, 1, 2)
        rows.setColumnStretch(1, 1)
        rows.setRowStretch(rows.rowCount(), 1)
        self.setWidget(inside)


def _label(text: str, role: str) -> QLabel:
    label = plain_label(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
