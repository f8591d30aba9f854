"""Ellipse: in a box along rows and columns, between two corners."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class EllipseTool(PointsTool):
    """Draws a mark of this shape."""

    name = "ellipse"
    shape = "ellipse"
    hint = mark("Click at two opposite corners of the box around it, or drag.")
