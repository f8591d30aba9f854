"""Angle: between two lines from its second point, the corner."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class AngleTool(PointsTool):
    """Draws a mark of this shape."""

    name = "angle"
    shape = "angle"
    hint = mark("Click at one end, at the corner and at the other end.")
