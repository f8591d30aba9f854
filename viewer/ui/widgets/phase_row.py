"""Two sliders with which a reader corrects the phase of a spectrum by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QToolButton, QWidget

from viewer.text import tr
from viewer.ui.widgets.flow_layout import FlowLayout
from viewer.ui.widgets.labels import plain_label

ZERO_DEGREES, FIRST_DEGREES = 180, 1080


class PhaseRow(QWidget):
    """The phase of all points, and its slope: its change across the spectrum."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(spacing=6)
        self._row.setContentsMargins(12, 2, 12, 2)
        self.setLayout(self._row)
        self._zero = self._slider("phaseZero", tr("Phase"), ZERO_DEGREES)
        self._first = self._slider("phaseFirst", tr("Phase slope"), FIRST_DEGREES)
        reset = QToolButton(self)
        reset.setText(tr("No correction"))
        reset.clicked.connect(self.reset)
        self._row.addWidget(reset)

    @property
    def degrees(self) -> tuple[float, float]:
        """(of all points, from one end to the other)."""
        return float(self._zero.value()), float(self._first.value())

    def reset(self) -> None:
        """Back to no correction."""
        self._zero.setValue(0)
        self._first.setValue(0)

    def _slider(self, name: str, title: str, most: int) -> QSlider:
        label = plain_label(f"{title} 0°", self)
        label.setProperty("role", "secondary")
        widest = label.fontMetrics().horizontalAdvance(f"{title} −{most}°")
        label.setMinimumWidth(widest)
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setAccessibleName(title)
        slider.setRange(-most, most)
        slider.valueChanged.connect(lambda value: label.setText(f"{title} {value}°"))
        slider.valueChanged.connect(self.changed)
        self._row.addWidget(label)
        self._row.addWidget(slider)
        return slider
