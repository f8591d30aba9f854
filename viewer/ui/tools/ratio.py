"""Ratio: two lines, and the shorter one over the longer one (cardiothoracic index)."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class RatioTool(PointsTool):
    """Draws a mark of this shape."""

    name = "ratio"
    shape = "ratio"
    hint = mark("Draw two lines, one after the other: click at their ends, or drag.")
    in_pairs = True
