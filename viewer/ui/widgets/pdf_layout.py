"""Where the pages of a document lie below each other, in pixels of a view."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

FIT_WIDTH, FIT_PAGE = 0.0, -1.0
"""Zooms that follow the size of the view; others are parts of the true size."""

GAP = 12


@dataclass(frozen=True)
class PageLayout:
    """Pages of these sizes (in points) one below the other, centred in a view."""

    points: tuple[QSizeF, ...] = ()
    zoom: float = FIT_WIDTH
    view: QSize = QSize()  # noqa: RUF009 (never changed)
    true_scale: float = 1.0
    """Pixels of a point at its true size."""

    @cached_property
    def scale(self) -> float:
        """Pixels of a point."""
        if self.zoom > 0:
            return self.zoom * self.true_scale
        widest = max((size.width() for size in self.points), default=1.0)
        across = max(self.view.width() - 2 * GAP, 10) / widest
        if self.zoom == FIT_WIDTH:
            return across
        highest = max((size.height() for size in self.points), default=1.0)
        return min(across, max(self.view.height() - 2 * GAP, 10) / highest)

    @cached_property
    def places(self) -> tuple[QRectF, ...]:
        """The area of each page."""
        widest = max((size.width() for size in self.points), default=0.0)
        room = max(self.view.width(), widest * self.scale + 2 * GAP)
        found, y = [], float(GAP)
        for points in self.points:
            size = points * self.scale
            left = (room - size.width()) / 2
            found.append(QRectF(QPointF(left, y), size))
            y += size.height() + GAP
        return tuple(found)

    @cached_property
    def _bottoms(self) -> list[float]:
        return [place.bottom() for place in self.places]

    @cached_property
    def whole(self) -> QSize:
        """The area that all pages take, with the gaps around them."""
        right = max((place.right() for place in self.places), default=0.0)
        bottom = self._bottoms[-1] if self._bottoms else 0.0
        return QSize(round(right) + GAP, round(bottom) + GAP)

    def seen(self, top: float) -> tuple[int, ...]:
        """The pages of which something is in a view that begins at this height."""
        bottom = top + self.view.height()
        first = bisect_right(self._bottoms, top)
        last = first
        while last < len(self.places) and self.places[last].top() < bottom:
            last += 1
        return tuple(range(first, last))

    def page_at(self, height: float) -> int:
        """The page that lies at a height, or the next below it."""
        below = bisect_right(self._bottoms, height)
        return min(below, max(len(self.places) - 1, 0))

    def point_at(self, point: QPointF) -> tuple[int, QPointF] | None:
        """The page under a point, and where in the page, in points of it."""
        page = self.page_at(point.y())
        if not self.places or not self.places[page].contains(point):
            return None
        return page, (point - self.places[page].topLeft()) / self.scale
