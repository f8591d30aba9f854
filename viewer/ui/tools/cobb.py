"""Cobb: the angle between two lines that need not meet."""

from viewer.ui.tools.points import PointsTool


class CobbTool(PointsTool):
    """Draws a mark of this shape."""

    name = "cobb"
    shape = "cobb"
    in_pairs = True
