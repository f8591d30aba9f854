"""Freehand: an area inside the line that the pointer draws while the button is down."""

from dataclasses import replace

from viewer.text import mark
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.picking import on_image
from viewer.ui.tools.points import PointsTool


class FreehandTool(PointsTool):
    """Every place of the pointer is a point; a mere click draws nothing."""

    name = "freehand"
    shape = "freehand"
    hint = mark("Drag around the area.")

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        draft = self.draft(view)
        if draft is not None:
            points = draft.mark.points[: draft.placed]
            place = on_image(view, at)
            points = points if place == points[-1] else (*points, place)
            drawn = replace(draft.mark, points=points)
            self.annotations.draw(replace(draft, mark=drawn, placed=len(points)))

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.drag(view, at)
        self.finish(view)
        self.annotations.draw(None)

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        self.annotations.draw(None)
        return False
