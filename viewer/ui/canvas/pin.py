"""The mark around a pixel that the reader keeps."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.geometry.view_transform import ViewTransform
from viewer.ui.widgets.colours import viewport_colours

SMALLEST = 7.0
"""Logical pixels of a side, however small the pixel is on the screen."""
TICK = 5.0


def draw_pin(
    painter: QPainter, transform: ViewTransform, pixel: tuple[int, int]
) -> None:
    """A square around the pixel (column, row), with a tick at each side."""
    ratio = painter.device().devicePixelRatioF()
    column, row = pixel
    x0, y0 = transform.to_screen(column, row)
    x1, y1 = transform.to_screen(column + 1, row + 1)
    middle = QPointF((x0 + x1) / 2 / ratio, (y0 + y1) / 2 / ratio)
    width = max(abs(x1 - x0) / ratio + 2, SMALLEST)
    height = max(abs(y1 - y0) / ratio + 2, SMALLEST)
    square = QRectF(0, 0, width, height)
    square.moveCenter(middle)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = QColor(viewport_colours().mark)
    for colour, pen_width in ((QColor(0, 0, 0, 200), 3.5), (mark, 1.4)):
        painter.setPen(QPen(colour, pen_width))
        painter.drawRect(square)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            edge = middle + QPointF(dx * width / 2, dy * height / 2)
            painter.drawLine(edge, edge + QPointF(dx * TICK, dy * TICK))
    painter.restore()
