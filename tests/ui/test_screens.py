"""Windows on small screens."""

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from viewer.ui.screens import TITLE_HEIGHT, first_size, screens


def test_a_first_window_is_no_larger_than_its_screen(qtbot: QtBot) -> None:
    room = screens()[0].availableGeometry()
    assert first_size(QSize(100, 100)) == QSize(100, 100)
    most = QSize(room.width(), room.height() - TITLE_HEIGHT)
    assert first_size(QSize(9999, 9999)) == most
