"""A viewport with a frame in it and no window, for driving tools by Pointers."""

from typing import Any

import numpy as np

from tests.ui.sets import ct_set, shown_of
from viewer.demo.build import ramp
from viewer.kinds.base import DisplaySet
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool

WIDTH, HEIGHT = 400, 300


def view_of(display_set: DisplaySet | None = None, index: int = 0) -> ViewportModel:
    """A cell of 400 × 300 that shows a frame; a CT slice of 12 bits by default."""
    display_set = display_set or ct_view_set()
    model = ViewportModel()
    model.size = (WIDTH, HEIGHT)
    model.show_set(display_set, index)
    model.deliver(shown_of(display_set.frames[index]), None)
    return model


def ct_view_set(slices: int = 1, **elements: Any) -> DisplaySet:
    """A CT stack whose values are −1024 … 3071 HU."""
    pixels = ramp((64, 64), np.uint16, 12)
    return ct_set(slices, pixels=pixels, **elements)


def at(model: ViewportModel, x: float, y: float) -> Pointer:
    """A pointer at device pixels."""
    cell = model.cell()
    assert cell is not None
    column, row = cell.transform(model.state.camera).to_image(x, y)
    return Pointer(x, y, column, row)


def pull(
    tool: Tool,
    model: ViewportModel,
    start: tuple[float, float],
    *to: tuple[float, float],
) -> None:
    """Press, drag through the points, and let go at the last."""
    tool.press(model, at(model, *start))
    for place in to:
        tool.drag(model, at(model, *place))
    tool.release(model, at(model, *to[-1]))
