"""The grid of voxels, over an image of the same place where one is open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.geometry.plane import Plane, edge_letters, letters_of_cosines, shown_edges
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.spectra import Grid, Slab, excited
from viewer.text import tr
from viewer.ui.widgets.colours import viewport_colours

EDGE = 24
SURROUNDINGS = 1.5
"""How many times the size of the grid is shown of the image behind it."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """An image behind the grid: grey or colour, where it lies, and what it is."""

    image: QImage
    plane: Plane
    distance_mm: float
    name: str = ""


class VoxelMap(QWidget):
    """Voxels to click; each as bright as its signal where no image lies behind."""

    activated = Signal()
    chosen = Signal(int, int)
    """(row, column) of the voxel that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("voxelMap")
        self.setAccessibleName(tr("Voxels"))
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(160, 120)
        self.backdrop: Backdrop | None = None
        self._map: NDArray[np.float64] = np.zeros((0, 0))
        self._grid = Grid()
        self._slabs: tuple[Slab, ...] = ()
        self._chosen = (0, 0)

    def show_map(
        self,
        values: NDArray[np.float64],
        grid: Grid,
        slabs: tuple[Slab, ...],
        chosen: tuple[int, int],
    ) -> None:
        """The mean signal of each voxel (rows, columns), and which one is chosen."""
        self._map, self._grid, self._slabs = values, grid, slabs
        self._chosen = chosen
        self.update()

    def show_backdrop(self, backdrop: Backdrop | None) -> None:
        """The image behind the grid, None for a plain map."""
        self.backdrop = backdrop
        self.update()

    def view(self) -> ViewTransform:
        """Image points of the backdrop, or of the plain map, ↔ pixels."""
        rows, columns = self._map.shape
        width, height = self.width(), self.height()
        if self.backdrop is None:
            plane = self._grid.plane
            aspect = plane.row_spacing_mm / plane.column_spacing_mm if plane else 1.0
            inner = ViewTransform.fitting(
                max(columns, 1),
                max(rows, 1),
                width - 2 * EDGE,
                height - 2 * EDGE,
                aspect,
            )
            return ViewTransform(
                width, height, inner.scale_x, inner.scale_y, inner.centre
            )
        corners = np.array(self._corners(0, 0, rows, columns))
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        plane = self.backdrop.plane
        aspect = plane.row_spacing_mm / plane.column_spacing_mm
        wide = max(right - left, 1e-6) * SURROUNDINGS
        high = max(bottom - top, 1e-6) * SURROUNDINGS * aspect
        scale = min(width / wide, height / high)
        centre = ((left + right) / 2, (top + bottom) / 2)
        return ViewTransform(width, height, scale, scale * aspect, centre)

    def voxel_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the voxel at a pixel."""
        column, row = self.view().to_image(x, y)
        if self.backdrop is not None:
            assert self._grid.plane is not None
            place = self.backdrop.plane.to_patient(column, row)
            column, row, _ = self._grid.plane.to_image(place)
        rows, columns = self._map.shape
        if 0 <= row < rows and 0 <= column < columns:
            return int(row), int(column)
        return None

    def outline(self, row: int, column: int) -> QPolygonF:
        """The voxel's edge in pixels."""
        view = self.view()
        corners = self._corners(row, column, row + 1, column + 1)
        return QPolygonF([QPointF(*view.to_screen(*corner)) for corner in corners])

    def _corners(
        self, top: float, left: float, bottom: float, right: float
    ) -> list[tuple[float, float]]:
        """A rectangle of the grid in image points of what lies behind."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        if self.backdrop is None or self._grid.plane is None:
            return corners
        plane, behind = self._grid.plane, self.backdrop.plane
        return [behind.to_image(plane.to_patient(*corner))[:2] for corner in corners]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = viewport_colours()
        painter.fillRect(self.rect(), QColor(colours.viewport))
        rows, columns = self._map.shape
        if not rows or not columns:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.backdrop is not None:
            self._paint_backdrop(painter, self.backdrop)
        else:
            self._paint_map(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.faint), 1))
        painter.drawLines(self._lines(rows, columns))
        self._paint_excited(painter)
        painter.setPen(QPen(QColor(colours.mark), 2.5))
        painter.drawPolygon(self.outline(*self._chosen))
        self._paint_letters(painter)

    def _paint_map(self, painter: QPainter) -> None:
        rows, columns = self._map.shape
        most = float(self._map.max()) or 1.0
        grey = np.ascontiguousarray(np.rint(255 * self._map / most), np.uint8)
        form = QImage.Format.Format_Grayscale8
        image = QImage(grey.data, columns, rows, columns, form)
        view = self.view()
        left, top = view.to_screen(0, 0)
        right, bottom = view.to_screen(columns, rows)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), image)

    def _lines(self, rows: int, columns: int) -> list[QLineF]:
        """Between the voxels, in pixels."""
        view = self.view()
        ends = [self._corners(row, 0, row, columns)[:2] for row in range(rows + 1)]
        for column in range(columns + 1):
            corners = self._corners(0, column, rows, column)
            ends.append([corners[0], corners[3]])
        return [
            QLineF(QPointF(*view.to_screen(*one)), QPointF(*view.to_screen(*other)))
            for one, other in ends
        ]

    def _paint_backdrop(self, painter: QPainter, backdrop: Backdrop) -> None:
        view, image = self.view(), backdrop.image
        left, top = view.to_screen(0, 0)
        right, bottom = view.to_screen(image.width(), image.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), image)
        painter.setPen(QColor(viewport_colours().secondary))
        painter.drawText(EDGE, self.height() - EDGE, backdrop.name)

    def _paint_letters(self, painter: QPainter) -> None:
        """Where the edges of the map lie in the patient."""
        plane = self.backdrop.plane if self.backdrop else self._grid.plane
        if plane is None:
            return
        ways = letters_of_cosines(plane.row_cosine, plane.column_cosine)
        found = shown_edges(edge_letters(ways))
        inside = self.rect().adjusted(4, 4, -4, -4)
        sides = Qt.AlignmentFlag
        painter.setPen(QColor(viewport_colours().letter))
        for text, side in (
            (found.left, sides.AlignLeft | sides.AlignVCenter),
            (found.right, sides.AlignRight | sides.AlignVCenter),
            (found.top, sides.AlignTop | sides.AlignHCenter),
            (found.bottom, sides.AlignBottom | sides.AlignHCenter),
        ):
            painter.drawText(inside, int(side), text)

    def _paint_excited(self, painter: QPainter) -> None:
        """Where the slabs meet: what was excited, which is not the grid."""
        plane = self.backdrop.plane if self.backdrop else self._grid.plane
        if plane is None:
            return
        view = self.view()
        corners = [
            QPointF(*view.to_screen(*one)) for one in excited(self._slabs, plane)
        ]
        if corners:
            pen = QPen(QColor(viewport_colours().reference_line), 1.5)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF(corners))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        found = None
        if self._map.size:
            found = self.voxel_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.chosen.emit(*found)
        else:
            event.ignore()
