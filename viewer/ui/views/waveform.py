"""Waveforms on millimetre paper: ECG, pressures, EEG and whatever else was sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.traces import choices, layouts_for
from viewer.kinds.waveform import Recording
from viewer.text import figure, mark, tr
from viewer.ui.canvas.traces import Paper, paint, placed
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.printing import begin_page
from viewer.ui.widgets.trace_paper import TracePaper

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

SPEEDS, GAINS = (12.5, 25.0, 50.0, 100.0), (2.5, 5.0, 10.0, 20.0)
LAYOUT_NAMES = {
    "3x4": mark("3 × 4 and rhythm"),
    "6x2": mark("6 × 2 and rhythm"),
    "stacked": mark("One below the other"),
}
MOST_ROWS = 200_000
"""Samples written as CSV; of longer recordings those on the screen."""

PICTURE_PX_PER_MM = 6.0
A4_ACROSS = QSize(1782, 1260)
LONG_S = 60.0
"""Recordings longer than this begin compressed in time, with a page of a minute."""

_STEPS = 10_000


class WaveformView(ContentView):
    """A recording, its layouts, speeds and gains, and what is said of it."""

    word = "waveform"
    own_keys = frozenset(
        {
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        }
    )

    def build(self) -> QWidget:
        self.setObjectName("waveformView")
        self.paper = TracePaper(self)
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setAccessibleName(tr("Time"))
        self.said = plain_label()
        self.said.setObjectName("waveformSaid")
        self.said.setProperty("role", "secondary")
        self.said.setWordWrap(True)
        self.pointer = plain_label()
        self.pointer.setObjectName("waveformPointer")
        self.pointer.setProperty("role", "secondary")
        self.groups = self._combo(tr("Signals"))
        self.layouts = self._combo(tr("Layout"))
        self.speeds = self._combo(tr("Paper speed"))
        self.gains = self._combo(tr("Gain"))
        for speed in SPEEDS:
            self.speeds.addItem(f"{figure(speed, 'g')} mm/s", speed)
        for gain in GAINS:
            self.gains.addItem(f"{figure(gain, 'g')} mm/mV", gain)
        self.true_size = QToolButton(self)
        self.true_size.setText(tr("True size"))
        self.true_size.setCheckable(True)
        self.true_size.toggled.connect(self._on_true_size)
        self.add_tool(self.true_size)
        self.paper.scrolled.connect(self._on_scrolled)
        self.paper.pointed.connect(self.pointer.setText)
        self.paper.activated.connect(self.activated)
        self.bar.valueChanged.connect(self._on_bar)
        self.setFocusProxy(self.paper)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.paper, 1)
        layout.addWidget(self.bar)
        for label in (self.pointer, self.said):
            label.setContentsMargins(12, 2, 12, 2)
            layout.addWidget(label)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Recording)
        blockers = [
            QSignalBlocker(one)
            for one in (self.groups, self.layouts, self.speeds, self.gains)
        ]
        self.groups.clear()
        for shown in choices(content):
            names = " + ".join(content.groups[at].label for at in shown)
            self.groups.addItem(names, shown)
        self.groups.setVisible(self.groups.count() > 1)
        self.paper.show_recording(content, Paper(choices(content)[0], "stacked"))
        self._fill_layouts(content)
        self.speeds.setCurrentIndex(SPEEDS.index(25.0))
        self.gains.setCurrentIndex(GAINS.index(10.0))
        del blockers
        self._apply()
        if self.paper.seconds() > LONG_S:
            speed = self.paper.paper.mm_per_s * 10 / LONG_S
            self.paper.change(replace(self.paper.paper, mm_per_s=speed))
        self.said.setText(self._words_of(content))

    def wipe(self) -> None:
        self.paper.show_recording(None, Paper((), "stacked"))
        for label in (self.said, self.pointer):
            label.clear()
        with QSignalBlocker(self.groups):
            self.groups.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self.paper.recording else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        """Seconds and values of the shown groups; all of them, or the visible part."""
        recording = self.paper.recording
        assert recording is not None
        rows: list[list[str]] = []
        for at in self.paper.paper.shown:
            group = recording.groups[at]
            first, last = 0, len(group.samples)
            if last > MOST_ROWS:
                first = int(self.paper.paper.start_s * group.frequency_hz)
                span = int(self.paper.span_s() * group.frequency_hz)
                last = min(last, first + min(span, MOST_ROWS))
            titles = [f"{one.label} [{one.unit}]" for one in group.channels]
            rows.append([tr("Time [s]"), *titles])
            columns = [
                group.values(channel, first, last)
                for channel in range(len(group.channels))
            ]
            for row in range(last - first):
                moment = (first + row) / group.frequency_hz
                values = (f"{column[row]:.6g}" for column in columns)
                rows.append([f"{moment:.6g}", *values])
        return rows

    def words(self) -> str:
        recording = self.paper.recording
        assert recording is not None
        return f"{self.head.who}\n{self._words_of(recording)}"

    def picture(self, size: QSize = A4_ACROSS) -> QImage:
        """The paper with whose it is above and its scales below, as wide as A4."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._paint_page(painter, QRectF(image.rect()), PICTURE_PX_PER_MM)
        painter.end()
        return image

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Print a page in true millimetres, across. Raises PrintError."""
        from PySide6.QtGui import QPageLayout

        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        painter = QPainter()
        begin_page(painter, printer)
        page = printer.pageLayout().paintRectPixels(printer.logicalDpiX())
        area = QRectF(0, 0, page.width(), page.height())
        self._paint_page(painter, area, printer.logicalDpiX() / 25.4)
        painter.end()

    def _paint_page(
        self, painter: QPainter, page: QRectF, pixels_per_mm: float
    ) -> None:
        recording = self.paper.recording
        assert recording is not None
        font = painter.font()
        font.setPixelSize(round(3.2 * pixels_per_mm))
        painter.setFont(font)
        height = painter.fontMetrics().height()
        painter.setPen(Qt.GlobalColor.black)
        for number, line in enumerate((self.head.who, self.head.object.text())):
            painter.drawText(0, height * (number + 1), line)
        words = QRectF(0, 2.2 * height, page.width(), 2 * height)
        wrapped = int(Qt.TextFlag.TextWordWrap)
        painter.drawText(words, wrapped, self._words_of(recording))
        below = 4.4 * height
        area = page.adjusted(0, below, 0, -2 * height)
        strips = placed(recording, self.paper.paper, area, pixels_per_mm)
        painter.save()
        paint(painter, recording, strips, area, pixels_per_mm)
        painter.restore()
        painter.setPen(Qt.GlobalColor.black)
        notice = tr("Printed by Negatoscope. Not cleared for primary diagnosis.")
        scale = f"{self._scale_words()} · {notice}"
        painter.drawText(0, round(page.bottom() - height / 2), scale)

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.currentIndexChanged.connect(self._on_combo)
        self.add_tool(combo)
        return combo

    def _fill_layouts(self, recording: Recording) -> None:
        shown = self.groups.currentData() or (0,)
        names = layouts_for(recording.groups[shown[0]]) if len(shown) == 1 else ()
        with QSignalBlocker(self.layouts):
            self.layouts.clear()
            for name in names or ("stacked",):
                self.layouts.addItem(tr(LAYOUT_NAMES[name]), name)
        self.layouts.setVisible(self.layouts.count() > 1)

    def _on_combo(self) -> None:
        if self.paper.recording is None:
            return
        if self.sender() is self.groups:
            self._fill_layouts(self.paper.recording)
        self._apply()

    def _apply(self) -> None:
        self.paper.change(
            Paper(
                tuple(self.groups.currentData()),
                self.layouts.currentData(),
                self.speeds.currentData(),
                self.gains.currentData(),
                self.paper.paper.start_s,
            )
        )

    def _on_true_size(self, true: bool) -> None:
        self.paper.true_size = true
        self.paper.change(self.paper.paper)

    def _on_scrolled(self) -> None:
        whole, span = self.paper.seconds(), self.paper.span_s()
        hidden = whole - span
        self.bar.setVisible(hidden > whole / _STEPS)
        if not self.bar.isVisible():
            return
        with QSignalBlocker(self.bar):
            self.bar.setRange(0, _STEPS)
            self.bar.setPageStep(max(1, round(_STEPS * min(span / hidden, 1.0))))
            self.bar.setValue(round(self.paper.paper.start_s / hidden * _STEPS))

    def _on_bar(self, value: int) -> None:
        hidden = max(self.paper.seconds() - self.paper.span_s(), 0.0)
        self.paper.go_to(value / _STEPS * hidden)

    def _scale_words(self) -> str:
        paper = self.paper.paper
        speed, gain = figure(paper.mm_per_s, ".3g"), figure(paper.mm_per_mv, "g")
        return f"{speed} mm/s · {gain} mm/mV"

    def _words_of(self, recording: Recording) -> str:
        """When and how it was sampled, its filters, and what is said of the whole."""
        shown = self.paper.paper.shown
        parts = [recording.acquired] if recording.acquired else []
        for at in shown:
            group = recording.groups[at]
            parts.append(f"{figure(group.frequency_hz, 'g')} Hz")
            parts += [f"{name} {text}" for name, text in group.channels[0].filters]
        parts += [mark.text for mark in recording.marks if not mark.seconds]
        return " · ".join([*dict.fromkeys(parts), *recording.notes])
