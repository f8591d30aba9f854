"""Rectangle: a box along rows and columns, between two corners."""

from viewer.ui.tools.points import PointsTool


class RectangleTool(PointsTool):
    """Draws a mark of this shape."""

    name = "rectangle"
    shape = "rectangle"
