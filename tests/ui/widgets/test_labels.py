from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from tests.ui.viewer import pixels_of
from viewer.ui.widgets.labels import ElidedLabel, plain_label, plain_tip, set_role


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


def test_a_line_without_room_ends_in_dots_and_keeps_its_text(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("<b>PHY0019a</b> and more")
    label.resize(label.fontMetrics().horizontalAdvance("<b>PHY0019a…"), 20)
    assert label.shown().startswith("<b>PHY")
    assert label.shown().endswith("…")
    assert label.text() == "<b>PHY0019a</b> and more"
    label.resize(600, 20)
    assert label.shown() == label.text()
    assert (pixels_of(label) != pixels_of(label)[0, 0]).any()
