"""What stands over an object that names people while the identity is hidden."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from viewer.ui.widgets.wording import said


class Veil(QLabel):
    """In the place of every view but that of images."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said(self.setText, "Identity hidden: only images are shown.")
        self.setObjectName("veil")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)

    def holds(self) -> frozenset[str]:
        """What can be saved, copied or printed of it: nothing."""
        return frozenset()
