from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from viewer.ui.dialogs.password import PasswordDialog

PATH = "/in/<img src=x>\u202egnp.zip"


def test_the_path_is_shown_as_plain_text(qtbot: QtBot) -> None:
    dialog = PasswordDialog(PATH, False)
    qtbot.addWidget(dialog)
    labels = dialog.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert "<img src=x>" in dialog.labelText()
    assert "\u202e" not in dialog.labelText()


def test_what_is_typed_cannot_be_read(qtbot: QtBot) -> None:
    dialog = PasswordDialog(PATH, False)
    qtbot.addWidget(dialog)
    (field,) = dialog.findChildren(QLineEdit)
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_a_wrong_password_is_told(qtbot: QtBot) -> None:
    first, again = PasswordDialog(PATH, False), PasswordDialog(PATH, True)
    for dialog in (first, again):
        qtbot.addWidget(dialog)
    assert "is encrypted" in first.labelText()
    assert "does not open" in again.labelText()
