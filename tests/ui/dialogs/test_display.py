import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from viewer.pixels.display import Display, Points
from viewer.ui.canvas.style import screen_key
from viewer.ui.dialogs.display import LINE_LENGTH, DisplayDialog, parse_points

POINTS = ((0, 0.5), (128, 60.25), (255, 350.0))


@pytest.fixture
def key(qtbot: QtBot) -> str:
    return screen_key(QGuiApplication.primaryScreen())


def dialog_of(qtbot: QtBot, *displays: Display) -> DisplayDialog:
    dialog = DisplayDialog(displays)
    dialog.finished.disconnect()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("", ()),
        ("0 0.5\n\n255 350", ((0, 0.5), (255, 350.0))),
        ("0;0,5\n255; 350", ((0, 0.5), (255, 350.0))),
        ("0", None),
        ("0 1 2", None),
        ("-1 2", None),
        ("0 nan", None),
        ("0 1e999", None),
        ("one two", None),
        ("²5 3", None),
    ],
)
def test_a_line_is_a_level_and_a_luminance(text: str, points: Points | None) -> None:
    assert parse_points(text) == points


def test_what_is_known_is_shown_and_can_be_changed(qtbot: QtBot, key: str) -> None:
    dialog = dialog_of(qtbot, Display(key, POINTS, 2.0, 0.25))
    assert dialog.points.toPlainText() == "0 0.5\n128 60.25\n255 350"
    assert dialog.length.text() == f"{LINE_LENGTH * 0.25:g}"
    assert dialog.display() == Display(key, POINTS, 2.0, 0.25)
    dialog.ambient.setText("0,5")
    with qtbot.waitSignal(dialog.chosen) as given:
        dialog.use.click()
    assert given.args == [Display(key, POINTS, 0.5, 0.25)]


def test_the_report_follows_what_is_typed(qtbot: QtBot, key: str) -> None:
    dialog = dialog_of(qtbot)
    assert dialog.report.text() == "Display not calibrated"
    dialog.points.setPlainText("0 1\n255 350")
    said = dialog.report.text()
    assert "assumed response" in said
    assert "From 1 to 350 cd/m²" in said
    assert "582 just noticeable differences" in said
    dialog.points.setPlainText("0 1\n255 0.5")
    assert "must rise" in dialog.report.text()
    assert not dialog.use.isEnabled()
    dialog.points.setPlainText("0 x")
    assert not dialog.use.isEnabled()


@pytest.mark.parametrize("length", ["0.001", "90000", "long"])
def test_a_line_of_a_size_that_no_screen_has_is_refused(
    qtbot: QtBot, key: str, length: str
) -> None:
    dialog = dialog_of(qtbot)
    dialog.length.setText(length)
    assert dialog.display() is None
    assert not dialog.use.isEnabled()


def test_it_can_be_turned_off_and_the_size_of_pixels_stays(
    qtbot: QtBot, key: str
) -> None:
    dialog = dialog_of(qtbot, Display(key, POINTS, 0.0, 0.25))
    with qtbot.waitSignal(dialog.chosen) as given:
        dialog.off.click()
    assert given.args == [Display(key, (), 0.0, 0.25)]


def test_the_pixels_of_a_screen_are_measured_on_that_screen_only(
    qtbot: QtBot, key: str
) -> None:
    dialog = dialog_of(qtbot, Display("elsewhere", (), 0.0, 0.5))
    dialog.screens.addItem("elsewhere")
    assert dialog.length.isEnabled()
    dialog.screens.setCurrentText("elsewhere")
    assert not dialog.length.isEnabled()
    dialog.length.setText("1")
    assert dialog.display() == Display("elsewhere", (), 0.0, 0.5)
