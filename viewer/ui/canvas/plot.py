"""Paints a graph: lines between two axes with round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from viewer.kinds.graphs import Graph, Line, Numbers
from viewer.kinds.traces import nice
from viewer.text import figure
from viewer.ui.canvas.inks import PAPER, Inks

GAP = 6.0
BAR = 14.0
"""Height of the strip with the colours of a palette."""

MOST_POINTS_PX = 2
"""Points drawn for each pixel across, at most."""

_PART = 8
"""Stretches of a line that are drawn at once."""

_DOTS_UP_TO = 64
"""Lines of so few points show each of them; steps show theirs anyhow."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Where the numbers of a graph lie in an area, in pixels."""

    area: QRectF
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    down: bool = False

    def x_of(self, x: Numbers) -> Numbers:
        """Pixels across."""
        part = (x - self.x_low) / (self.x_high - self.x_low)
        return self.area.left() + part * self.area.width()

    def y_of(self, y: Numbers) -> Numbers:
        """Pixels down."""
        part = (y - self.y_low) / (self.y_high - self.y_low)
        part = part if self.down else 1 - part
        return self.area.top() + part * self.area.height()

    def place(self, x: float, y: float) -> QPointF:
        """The pixel of one point."""
        across, down = self.x_of(np.array([x])), self.y_of(np.array([y]))
        return QPointF(float(across[0]), float(down[0]))


def colour_of(graph: Graph, number: int, inks: Inks = PAPER) -> str:
    """The colour of a line by its number."""
    colours = inks.primaries if graph.colours or graph.is_rgb else inks.lines
    return colours[number % len(colours)]


def axes_of(graph: Graph, area: QRectF, metrics: QFontMetricsF) -> Axes:
    """The axes of a graph with room for their numbers and titles around them."""
    x_low, x_high = _ends([line.x for line in graph.lines])
    y_low, y_high = _ends([line.y for line in graph.lines])
    if not graph.is_plane:
        step = nice((y_high - y_low) / 8)
        y_low, y_high = (
            math.floor(y_low / step) * step,
            math.ceil(y_high / step) * step,
        )
    line = metrics.height()
    widest = max(metrics.horizontalAdvance(text) for _, text in ticks(y_low, y_high, 8))
    legend = line + GAP if len(graph.lines) > 1 else 0.0
    bar = BAR + GAP if graph.colours else 0.0
    inside = area.adjusted(
        widest + line + 3 * GAP,
        line + 2 * GAP + legend,
        -4 * GAP,
        -(2 * line + 5 * GAP + bar),
    )
    if graph.is_plane:
        return _of_one_scale(inside, (x_low, x_high), (y_low, y_high))
    return Axes(inside, x_low, x_high, y_low, y_high)


def _ends(values: list[Numbers]) -> tuple[float, float]:
    """The least and the greatest number, apart from each other."""
    finite = [part[np.isfinite(part)] for part in values]
    low = min((float(part.min()) for part in finite if part.size), default=0.0)
    high = max((float(part.max()) for part in finite if part.size), default=1.0)
    if low == high:
        room = abs(low) / 2 or 0.5
        low, high = low - room, high + room
    return low, high


