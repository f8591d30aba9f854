from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from viewer import __version__
from viewer.ui.dialogs.about import AboutDialog


def test_it_says_version_and_intended_use_and_closes(qtbot: QtBot) -> None:
    dialog = AboutDialog("Display not calibrated", (), str)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = dialog.findChildren(QLabel)
    said = "\n".join(label.text() for label in labels)
    assert f"Negatoscope {__version__}" in said
    assert "not cleared for primary diagnosis" in said
    assert "Display not calibrated." in said
    assert "MIT" in said
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Close).click()
    assert not dialog.isVisible()
