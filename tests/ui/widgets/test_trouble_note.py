"""A long name breaks, the note grows with its details, and copies are as given."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.trouble_note import TroubleNote, breakable

NAME = "jpeg_ls__pyjpegls__hang__truncated__element__edge__7_1547_of_many_more.dcm"


def test_a_name_breaks_after_the_marks_that_join_it() -> None:
    assert breakable("a_b.dcm") == "a_\u200bb.\u200bdcm"
    assert breakable("CT Image · 12 %.") == "CT Image · 12 %."


def test_the_note_shows_all_of_a_long_name_and_grows_with_its_details(
    qtbot: QtBot,
) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(360, 400)
    note = TroubleNote(area)
    area.show()
    note.tell("It cannot be shown.", NAME, "detail " * 30, passing=True)
    note.place(area)
    assert note.object.height() >= note.object.heightForWidth(note.object.width())
    before = note.height()
    note.why.click()
    assert note.height() > before
    note.copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[1] == NAME
