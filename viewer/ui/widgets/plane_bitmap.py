"""Overlay planes as a bitmap on black, each pixel a square."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.overlay_planes import NamedPlane
from viewer.text import tr


class PlaneBitmap(QWidget):
    """Planes on black, as large as they fit, each pixel a square."""

    activated = Signal()
    pointed = Signal(str)
    """The pixel under the pointer and what is set there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("planesBitmap")
        self.setAccessibleName(tr("Overlay"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(120, 120)
        self._planes: tuple[NamedPlane, ...] = ()
        self._origin = (0, 0)
        self._image: QImage | None = None

    def show_planes(self, planes: tuple[NamedPlane, ...]) -> None:
        """Other planes, or none."""
        self._planes = planes
        self._image = None
        if planes:
            self._origin, self._image = _drawn(planes)
        self.update()

    def paint(self, painter: QPainter, room: QRectF) -> None:
        """Draw the planes into a room."""
        painter.fillRect(room, QColor("#000000"))
        if self._image is not None:
            painter.drawImage(self._area(room), self._image)

    def _area(self, room: QRectF) -> QRectF:
        assert self._image is not None
        width, height = self._image.width(), self._image.height()
        scale = min(room.width() / width, room.height() / height)
        area = QRectF(0, 0, width * scale, height * scale)
        area.moveCenter(room.center())
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint(QPainter(self), QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._said(event.position()))

    def _said(self, position: QPointF) -> str:
        if self._image is None:
            return ""
        area = self._area(QRectF(self.rect()))
        if not area.contains(position):
            return ""
        scale = area.width() / self._image.width()
        row = int((position.y() - area.top()) / scale) + self._origin[0]
        column = int((position.x() - area.left()) / scale) + self._origin[1]
        names = [plane.title for plane in self._planes if _is_set(plane, row, column)]
        place = tr(
            "Row {row}, column {column} of the image", row=row + 1, column=column + 1
        )
        return " · ".join((place, *names))


def _is_set(plane: NamedPlane, row: int, column: int) -> bool:
    moved = replace(
        plane.overlay, row=plane.overlay.row - row, column=plane.overlay.column - column
    )
    return bool(moved.mask(1, 1)[0, 0])


def _drawn(planes: tuple[NamedPlane, ...]) -> tuple[tuple[int, int], QImage]:
    """The first row and column that any plane has, and all of them as one picture."""
    overlays = [plane.overlay for plane in planes]
    top = min(one.row for one in overlays)
    left = min(one.column for one in overlays)
    rows = max(one.row + one.rows for one in overlays) - top
    columns = max(one.column + one.columns for one in overlays) - left
    rgb = np.zeros((rows, columns, 3), np.uint8)
    for one in overlays:
        moved = replace(one, row=one.row - top, column=one.column - left)
        rgb[moved.mask(rows, columns)] = one.colour
    form = QImage.Format.Format_RGB888
    return (top, left), QImage(rgb.data, columns, rows, 3 * columns, form).copy()
