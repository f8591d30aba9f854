import pytest

from tests.ui.tools.views import at, view_of
from viewer.ui.actions import ACTIONS
from viewer.ui.state.annotations import Annotations, AnnotationsState
from viewer.ui.tools.base import Tool
from viewer.ui.tools.table import TOOLS


def test_every_tool_stands_under_its_name_and_has_an_action() -> None:
    actions = {row.id for row in ACTIONS}
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert f"tool-{name}" in actions


def made_of(tool: type[Tool]) -> Tool:
    made = tool()
    made.annotations = Annotations()
    return made


@pytest.mark.parametrize("tool", TOOLS.values(), ids=list(TOOLS))
def test_a_press_alone_changes_nothing(tool: type[Tool]) -> None:
    model, made = view_of(), made_of(tool)
    before = model.state
    made.press(model, at(model, 100, 100))
    made.cancel(model)
    made.cancel(model)
    assert model.state == before
    assert made.annotations.state == AnnotationsState()


@pytest.mark.parametrize("tool", TOOLS.values(), ids=list(TOOLS))
def test_a_drag_without_a_press_changes_nothing(tool: type[Tool]) -> None:
    model = view_of()
    before = model.state
    made_of(tool).drag(model, at(model, 10, 10))
    made_of(tool).release(model, at(model, 10, 10))
    assert model.state == before
