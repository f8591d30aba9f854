"""A screen as it was measured, and whether that can be (`calibration.py` uses it)."""

from itertools import pairwise

from viewer.records import dataclass
from viewer.text import mark, tr

LEVELS = 256
BRIGHTEST = 4000
"""cd/m², where the standard's function ends."""

MOST_POINTS = LEVELS
MEASURED_POINTS = 9
"""Fewer leave too much of the response to guessing for a calibration."""

Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Display:
    """One screen by its key. `points` are (driving level, cd/m²), without the room.

    Two points are the ends of a range, and the response between them is assumed;
    more are measured. `ambient` is what the room adds, cd/m². `pixel_mm` is the size
    of a device pixel as the reader measured it, 0 when unknown.
    """

    screen: str
    points: Points = ()
    ambient: float = 0.0
    pixel_mm: float = 0.0

    @property
    def is_assumed(self) -> bool:
        """Only the ends were entered."""
        return len(self.points) == 2

    @property
    def is_measured(self) -> bool:
        """The response between the ends is known well enough."""
        return len(self.points) >= MEASURED_POINTS

    @property
    def state(self) -> str:
        """A few words for the status bar and for images."""
        if not self.points:
            return tr("Display not calibrated")
        if self.is_assumed:
            return tr("Display adjusted to an assumed response")
        if not self.is_measured:
            count = len(self.points)
            return tr("Display adjusted from {count} measured levels", count=count)
        return tr("Display calibrated (GSDF)")


_PROBLEMS = {
    "few": mark("Give the luminance at the darkest and the brightest level at least."),
    "ends": mark("The first level must be 0 and the last one 255."),
    "order": mark("Levels and luminances must rise from one line to the next."),
    "range": mark("A luminance must be above 0 and at most 4000 cd/m²."),
    "ambient": mark("The light of the room must be from 0 to 1000 cd/m²."),
}


def problem_of(display: Display) -> str:
    """Why no levels can be made from this response; "" when they can."""
    kind = _problem(display)
    return tr(_PROBLEMS[kind]) if kind else ""


def _problem(display: Display) -> str:
    points = display.points
    if len(points) < 2:
        return "few"
    if (points[0][0], points[-1][0]) != (0, LEVELS - 1):
        return "ends"
    if not all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(points)):
        return "order"
    if not all(0 < luminance <= BRIGHTEST for _, luminance in points):
        return "range"
    return "" if 0 <= display.ambient <= 1000 else "ambient"
