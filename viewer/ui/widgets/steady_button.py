"""A button whose words change while what stands beside it does not move."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget


class SteadyButton(QToolButton):
    """Has room for the widest of its words, always."""

    def __init__(self, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest

    def sizeHint(self) -> QSize:
        missing = self._width_of(self._widest) - self._width_of(self.text())
        return super().sizeHint() + QSize(max(missing, 0), 0)

    def _width_of(self, text: str) -> int:
        """As Qt measures what is in a button: rounded otherwise than an advance."""
        shown = int(Qt.TextFlag.TextShowMnemonic)
        return self.fontMetrics().size(shown, text).width()
