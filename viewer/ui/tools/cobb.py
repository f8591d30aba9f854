"""Cobb: the angle between two lines that need not meet."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class CobbTool(PointsTool):
    """Draws a mark of this shape."""

    name = "cobb"
    shape = "cobb"
    hint = mark("Draw two lines, one after the other: click at their ends, or drag.")
    in_pairs = True
