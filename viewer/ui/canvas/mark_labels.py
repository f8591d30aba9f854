"""What stands beside a mark, and where: near it, over nothing else that is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from viewer.files.measures import UserCalibration
from viewer.geometry.marks import Mark
from viewer.work.loading import Above, Shown

GAP = 10.0
"""Logical pixels between a shape and its label."""
FARTHER = (0.0, 16.0, 40.0, 80.0, 140.0)
LEADER_FROM = 18.0
"""From this distance a line leads from the label to its shape."""
MOST_SEGMENTS = 32
OVER_LABEL, OVER_TEXT, OVER_LINE = 8.0, 4.0, 60.0
"""What it costs to lie over another label, a text (each pixel) or a line."""
Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """The room of a label, and where its leader ends, None where it needs none."""

    mark: Mark
    lines: tuple[str, ...]
    area: QRectF
    leader: tuple[QPointF, QPointF] | None = None


def lines_of(
    mark: Mark,
    shown: Shown,
    calibrations: Sequence[UserCalibration] = (),
    above: Above | None = None,
) -> tuple[str, ...]:
    """What is said of a mark: the reader's words, then what it measures."""
    from viewer.work.measuring import label_lines

    words = (line for line in mark.text.splitlines() if line.strip())
    return (*words, *label_lines(mark, shown, calibrations, above))


class LabelPlaces:
    """Places labels one after the other; each keeps clear of those before it."""

    def __init__(
        self,
        cell: QRectF,
        texts: Sequence[QRectF],
        chains: Sequence[Sequence[QPointF]],
    ) -> None:
        self._cell = cell.adjusted(4, 4, -4, -4)
        self._texts = texts
        self._chains = [
            (QPolygonF(list(chain)).boundingRect(), _segments(chain))
            for chain in chains
        ]
        self._labels: list[QRectF] = []

    def place(
        self, mark: Mark, lines: tuple[str, ...], size: tuple[float, float], at: QRectF
    ) -> Label:
        """The best room of a size beside what it belongs to."""
        best, least = QRectF(), float("inf")
        for penalty, area in self._candidates(size, at):
            if penalty >= least:
                break
            cost = penalty + self._cost(area)
            if cost < least:
                best, least = area, cost
        self._labels.append(best)
        return Label(mark, lines, best, self._leader(best, at))

    def keep(
        self,
        mark: Mark,
        lines: tuple[str, ...],
        size: tuple[float, float],
        at: QRectF,
        middle: QPointF,
    ) -> Label:
        """The room that the reader has chosen, as far as it is in the cell."""
        area = QRectF(0, 0, *size)
        area.moveCenter(middle)
        self._labels.append(self._inside(area))
        return Label(mark, lines, area, self._leader(area, at))

    def _candidates(
        self, size: tuple[float, float], at: QRectF
    ) -> Iterator[tuple[float, QRectF]]:
        """(what it costs to be that far, room), the nearest first."""
        width, height = size
        for farther in FARTHER:
            gap = GAP + farther
            left, right = at.left() - gap - width, at.right() + gap
            above, below = at.top() - gap - height, at.bottom() + gap
            middle = at.center().y() - height / 2
            centre = at.center().x() - width / 2
            for number, (x, y) in enumerate(
                (
                    (right, middle),
                    (right, below),
                    (centre, below),
                    (left, middle),
                    (centre, above),
                    (right, above),
                    (left, below),
                    (left, above),
                )
            ):
                yield farther + number * 0.5, self._inside(QRectF(x, y, width, height))

    def _inside(self, area: QRectF) -> QRectF:
        cell = self._cell
        area.moveLeft(max(min(area.left(), cell.right() - area.width()), cell.left()))
        area.moveTop(max(min(area.top(), cell.bottom() - area.height()), cell.top()))
        return area

    def _cost(self, area: QRectF) -> float:
        cost = OVER_LABEL * sum(_shared(area, one) for one in self._labels)
        cost += OVER_TEXT * sum(_shared(area, one) for one in self._texts)
        sides = area.left(), area.top(), area.right(), area.bottom()
        for around, segments in self._chains:
            if around.adjusted(-1, -1, 1, 1).intersects(area):
                cost += OVER_LINE * sum(crosses(sides, *one) for one in segments)
        return cost

    def _leader(self, area: QRectF, at: QRectF) -> tuple[QPointF, QPointF] | None:
        end = _nearest(at, area.center())
        start = _nearest(area, end)
        away = start - end
        long = away.x() ** 2 + away.y() ** 2 > LEADER_FROM**2
        return (start, end) if long else None


def crosses(sides: Sides, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether a straight line goes through a rectangle (Liang and Barsky)."""
    left, top, right, bottom = sides
    dx, dy = x1 - x0, y1 - y0
    enters, leaves = 0.0, 1.0
    for step, room in (
        (-dx, x0 - left),
        (dx, right - x0),
        (-dy, y0 - top),
        (dy, bottom - y0),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enters = max(enters, room / step)
        else:
            leaves = min(leaves, room / step)
    return enters <= leaves


def _segments(chain: Sequence[QPointF]) -> tuple[Sides, ...]:
    """The straight parts of a line, joined where they are many."""
    stride = max(1, -(-len(chain) // MOST_SEGMENTS))
    thinned = [*chain[::stride], chain[-1]]
    return tuple((a.x(), a.y(), b.x(), b.y()) for a, b in pairwise(thinned))


def _shared(one: QRectF, other: QRectF) -> float:
    both = one.intersected(other)
    return both.width() * both.height()


def _nearest(area: QRectF, point: QPointF) -> QPointF:
    return QPointF(
        min(max(point.x(), area.left()), area.right()),
        min(max(point.y(), area.top()), area.bottom()),
    )
