"""Polyline: a length along a line through any number of points."""

from viewer.ui.tools.points import PointsTool


class PolylineTool(PointsTool):
    """Draws a mark of this shape."""

    name = "polyline"
    shape = "polyline"
