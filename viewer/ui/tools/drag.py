"""A tool that works from where the drag began, so that it can be taken back."""

from abc import ABC, abstractmethod

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer, Tool


class DragTool(Tool, ABC):
    """Remembers the state and the pointer at the press; Esc restores that state."""

    def __init__(self) -> None:
        self._start: tuple[ViewportState, Pointer] | None = None

    def press(self, view: ViewportModel, at: Pointer) -> None:
        self._start = (view.state, at)
        self.begin(view)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        if self._start is not None:
            state, start = self._start
            self.move(view, state, start, at)

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.drag(view, at)
        self._start = None

    def cancel(self, view: ViewportModel) -> None:
        if self._start is not None:
            state, _ = self._start
            self._start = None
            view.change(
                what=state.what,
                look=state.look,
                camera=state.camera,
                fusion=state.fusion,
            )

    def begin(self, view: ViewportModel) -> None:
        """Take what the drag needs from the viewport at the press."""

    @abstractmethod
    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        """Change the viewport's state for a pointer at `at`, pressed at `pressed`."""
