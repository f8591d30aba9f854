"""Bidirectional: the longest diameter, and the one at right angles to it."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class BidirectionalTool(PointsTool):
    """Draws a mark of this shape."""

    name = "bidirectional"
    shape = "bidirectional"
    hint = mark("Draw two lines, one after the other: click at their ends, or drag.")
    in_pairs = True
