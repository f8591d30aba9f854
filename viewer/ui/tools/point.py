"""Point: one place, and what its pixel holds."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class PointTool(PointsTool):
    """Draws a mark of this shape."""

    name = "point"
    shape = "point"
    hint = mark("Click at the place.")
