"""The whole of one long value, as plain text that can be selected and copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.elements import ElementRow, shown_name
from viewer.dicom.values import visible
from viewer.text import tr, trn
from viewer.ui.widgets.labels import plain_label


class WholeValueDialog(QDialog):
    """Shows a value with its lines as they are; it blocks nothing."""

    def __init__(self, row: ElementRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wholeValue")
        self.setWindowTitle(tr("Whole value"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._value = row.full_value or row.value
        layout = QVBoxLayout(self)
        title = plain_label(shown_name(row), self)
        title.setProperty("role", "title")
        layout.addWidget(title)
        length = trn("{count} character", "{count} characters", len(self._value))
        where = plain_label(f"{row.path} · {row.vr} · {length}", self)
        where.setProperty("role", "small")
        layout.addWidget(where)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("wholeValueText")
        self.text.setReadOnly(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        lines = self._value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.text.setPlainText("\n".join(map(visible, lines)))
        layout.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = QPushButton(tr("Copy"), self)
        copy.clicked.connect(self._copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
