"""The panel that explains one pixel: which one, and every step of its way."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.files.explanation import Step, as_text
from viewer.text import tr
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.steps_view import StepsView
from viewer.ui.widgets.wording import said, worded


class ExplainPanel(QWidget):
    """Shows what it is given; asks to keep a pixel, to let go, to move on."""

    came_into_view = Signal()
    keep_asked = Signal(bool)
    """Keep this pixel, or follow the pointer again."""
    moved = Signal(int, int)
    """(columns, rows) from the pixel that is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explainPanel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._steps: tuple[Step, ...] = ()
        self.place = plain_label("", self)
        self.place.setObjectName("explainPlace")
        self.place.setProperty("role", "strong")
        self.place.setWordWrap(True)
        self.keep = QPushButton(self)
        said(self.keep.setText, "Keep")
        self.keep.setObjectName("explainKeep")
        self.keep.setCheckable(True)
        said(self.keep.setToolTip, "Keep this pixel, or follow the pointer (Ctrl+E)")
        self.copy = QPushButton(self)
        said(self.copy.setText, "Copy")
        self.copy.setObjectName("explainCopy")
        said(self.copy.setToolTip, "Copy every step as text")
        self.steps = StepsView(self)
        self.message = plain_label("", self)
        said(
            self.message.setText,
            "Move the pointer over an image: here stands how the pixel under it "
            "came about, from the bytes of the file to the grey on the screen.\n\n"
            "A click on the image keeps a pixel; the arrow keys then go on from "
            "it.",
        )
        self.message.setObjectName("explainMessage")
        self.message.setProperty("role", "secondary")
        self.message.setWordWrap(True)
        self.message.setMargin(12)
        self.message.setAlignment(
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        )
        self._lay_out()
        self.setFocusProxy(self.steps)
        self.keep.clicked.connect(self.keep_asked)
        self.copy.clicked.connect(self._copy)
        self.steps.moved.connect(self.moved)
        worded(self, self.show_nothing)

    def show_pixel(self, place: str, steps: Sequence[Step], *, kept: bool) -> None:
        """The steps of a pixel; `place` says which one."""
        self._steps = tuple(steps)
        self.place.setText(place)
        self.steps.show_steps(self._steps)
        self._set(kept)
        self._stack.setCurrentWidget(self.steps)

    def show_nothing(self) -> None:
        """No pixel has been pointed at."""
        self._steps = ()
        self.place.setText(tr("No pixel"))
        self._set(False)
        self._stack.setCurrentWidget(self.message)

    def _set(self, kept: bool) -> None:
        self.keep.setChecked(kept)
        for button in (self.keep, self.copy):
            button.setEnabled(bool(self._steps))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(self.keep)
        row.addWidget(self.copy)
        layout.addLayout(row)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.steps)
        self._stack.addWidget(self.message)
        layout.addLayout(self._stack, 1)

    def _copy(self) -> None:
        text = f"{self.place.text()}\n{as_text(self._steps)}\n"
        QGuiApplication.clipboard().setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_into_view.emit()
