"""Arrow: it points to where it is begun."""

from viewer.ui.tools.points import PointsTool


class ArrowTool(PointsTool):
    """Draws a mark of this shape."""

    name = "arrow"
    shape = "arrow"
