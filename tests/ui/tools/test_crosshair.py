from tests.ui.tools.views import at, view_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.crosshair import CrosshairTool


def test_the_point_follows_the_pointer_while_the_button_is_down() -> None:
    model, tool = view_of(), CrosshairTool()
    before = model.state
    for step, place in ((tool.press, (90, 80)), (tool.drag, (70, 60))):
        step(model, at(model, *place))
        pointer = at(model, *place)
        assert model.state.cross == (pointer.column, pointer.row)
    tool.release(model, at(model, 75, 65))
    pointer = at(model, 75, 65)
    assert model.state.cross == (pointer.column, pointer.row)
    assert (model.state.camera, model.state.what) == (before.camera, before.what)


def test_the_same_point_is_told_each_time_it_is_pressed() -> None:
    model, tool = view_of(), CrosshairTool()
    tool.press(model, at(model, 90, 80))
    told = []
    model.changed.connect(lambda old, new: told.append(new.cross))
    CrosshairTool().press(model, at(model, 90, 80))
    pointer = at(model, 90, 80)
    assert told == [None, (pointer.column, pointer.row)]


def test_escape_leaves_no_point() -> None:
    model, tool = view_of(), CrosshairTool()
    tool.press(model, at(model, 90, 80))
    tool.cancel(model)
    assert model.state.cross is None
    tool.drag(model, at(model, 70, 80))
    assert model.state.cross is None


def test_an_empty_cell_has_no_point() -> None:
    model, tool = ViewportModel(), CrosshairTool()
    tool.press(model, Pointer(10, 10))
    tool.drag(model, Pointer(12, 10))
    assert model.state.cross is None
