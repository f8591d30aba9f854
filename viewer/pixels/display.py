"""A screen as it was measured: driving levels that make it follow PS3.14, and how well.

Grey levels are P-values. The screen shows the luminance of its own response with that
of the room added; the levels are chosen so that equal steps of grey are equal steps of
the JND index between its darkest and its brightest.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.gsdf import BRIGHTEST, index_of, luminance_of
from viewer.text import mark, tr

LEVELS = 256
ASSUMED_GAMMA = 2.2
"""Of a screen of which only the ends are known: the usual response of sRGB screens."""

MOST_POINTS = LEVELS
MEASURED_POINTS = 9
"""Fewer leave too much of the response to guessing for a calibration."""

STEPS = 17
"""Intervals of 15 levels that the contrast is compared in, as physicists do."""

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


@dataclass(frozen=True, slots=True)
class Report:
    """What the levels make of the screen, by calculation from its response.

    Luminances with the room, cd/m². Deviations are the largest, over 17 intervals, of
    the contrast from that of the standard's function: 0.1 is 10 %.
    """

    darkest: float
    brightest: float
    just_noticeable: float
    distinct_levels: int
    deviation: float
    deviation_before: float


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


def response(display: Display) -> NDArray[np.float64]:
    """cd/m² of each driving level (256), with the room.

    Between measured points the logarithm of the screen's own luminance is a straight
    line; between two ends a power of 2.2.
    """
    at, luminances = np.array(display.points, np.float64).T
    levels = np.arange(LEVELS, dtype=np.float64)
    if display.is_assumed:
        low, high = luminances
        own = low + (high - low) * (levels / (LEVELS - 1)) ** ASSUMED_GAMMA
    else:
        own = np.exp(np.interp(levels, at, np.log(luminances)))
    return np.asarray(own + display.ambient, np.float64)


@lru_cache(maxsize=8)
def driving_levels(display: Display) -> bytes | None:
    """The level to drive the screen with for each grey level (256), None for none.

    Of each grey level's JND index, the driving level nearest to it.
    """
    if not display.points or _problem(display):
        return None
    indexes = index_of(response(display))
    wanted = np.linspace(indexes[0], indexes[-1], LEVELS)
    between = (indexes[1:] + indexes[:-1]) / 2
    return np.searchsorted(between, wanted).astype(np.uint8).tobytes()


def report(display: Display) -> Report | None:
    """What to expect, None when no levels can be made."""
    levels = driving_levels(display)
    if levels is None:
        return None
    shown = response(display)
    indexes = index_of(shown)
    driven = np.frombuffer(levels, np.uint8)
    return Report(
        darkest=float(shown[0]),
        brightest=float(shown[-1]),
        just_noticeable=float(indexes[-1] - indexes[0]),
        distinct_levels=len(np.unique(driven)),
        deviation=_deviation(shown[driven]),
        deviation_before=_deviation(shown),
    )


def _deviation(shown: NDArray[np.float64]) -> float:
    """Largest |contrast ÷ the standard's − 1| of luminances by grey level (256)."""
    at = np.linspace(0, LEVELS - 1, STEPS + 1).round().astype(int)
    ends = index_of(shown[[0, -1]])
    standard = luminance_of(np.linspace(ends[0], ends[1], STEPS + 1))
    ratio = _contrast(shown[at]) / _contrast(standard)
    largest = float(np.abs(ratio - 1).max())
    return largest if math.isfinite(largest) else math.inf


def _contrast(luminances: NDArray[np.float64]) -> NDArray[np.float64]:
    steps, sums = np.diff(luminances), luminances[1:] + luminances[:-1]
    return np.asarray(2 * steps / sums, np.float64)
