"""A small label in the corner of a cell without image texts of its own."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from viewer.ui.widgets.labels import set_role

MARGIN = 8
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class StandingLabel(QLabel):
    """Says which study of the patient the cell shows, over whatever it shows.

    It lies below the line that names the patient, never over it.
    """

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
        top = MARGIN
        for head in self._over.findChildren(QFrame, "contentHead"):
            head.installEventFilter(self)
            if head.isVisible():
                top += head.mapTo(self._over, QPoint(0, head.height())).y()
        self.move(self._over.width() - self.width() - MARGIN, top)
        self.raise_()

    def eventFilter(self, head: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self.isVisible():
            self.place()
        return super().eventFilter(head, event)
