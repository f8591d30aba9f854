from tests.ui.tools.views import at, view_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.magnifier import MagnifierTool


def test_the_lens_is_where_the_pointer_is_while_the_button_is_down() -> None:
    model, tool = view_of(), MagnifierTool()
    before = model.state
    tool.press(model, at(model, 100, 120))
    assert model.state.lens == (100, 120)
    tool.drag(model, at(model, 130, 90))
    assert model.state.lens == (130, 90)
    assert (model.state.camera, model.state.look) == (before.camera, before.look)
    tool.release(model, at(model, 130, 90))
    assert model.state == before


def test_a_click_leaves_no_lens() -> None:
    model, tool = view_of(), MagnifierTool()
    tool.press(model, at(model, 100, 120))
    tool.end(model)
    assert model.state.lens is None


def test_an_empty_cell_has_nothing_to_magnify() -> None:
    model, tool = ViewportModel(), MagnifierTool()
    tool.press(model, Pointer(10, 10))
    tool.drag(model, Pointer(10, 10))
    assert model.state.lens is None