def _of_one_scale(area: QRectF, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """Both axes with as many units a pixel, and a margin around the outline."""
    per_pixel = 1.1 * max(
        (x[1] - x[0]) / max(area.width(), 1), (y[1] - y[0]) / max(area.height(), 1)
    )
    half_x, half_y = per_pixel * area.width() / 2, per_pixel * area.height() / 2
    x_middle, y_middle = (x[0] + x[1]) / 2, (y[0] + y[1]) / 2
    return Axes(
        area,
        x_middle - half_x,
        x_middle + half_x,
        y_middle - half_y,
        y_middle + half_y,
        down=True,
    )


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Round numbers between two ends, and as they are written."""
    step = nice((high - low) / max(most, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    digits = max(0, -math.floor(math.log10(step)))
    large = max(abs(low), abs(high))
    form = ".3g" if large >= 1e7 or digits > 5 else f".{digits}f"
    return [
        (number * step, figure(number * step + 0.0, form))
        for number in range(first, last + 1)
    ]


def paint_graph(
    painter: QPainter, graph: Graph, area: QRectF, inks: Inks = PAPER
) -> Axes:
    """Draw a graph with its title into an area; where its numbers lie there."""
    painter.fillRect(area, QColor(inks.paper))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetricsF(painter.font(), painter.device())
    axes = axes_of(graph, area, metrics)
    if axes.area.width() < 20 or axes.area.height() < 20:
        return axes
    _paint_grid(painter, axes, metrics, inks)
    _paint_titles(painter, graph, area, axes, metrics, inks)
    painter.save()
    painter.setClipRect(axes.area.adjusted(-4, -4, 4, 4))
    for number, line in enumerate(graph.lines):
        _paint_line(painter, axes, line, QColor(colour_of(graph, number, inks)))
    painter.restore()
    return axes


def _paint_grid(
    painter: QPainter, axes: Axes, metrics: QFontMetricsF, inks: Inks
) -> None:
    inside = axes.area
    across = max(
        2, min(10, int(inside.width() / (6 * metrics.averageCharWidth() + 30)))
    )
    for value, text in ticks(axes.x_low, axes.x_high, across):
        x = axes.place(value, axes.y_low).x()
        painter.setPen(QPen(QColor(inks.grid), 1))
        painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()))
        painter.setPen(QColor(inks.ink))
        left = x - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(left, inside.bottom() + GAP + metrics.ascent()), text)
    down = max(2, min(8, int(inside.height() / (2 * metrics.height()))))
    for value, text in ticks(axes.y_low, axes.y_high, down):
        y = axes.place(axes.x_low, value).y()
        painter.setPen(QPen(QColor(inks.grid), 1))
        painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))
        painter.setPen(QColor(inks.ink))
        left = inside.left() - GAP - metrics.horizontalAdvance(text)
        painter.drawText(QPointF(left, y + metrics.ascent() / 2 - 1), text)
    painter.setPen(QPen(QColor(inks.axis), 1))
    painter.drawRect(inside)


def _paint_titles(
    painter: QPainter,
    graph: Graph,
    area: QRectF,
    axes: Axes,
    metrics: QFontMetricsF,
    inks: Inks,
) -> None:
    inside, line = axes.area, metrics.height()
    elide = Qt.TextElideMode.ElideRight
    painter.setPen(QColor(inks.ink))
    font = painter.font()
    bold = painter.font()
    bold.setBold(True)
    painter.setFont(bold)
    title = QFontMetricsF(bold, painter.device()).elidedText(
        graph.title, elide, inside.width()
    )
    painter.drawText(QPointF(inside.left(), area.top() + GAP + metrics.ascent()), title)
    painter.setFont(font)
    below = inside.bottom() + 2 * GAP + line
    if graph.colours:
        bar = QRectF(inside.left(), below, inside.width(), BAR)
        _paint_bar(painter, graph, bar, inks)
        below += BAR + GAP
    x_title = metrics.elidedText(graph.x_title, elide, inside.width())
    left = inside.center().x() - metrics.horizontalAdvance(x_title) / 2
    painter.drawText(QPointF(left, below + GAP + metrics.ascent()), x_title)
    y_title = metrics.elidedText(graph.y_title, elide, inside.height())
    painter.save()
    painter.translate(area.left() + GAP + metrics.ascent(), inside.center().y())
    painter.rotate(-90)
    painter.drawText(QPointF(-metrics.horizontalAdvance(y_title) / 2, 0), y_title)
    painter.restore()
    if len(graph.lines) > 1:
        _paint_legend(painter, graph, axes, inside.top() - GAP - line, metrics, inks)


def _paint_legend(
    painter: QPainter,
    graph: Graph,
    axes: Axes,
    top: float,
    metrics: QFontMetricsF,
    inks: Inks,
) -> None:
    """The names of the lines in one row, as far as they fit."""
    left, middle = axes.area.left(), top + metrics.height() / 2
    for number, line in enumerate(graph.lines):
        width = 24 + metrics.horizontalAdvance(line.label)
        if left + width > axes.area.right():
            painter.drawText(QPointF(left, top + metrics.ascent()), "…")
            return
        painter.setPen(QPen(QColor(colour_of(graph, number, inks)), 2.5))
        painter.drawLine(QPointF(left, middle), QPointF(left + 16, middle))
        painter.setPen(QColor(inks.ink))
        painter.drawText(QPointF(left + 20, top + metrics.ascent()), line.label)
        left += width + 2 * GAP


def _paint_bar(painter: QPainter, graph: Graph, area: QRectF, inks: Inks) -> None:
    """The colours of a palette, first to last, each as wide as the other."""
    count = len(graph.colours) // 3
    form = QImage.Format.Format_RGB888
    image = QImage(graph.colours, count, 1, 3 * count, form)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(area, image)
    painter.setPen(QPen(QColor(inks.axis), 1))
    painter.drawRect(area)
    painter.setPen(QColor(inks.ink))


def _paint_line(painter: QPainter, axes: Axes, line: Line, colour: QColor) -> None:
    dense = len(line.x) > axes.area.width() * MOST_POINTS_PX
    pen = QPen(colour, 1.0 if dense else 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if line.form != "points":
        for points in polylines(axes, line):
            _paint_polyline(painter, points)
    few = line.form != "steps" and len(line.x) <= _DOTS_UP_TO
    if line.form == "points" or few:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        across, down = axes.x_of(line.x), axes.y_of(line.y)
        step = max(1, len(line.x) // 10_000)
        for x, y in zip(across[::step], down[::step], strict=True):
            if math.isfinite(x) and math.isfinite(y):
                painter.drawEllipse(QPointF(float(x), float(y)), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_polyline(painter: QPainter, points: NDArray[np.float64]) -> None:
    """In short parts: a thick line that crosses itself often takes Qt minutes whole."""
    parts = [QPointF(x, y) for x, y in points.tolist()]
    for first in range(0, max(len(parts) - 1, 1), _PART):
        painter.drawPolyline(QPolygonF(parts[first : first + _PART + 1]))


def polylines(axes: Axes, line: Line) -> Iterator[NDArray[np.float64]]:
    """A line as (n, 2) pixels, parted where a value is no number.

    Of many points that go from left to right, the extremes of each pixel are left.
    """
    x, y = axes.x_of(line.x), axes.y_of(line.y)
    most = max(int(axes.area.width()), 1) * MOST_POINTS_PX
    if len(x) > most and bool(np.all(np.diff(x) >= 0)):
        x, y = _thinned(x, y, -(-len(x) * 2 // most))
    if line.form == "steps" and len(x) > 1:
        middles = (x[1:] + x[:-1]) / 2
        first, last = x[:1] - (middles[0] - x[0]), x[-1:] + (x[-1] - middles[-1])
        x = np.repeat(np.concatenate((first, middles, last)), 2)[1:-1]
        y = np.repeat(y, 2)
    if line.form == "outline" and len(x):
        x, y = np.append(x, x[0]), np.append(y, y[0])
    points = np.column_stack((x, y))
    whole = np.isfinite(points).all(axis=1)
    for part in np.split(points, np.flatnonzero(~whole)):
        part = part[np.isfinite(part).all(axis=1)]
        if len(part):
            yield part


def _thinned(x: Numbers, y: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Least and greatest of each `size` points, and the rest as it is."""
    whole = len(x) // size * size
    parts = y[:whole].reshape(-1, size)
    ends = np.stack((np.fmin.reduce(parts, 1), np.fmax.reduce(parts, 1)), -1).ravel()
    starts = np.repeat(x[:whole:size], 2)
    return np.append(starts, x[whole:]), np.append(ends, y[whole:])
