"""Paints strips of waveforms on millimetre paper, to scale, at any resolution."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from viewer.kinds.traces import Layout, Scale, Strip, rows_of, scale_of
from viewer.kinds.waveform import BLOCK, Group, Recording
from viewer.text import figure

PAPER, FINE, COARSE = "#fffaf7", "#f6d9d2", "#e5a99b"
INK, LABEL, MARK = "#15181d", "#15181d", "#1c69b8"
TEXT_MM = 3.2
POINTS_PER_PIXEL = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """What is drawn and how: all that the picture depends on besides its size."""

    shown: tuple[int, ...]
    layout: Layout
    mm_per_s: float = 25.0
    mm_per_mv: float = 10.0
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on the paper: its area in pixels and its scales."""

    strip: Strip
    area: QRectF
    pixels_per_s: float
    pixels_per_mm: float
    scale: Scale

    def x_of(self, seconds: float) -> float:
        """Pixels from a time of the group."""
        return self.area.left() + (seconds - self.strip.start_s) * self.pixels_per_s

    def y_of(self, value: float) -> float:
        """Pixels from a value in the channel's unit."""
        above = (value - self.scale.middle) / self.scale.per_mm
        return self.area.center().y() - above * self.pixels_per_mm

    def seconds_at(self, x: float) -> float:
        """The time of the group at a place."""
        return self.strip.start_s + (x - self.area.left()) / self.pixels_per_s

    def value_at(self, y: float) -> float:
        """The value in the channel's unit at a height."""
        above = (self.area.center().y() - y) / self.pixels_per_mm
        return self.scale.middle + above * self.scale.per_mm


def placed(
    recording: Recording, paper: Paper, area: QRectF, pixels_per_mm: float
) -> tuple[Placed, ...]:
    """Where each strip lies in an area."""
    pixels_per_s = paper.mm_per_s * pixels_per_mm
    span_s = area.width() / pixels_per_s
    rows = rows_of(recording, paper.shown, paper.layout, paper.start_s, span_s)
    height = area.height() / max(len(rows), 1)
    row_mm = height / pixels_per_mm
    found = []
    for at, row in enumerate(rows):
        for strip in row:
            left = area.left() + strip.left * area.width()
            top = area.top() + at * height
            place = QRectF(left, top, strip.width * area.width(), height)
            group = recording.groups[strip.group]
            scale = scale_of(group, strip.channel, paper.mm_per_mv, row_mm)
            found.append(Placed(strip, place, pixels_per_s, pixels_per_mm, scale))
    return tuple(found)


def paint(
    painter: QPainter,
    recording: Recording,
    strips: tuple[Placed, ...],
    area: QRectF,
    pixels_per_mm: float,
) -> None:
    """Paper, signals and their names."""
    painter.fillRect(area, QColor(PAPER))
    _paint_grid(painter, area, pixels_per_mm)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in strips:
        painter.save()
        painter.setClipRect(one.area)
        _paint_signal(painter, recording.groups[one.strip.group], one)
        painter.restore()
        _paint_name(painter, recording.groups[one.strip.group], one)


def _paint_grid(painter: QPainter, area: QRectF, pixels_per_mm: float) -> None:
    """Lines every millimetre where there is room for them, and every fifth."""
    steps = ((1, FINE), (5, COARSE)) if pixels_per_mm >= 3 else ((5, FINE),)
    for step, colour in steps:
        width = max(1.0, pixels_per_mm * (0.1 if step == 1 else 0.16))
        painter.setPen(QPen(QColor(colour), width))
        distance = step * pixels_per_mm
        for at in range(int(area.width() / distance) + 1):
            x = area.left() + at * distance
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for at in range(int(area.height() / distance) + 1):
            y = area.top() + at * distance
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _paint_signal(painter: QPainter, group: Group, one: Placed) -> None:
    width = max(1.0, one.pixels_per_mm * 0.25)
    pen = QPen(QColor(INK), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for points in polylines(group, one):
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))


def polylines(group: Group, one: Placed) -> Iterator[NDArray[np.float64]]:
    """What of a channel lies in its strip, as (n, 2) points; gaps part them.

    No more samples are looked at than two extremes for each pixel.
    """
    delay = group.channels[one.strip.channel].delay_s
    start = one.strip.start_s - delay
    first = max(math.floor(start * group.frequency_hz) - 1, 0)
    last = math.ceil((start + one.strip.span_s) * group.frequency_hz) + 2
    last = min(last, len(group.samples))
    if last <= first:
        return
    seconds, values = _thinned(group, one, first, last)
    points = np.column_stack(
        (
            one.area.left() + (seconds - start) * one.pixels_per_s,
            one.y_of(0.0) - values / one.scale.per_mm * one.pixels_per_mm,
        )
    )
    gaps = np.flatnonzero(~np.isfinite(values))
    for part in np.split(points, gaps):
        part = part[np.isfinite(part[:, 1])]
        if len(part):
            yield part


def _thinned(
    group: Group, one: Placed, first: int, last: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times and values: every sample, or the extremes of about a pixel's worth."""
    channel = one.strip.channel
    most = max(int(one.area.width() * POINTS_PER_PIXEL), 2)
    size = (last - first) // most
    if size < 2:
        times = np.arange(first, last) / group.frequency_hz
        return times, group.values(channel, first, last)
    if group.envelope is not None and group.padding is None and size > 2 * BLOCK:
        return _thinned_blocks(group, channel, first, last, size // BLOCK)
    whole = (last - first) // size
    samples = group.samples[first : first + whole * size, channel]
    values = group.in_unit(channel, samples).reshape(whole, size)
    with np.errstate(invalid="ignore"):
        pairs = np.stack((np.fmin.reduce(values, 1), np.fmax.reduce(values, 1)), -1)
    times = (first + np.arange(whole) * size) / group.frequency_hz
    return np.repeat(times, 2), pairs.ravel()


def _thinned_blocks(
    group: Group, channel: int, first: int, last: int, size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    assert group.envelope is not None
    begin, end = first // BLOCK, min(last // BLOCK, len(group.envelope))
    whole = max((end - begin) // size, 1)
    blocks = group.envelope[begin : begin + whole * size, channel]
    usable = len(blocks) // size * size
    parts = blocks[:usable].reshape(-1, size, 2)
    pairs = np.stack((parts[..., 0].min(axis=1), parts[..., 1].max(axis=1)), -1)
    values = group.in_unit(channel, pairs.ravel())
    times = (begin + np.arange(len(pairs)) * size) * BLOCK / group.frequency_hz
    return np.repeat(times, 2), values


def _paint_name(painter: QPainter, group: Group, one: Placed) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(9, round(TEXT_MM * one.pixels_per_mm)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(LABEL))
    name = group.channels[one.strip.channel].label
    left = one.area.left() + one.pixels_per_mm
    baseline = one.area.top() + painter.fontMetrics().ascent() + one.pixels_per_mm / 2
    painter.drawText(QPointF(left, baseline), name)
    if one.scale.text:
        font.setBold(False)
        painter.setFont(font)
        below = baseline + painter.fontMetrics().height()
        painter.drawText(QPointF(left, below), one.scale.text)
        _paint_zero(painter, one)


def _paint_zero(painter: QPainter, one: Placed) -> None:
    """Where zero is, for signals that have a scale of their own."""
    y = one.y_of(0.0)
    if one.area.top() < y < one.area.bottom():
        painter.setPen(QPen(QColor(COARSE), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(one.area.left(), y), QPointF(one.area.right(), y))
        painter.setPen(QColor(LABEL))
        painter.drawText(QPointF(one.area.left() + 2, y - 2), figure(0.0, "g"))
