"""Text: words at a place."""

from viewer.ui.tools.points import PointsTool


class TextTool(PointsTool):
    """Draws a mark of this shape."""

    name = "text"
    shape = "text"
    asks_words = True
