"""Move and turn the planes of a volume by the lines in which they cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.drag import DragTool

if TYPE_CHECKING:
    from viewer.ui.tools.plane_grips import Grip


class PlanesTool(DragTool):
    """Near a line it moves, far out it turns; elsewhere the crossing comes along.

    Stacks of the same space go to the crossing too.
    """

    name = "planes"
    cursor = "cross"

    def __init__(self) -> None:
        super().__init__()
        self._grip: Grip | None = None

    def press(self, view: ViewportModel, at: Pointer) -> None:
        super().press(view, at)
        if view.state.what.is_cut:
            from viewer.ui.tools.plane_grips import grip_at

            self._grip = grip_at(view, at)

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        """The crossing goes there."""
        if self._grip is None or self._grip.kind != "point":
            return False
        self._bring(view, view.state, at)
        return True

    def move(
        self, view: ViewportModel, start: ViewportState, pressed: Pointer, at: Pointer
    ) -> None:
        if self._grip is None:
            return
        if self._grip.kind == "point":
            self._bring(view, start, at)
            return
        from viewer.ui.tools.plane_grips import pulled

        what = pulled(self._grip, start, pressed, at)
        if what is not None:
            view.change(what=what)

    def _bring(self, view: ViewportModel, start: ViewportState, at: Pointer) -> None:
        from viewer.ui.tools.plane_grips import brought

        what = brought(start, at)
        if what is not None:
            view.change(what=what)
            view.change(cross=(at.column, at.row))
