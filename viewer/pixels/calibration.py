"""Driving levels that make a measured screen follow PS3.14, and how well.

Grey levels are P-values. The screen shows the luminance of its own response with that
of the room added; the levels are chosen so that equal steps of grey are equal steps of
the JND index between its darkest and its brightest.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.display import LEVELS, Display, problem_of
from viewer.pixels.gsdf import index_of, luminance_of

ASSUMED_GAMMA = 2.2
"""Of a screen of which only the ends are known: the usual response of sRGB screens."""

STEPS = 17
"""Intervals of 15 levels that the contrast is compared in, as physicists do."""


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
    if not display.points or problem_of(display):
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
