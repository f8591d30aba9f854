"""A drawing with a line below it, and what is known of it at its right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_SHARES = (640, 360)


def paper_beside(paper: QWidget, line: QWidget, known: QWidget) -> QSplitter:
    """The three as one widget; more room goes to the paper first."""
    left = QWidget()
    left.setProperty("role", "panel")
    layout = QVBoxLayout(left)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(paper, 1)
    layout.addWidget(line)
    both = QSplitter(Qt.Orientation.Horizontal)
    both.addWidget(left)
    both.addWidget(known)
    both.setStretchFactor(0, 3)
    both.setStretchFactor(1, 1)
    both.setSizes(_SHARES)
    return both
