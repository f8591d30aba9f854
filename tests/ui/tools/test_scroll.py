import pytest

from tests.ui.tools.views import HEIGHT, at, ct_view_set, pull, view_of
from viewer.ui.tools.scroll import LARGEST_STEP_PIXELS, ScrollTool


@pytest.mark.parametrize(("dy", "index"), [(12, 6), (25, 7), (-12, 4), (5, 5)])
def test_down_is_the_next_image(dy: int, index: int) -> None:
    model = view_of(ct_view_set(10), 5)
    pull(ScrollTool(), model, (200, 100), (200, 100 + dy))
    assert LARGEST_STEP_PIXELS == 12
    assert model.state.what.index == index


def test_the_height_of_the_cell_goes_through_a_long_stack() -> None:
    model = view_of(ct_view_set(100), 0)
    pull(ScrollTool(), model, (200, 0), (200, HEIGHT))
    assert model.state.what.index == 99


def test_the_ends_hold() -> None:
    model = view_of(ct_view_set(4), 2)
    pull(ScrollTool(), model, (200, 10), (200, 290))
    assert model.state.what.index == 3


def test_cancelling_goes_back_to_the_first_image_of_the_drag() -> None:
    model, tool = view_of(ct_view_set(10), 5), ScrollTool()
    tool.press(model, at(model, 200, 100))
    tool.drag(model, at(model, 200, 140))
    assert model.state.what.index == 8
    tool.cancel(model)
    assert model.state.what.index == 5


def test_one_image_is_no_stack() -> None:
    model = view_of()
    pull(ScrollTool(), model, (200, 10), (200, 290))
    assert model.state.what.index == 0
