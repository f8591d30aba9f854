from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.labels import plain_label


def test_text_of_a_file_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = plain_label("<b>a</b> &amp; <img src=x>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>a</b> &amp; <img src=x>"
    plain, html = label.sizeHint().width(), plain_label("a & ").sizeHint().width()
    assert plain > 2 * html
