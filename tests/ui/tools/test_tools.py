import pytest

from tests.ui.tools.views import at, view_of
from viewer.ui.actions import ACTIONS
from viewer.ui.tools import TOOLS
from viewer.ui.tools.base import Tool


def test_every_tool_stands_under_its_name_and_has_an_action() -> None:
    actions = {row.id for row in ACTIONS}
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert f"tool-{name}" in actions


@pytest.mark.parametrize("tool", TOOLS.values(), ids=list(TOOLS))
def test_a_press_alone_changes_nothing(tool: type[Tool]) -> None:
    model, made = view_of(), tool()
    before = model.state
    made.press(model, at(model, 100, 100))
    made.cancel(model)
    made.cancel(model)
    assert model.state == before
    assert list(made.shapes(model)) == []


@pytest.mark.parametrize("tool", TOOLS.values(), ids=list(TOOLS))
def test_a_drag_without_a_press_changes_nothing(tool: type[Tool]) -> None:
    model = view_of()
    before = model.state
    tool().drag(model, at(model, 10, 10))
    tool().release(model, at(model, 10, 10))
    assert model.state == before
