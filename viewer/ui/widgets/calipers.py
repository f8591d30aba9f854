"""Calipers on a waveform: time, rate and difference between two points of a channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.kinds.waveform import Recording
from viewer.text import figure
from viewer.ui.canvas.traces import MARK, Placed

NEAR_PX = 6.0


@dataclass(frozen=True, slots=True)
class Caliper:
    """Two points of one channel: times in seconds, values in the channel's unit."""

    group: int
    channel: int
    start_s: float
    start: float
    end_s: float
    end: float

    def text(self, unit: str) -> str:
        """Time, the rate that it would be, and the difference of the values."""
        seconds = abs(self.end_s - self.start_s)
        parts = [f"{figure(seconds * 1000, '.0f')} ms"]
        if seconds >= 0.1:
            parts.append(f"{figure(60 / seconds, '.0f')}/min")
        parts.append(f"{figure(self.end - self.start, '.3g')} {unit}".rstrip())
        return " · ".join(parts)


class Calipers:
    """Those of one recording, and the one that the reader is drawing."""

    def __init__(self) -> None:
        self.all: tuple[Caliper, ...] = ()
        self._drag: tuple[int, bool] | None = None

    def press(self, one: Placed, position: QPointF) -> None:
        """Take hold of an end that is near, or begin a new one."""
        self._drag = self._end_near(one, position)
        if self._drag is None:
            seconds, value = one.seconds_at(position.x()), one.value_at(position.y())
            strip = one.strip
            new = Caliper(strip.group, strip.channel, seconds, value, seconds, value)
            self.all = (*self.all, new)
            self._drag = (len(self.all) - 1, True)

    def drag(self, one: Placed, position: QPointF) -> bool:
        """Move the end that is held, within its own channel; False when none is."""
        if self._drag is None or not _is_of(self.all[self._drag[0]], one):
            return False
        at, is_end = self._drag
        seconds, value = one.seconds_at(position.x()), one.value_at(position.y())
        if is_end:
            moved = replace(self.all[at], end_s=seconds, end=value)
        else:
            moved = replace(self.all[at], start_s=seconds, start=value)
        self.all = (*self.all[:at], moved, *self.all[at + 1 :])
        return True

    def release(self) -> None:
        """Let go; one without length is none."""
        if self._drag is not None:
            last = self.all[self._drag[0]]
            if (last.start_s, last.start) == (last.end_s, last.end):
                self.all = tuple(one for one in self.all if one is not last)
        self._drag = None

    def nudge(self, seconds: float) -> None:
        """Move the end of the last one."""
        if self.all:
            last = self.all[-1]
            self.all = (*self.all[:-1], replace(last, end_s=last.end_s + seconds))

    def drop_last(self) -> None:
        """Take the last one off."""
        self.all = self.all[:-1]

    def clear(self) -> None:
        """Take all of them off."""
        self.all, self._drag = (), None

    def paint(
        self, painter: QPainter, recording: Recording, strips: Iterable[Placed]
    ) -> None:
        """In every strip that shows their channel."""
        for one in strips:
            for caliper in self.all:
                if _is_of(caliper, one):
                    _paint(painter, caliper, one, recording)

    def _end_near(self, one: Placed, position: QPointF) -> tuple[int, bool] | None:
        """(caliper, whether its end) whose line is under the pointer."""
        for at, caliper in enumerate(self.all):
            if not _is_of(caliper, one):
                continue
            for seconds, is_end in ((caliper.start_s, False), (caliper.end_s, True)):
                if abs(one.x_of(seconds) - position.x()) < NEAR_PX:
                    return at, is_end
        return None


def _is_of(caliper: Caliper, one: Placed) -> bool:
    strip = one.strip
    return (strip.group, strip.channel) == (caliper.group, caliper.channel)


def _paint(
    painter: QPainter, caliper: Caliper, one: Placed, recording: Recording
) -> None:
    start = QPointF(one.x_of(caliper.start_s), one.y_of(caliper.start))
    end = QPointF(one.x_of(caliper.end_s), one.y_of(caliper.end))
    if not one.area.left() - 1 <= start.x() <= one.area.right() + 1:
        return
    painter.setPen(QPen(QColor(MARK), 1.5, Qt.PenStyle.DashLine))
    for point in (start, end):
        top, bottom = one.area.top(), one.area.bottom()
        painter.drawLine(QPointF(point.x(), top), QPointF(point.x(), bottom))
    painter.setPen(QPen(QColor(MARK), 1.5))
    painter.drawLine(start, end)
    unit = recording.groups[caliper.group].channels[caliper.channel].unit
    place = QPointF(max(start.x(), end.x()) + 4, one.area.bottom() - 6)
    painter.drawText(place, caliper.text(unit))
