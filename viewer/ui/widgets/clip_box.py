"""Six sliders: how much of a volume is left from each of its sides."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from viewer.kinds.scenes import Box
from viewer.text import tr
from viewer.ui.widgets.labels import plain_label

STEPS = 200


class ClipBox(QWidget):
    """One row for each axis of the volume, named by where its ends lie."""

    changed = Signal(int, float, float)
    """(axis, from, to) from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clipBox")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 4, 12, 4)
        self._ends: list[tuple[QLabel, QLabel]] = []
        self.sliders: list[tuple[QSlider, QSlider]] = []
        for axis in range(3):
            ends = plain_label(), plain_label()
            sliders = self._slider(axis), self._slider(axis)
            for place, widget in enumerate((ends[0], *sliders, ends[1])):
                grid.addWidget(widget, axis, place)
            self._ends.append(ends)
            self.sliders.append(sliders)

    def name_ends(self, names: Sequence[tuple[str, str]]) -> None:
        """Letters of the low and the high end of each axis."""
        rows = zip(self._ends, self.sliders, names, strict=True)
        for labels, sliders, letters in rows:
            for label, slider, text in zip(labels, sliders, letters, strict=True):
                label.setText(text)
                slider.setAccessibleName(tr("Cut from {side}", side=text))
                slider.setToolTip(tr("Cut from {side}", side=text))

    def show_box(self, box: Box) -> None:
        """Put the sliders where the box has its sides."""
        for sliders, ends in zip(self.sliders, box, strict=True):
            for slider, end in zip(sliders, ends, strict=True):
                with QSignalBlocker(slider):
                    slider.setValue(round(end * STEPS))

    def _slider(self, axis: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, STEPS)
        slider.valueChanged.connect(lambda: self._tell(axis))
        return slider

    def _tell(self, axis: int) -> None:
        low, high = (slider.value() / STEPS for slider in self.sliders[axis])
        self.changed.emit(axis, low, high)
