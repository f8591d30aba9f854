"""A lens under the pointer while the button is down; the view itself stays."""

from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool


class MagnifierTool(Tool):
    """Sets where the lens is, and takes it away at the end."""

    name = "magnifier"
    cursor = "zoom"

    def __init__(self) -> None:
        self._is_down = False

    def press(self, view: ViewportModel, at: Pointer) -> None:
        self._is_down = view.shown is not None
        self.drag(view, at)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        if self._is_down:
            view.change(lens=(at.x, at.y))

    def end(self, view: ViewportModel) -> None:
        self._is_down = False
        view.change(lens=None)

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.end(view)

    def cancel(self, view: ViewportModel) -> None:
        self.end(view)
