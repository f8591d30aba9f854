"""Zoom by dragging, about the point where the drag began: up is larger at first."""

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
            up = (pressed.y - at.y) * self.drags.zoom_speed
            up = up if self.drags.up_is_larger else -up
            factor = 2.0 ** (up / PIXELS_PER_DOUBLING)
            view.change(
                camera=cell.zoomed_at(start.camera, factor, (pressed.x, pressed.y))
            )
