"""A light box with a film on it: its places are chosen by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.print_objects import Film, FilmImage
from viewer.text import tr
from viewer.ui.canvas.film import Printed, Sheet, paint_film, sheet_of
from viewer.ui.widgets.colours import colours

Places = dict[int, tuple[FilmImage, Printed | None]]
"""What stands in each position of a film, and its picture where there is one."""

LIGHT = "#f4f6f8"


class FilmPaper(QWidget):
    """A light box with the film on it; double click or Enter shows an image alone."""

    activated = Signal()
    jump_asked = Signal(object)
    chosen = Signal()
    """Another place is marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("filmPaper")
        self.setAccessibleName(tr("Film"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(160, 160)
        self.film: Film | None = None
        self.places: Places = {}
        self.position = 0
        self._drawn: QPixmap | None = None

    def show_film(self, film: Film | None, places: Places) -> None:
        """Another film, or none; the chosen place stays on the same one."""
        if film is None:
            self.position = 0
        self.film, self.places, self._drawn = film, places, None
        self.update()

    def choose(self, position: int) -> None:
        """Mark a place by its position, from 1; 0 for none."""
        if position != self.position:
            self.position = position
            self.chosen.emit()
            self.update()

    def at(self, place: QPointF) -> int:
        """The position of the image under a point, 0 beside all."""
        sheet = self.sheet()
        areas = sheet.layout.areas if sheet else ()
        for position, area in enumerate(areas, 1):
            if sheet is not None and sheet.rect(area).contains(place):
                return position
        return 0

    def sheet(self, room: QRectF | None = None) -> Sheet | None:
        """Where the film lies."""
        room = room or QRectF(self.rect()).adjusted(16, 16, -16, -16)
        return sheet_of(self.film, room) if self.film else None

    def paint(self, painter: QPainter, room: QRectF) -> None:
        """Draw the film into a room."""
        sheet = self.sheet(room)
        if self.film is not None and sheet is not None:
            paint_film(painter, self.film, self.places, sheet)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.size() * self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != size:
            self._drawn = self._made(size)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        sheet = self.sheet()
        if sheet is not None and 0 < self.position <= len(sheet.layout.areas):
            painter.setPen(QPen(QColor(colours().accent), 3))
            painter.drawRect(sheet.rect(sheet.layout.areas[self.position - 1]))

    def _made(self, size: QSize) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(QColor(LIGHT))
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        self.paint(painter, QRectF(self.rect()).adjusted(16, 16, -16, -16))
        painter.end()
        return pixmap

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(self.at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._jump(self.at(event.position())):
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sheet = self.sheet()
        last = len(sheet.layout.areas) if sheet else 0
        steps = {
            Qt.Key.Key_Left: self.position - 1,
            Qt.Key.Key_Right: self.position + 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.choose(min(max(steps[key], 1), last))
        elif key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not self._jump(self.position):
            event.ignore()

    def _jump(self, position: int) -> bool:
        image = self.places.get(position, (None, None))[0]
        if image is None or image.image is None:
            return False
        self.jump_asked.emit(image.image)
        return True
