"""Polygon: an area between any number of corners."""

from viewer.ui.tools.points import PointsTool


class PolygonTool(PointsTool):
    """Draws a mark of this shape."""

    name = "polygon"
    shape = "polygon"
