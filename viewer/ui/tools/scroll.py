"""Scroll through the stack by dragging: down is the next image at first."""

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool

LARGEST_STEP_PIXELS = 12.0


class ScrollTool(DragTool):
    """Changes the frame; the height of the cell goes through about the whole stack."""

    name = "scroll"
    cursor = "scroll"

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        count = start.what.count
        if count > 1:
            pixels = min(LARGEST_STEP_PIXELS, max(1.0, view.size[1] / count))
            down = (at.y - pressed.y) * self.drags.scroll_speed / pixels
            by = round(down if self.drags.down_is_next else -down)
            view.go_to(start.what.index + by)
