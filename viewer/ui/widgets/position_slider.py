"""A slim slider at the right edge of a cell: where in the stack, and how far to go."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.text import tr
from viewer.ui.widgets.colours import viewport_colours

WIDTH = 12
SMALLEST_HANDLE = 18.0


class PositionSlider(QWidget):
    """Shows index of count; dragging or clicking asks for another index."""

    asked = Signal(int)
    pressed = Signal()
    """Before anything is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = 0
        self._count = 0
        self.setObjectName("positionSlider")
        self.setFixedWidth(WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Position in the stack"))

    def show_position(self, index: int, count: int, *, is_cut: bool = False) -> None:
        """Show an index from 0 of a number of frames; hidden for one frame."""
        self._index, self._count = index, count
        self.setVisible(count > 1)
        text = position_text(index, count, is_cut=is_cut)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.update()

    def handle(self) -> QRectF:
        """Where the handle is, in the widget's pixels."""
        height = max(self.height() / max(self._count, 1), SMALLEST_HANDLE)
        room = self.height() - height
        top = room * self._index / max(self._count - 1, 1)
        return QRectF(WIDTH - 6, top, 4, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 30))
        painter.drawRoundedRect(QRectF(WIDTH - 6, 0, 4, self.height()), 2, 2)
        painter.setBrush(QColor(viewport_colours().accent))
        painter.drawRoundedRect(self.handle(), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        part = event.position().y() / max(self.height(), 1)
        index = int(part * self._count)
        self.asked.emit(min(max(index, 0), self._count - 1))


def position_text(index: int, count: int, *, is_cut: bool) -> str:
    """Which image of a stack, or which computed plane; from 0."""
    if is_cut:
        return tr("Plane {number} of {count}", number=index + 1, count=count)
    return tr("Image {number} of {count}", number=index + 1, count=count)
