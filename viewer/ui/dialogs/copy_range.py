"""To which images a mark is copied: from one number to another."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr


class CopyRangeDialog(QDialog):
    """Blocks nothing; the images are scrolled meanwhile."""

    chosen = Signal(int, int)
    """(first, last) image number, both included."""

    def __init__(self, number: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("copyRange")
        self.setWindowTitle(tr("Copy to a range of images"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form = QFormLayout()
        self.first = self._field("firstImage", number, count)
        self.last = self._field("lastImage", count, count)
        form.addRow(tr("From image"), self.first)
        form.addRow(tr("To image"), self.last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        copy.setObjectName("copyToRange")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(
            lambda: self.chosen.emit(self.first.value(), self.last.value())
        )
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.first.selectAll()

    def _field(self, name: str, value: int, count: int) -> QSpinBox:
        field = QSpinBox(self)
        field.setObjectName(name)
        field.setRange(1, count)
        field.setValue(value)
        return field
