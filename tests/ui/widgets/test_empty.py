import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from viewer.ui.actions import ACTIONS
from viewer.ui.widgets.empty import EmptyCell


@pytest.fixture
def empty(qtbot: QtBot) -> EmptyCell:
    empty = EmptyCell()
    qtbot.addWidget(empty)
    empty.show()
    return empty


def words(empty: EmptyCell) -> list[str]:
    return [one.text() for one in empty.findChildren(QLabel) if one.isVisible()]


def buttons(empty: EmptyCell) -> list[QPushButton]:
    return [one for one in empty.findChildren(QPushButton) if one.isVisible()]


def test_it_invites_and_offers_every_way_to_begin(empty: EmptyCell) -> None:
    assert "Drop a folder or files here" in words(empty)
    assert len(buttons(empty)) == 4


def test_each_button_is_an_action_of_the_table(empty: EmptyCell, qtbot: QtBot) -> None:
    known = {row.id for row in ACTIONS}
    for button in buttons(empty):
        with qtbot.waitSignal(empty.asked) as asked:
            button.click()
        (action,) = asked.args or [""]
        assert action in known
        assert button.objectName() == f"empty-{action}"


@pytest.mark.parametrize(
    ("awaiting", "anything_open", "word"),
    [
        (True, False, "Reading…"),
        (True, True, "Reading…"),
        (False, True, "Drag a series here"),
    ],
)
def test_it_says_what_the_cell_waits_for(
    empty: EmptyCell, awaiting: bool, anything_open: bool, word: str
) -> None:
    empty.set_awaiting(awaiting, anything_open)
    assert words(empty) == [word]
    assert buttons(empty) == []
    empty.set_awaiting(False, False)
    assert len(buttons(empty)) == 4


@pytest.mark.parametrize(("width", "rows"), [(900, 1), (240, 4)])
def test_no_button_is_cut_in_a_narrow_cell(
    empty: EmptyCell, qtbot: QtBot, width: int, rows: int
) -> None:
    empty.resize(width, 600)
    qtbot.waitUntil(lambda: len({one.y() for one in buttons(empty)}) == rows)
    for button in buttons(empty):
        assert button.width() >= button.minimumSizeHint().width()
