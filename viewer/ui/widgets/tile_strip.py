"""The strip over the tiles: which images they show, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from viewer.text import mark, tr
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said


class TileStrip(QFrame):
    """Shown as long as there are tiles."""

    left = Signal()
    """Back to the former layout."""
    paged = Signal(int)
    """On (1) or back (-1) by a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tileStrip")
        self.setProperty("role", "strip")
        self.label = plain_label()
        self.label.setObjectName("tileSpan")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.addWidget(self.label)
        layout.addStretch(1)
        for name, text, act in (
            ("tiles-back", mark("Previous page"), lambda: self.paged.emit(-1)),
            ("tiles-on", mark("Next page"), lambda: self.paged.emit(1)),
            ("tiles-leave", mark("Back to the layout"), self.left.emit),
        ):
            button = QPushButton(self)
            said(button.setText, text)
            button.setObjectName(name)
            button.clicked.connect(act)
            layout.addWidget(button)
        self.hide()

    def show_span(self, first: int, last: int, count: int) -> None:
        """Image numbers from 1."""
        self.label.setText(
            tr(
                "Images {first} – {last} of {count}",
                first=first,
                last=last,
                count=count,
            )
        )
        self.setAccessibleName(self.label.text())
        self.show()
