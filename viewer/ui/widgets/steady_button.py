"""A button whose words change while what stands beside it does not move."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget


class SteadyButton(QToolButton):
    """Has room for the widest of its words, always."""

    def __init__(self, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance
        missing = width(self._widest) - width(self.text())
        return super().sizeHint() + QSize(max(missing, 0), 0)
