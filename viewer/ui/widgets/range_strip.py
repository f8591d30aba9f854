"""A strip with the frames of a run: where it is, and which part of it plays."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.text import tr
from viewer.ui.widgets.colours import colours

HANDLE = 7.0
"""Half of the width, in logical pixels, within which an end of the part is grasped."""
GROOVE, TAB = 4.0, 14.0


class RangeStrip(QWidget):
    """Dragging an end sets what plays; pressing elsewhere asks for that frame."""

    asked = Signal(int)
    """A place in the round, from 0."""
    ranged = Signal(int, int)
    """First and last place that is to play."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._at = 0, -1
        self.part = (0, 0)
        self._held: int | None = None
        self.setObjectName("cineRange")
        self.setMinimumWidth(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Part that plays"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_part(self, count: int, at: int, first: int, last: int) -> None:
        """So many frames, the one that is shown (−1: none), first and last played."""
        if (count, at, (first, last)) == (self._count, self._at, self.part):
            return
        if (first, last) != self.part or count != self._count:
            text = tr(
                "Plays {first} to {last} of {count}",
                first=first + 1,
                last=last + 1,
                count=count,
            )
            self.setToolTip(text)
            self.setAccessibleDescription(text)
        self._count, self._at, self.part = count, at, (first, last)
        self.update()

    def x_of(self, place: float) -> float:
        """The middle of a place, in logical pixels."""
        room = self.width() - 2 * HANDLE
        return HANDLE + room * place / max(self._count - 1, 1)

    def place_at(self, x: float) -> int:
        """The place that is nearest."""
        room = max(self.width() - 2 * HANDLE, 1.0)
        place = round((x - HANDLE) / room * (self._count - 1))
        return min(max(place, 0), self._count - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme, middle = colours(), self.height() / 2
        whole = QRectF(HANDLE, middle - GROOVE / 2, self.width() - 2 * HANDLE, GROOVE)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(whole, 2, 2)
        left, right = (self.x_of(place) for place in self.part)
        painter.setBrush(QColor(theme.accent_fill))
        painter.drawRect(QRectF(left, middle - GROOVE / 2, right - left, GROOVE))
        painter.setBrush(QColor(theme.secondary))
        for x, side in ((left, -1), (right, 1)):
            tab = QRectF(x - 1.5 + side * 1.5, middle - TAB / 2, 3, TAB)
            painter.drawRoundedRect(tab, 1.5, 1.5)
        if self._at >= 0:
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QPointF(self.x_of(self._at), middle), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._count < 2:
            return
        x = event.position().x()
        far = [abs(self.x_of(place) - x) for place in self.part]
        on_dot = self._at >= 0 and abs(self.x_of(self._at) - x) < min(far)
        self._held = None if on_dot or min(far) > HANDLE else far.index(min(far))
        self._follow(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._count > 1:
            self._follow(event.position().x())

    def _follow(self, x: float) -> None:
        place, (first, last) = self.place_at(x), self.part
        if self._held is None:
            if place != self._at:
                self.asked.emit(place)
        elif self._held == 0 and place < last and place != first:
            self.ranged.emit(place, last)
        elif self._held == 1 and place > first and place != last:
            self.ranged.emit(first, place)
