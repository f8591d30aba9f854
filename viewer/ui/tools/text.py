"""Text: words at a place."""

from viewer.text import mark
from viewer.ui.tools.points import PointsTool


class TextTool(PointsTool):
    """Draws a mark of this shape."""

    name = "text"
    shape = "text"
    hint = mark("Click at the place.")
    asks_words = True
