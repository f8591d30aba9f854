from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.phase_row import PhaseRow


def test_a_slider_is_moved_by_keys_and_says_its_angle(qtbot: QtBot) -> None:
    row = PhaseRow()
    qtbot.addWidget(row)
    (slider,) = row.findChildren(QSlider, "phaseFirst")
    with qtbot.waitSignal(row.changed):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert row.degrees == (0.0, 1.0)
    assert "Phase slope 1°" in [label.text() for label in row.findChildren(QLabel)]


def test_the_button_takes_the_correction_back(qtbot: QtBot) -> None:
    row = PhaseRow()
    qtbot.addWidget(row)
    (slider,) = row.findChildren(QSlider, "phaseZero")
    slider.setValue(-90)
    assert row.degrees == (-90.0, 0.0)
    (button,) = row.findChildren(QToolButton)
    button.click()
    assert row.degrees == (0.0, 0.0)
