"""Zoom by dragging: up is larger, about the point where the drag began."""

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool

PIXELS_PER_DOUBLING = 120


class ZoomTool(DragTool):
    """Changes the camera's zoom; the frame point under the press stays there."""

    name = "zoom"
    cursor = "zoom"

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        cell = view.cell()
        if cell is not None:
            factor = 2.0 ** ((pressed.y - at.y) / PIXELS_PER_DOUBLING)
            view.change(
                camera=cell.zoomed_at(start.camera, factor, (pressed.x, pressed.y))
            )
