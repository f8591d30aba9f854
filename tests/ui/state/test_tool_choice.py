from pytestqt.qtbot import QtBot

from viewer.ui.state.tool_choice import ToolChoice


def test_the_left_button_windows_at_first() -> None:
    assert ToolChoice().name == "window"


def test_another_choice_is_told_once(qtbot: QtBot) -> None:
    choice, heard = ToolChoice(), list[str]()
    choice.changed.connect(heard.append)
    choice.choose("pan")
    choice.choose("pan")
    assert heard == ["pan"]
    assert choice.name == "pan"
