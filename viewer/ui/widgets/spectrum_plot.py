"""One spectrum with a cursor: zoomed by dragging and wheel, read point by point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.spectra import AxisName, Part, Spectra, part_of
from viewer.text import figure, mark, tr
from viewer.ui.canvas.spectrum import CURSOR, Plot, paint_spectrum, sheet_of

PART_NAMES: dict[Part, str] = {
    "real": mark("Real part"),
    "imaginary": mark("Imaginary part"),
    "magnitude": mark("Magnitude"),
    "phase": mark("Phase"),
}
AXIS_NAMES: dict[AxisName, str] = {
    "ppm": mark("Chemical shift [ppm]"),
    "Hz": mark("Offset from the transmitter [Hz]"),
    "ms": mark("Time [ms]"),
    "point": mark("Point"),
}
SMALLEST_SPAN = 8
"""Points that stay on the paper however far a reader zooms in."""

ROOM = 0.06
"""Part of the height that stays free above and below the curve."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which voxel is drawn, and how.

    `place` is (frame, row, column, point row) from 0; `zero` and `first` are the phase
    correction in degrees; `ends` the first and last point on the paper, None for all.
    `same_scale` keeps the height of the whole frame for every voxel.
    """

    place: tuple[int, int, int, int] = (0, 0, 0, 0)
    part: Part = "real"
    axis: AxisName = "ppm"
    zero: float = 0.0
    first: float = 0.0
    ends: tuple[int, int] | None = None
    same_scale: bool = False
    cursor: int | None = None


class SpectrumPlot(QWidget):
    """Draws what its `shown` says."""

    activated = Signal()
    changed = Signal()
    pointed = Signal(str)
    """What the point under the cursor or pointer says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spectrumPlot")
        self.setAccessibleName(tr("Spectrum"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(200, 160)
        self.spectra: Spectra | None = None
        self.shown = Shown()
        self._from: float | None = None
        self._to = 0.0

    def show_spectra(self, spectra: Spectra | None) -> None:
        """Other spectra, or none; the middle voxel of the first frame."""
        self.spectra = spectra
        if spectra is None:
            self.change(Shown())
            return
        _, rows, columns, _, _ = spectra.values.shape
        place = (0, rows // 2, columns // 2, 0)
        ends = spectra.usual_ends()
        self.change(Shown(place, spectra.parts[0], spectra.axes[0], ends=ends))

    def change(self, shown: Shown) -> None:
        """Draw another voxel, or in another way."""
        self.shown = shown
        self.update()
        self.changed.emit()
        self.pointed.emit(self.said(shown.cursor) if self.spectra else "")

    def ends(self) -> tuple[int, int]:
        """First and last point on the paper."""
        assert self.spectra is not None
        return self.shown.ends or (0, self.spectra.values.shape[-1] - 1)

    def values(self) -> NDArray[Any]:
        """All points of the voxel, phase corrected."""
        assert self.spectra is not None
        shown = self.shown
        return self.spectra.spectrum(shown.place, shown.zero, shown.first)

    def plot(self) -> Plot | None:
        """What is to be drawn."""
        if self.spectra is None:
            return None
        shown, spectra = self.shown, self.spectra
        x = spectra.axis(shown.axis)
        y = part_of(self.values(), shown.part)
        first, last = self.ends()
        low, high = self._heights(y, first, last)
        left, right = float(x[first]), float(x[last])
        return Plot(
            x=x,
            y=y,
            left=left,
            right=right if right != left else left + 1.0,
            low=low,
            high=high,
            title=tr(PART_NAMES[shown.part]),
            x_title=tr(AXIS_NAMES[shown.axis]),
            y_title=tr("Phase [°]") if shown.part == "phase" else tr("Signal [a.u.]"),
            cursor=shown.cursor,
            line=float(self.fontMetrics().height()),
        )

    def said(self, point: int | None) -> str:
        """The place and values of a point."""
        spectra = self.spectra
        if spectra is None or point is None:
            return ""
        value = self.values()[point]
        parts = []
        if "ppm" in spectra.axes:
            parts.append(f"{figure(float(spectra.axis('ppm')[point]), '.3f')} ppm")
        if spectra.offset_hz.size:
            parts.append(f"{figure(float(spectra.offset_hz[point]), '.2f')} Hz")
        if spectra.times_ms.size:
            parts.append(f"{figure(float(spectra.times_ms[point]), '.3f')} ms")
        parts.append(tr("point {number}", number=point + 1))
        for part in spectra.parts:
            number = float(part_of(np.atleast_1d(value), part)[0])
            unit = "°" if part == "phase" else ""
            parts.append(f"{tr(PART_NAMES[part])} {figure(number, '.5g')}{unit}")
        return " · ".join(parts)

    def press_key(self, event: QKeyEvent) -> bool:
        """Whether a key moved the cursor or changed what is on the paper."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_cursor(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            first, last = self.ends()
            about = self.shown.cursor or (first + last) // 2
            self.zoom(0.8 if key == Qt.Key.Key_Plus else 1.25, about)
        else:
            return False
        return True

    def zoom(self, factor: float, about: int) -> None:
        """Show `factor` times as many points, one of them staying in place."""
        assert self.spectra is not None
        first, last = self.ends()
        whole = self.spectra.values.shape[-1]
        span = min(max(round((last - first) * factor), SMALLEST_SPAN), whole - 1)
        part = (about - first) / max(last - first, 1)
        begin = min(max(round(about - part * span), 0), whole - 1 - span)
        full = span >= whole - 1
        self.change(replace(self.shown, ends=None if full else (begin, begin + span)))

    def show_all(self) -> None:
        """Put all points on the paper."""
        self.change(replace(self.shown, ends=None))

    def step_cursor(self, by: int) -> None:
        """The next point on the paper, or the middle one when there is no cursor."""
        first, last = self.ends()
        at = self.shown.cursor
        at = (first + last) // 2 if at is None else at + by
        self.change(replace(self.shown, cursor=min(max(at, first), last)))

    def point_at(self, x: float) -> int:
        """The point nearest to a pixel, among those on the paper."""
        plot = self.plot()
        assert plot is not None
        first, last = self.ends()
        value = sheet_of(plot, QRectF(self.rect())).value_at(x)
        near = np.abs(plot.x[first : last + 1] - value)
        return first + int(near.argmin())

    def _heights(
        self, y: NDArray[np.float64], first: int, last: int
    ) -> tuple[float, float]:
        """Least and greatest height on the paper; zero is always on it."""
        if self.shown.part == "phase":
            return -190.0, 190.0
        if self.shown.same_scale:
            assert self.spectra is not None
            frame = np.abs(
                self.spectra.values[self.shown.place[0]][..., first : last + 1]
            )
            most = float(frame.max())
            low, high = (0.0 if self.shown.part == "magnitude" else -most), most
        else:
            seen = y[first : last + 1]
            low, high = min(float(seen.min()), 0.0), max(float(seen.max()), 0.0)
        room = (high - low) * ROOM or 1.0
        return low - room, high + room

    def paintEvent(self, event: QPaintEvent) -> None:
        plot = self.plot()
        if plot is None:
            return
        painter = QPainter(self)
        paint_spectrum(painter, plot, QRectF(self.rect()))
        if self._from is not None:
            left, right = sorted((self._from, self._to))
            colour = QColor(CURSOR)
            colour.setAlpha(40)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton or self.spectra is None:
            event.ignore()
            return
        self._from = self._to = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.spectra is None:
            return
        if self._from is not None:
            self._to = event.position().x()
            self.update()
        self.pointed.emit(self.said(self.point_at(event.position().x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None or self.spectra is None:
            return
        start, self._from = self._from, None
        first, last = sorted((self.point_at(start), self.point_at(self._to)))
        if abs(self._to - start) < 6:
            self.change(replace(self.shown, cursor=last))
        else:
            last = max(last, first + SMALLEST_SPAN)
            last = min(last, self.spectra.values.shape[-1] - 1)
            self.change(replace(self.shown, ends=(first, last)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.spectra is not None:
            about = self.point_at(QPointF(event.position()).x())
            self.zoom(0.8 if event.angleDelta().y() > 0 else 1.25, about)
        event.accept()

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(self.said(self.shown.cursor))
