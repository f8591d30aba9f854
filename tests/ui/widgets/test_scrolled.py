"""What scrolls does so only where there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.scrolled import Scrolled


def test_it_is_as_high_as_its_text_with_an_edge_around(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.setStyleSheet("QScrollArea { border: 2px solid red; padding: 3px; }")
    text = QLabel("word " * 60)
    text.setWordWrap(True)
    around = Scrolled(text, "Words")
    layout = QVBoxLayout(panel)
    layout.addWidget(around)
    layout.addStretch(1)
    panel.resize(300, 600)
    panel.show()
    qtbot.waitExposed(panel)
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() == 0)
    assert around.height() == around.sizeHint().height()
    assert around.focusPolicy() == Qt.FocusPolicy.NoFocus
    panel.resize(300, 60)
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() > 0)
    assert around.focusPolicy() == Qt.FocusPolicy.TabFocus
