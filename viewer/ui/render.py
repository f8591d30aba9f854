"""`negatoscope render`, where Qt paints: texts over a picture, views without pixels.

Qt is imported only when something has to be painted.
"""

import os
import sys

import numpy as np
from numpy.typing import NDArray

from viewer.commands.drawing import Drawing
from viewer.commands.render import run as run_command


def run(arguments: list[str]) -> int:
    """Write the picture; 1 when that failed, 2 for wrong usage."""
    return run_command(arguments, _painted)


def _painted(drawing: Drawing) -> NDArray[np.uint8]:
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from viewer.ui.painting import painted

    return painted(drawing)
