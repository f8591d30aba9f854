import pytest

from tests.ui.tools.views import HEIGHT, at, pull, view_of
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.zoom import PIXELS_PER_DOUBLING, ZoomTool

FIT = HEIGHT / 64


def zoom(model: ViewportModel) -> float:
    cell = model.cell()
    assert cell is not None
    return cell.zoom_of(model.state.camera)


@pytest.mark.parametrize(("dy", "factor"), [(-1, 2.0), (1, 0.5), (0, 1.0)])
def test_up_doubles_and_down_halves(dy: int, factor: float) -> None:
    model = view_of()
    end = (205, 150 + dy * PIXELS_PER_DOUBLING)
    pull(ZoomTool(), model, (200, 150), (200, 7), end)
    assert zoom(model) == pytest.approx(FIT * factor)


def test_the_point_under_the_press_stays() -> None:
    model = view_of()
    before = at(model, 250, 180)
    pull(ZoomTool(), model, (250, 180), (250, 100))
    after = at(model, 250, 180)
    assert (after.column, after.row) == pytest.approx((before.column, before.row))


def test_cancelling_fits_again() -> None:
    model, tool = view_of(), ZoomTool()
    tool.press(model, at(model, 200, 150))
    tool.drag(model, at(model, 200, 10))
    assert model.state.camera.zoom is not None
    tool.cancel(model)
    assert model.state.camera.zoom is None


def test_an_empty_cell_cannot_be_zoomed() -> None:
    model, tool = ViewportModel(), ZoomTool()
    pointer = at(view_of(), 10, 10)
    tool.press(model, pointer)
    tool.release(model, pointer)
    assert model.state.camera.zoom is None
