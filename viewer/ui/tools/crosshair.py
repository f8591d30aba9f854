"""The spatial cross-hair: a point of the patient, for the other viewports to go to."""

from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool


class CrosshairTool(Tool):
    """Sets the point of the frame that the links look for in the other viewports."""

    name = "crosshair"
    cursor = "crosshair"

    def __init__(self) -> None:
        self._is_down = False

    def press(self, view: ViewportModel, at: Pointer) -> None:
        self._is_down = view.shown is not None
        if self._is_down:
            view.change(cross=None)  # so that the same point counts once more
        self.drag(view, at)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        if self._is_down:
            view.change(cross=(at.column, at.row))

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.drag(view, at)
        self._is_down = False

    def cancel(self, view: ViewportModel) -> None:
        self._is_down = False
        view.change(cross=None)
