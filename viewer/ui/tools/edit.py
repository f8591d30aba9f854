"""Moves a mark that is there: one of its handles, all of it, or its label."""

from viewer.geometry.mark_shapes import (
    handles_of,
    kept_inside,
    moved_inside,
    with_handle,
)
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.ui.state.annotations import WHOLE, Draft
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool
from viewer.ui.tools.picking import Grip, shown_key, size_of


class EditTool(Tool):
    """Selects the mark at the press; the whole drag is one step."""

    name = "edit"
    cursor = "hand"

    def __init__(self, grip: Grip) -> None:
        self._grip = grip
        self._pressed: Point = (0.0, 0.0)
        self._key: FrameKey | None = None

    def press(self, view: ViewportModel, at: Pointer) -> None:
        self._pressed = (at.column, at.row)
        self._key = shown_key(view)
        self.annotations.select(self._grip.mark.uid, self._grip.handle)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        if self._key is None or shown_key(view) != self._key:
            return
        mark = self._moved(view, at)
        self.annotations.draw(Draft(self._key, mark, len(mark.points)))

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.drag(view, at)
        draft = self.annotations.state.draft
        self.annotations.draw(None)
        if draft is not None:
            self.annotations.put(draft.key, draft.mark)

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        return True

    def cancel(self, view: ViewportModel) -> None:
        self.annotations.draw(None)

    def _moved(self, view: ViewportModel, at: Pointer) -> Mark:
        by = at.column - self._pressed[0], at.row - self._pressed[1]
        if self._grip.label is not None:
            x, y = self._grip.label
            return self._grip.mark.with_label((x + by[0], y + by[1]))
        return moved_by(self._grip.mark, self._grip.handle, by, view)


def moved_by(mark: Mark, handle: int, by: Point, view: ViewportModel) -> Mark:
    """With a handle, or the whole, moved by (columns, rows) and kept on the image."""
    columns, rows = size_of(view)
    if handle == WHOLE or len(mark.points) == 1:
        return moved_inside(mark, by, columns, rows)
    x, y = handles_of(mark)[handle]
    at = kept_inside((x + by[0], y + by[1]), columns, rows)
    return with_handle(mark, handle, at, view.shown.aspect if view.shown else 1.0)
