"""The wave form of a sound, with the place that is heard; a click goes there."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.audio import Track
from viewer.text import tr
from viewer.ui.widgets.colours import viewport_colours

AXIS_PX = 22
MOST_CHANNELS = 8
_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_STEP_PX = 90


class SoundWave(QWidget):
    """Each channel between its extremes, time below."""

    asked = Signal(float)
    """Seconds that the reader wants to hear from."""
    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("soundWave")
        self.setAccessibleName(tr("Wave form"))
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(80, 80)
        self._track: Track | None = None
        self._place_s = 0.0
        self._drawn: QPixmap | None = None

    def show_track(self, track: Track | None) -> None:
        """Another sound, or none."""
        self._track, self._place_s, self._drawn = track, 0.0, None
        self.update()

    def show_place(self, seconds: float) -> None:
        """Where it is heard."""
        if seconds != self._place_s:
            self._place_s = seconds
            self.update()

    def x_of(self, seconds: float) -> float:
        """Pixels from a time."""
        whole = self._track.seconds if self._track else 0.0
        return self.width() * seconds / whole if whole else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._track is None:
            painter.fillRect(self.rect(), QColor(viewport_colours().viewport))
            return
        if self._drawn is None:
            self._drawn = self._made(self._track)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QPen(QColor(viewport_colours().mark), 2))
        x = self.x_of(self._place_s)
        painter.drawLine(QLineF(x, 0, x, self.height() - AXIS_PX))

    def _made(self, track: Track) -> QPixmap:
        """All but the place, in the density of the screen."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap((self.size().toSizeF() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(viewport_colours().viewport))
        painter = QPainter(pixmap)
        count = min(len(track.channels), MOST_CHANNELS)
        height = (self.height() - AXIS_PX) / max(count, 1)
        for channel in range(count):
            area = QRectF(0, channel * height, self.width(), height)
            self._paint_channel(painter, track, channel, area)
        self._paint_axis(painter, track)
        painter.end()
        return pixmap

    def _paint_channel(
        self, painter: QPainter, track: Track, channel: int, area: QRectF
    ) -> None:
        colours = viewport_colours()
        middle, half = area.center().y(), area.height() * 0.46
        painter.setPen(QColor(colours.line))
        painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
        painter.setPen(QColor(colours.accent))
        ends = columns_of(track.outline[:, channel], max(round(area.width()), 1))
        painter.drawLines(
            [
                QLineF(x + 0.5, middle - high * half, x + 0.5, middle - low * half)
                for x, (low, high) in enumerate(ends.tolist())
            ]
        )
        if len(track.channels) > 1 or track.channels[channel]:
            painter.setPen(QColor(colours.secondary))
            top = area.top() + painter.fontMetrics().ascent() + 4
            painter.drawText(QPointF(area.left() + 8, top), track.channels[channel])

    def _paint_axis(self, painter: QPainter, track: Track) -> None:
        colours = viewport_colours()
        painter.setPen(QColor(colours.secondary))
        most = max(self.width() / _STEP_PX, 1)
        steps = (step for step in _STEPS_S if track.seconds / step <= most)
        step = next(steps, track.seconds / most)
        top = self.height() - AXIS_PX
        at = 0.0
        while at <= track.seconds:
            x = self.x_of(at)
            painter.drawLine(QLineF(x, top, x, top + 4))
            place = QRectF(x + 3, top, _STEP_PX, AXIS_PX)
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignVCenter), clock_text(at, 1)
            )
            at += step

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawn = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        if self._track is not None and event.buttons() & Qt.MouseButton.LeftButton:
            part = event.position().x() / max(self.width(), 1)
            self.asked.emit(min(max(part, 0.0), 1.0) * self._track.seconds)


def columns_of(outline: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Extremes (count, 2) of each column of pixels from those of the parts.

    Neighbours touch: where one is wholly above the other, it reaches down to it.
    """
    edges = np.arange(count + 1) * len(outline) / count
    first = np.minimum(edges[:-1].astype(np.int64), len(outline) - 1)
    last = np.clip(np.ceil(edges[1:]).astype(np.int64), first + 1, len(outline))
    found = np.empty((count, 2), np.float32)
    for column, (start, end) in enumerate(zip(first, last, strict=True)):
        found[column] = outline[start:end, 0].min(), outline[start:end, 1].max()
    low, high = found[:, 0].copy(), found[:, 1].copy()
    found[1:, 0] = np.minimum(low[1:], high[:-1])
    found[1:, 1] = np.maximum(high[1:], low[:-1])
    return found


def clock_text(seconds: float, decimals: int = 1) -> str:
    """Minutes and seconds, "1:05.2"; hours where there are any."""
    tenths = round(seconds * 10**decimals)
    whole, rest = divmod(tenths, 10**decimals)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    start = f"{hours}:{minute:02d}" if hours else f"{minute}"
    return f"{start}:{second:02d}" + (f".{rest:0{decimals}d}" if decimals else "")
