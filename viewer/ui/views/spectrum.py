"""MR spectra: the voxels at the left, the spectrum of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QSpinBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.spectra import AxisName, Grid, Spectra, part_of
from viewer.text import figure, mark, tr
from viewer.ui.canvas.spectrum import paint_spectrum
from viewer.ui.widgets.content_view import PRINTED, ContentView
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.phase_row import PhaseRow
from viewer.ui.widgets.scrolled import Scrolled
from viewer.ui.widgets.spectrum_plot import AXIS_NAMES, PART_NAMES, SpectrumPlot
from viewer.ui.widgets.voxel_map import Backdrop, VoxelMap

NARROW, LOW = 480, 480
"""Below this width the voxels stand above, below this height no facts below."""

WARNING = "⚠"
"""What notes begin with that a reader must not overlook."""

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_KEYS = frozenset({*_MOVES, Qt.Key.Key_Home, Qt.Key.Key_Plus, Qt.Key.Key_Minus})
_PAGES = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


def _unit(axis: AxisName) -> str:
    """The name of an axis where there is little room."""
    return tr("points") if axis == "point" else axis


class SpectrumView(ContentView):
    """Every voxel and frame of a spectroscopy object, one at a time."""

    word = "spectrum"
    own_keys = _KEYS
    backdrop_asked = Signal(object)
    """The view, which wants an image of the place of its voxels."""

    def build(self) -> QWidget:
        self.setObjectName("spectrumView")
        self._mapped: tuple[int, ...] = ()
        self._map = np.zeros((0, 0))
        self.plot = SpectrumPlot(self)
        self.map = VoxelMap(self)
        self.phase = PhaseRow(self)
        self.phase.changed.connect(self._apply)
        self.said = self._line("spectrumSaid")
        self.facts = self._line("spectrumFacts")
        self.notes = self._line("spectrumNotes")
        self.parts = self._combo(tr("Part of the signal"))
        self.axes = self._combo(tr("Axis"))
        self.frames = self._spin(tr("Frame"))
        self.point_rows = self._spin(tr("Row of points"))
        self.same_scale = QToolButton(self)
        self.same_scale.setText(tr("Same scale"))
        self.same_scale.setToolTip(tr("The same height for all voxels of the frame"))
        self.same_scale.setCheckable(True)
        self.same_scale.toggled.connect(self._apply)
        self.add_tool(self.same_scale)
        whole = QToolButton(self)
        whole.setObjectName("wholeWidth")
        whole.setText(tr("Whole width"))
        whole.setToolTip(tr("All points (Home); drag or turn the wheel to see fewer"))
        whole.clicked.connect(self.plot.show_all)
        self.add_tool(whole)
        for part in (self.plot, self.map):
            part.activated.connect(self.activated)
        self.plot.pointed.connect(self.said.setText)
        self.plot.changed.connect(self._on_plot)
        self.map.chosen.connect(self._choose)
        self.setFocusProxy(self.plot)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.addWidget(self.map)
        self.both.addWidget(self.plot)
        self.both.setSizes([360, 640])
        self.both.setMinimumHeight(1)
        body = QFrame()
        body.setProperty("role", "strip")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.both, 1)
        layout.addWidget(self.phase)
        for label in (self.said, self.facts, self.notes):
            layout.addWidget(Scrolled(label, mark("Summary")))
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Spectra)
        frames, rows, columns, point_rows, _ = content.values.shape
        with QSignalBlocker(self.parts), QSignalBlocker(self.axes):
            for part in content.parts:
                self.parts.addItem(tr(PART_NAMES[part]), part)
            for axis in content.axes:
                self.axes.addItem(_unit(axis), axis)
        for spin, count in ((self.frames, frames), (self.point_rows, point_rows)):
            with QSignalBlocker(spin):
                spin.setRange(1, count)
                spin.setSuffix(f" / {count}")
                spin.setVisible(count > 1)
        self.own_keys = _KEYS | _PAGES if frames > 1 else _KEYS
        self.phase.setVisible(len(content.parts) > 1)
        facts = [f"{name}: {text}" for name, text in content.facts]
        facts += [note for note in content.notes if not note.startswith(WARNING)]
        doubts = [note for note in content.notes if note.startswith(WARNING)]
        self.facts.setText(" · ".join(facts))
        self.notes.setText("\n".join(doubts))
        self.notes.setVisible(bool(doubts))
        self.plot.show_spectra(content)
        self.map.setVisible(rows * columns > 1)
        self.backdrop_asked.emit(self)

    def wipe(self) -> None:
        self.map.show_backdrop(None)
        self._mapped, self._map = (), np.zeros((0, 0))
        self.map.show_map(self._map, Grid(), (), (0, 0))
        self.plot.show_spectra(None)
        for label in (self.said, self.facts, self.notes):
            label.clear()
        for combo in (self.parts, self.axes):
            with QSignalBlocker(combo):
                combo.clear()
        self.phase.reset()

    def place(self) -> tuple[Grid, str] | None:
        """The voxels of the frame shown, and the frame of reference they lie in."""
        spectra = self.plot.spectra
        if spectra is None:
            return None
        frame = min(self.plot.shown.place[0], len(spectra.grids) - 1)
        return spectra.grids[frame], spectra.frame_of_reference

    def show_backdrop(self, backdrop: Backdrop | None) -> None:
        """Lay the grid over an image, None for none."""
        spectra = self.plot.spectra
        several = spectra is not None and spectra.values[0, :, :, 0, 0].size > 1
        self.map.show_backdrop(backdrop)
        self.map.setVisible(several or backdrop is not None)

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self.plot.spectra is not None else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        """All points of the voxel shown: their axes, and all parts, phase corrected."""
        spectra, values = self.plot.spectra, self.plot.values()
        assert spectra is not None
        titles = [tr(AXIS_NAMES[axis]) for axis in spectra.axes]
        titles += [tr(PART_NAMES[part]) for part in spectra.parts]
        columns = [spectra.axis(axis) for axis in spectra.axes]
        columns += [part_of(values, part) for part in spectra.parts]
        rows = [[f"{value:.9g}" for value in row] for row in zip(*columns, strict=True)]
        return [[self._name()], titles, *rows]

    def words(self) -> str:
        lines = (self.head.who, self.facts.text(), self._name(), self.said.text())
        return "\n".join(line for line in (*lines, self.notes.text()) if line)

    def picture(self, size: QSize = PRINTED) -> QImage:
        """The spectrum on white paper, whose it is above and the voxels beside it."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = painter.font()
        font.setPixelSize(20)
        painter.setFont(font)
        line = painter.fontMetrics().height() + 4
        texts = (self.head.who, self.head.object.text(), self._name())
        for number, text in enumerate(texts, 1):
            painter.drawText(24, number * line, text)
        words = (self.said.text(), self.facts.text(), self.notes.text())
        below = "\n".join(text for text in words if text)
        room = QRect(24, 0, size.width() - 48, size.height())
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = painter.boundingRect(room, flags, below).height()
        top = (len(texts) + 1) * line
        height = size.height() - top - needed - line
        painter.drawText(room.translated(0, top + height), flags, below)
        wide = size.width() * (0.36 if self.map.isVisible() else 0.0)
        plot = self.plot.plot()
        if plot is not None:
            area = QRectF(wide, top, size.width() - wide, height)
            drawn = replace(plot, line=float(painter.fontMetrics().height()))
            paint_spectrum(painter, drawn, area)
        if wide:
            voxels = self.map.grab().toImage()
            left = QSize(round(wide) - 24, height)
            fitted = voxels.size().scaled(left, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(24, top, fitted.width(), fitted.height()), voxels)
        painter.end()
        return image

    def _line(self, name: str) -> QLabel:
        label = plain_label(parent=self)
        label.setObjectName(name)
        role = "warning" if name.endswith("Notes") else "secondary"
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setContentsMargins(12, 2, 12, 2)
        return label

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.currentIndexChanged.connect(self._apply)
        self.add_tool(combo)
        return combo

    def _spin(self, name: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        spin.valueChanged.connect(self._apply)
        self.add_tool(spin)
        return spin

    def _apply(self) -> None:
        """From the controls to what is drawn."""
        if self.plot.spectra is None:
            return
        shown = self.plot.shown
        _, row, column, _ = shown.place
        frame, point_row = self.frames.value() - 1, self.point_rows.value() - 1
        old = shown.place[0]
        zero, first = self.phase.degrees
        self.plot.change(
            replace(
                shown,
                place=(frame, row, column, point_row),
                part=self.parts.currentData() or shown.part,
                axis=self.axes.currentData() or shown.axis,
                zero=zero,
                first=first,
                same_scale=self.same_scale.isChecked(),
            )
        )
        if frame != old:
            self.backdrop_asked.emit(self)

    def _choose(self, row: int, column: int) -> None:
        frame, _, _, point_row = self.plot.shown.place
        self.plot.change(
            replace(self.plot.shown, place=(frame, row, column, point_row))
        )

    def _on_plot(self) -> None:
        """Show where the drawn voxel lies, by the signal that is on the paper."""
        spectra = self.plot.spectra
        if spectra is None:
            return
        frame, row, column, point_row = self.plot.shown.place
        first, last = self.plot.ends()
        among = np.zeros(spectra.values.shape[-1], bool)
        among[first : last + 1] = True
        grid = spectra.grids[min(frame, len(spectra.grids) - 1)]
        of = (id(spectra), frame, point_row, first, last)
        if of != self._mapped:
            self._mapped, self._map = of, spectra.map(frame, point_row, among)
        self.map.show_map(self._map, grid, spectra.slabs, (row, column))
        self.plot.setAccessibleDescription(self._name())

    def _name(self) -> str:
        """Which voxel is shown, and with which correction."""
        spectra, shown = self.plot.spectra, self.plot.shown
        if spectra is None:
            return ""
        frame, row, column, point_row = shown.place
        parts = [tr("Row {row}, column {column}", row=row + 1, column=column + 1)]
        if spectra.values.shape[0] > 1:
            parts.insert(0, tr("Frame {number}", number=frame + 1))
        if spectra.values.shape[3] > 1:
            parts.append(tr("row of points {number}", number=point_row + 1))
        if shown.zero or shown.first:
            parts.append(
                tr(
                    "phase corrected by {zero}° and {first}° across",
                    zero=figure(shown.zero, "g"),
                    first=figure(shown.first, "g"),
                )
            )
        return " · ".join(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small cell the spectrum comes first."""
        super().resizeEvent(event)
        sides = Qt.Orientation
        narrow = self.width() < NARROW
        self.both.setOrientation(sides.Vertical if narrow else sides.Horizontal)
        self.facts.setVisible(self.height() > LOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        spectra = self.plot.spectra
        if spectra is None:
            super().keyPressEvent(event)
            return
        key = event.key()
        if self.plot.press_key(event):
            return
        if key in _MOVES:
            _, row, column, _ = self.plot.shown.place
            down, right = _MOVES[Qt.Key(key)]
            _, rows, columns, _, _ = spectra.values.shape
            self._choose(
                min(max(row + down, 0), rows - 1),
                min(max(column + right, 0), columns - 1),
            )
        elif key in self.own_keys & _PAGES:
            step = 1 if key == Qt.Key.Key_PageDown else -1
            self.frames.setValue(self.frames.value() + step)
        else:
            super().keyPressEvent(event)
