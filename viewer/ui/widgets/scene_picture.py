"""The picture of a volume seen as a body, its letters, and what the mouse does."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.geometry.orbit import Orbit, edge_texts
from viewer.ui.canvas.corner_text import AROUND, OUTLINE
from viewer.ui.widgets.colours import viewport_colours
from viewer.ui.widgets.orientation_cube import paint_cube

Drag = Literal["", "turn", "twist", "move", "zoom", "tone", "cut"]

EDGE = 10
CUBE = 76
CLICK_REACH = 4
"""A press that has moved by no more pixels is a click."""

NOTCH = 120


class ScenePicture(QWidget):
    """Paints what it is given and tells of gestures; it changes nothing itself."""

    activated = Signal()
    maximise_asked = Signal()
    menu_asked = Signal(QPoint)
    dragged = Signal(str, float, float)
    """(what the drag does, to the right, down) in parts of the shorter side."""
    zoomed = Signal(float)
    """Notches of the wheel, of which fine wheels and touch pads turn parts."""
    picked = Signal(float, float)
    """A click, in parts of the widget."""
    outlined = Signal(object)
    """Points (x, y) in parts of the widget, around what is to be cut away or kept."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scenePicture")
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.orbit = Orbit()
        self.quadruped = False
        self.cuts = False
        self.spot: tuple[float, float] | None = None
        """Where the picked point is, in parts of the widget."""
        self._image: QImage | None = None
        self.texts: tuple[Sequence[str], Sequence[str]] = ((), ())
        """Lines at the top left, and at the bottom left."""
        self._drag: Drag = ""
        self._start = self._last = QPoint()
        self._outline: list[QPointF] = []

    def show_picture(self, picture: NDArray[np.uint8], orbit: Orbit) -> None:
        """(rows, columns, 3) as seen from `orbit`."""
        rows, columns, _ = picture.shape
        form = QImage.Format.Format_RGB888
        flat = np.ascontiguousarray(picture)
        self._image = QImage(flat.data, columns, rows, 3 * columns, form).copy()
        self.orbit = orbit
        self.update()

    def show_texts(self, above: Sequence[str], below: Sequence[str]) -> None:
        """Lines at the top left, and at the bottom left."""
        self.texts = (above, below)
        self.update()

    def clear(self) -> None:
        """Nothing of anybody."""
        self._image, self.spot, self.texts = None, None, ((), ())
        self._outline = []
        self.update()

    def cancel(self) -> bool:
        """Take back an outline that is being drawn; False when there was none."""
        was, self._outline, self._drag = bool(self._outline), [], ""
        self.update()
        return was

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Picture, letters, cube and texts."""
        painter.fillRect(area, QColor(viewport_colours().viewport))
        if self._image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self._image)
        _paint_letters(painter, area, edge_texts(self.orbit, self.quadruped))
        _paint_texts(painter, area, self.texts)
        height = painter.fontMetrics().height()
        top = area.top() + EDGE + height
        side = min(CUBE, area.width() // 5)
        cube = QRectF(area.right() - side - EDGE, top, side, side)
        paint_cube(painter, cube, self.orbit, self.quadruped)

    def _in_parts(self, at: QPoint | QPointF) -> tuple[float, float]:
        return at.x() / max(self.width(), 1), at.y() / max(self.height(), 1)

    def _has_moved(self) -> bool:
        return (self._last - self._start).manhattanLength() > CLICK_REACH

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self._drag = "cut" if self.cuts and _is_left(event) else _kind_of(event)
        self._start = self._last = event.position().toPoint()
        if self._drag == "cut":
            self._outline = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._drag == "cut":
            self._outline.append(event.position())
            self._last = at
            self.update()
        elif self._drag:
            step, self._last = at - self._last, at
            if self._has_moved():
                shorter = max(min(self.width(), self.height()), 1)
                self.dragged.emit(self._drag, step.x() / shorter, step.y() / shorter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, ""
        outline, self._outline = self._outline, []
        if drag == "cut" and len(outline) > 2 and self._has_moved():
            self.outlined.emit(tuple(self._in_parts(point) for point in outline))
        elif drag == "turn" and not self._has_moved():
            self.picked.emit(*self._in_parts(event.position()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.maximise_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.activated.emit()
        self.zoomed.emit(event.angleDelta().y() / NOTCH)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._has_moved():
            self.menu_asked.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, self.rect())
        if self.spot is not None:
            x, y = self.spot
            _paint_spot(painter, x * self.width(), y * self.height())
        if self._outline:
            painter.setPen(QPen(QColor(viewport_colours().mark), 1.5))
            painter.drawPolyline(QPolygonF(self._outline))


def _is_left(event: QMouseEvent) -> bool:
    return event.button() == Qt.MouseButton.LeftButton


def _kind_of(event: QMouseEvent) -> Drag:
    """What a button does, by the keys that are held."""
    buttons, keys = Qt.MouseButton, Qt.KeyboardModifier
    if event.button() == buttons.MiddleButton:
        return "move"
    if event.button() == buttons.RightButton:
        return "tone"
    if not _is_left(event):
        return ""
    if event.modifiers() & keys.ShiftModifier:
        return "move"
    if event.modifiers() & keys.ControlModifier:
        return "zoom"
    return "twist" if event.modifiers() & keys.AltModifier else "turn"


def _paint_letters(painter: QPainter, area: QRect, texts: Sequence[str]) -> None:
    """At the left, right, top and bottom edge."""
    painter.save()
    colour = QColor(viewport_colours().letter)
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    inside = area.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    flags = Qt.AlignmentFlag
    sides = (
        flags.AlignLeft | flags.AlignVCenter,
        flags.AlignRight | flags.AlignVCenter,
        flags.AlignTop | flags.AlignHCenter,
        flags.AlignBottom | flags.AlignHCenter,
    )
    for side, text in zip(sides, texts, strict=True):
        _paint_outlined(painter, inside, side, text, colour)
    painter.restore()


def _paint_texts(
    painter: QPainter, area: QRect, texts: tuple[Sequence[str], Sequence[str]]
) -> None:
    colour = QColor(viewport_colours().text)
    below = EDGE + painter.fontMetrics().height()  # the letter has the lowest line
    inside = area.adjusted(EDGE, EDGE, -EDGE, -below)
    before_letter = inside.adjusted(0, 0, -area.width() // 2, 0)
    sides = (
        (before_letter, Qt.AlignmentFlag.AlignTop),
        (inside, Qt.AlignmentFlag.AlignBottom),
    )
    for (room, side), lines in zip(sides, texts, strict=True):
        flags = side | Qt.TextFlag.TextWordWrap
        _paint_outlined(painter, room, flags, "\n".join(lines), colour)


def _paint_outlined(
    painter: QPainter, room: QRect, flags: int, text: str, colour: QColor
) -> None:
    """Legible over a bright picture too."""
    painter.setPen(OUTLINE)
    for way in AROUND:
        painter.drawText(QRectF(room).translated(way), flags, text)
    painter.setPen(colour)
    painter.drawText(QRectF(room), flags, text)


def _paint_spot(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(QColor(viewport_colours().accent), 2))
    painter.drawEllipse(QPointF(x, y), 5, 5)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        start = QPointF(x + 5 * dx, y + 5 * dy)
        painter.drawLine(start, QPointF(x + 11 * dx, y + 11 * dy))
