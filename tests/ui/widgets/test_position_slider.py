import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.viewer import LEFT, NO_BUTTON, NONE, move_mouse
from viewer.ui.widgets.position_slider import SMALLEST_HANDLE, PositionSlider

HEIGHT = 200


@pytest.fixture
def slider(qtbot: QtBot) -> PositionSlider:
    slider = PositionSlider()
    qtbot.addWidget(slider)
    slider.setFixedHeight(HEIGHT)
    slider.show_position(0, 10)
    slider.show()
    return slider


@pytest.fixture
def asked(slider: PositionSlider) -> list[int]:
    heard: list[int] = []
    slider.asked.connect(heard.append)
    return heard


@pytest.mark.parametrize(("count", "visible"), [(0, False), (1, False), (2, True)])
def test_it_is_there_for_a_stack_only(
    slider: PositionSlider, count: int, visible: bool
) -> None:
    slider.show_position(0, count)
    assert slider.isVisible() == visible


@pytest.mark.parametrize(("y", "index"), [(0, 0), (19, 0), (20, 1), (100, 5), (199, 9)])
def test_a_click_asks_for_the_place_under_it(
    slider: PositionSlider, asked: list[int], y: int, index: int
) -> None:
    QTest.mouseClick(slider, LEFT, NONE, QPoint(5, y))
    assert asked == [index]


def test_a_drag_asks_all_the_way_and_stops_at_the_ends(
    slider: PositionSlider, asked: list[int]
) -> None:
    for y in (-50, 70, 500):
        move_mouse(slider, (5, y), LEFT, NONE)
    move_mouse(slider, (5, 100), NO_BUTTON, NONE)
    assert asked == [0, 3, 9]


@pytest.mark.parametrize("count", [2, 10, 5000])
def test_the_handle_goes_from_end_to_end(slider: PositionSlider, count: int) -> None:
    slider.show_position(0, count)
    assert slider.handle().top() == 0
    slider.show_position(count - 1, count)
    assert slider.handle().bottom() == pytest.approx(HEIGHT)
    assert slider.handle().height() == max(HEIGHT / count, SMALLEST_HANDLE)


def test_place_and_number_are_told(slider: PositionSlider) -> None:
    slider.show_position(2, 7)
    assert slider.toolTip() == "Image 3 of 7"
    assert slider.accessibleDescription() == "Image 3 of 7"
    assert slider.accessibleName()
