"""Profile: a line along which the values are told."""

from viewer.ui.tools.points import PointsTool


class ProfileTool(PointsTool):
    """Draws a mark of this shape."""

    name = "profile"
    shape = "profile"
