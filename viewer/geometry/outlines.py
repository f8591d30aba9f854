"""Curves of annotations as chains of points (PS3.3 C.10.5.1.2)."""

import math
from collections.abc import Sequence

Point = tuple[float, float]

ROUND_STEPS = 96
SMOOTH_STEPS = 12
"""Points on a whole ellipse, and between two given points of a smooth curve."""


def circle(centre: Point, on_it: Point) -> tuple[Point, ...]:
    """A closed chain around a centre through a point."""
    radius = math.dist(centre, on_it)
    return ellipse(
        (
            (centre[0] - radius, centre[1]),
            (centre[0] + radius, centre[1]),
            (centre[0], centre[1] - radius),
            (centre[0], centre[1] + radius),
        )
    )


def ellipse(ends: Sequence[Point]) -> tuple[Point, ...]:
    """A closed chain from the ends of the major axis, then of the minor axis."""
    first, second, third, fourth = ends
    middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)
    major = ((second[0] - first[0]) / 2, (second[1] - first[1]) / 2)
    minor = ((fourth[0] - third[0]) / 2, (fourth[1] - third[1]) / 2)
    angles = [2 * math.pi * step / ROUND_STEPS for step in range(ROUND_STEPS)]
    chain = [
        (
            middle[0] + major[0] * math.cos(angle) + minor[0] * math.sin(angle),
            middle[1] + major[1] * math.cos(angle) + minor[1] * math.sin(angle),
        )
        for angle in angles
    ]
    return (*chain, chain[0])


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """A curve through all points (Catmull-Rom); closed when the first is the last."""
    if len(points) < 3:
        return tuple(points)
    closed = points[0] == points[-1]
    before = points[-2] if closed else points[0]
    after = points[1] if closed else points[-1]
    padded = [before, *points, after]
    chain = [points[0]]
    for index in range(len(points) - 1):
        chain += _piece(*padded[index : index + 4])
    return tuple(chain)


def _piece(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    """From p1 (left out) to p2."""
    return [
        (
            _between(p0[0], p1[0], p2[0], p3[0], step / SMOOTH_STEPS),
            _between(p0[1], p1[1], p2[1], p3[1], step / SMOOTH_STEPS),
        )
        for step in range(1, SMOOTH_STEPS + 1)
    ]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    linear = (c - a) * t
    square = (2 * a - 5 * b + 4 * c - d) * t**2
    cubic = (3 * b - a - 3 * c + d) * t**3
    return b + (linear + square + cubic) / 2
