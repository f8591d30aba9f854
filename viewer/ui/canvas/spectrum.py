"""Paints one spectrum on white paper: axes with their units, zero line, cursor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from viewer.kinds.spectra import ticks
from viewer.text import figure

PAPER, GRID, ZERO = "#ffffff", "#e3e7ec", "#8a94a1"
INK, LABEL, CURSOR = "#15181d", "#3f4752", "#1c69b8"
LEFT, RIGHT, TOP, BOTTOM = 4.6, 1.0, 1.8, 2.6
"""Room around the curve, in lines of text."""

TICK_ROOM = 64
"""Pixels that a number on an axis needs."""


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """What is drawn: `x` and `y` of each point, ends of both axes, words, cursor.

    `left` and `right` are the axis values at the ends of the paper; left is the
    greater where the axis is reversed, as readers of spectra expect.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    left: float
    right: float
    low: float
    high: float
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    cursor: int | None = None
    line: float = 16.0
    """Height of a line of text in pixels."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Axis values ↔ pixels of a plot that fills an area."""

    inside: QRectF
    left: float
    right: float
    low: float
    high: float

    def x_of(self, value: float) -> float:
        """Pixels from an axis value."""
        part = (value - self.left) / (self.right - self.left)
        return self.inside.left() + part * self.inside.width()

    def y_of(self, value: float) -> float:
        """Pixels from a signal."""
        part = (value - self.low) / (self.high - self.low)
        return self.inside.bottom() - part * self.inside.height()

    def value_at(self, x: float) -> float:
        """The axis value at a pixel."""
        part = (x - self.inside.left()) / max(self.inside.width(), 1.0)
        return self.left + part * (self.right - self.left)


def sheet_of(plot: Plot, area: QRectF) -> Sheet:
    """Where a plot lies in an area."""
    left, top, right, bottom = (part * plot.line for part in (LEFT, TOP, RIGHT, BOTTOM))
    inside = area.adjusted(left, top, -right, -bottom)
    return Sheet(inside, plot.left, plot.right, plot.low, plot.high)


def paint_spectrum(painter: QPainter, plot: Plot, area: QRectF) -> None:
    """Fill an area with the plot."""
    sheet = sheet_of(plot, area)
    painter.fillRect(area, QColor(PAPER))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_axes(painter, plot, sheet, area)
    painter.save()
    painter.setClipRect(sheet.inside)
    if plot.low < 0 < plot.high:
        y = sheet.y_of(0.0)
        painter.setPen(QPen(QColor(ZERO), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(sheet.inside.left(), y), QPointF(area.right(), y))
    painter.setPen(QPen(QColor(INK), 1.3))
    points = polyline(plot, sheet)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    if plot.cursor is not None:
        _paint_cursor(painter, plot, sheet, plot.cursor)
    painter.restore()


def polyline(plot: Plot, sheet: Sheet) -> NDArray[np.float64]:
    """The drawn line as (n, 2) pixels; the points beside the paper's ends included."""
    low, high = sorted((plot.left, plot.right))
    seen = np.flatnonzero((plot.x >= low) & (plot.x <= high))
    if not seen.size:
        return np.empty((0, 2))
    part = slice(max(seen[0] - 1, 0), seen[-1] + 2)
    scale_x = sheet.inside.width() / (sheet.right - sheet.left)
    scale_y = sheet.inside.height() / (sheet.high - sheet.low)
    across = sheet.inside.left() + (plot.x[part] - sheet.left) * scale_x
    down = sheet.inside.bottom() - (plot.y[part] - sheet.low) * scale_y
    return np.column_stack((across, down))


def _paint_axes(painter: QPainter, plot: Plot, sheet: Sheet, area: QRectF) -> None:
    inside, metrics = sheet.inside, painter.fontMetrics()
    low, high = sorted((plot.left, plot.right))
    for value in ticks(low, high, max(int(inside.width() // TICK_ROOM), 3)):
        x = sheet.x_of(value)
        _line(painter, GRID, x, inside.top(), x, inside.bottom())
        _text(painter, x, inside.bottom() + metrics.height(), _number(value), "middle")
    for value in ticks(plot.low, plot.high, max(int(inside.height() // 48), 1)):
        y = sheet.y_of(value)
        _line(painter, GRID, inside.left(), y, inside.right(), y)
        middle = y + metrics.ascent() / 2 - 1
        _text(painter, inside.left() - 6, middle, _number(value), "right")
    _line(
        painter, ZERO, inside.left(), inside.bottom(), inside.right(), inside.bottom()
    )
    _line(painter, ZERO, inside.left(), inside.top(), inside.left(), inside.bottom())
    _text(painter, inside.right(), area.bottom() - 6, plot.x_title, "right")
    _text(painter, area.left() + 8, inside.top() - 10, plot.y_title, "left")
    bold = QFont(painter.font())
    bold.setBold(True)
    usual = painter.font()
    painter.setFont(bold)
    _text(painter, inside.right(), inside.top() - 10, plot.title, "right")
    painter.setFont(usual)


def _paint_cursor(painter: QPainter, plot: Plot, sheet: Sheet, at: int) -> None:
    x, y = sheet.x_of(float(plot.x[at])), sheet.y_of(float(plot.y[at]))
    _line(painter, CURSOR, x, sheet.inside.top(), x, sheet.inside.bottom())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(CURSOR))
    painter.drawEllipse(QPointF(x, y), 3.5, 3.5)


def _line(
    painter: QPainter, colour: str, x: float, y: float, to_x: float, to_y: float
) -> None:
    painter.setPen(QPen(QColor(colour), 1))
    painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))


def _text(painter: QPainter, x: float, baseline: float, text: str, side: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(text)
    shift = {"left": 0.0, "middle": width / 2, "right": float(width)}[side]
    painter.setPen(QColor(LABEL))
    painter.drawText(QPointF(x - shift, baseline), text)


def _number(value: float) -> str:
    return figure(0.0 if abs(value) < 1e-12 else value, ".6g")
