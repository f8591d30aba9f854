"""Pan by dragging: the frame moves with the pointer."""

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool


class PanTool(DragTool):
    """Changes the camera's centre."""

    name = "pan"
    cursor = "pan"

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        cell = view.cell()
        if cell is not None:
            dx, dy = at.x - pressed.x, at.y - pressed.y
            view.change(camera=cell.panned(start.camera, dx, dy))
