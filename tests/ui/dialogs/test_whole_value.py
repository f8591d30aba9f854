from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from viewer.demo.build import ct_slice
from viewer.dicom.elements import element_rows
from viewer.ui.dialogs.whole_value import WholeValueDialog

LONG = "line <b>one</b>\r\nline two\n" + "x" * 2000


def test_a_long_value_is_shown_whole_plain_and_can_be_copied(qtbot: QtBot) -> None:
    dataset = ct_slice()
    dataset.add_new("TextComments", "LT", LONG)
    (row,) = (row for row in element_rows(dataset) if row.keyword == "TextComments")
    dialog = WholeValueDialog(row)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    (text,) = dialog.findChildren(QPlainTextEdit)
    assert text.isReadOnly()
    assert text.toPlainText().splitlines() == LONG.splitlines()
    labels = dialog.findChildren(QLabel)
    assert labels[0].text() == "Text Comments"
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    (copy,) = (b for b in buttons.findChildren(QPushButton) if b.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == LONG
