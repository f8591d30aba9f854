"""Polygon: an area between any number of corners."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class PolygonTool(PointsTool):
    """Draws a mark of this shape."""

    name = "polygon"
    shape = "polygon"
    hint = mark(
        "Click for each point; double-click or Enter ends it, "
        "Backspace takes the last point back."
    )
