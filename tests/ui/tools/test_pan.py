import pytest

from tests.ui.tools.views import at, pull, view_of
from viewer.geometry.fit import Camera
from viewer.geometry.view_transform import Rotation
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.pan import PanTool


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("flipped", [False, True])
def test_the_frame_moves_with_the_pointer(rotation: Rotation, flipped: bool) -> None:
    model = view_of()
    model.change(camera=Camera(rotation=rotation, flipped=flipped))
    grasped = at(model, 210, 140)
    pull(PanTool(), model, (210, 140), (0, 0), (235, 122))
    held = at(model, 235, 122)
    assert (held.column, held.row) == pytest.approx((grasped.column, grasped.row))


def test_cancelling_puts_it_back() -> None:
    model, tool = view_of(), PanTool()
    before = model.state
    tool.press(model, at(model, 200, 150))
    tool.drag(model, at(model, 250, 100))
    assert model.state != before
    tool.cancel(model)
    assert model.state == before


def test_an_empty_cell_cannot_be_moved() -> None:
    model, tool = ViewportModel(), PanTool()
    tool.press(model, at(view_of(), 10, 10))
    tool.release(model, at(view_of(), 90, 90))
    assert model.state.camera == Camera()
