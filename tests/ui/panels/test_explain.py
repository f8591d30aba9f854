from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.files.explanation import Step
from viewer.ui.panels.explain import ExplainPanel

STEPS = (Step("stored", "1037", "12 of 16 bits."), Step("screen", "grey 9 of 255", ""))


def panel_of(qtbot: QtBot) -> ExplainPanel:
    panel = ExplainPanel()
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_without_a_pixel_it_says_what_to_do(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    assert panel.message.isVisible()
    assert "Move the pointer over an image" in panel.message.text()
    assert not panel.copy.isEnabled()
    assert not panel.keep.isEnabled()


def test_a_pixel_shows_where_it_is_and_whether_it_is_kept(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_pixel("Column 3, row 4", STEPS, kept=True)
    assert panel.place.text() == "Column 3, row 4"
    assert panel.keep.isChecked()
    assert "1037" in panel.steps.toPlainText()
    panel.show_nothing()
    assert panel.message.isVisible()
    assert not panel.keep.isChecked()


def test_copy_takes_every_step_as_text(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_pixel("Column 3, row 4", STEPS, kept=False)
    QTest.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[:3] == [
        "Column 3, row 4",
        "Stored value: 1037",
        "    12 of 16 bits.",
    ]


def test_keep_asks_and_decides_nothing_itself(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.show_pixel("Column 3, row 4", STEPS, kept=False)
    with qtbot.waitSignal(panel.keep_asked, check_params_cb=lambda keep: keep is True):
        QTest.mouseClick(panel.keep, Qt.MouseButton.LeftButton)


def test_parts_have_names_for_those_who_do_not_see_them(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    assert panel.steps.accessibleName()
    assert panel.keep.text()
    assert panel.copy.text()
