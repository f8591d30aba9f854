from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.files.explanation import Attribute, Step
from viewer.ui.widgets.steps_view import StepsView

SCALE = Attribute("RescaleSlope", "(0028,1053)", "1", "data set")
STEPS = tuple(
    Step("modality", f"{number} HU", f"Because of {number}.", (SCALE,))
    for number in range(40)
)


def view_of(qtbot: QtBot) -> StepsView:
    view = StepsView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_every_part_of_a_step_has_its_line(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps(STEPS[:1])
    assert view.toPlainText().split("\n") == [
        "Modality value",
        "0 HU",
        "Because of 0.",
        "(0028,1053) RescaleSlope = 1 · data set",
    ]


def test_text_of_a_file_is_never_taken_for_html(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps([Step("voi", "<b>x</b>", "<img src='file:///etc/passwd'>")])
    assert "<b>x</b>" in view.toPlainText()
    assert "<img src='file:///etc/passwd'>" in view.toPlainText()


def test_other_steps_leave_the_reader_where_they_were(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps(STEPS)
    assert view.verticalScrollBar().value() == 0
    view.verticalScrollBar().setValue(333)
    view.show_steps((*STEPS[1:], STEPS[0]))
    assert view.verticalScrollBar().value() == 333


def test_arrows_go_on_and_other_keys_scroll(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps(STEPS)
    moves: list[tuple[int, int]] = []
    view.moved.connect(lambda columns, rows: moves.append((columns, rows)))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert moves == [(-1, 0), (1, 0), (0, -1), (0, 1)]
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0
    assert len(moves) == 4


def test_the_text_can_be_selected_and_not_edited(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps(STEPS[:1])
    before = view.toPlainText()
    QTest.keyClicks(view, "x")
    assert view.toPlainText() == before
    view.selectAll()
    assert view.textCursor().selectedText()


def test_lines_that_change_look_as_if_all_were_written_anew(qtbot: QtBot) -> None:
    view, fresh = view_of(qtbot), view_of(qtbot)
    several = STEPS[3], Step("voi", "one\ntwo", "", (SCALE, SCALE)), STEPS[4]
    for steps in (STEPS[:2], STEPS[1:3], several, STEPS[:3], (), STEPS[5:6]):
        view.show_steps(steps)
        fresh.show_steps(())
        fresh.show_steps(steps)
        assert view.toHtml() == fresh.toHtml()


def test_what_is_selected_stays_when_another_line_changes(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.show_steps(STEPS[:2])
    view.find("Because of 0.")
    view.show_steps((STEPS[0], STEPS[7]))
    assert view.textCursor().selectedText() == "Because of 0."
    assert "7 HU" in view.toPlainText()
