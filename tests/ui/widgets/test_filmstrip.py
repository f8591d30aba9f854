"""A note's images in a row: pictures of what is open, names of the rest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.viewer import LEFT, NONE
from viewer.kinds.references import Reference
from viewer.ui.widgets.filmstrip import Done, Filmstrip

CT = "1.2.840.10008.5.1.4.1.1.2"
IMAGES = [Reference(CT, "1.1"), Reference(CT, "1.2", (3, 4)), Reference("9", "1.3")]


@pytest.fixture
def strip(qtbot: QtBot) -> Filmstrip:
    made = Filmstrip()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


def colour_of(strip: Filmstrip, row: int) -> QColor:
    icon = strip.list.item(row).icon()
    image: QImage = icon.pixmap(strip.list.iconSize()).toImage()
    return image.pixelColor(2, 2)


def red() -> QPixmap:
    pixmap = QPixmap(112, 84)
    pixmap.fill(Qt.GlobalColor.red)
    return pixmap


def test_title_count_and_reason_stand_above(strip: Filmstrip) -> None:
    strip.show_note("For Teaching", "Blur", IMAGES)
    assert strip.title.text() == "For Teaching · 3 images"
    assert strip.reason.text() == "Blur"
    strip.show_note("Of Interest", "", IMAGES[:1])
    assert strip.title.text() == "Of Interest · 1 image"
    assert not strip.reason.isVisible()


def test_each_image_has_its_name_and_a_picture_when_there_is_one(
    strip: Filmstrip,
) -> None:
    asked: dict[str, Done] = {}
    strip.picture_asked.connect(
        lambda what, done: asked.update({what.sop_instance_uid: done})
    )
    strip.show_note("Title", "", IMAGES)
    names = [strip.list.item(row).text() for row in range(3)]
    assert names == ["CT", "CT, frames 3, 4", "object"]
    asked["1.2"](red())
    asked["1.3"](None)
    assert colour_of(strip, 1) == QColor(Qt.GlobalColor.red)
    assert colour_of(strip, 2) != QColor(Qt.GlobalColor.red)


def test_a_picture_that_comes_too_late_is_dropped(strip: Filmstrip) -> None:
    late: list[Done] = []
    strip.picture_asked.connect(lambda what, done: late.append(done))
    strip.show_note("Title", "", IMAGES[:1])
    strip.show_note("Other", "", IMAGES[1:2])
    late[0](red())
    assert colour_of(strip, 0) != QColor(Qt.GlobalColor.red)
    strip.clear()
    late[1](red())
    assert strip.list.count() == 0


def test_a_click_and_enter_ask_for_the_image(strip: Filmstrip, qtbot: QtBot) -> None:
    strip.show_note("Title", "", IMAGES)
    heard: list[Reference] = []
    strip.asked.connect(heard.append)
    middle = strip.list.visualItemRect(strip.list.item(1)).center()
    QTest.mouseClick(strip.list.viewport(), LEFT, NONE, middle)
    assert heard == [IMAGES[1]]
    QTest.keyClick(strip.list, Qt.Key.Key_Left)
    QTest.keyClick(strip.list, Qt.Key.Key_Return)
    assert heard[1:] == [IMAGES[0]]
