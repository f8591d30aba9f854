import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.trouble_note import WIDEST, TroubleNote


@pytest.fixture
def area(qtbot: QtBot) -> QWidget:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(800, 600)
    area.show()
    return area


@pytest.fixture
def note(area: QWidget) -> TroubleNote:
    return TroubleNote(area)


def test_it_is_hidden_until_there_is_trouble(note: TroubleNote) -> None:
    assert not note.isVisible()
    note.tell("It broke.", "a.dcm", "")
    assert note.isVisible()


def test_details_are_offered_and_shown_when_asked_for(note: TroubleNote) -> None:
    note.tell("It broke.", "a.dcm", "KeyError < file.py:3")
    assert note.why.isVisible()
    assert not note.detail.isVisible()
    note.why.click()
    assert note.detail.isVisible()
    note.tell("Again.", "b.dcm", "ValueError")
    assert not note.detail.isVisible()
    assert not note.why.isChecked()


def test_without_details_there_is_nothing_to_ask(note: TroubleNote) -> None:
    note.tell("It broke.", "a.dcm", "")
    assert not note.why.isVisible()


def test_all_words_are_copied(note: TroubleNote) -> None:
    note.tell("It broke.", "a.dcm", "KeyError")
    note.copy.click()
    assert QGuiApplication.clipboard().text() == "It broke.\na.dcm\nKeyError"
    note.tell("Again.", "b.dcm", "ValueError")
    assert note.copy.text() != "Copied"


def test_names_of_files_stay_plain(note: TroubleNote) -> None:
    note.tell("It broke.", "<b>a</b>.dcm", "<i>x</i>")
    labels = note.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert note.object.text() == "<b>a</b>.dcm"


@pytest.mark.parametrize("size", [(800, 600), (300, 300), (96, 96)])
def test_it_stands_in_the_middle_as_wide_as_it_may(
    area: QWidget, note: TroubleNote, size: tuple[int, int]
) -> None:
    area.resize(*size)
    note.tell("It broke. " * 5, "a.dcm", "")
    note.place(area)
    assert note.width() <= WIDEST
    assert abs(note.geometry().center().x() - size[0] // 2) <= 1
    assert note.height() <= size[1]


def test_a_screen_reader_hears_what_happened(note: TroubleNote) -> None:
    note.tell("It broke.", "a.dcm", "")
    assert note.accessibleName() == "It broke. a.dcm"
