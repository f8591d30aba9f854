from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.labels import plain_label, plain_tip, set_role


def test_text_of_a_file_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = plain_label("<b>a</b> &amp; <img src=x>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>a</b> &amp; <img src=x>"
    plain, html = label.sizeHint().width(), plain_label("a & ").sizeHint().width()
    assert plain > 2 * html


def test_a_tip_is_text_whatever_it_holds(qtbot: QtBot) -> None:
    tip = '<b>a</b> &amp; "b"'
    document = QTextDocument()
    document.setHtml(plain_tip(tip))
    assert document.toPlainText() == tip


def test_a_role_is_taken_on_and_kept(qtbot: QtBot) -> None:
    label = plain_label("text")
    qtbot.addWidget(label)
    label.setStyleSheet('QLabel[role="warning"] { color: #ff0000; }')
    label.show()
    before = label.palette().windowText().color().name()
    set_role(label, "warning")
    assert label.palette().windowText().color().name() == "#ff0000" != before
    set_role(label, "title")
    assert label.property("role") == "title"
