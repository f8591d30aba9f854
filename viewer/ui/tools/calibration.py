"""Calibration: a line whose length the reader knows."""

from viewer.ui.tools.points import PointsTool


class CalibrationTool(PointsTool):
    """Draws a mark of this shape."""

    name = "calibration"
    shape = "calibration"
    asks_words = True
