"""The password of an encrypted archive."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QLineEdit, QWidget

from viewer.dicom.values import visible
from viewer.text import tr


class PasswordDialog(QInputDialog):
    """Asks for one password; it is kept nowhere."""

    def __init__(self, path: str, again: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("password")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Password"))
        sentence = tr("This ZIP archive is encrypted. Its password:")
        if again:
            sentence = tr("That password does not open this ZIP archive. Try another:")
        self.setLabelText(f"{visible(path)}\n\n{sentence}")
        self.setTextEchoMode(QLineEdit.EchoMode.Password)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.setMinimumWidth(420)
