"""Arrow: it points to where it is begun."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class ArrowTool(PointsTool):
    """Draws a mark of this shape."""

    name = "arrow"
    shape = "arrow"
    hint = mark("Click at the tip and where it begins, or drag from the tip.")
