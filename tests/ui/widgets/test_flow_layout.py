from itertools import pairwise

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.widgets.flow_layout import FlowLayout

WORDS = ("Cut", "Keep only", "Undo cut", "Clip box")


def strip(qtbot: QtBot) -> tuple[QWidget, FlowLayout, list[QPushButton]]:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = FlowLayout(spacing=4)
    buttons = [QPushButton(word) for word in WORDS]
    for button in buttons:
        layout.addWidget(button)
    widget.setLayout(layout)
    return widget, layout, buttons


def test_with_room_all_controls_stand_in_one_line(qtbot: QtBot) -> None:
    widget, layout, buttons = strip(qtbot)
    hint = layout.sizeHint()
    widget.resize(hint)
    widget.show()
    assert len({button.y() for button in buttons}) == 1
    assert all(button.size() == button.sizeHint() for button in buttons)
    assert layout.heightForWidth(hint.width()) == hint.height()
    gaps = [other.x() - one.geometry().right() - 1 for one, other in pairwise(buttons)]
    assert gaps == [4, 4, 4]


def test_without_room_whole_controls_go_into_further_lines(qtbot: QtBot) -> None:
    widget, layout, buttons = strip(qtbot)
    width = sum(button.sizeHint().width() for button in buttons[:2]) + 4
    widget.resize(width, layout.heightForWidth(width))
    widget.show()
    assert len({button.y() for button in buttons}) > 1
    for button in buttons:
        assert button.width() == button.sizeHint().width()
        assert widget.rect().contains(button.geometry())
    assert layout.minimumSize().width() <= width


def test_what_is_hidden_takes_no_room_and_what_is_taken_out_is_gone(
    qtbot: QtBot,
) -> None:
    widget, layout, buttons = strip(qtbot)
    whole = layout.sizeHint().width()
    widget.show()
    buttons[1].hide()
    assert layout.sizeHint().width() == whole - buttons[1].sizeHint().width() - 4
    assert layout.count() == 4
    assert layout.takeAt(0) is not None
    assert layout.count() == 3
    assert layout.takeAt(7) is None
    assert layout.itemAt(-1) is None
    layout.addWidget(QLabel("more"))
    assert layout.count() == 4
