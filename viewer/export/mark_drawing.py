"""Marks as lines, ellipses and texts, for those who know nothing of our shapes."""

import math
from collections.abc import Sequence

from viewer.export.records import DrawnMark
from viewer.geometry.mark_shapes import PAIRS
from viewer.geometry.marks import CLOSED, Mark, Point

HEAD = 12.0
"""Pixels of an arrow's head, at most; no more than a third of its shaft."""
_HEAD_ANGLE = math.radians(25)


def drawn_mark(mark: Mark, words: Sequence[str] = ()) -> DrawnMark:
    """What is drawn of a mark; `words` are its name and figures, line by line."""
    points = mark.points
    lines = tuple(line for line in words if line)
    at = _beside(mark) if lines else None
    if mark.shape == "ellipse":
        return DrawnMark(ellipse=(points[0], points[1]), words=lines, words_at=at)
    if mark.shape in ("point", "text"):
        spot = points[0] if mark.shape == "point" else None
        return DrawnMark(spot=spot, words=lines, words_at=at)
    return DrawnMark(_chains(mark), words=lines, words_at=at)


def _chains(mark: Mark) -> tuple[tuple[Point, ...], ...]:
    points = mark.points
    if mark.shape == "rectangle":
        (x0, y0), (x1, y1) = points
        return (((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)),)
    if mark.shape in CLOSED:
        return ((*points, points[0]),)
    if mark.shape in PAIRS:
        return points[:2], points[2:]
    if mark.shape == "arrow":
        return (*((one,) if (one := _head(*points)) else ()), points)
    return (points,)


def _head(tip: Point, tail: Point) -> tuple[Point, ...]:
    """The two barbs at the tip, as one line."""
    length = math.dist(tip, tail)
    if not length:
        return ()
    size = min(HEAD, length / 3)
    toward = math.atan2(tail[1] - tip[1], tail[0] - tip[0])
    barbs = [
        (
            tip[0] + size * math.cos(toward + turn),
            tip[1] + size * math.sin(toward + turn),
        )
        for turn in (-_HEAD_ANGLE, _HEAD_ANGLE)
    ]
    return barbs[0], tip, barbs[1]


def _beside(mark: Mark) -> Point:
    """Where its words belong: where they were put, else at its tail or its right."""
    if mark.label_place is not None:
        return mark.label_place
    if mark.shape == "arrow":
        return mark.points[1]
    if mark.shape in ("rectangle", "ellipse"):
        (x0, y0), (x1, y1) = mark.points
        return max(x0, x1), (y0 + y1) / 2
    return max(mark.points)
