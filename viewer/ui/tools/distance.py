"""Distance: a straight line between two points."""

from viewer.ui.tools.points import PointsTool


class DistanceTool(PointsTool):
    """Draws a mark of this shape."""

    name = "distance"
    shape = "distance"
