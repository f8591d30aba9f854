"""Millimetre paper with waveforms: scrolled in time, measured with calipers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.traces import marks_on
from viewer.kinds.waveform import Recording
from viewer.text import figure, tr
from viewer.ui.canvas.traces import MARK, Paper, Placed, paint, placed
from viewer.ui.widgets.calipers import Calipers

MARK_MM = 2.5
USUAL_MM_PER_S = 25.0
SCREEN_PX_PER_MM = 3.78
"""Pixels of a millimetre at 96 dpi, where the screen does not tell its size."""


class TracePaper(QWidget):
    """Draws what its `paper` says; the reader scrolls, zooms and measures."""

    activated = Signal()
    scrolled = Signal()
    """`paper.start_s` or the part that is visible has changed."""
    pointed = Signal(str)
    """Time and value under the pointer, "" when it has left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tracePaper")
        self.setAccessibleName(tr("Waveforms"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.recording: Recording | None = None
        self.paper = Paper((), "stacked")
        self.true_size = False
        self.calipers = Calipers()
        self._strips: tuple[Placed, ...] = ()
        self._drawn: QPixmap | None = None

    def show_recording(self, recording: Recording | None, paper: Paper) -> None:
        """Another recording, or none."""
        self.recording = recording
        self.calipers.clear()
        self.change(paper)

    def change(self, paper: Paper) -> None:
        """Draw the same recording in another way."""
        start = min(max(paper.start_s, 0.0), max(self.seconds() - self.span_s(), 0.0))
        self.paper = replace(paper, start_s=start)
        self._lay_out()
        self.scrolled.emit()

    def seconds(self) -> float:
        """How long the shown groups last."""
        if self.recording is None or not self.paper.shown:
            return 0.0
        return max(self.recording.groups[at].seconds for at in self.paper.shown)

    def span_s(self) -> float:
        """Seconds that fit on the paper."""
        return self.width() / (self.pixels_per_mm() * self.paper.mm_per_s)

    def pixels_per_mm(self) -> float:
        """True millimetres of the screen, or as many as let the usual page fit."""
        if self.true_size:
            screen = self.screen()
            dots = screen.physicalDotsPerInchX() if screen else 0.0
            return dots / 25.4 if 40 < dots < 800 else SCREEN_PX_PER_MM
        page_s = min(max(self.seconds(), 0.5), 10.0)
        rows = max(len({place.area.top() for place in self._strips}), 1)
        across = self.width() / (page_s * USUAL_MM_PER_S)
        down = self.height() / (rows * 10.0)
        return min(max(min(across, down), 0.5), 40.0)

    def go_to(self, seconds: float) -> None:
        """Scroll so that the paper begins at this time."""
        self.change(replace(self.paper, start_s=seconds))

    def _lay_out(self) -> None:
        self._drawn = None
        self._strips = ()
        if self.recording is not None and self.width() > 0 and self.height() > 0:
            area = QRectF(self.rect())
            for _ in range(2):  # the rows decide how many millimetres fit
                scale = self.pixels_per_mm()
                self._strips = placed(self.recording, self.paper, area, scale)
        self.update()

    def strip_at(self, position: QPointF) -> Placed | None:
        """The strip under a point."""
        return next((one for one in self._strips if one.area.contains(position)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.recording is None:
            return
        if self._drawn is None:
            self._drawn = self._made(self.recording)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter, self.recording)
        self.calipers.paint(painter, self.recording, self._strips)

    def _made(self, recording: Recording) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        area = QRectF(self.rect())
        paint(painter, recording, self._strips, area, self.pixels_per_mm())
        painter.end()
        return pixmap

    def _paint_marks(self, painter: QPainter, recording: Recording) -> None:
        """Annotations of the object that have a time: ticks, and words with room."""
        height = MARK_MM * self.pixels_per_mm()
        for one in self._strips:
            painter.setPen(QPen(QColor(MARK), 1))
            bottom, free = one.area.bottom(), one.area.left()
            for seconds, words in marks_on(recording, one.strip):
                x = one.x_of(seconds)
                painter.drawLine(QPointF(x, bottom - height), QPointF(x, bottom))
                width = painter.fontMetrics().horizontalAdvance(words)
                if x >= free and x + width < one.area.right():
                    painter.drawText(QPointF(x, bottom - height - 2), words)
                    free = x + width + 8

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        one = self.strip_at(event.position())
        if one is not None:
            self.calipers.press(one, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        one = self.strip_at(position)
        self.pointed.emit("" if one is None else self._said(one, position))
        if one is not None and self.calipers.drag(one, position):
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.calipers.release()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = 1.25 if delta > 0 else 0.8
            speed = min(max(self.paper.mm_per_s * factor, 0.05), 400.0)
            self.change(replace(self.paper, mm_per_s=speed))
        else:
            self.go_to(self.paper.start_s - delta / 120 * self.span_s() / 8)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, span = event.key(), self.span_s()
        steps = {
            Qt.Key.Key_Left: -span / 8,
            Qt.Key.Key_Right: span / 8,
            Qt.Key.Key_PageUp: -span,
            Qt.Key.Key_PageDown: span,
        }
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and self.calipers.all and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            pixel_s = 1 / (self.pixels_per_mm() * self.paper.mm_per_s)
            self.calipers.nudge(-pixel_s if key == Qt.Key.Key_Left else pixel_s)
            self.update()
        elif key in steps:
            self.go_to(self.paper.start_s + steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.go_to(0.0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.seconds())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.calipers.drop_last()
            self.update()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.change(self.paper)

    def _said(self, one: Placed, position: QPointF) -> str:
        """The channel's time and value under the pointer."""
        assert self.recording is not None
        group = self.recording.groups[one.strip.group]
        channel = group.channels[one.strip.channel]
        seconds = one.seconds_at(position.x())
        sample = round((seconds - channel.delay_s) * group.frequency_hz)
        if not 0 <= sample < len(group.samples):
            return ""
        value = group.values(one.strip.channel, sample, sample + 1)[0]
        shown = "–" if value != value else figure(float(value), ".4g")
        time = figure(seconds, ".3f")
        return f"{channel.label} · {time} s · {shown} {channel.unit}".rstrip()
