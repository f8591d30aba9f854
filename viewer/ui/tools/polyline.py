"""Polyline: a length along a line through any number of points."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class PolylineTool(PointsTool):
    """Draws a mark of this shape."""

    name = "polyline"
    shape = "polyline"
    hint = mark(
        "Click for each point; double-click or Enter ends it, "
        "Backspace takes the last point back."
    )
