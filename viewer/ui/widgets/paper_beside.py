"""A drawing with a line below it, and what is known of it at its right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_SHARES = (640, 360)


class _Beside(QSplitter):
    """One below the other where there is no room beside."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        parts = [self.widget(place) for place in range(self.count())]
        needs = sum(part.minimumSizeHint().width() for part in parts if part)
        narrow = event.size().width() < needs + self.handleWidth()
        ways = Qt.Orientation
        self.setOrientation(ways.Vertical if narrow else ways.Horizontal)
        super().resizeEvent(event)


def paper_beside(paper: QWidget, line: QWidget, known: QWidget) -> QSplitter:
    """The three as one widget; more room goes to the paper first."""
    left = QWidget()
    left.setProperty("role", "panel")
    layout = QVBoxLayout(left)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(paper, 1)
    layout.addWidget(line)
    both = _Beside(Qt.Orientation.Horizontal)
    both.addWidget(left)
    both.addWidget(known)
    both.setChildrenCollapsible(False)
    both.setStretchFactor(0, 3)
    both.setStretchFactor(1, 1)
    both.setSizes(_SHARES)
    return both
