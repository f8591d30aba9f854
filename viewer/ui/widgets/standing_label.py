"""A small label in the corner of a cell without image texts of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from viewer.ui.widgets.labels import set_role

MARGIN = 8


class StandingLabel(QLabel):
    """Says which study of the patient the cell shows, over whatever it shows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("standing")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "lossy")
        self.hide()

    def tell(self, text: str) -> None:
        """Show it at the top right of the parent; nothing for ""."""
        self.setText(text)
        self.setVisible(bool(text))
        self.place()

    def place(self) -> None:
        """Where it belongs now that the parent has its size."""
        self.adjustSize()
        self.move(self._over.width() - self.width() - MARGIN, MARGIN)
        self.raise_()
