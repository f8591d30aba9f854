"""Bidirectional: the longest diameter, and the one at right angles to it."""

from viewer.ui.tools.points import PointsTool


class BidirectionalTool(PointsTool):
    """Draws a mark of this shape."""

    name = "bidirectional"
    shape = "bidirectional"
    in_pairs = True
