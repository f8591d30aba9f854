"""The outline of the active cell: whole with the keyboard in it, else its corners."""

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from viewer.ui.widgets.colours import viewport_colours

OUTLINE = 2
CORNER = 24
"""Length of the two lines that mark a corner."""


def has_keyboard(widget: QWidget) -> bool:
    """The keyboard is in it, or was when its window was last used."""
    focused = QApplication.focusWidget() or widget.window().focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def outline_region(area: QRect) -> QRegion:
    """Where it is drawn."""
    inside = area.adjusted(OUTLINE, OUTLINE, -OUTLINE, -OUTLINE)
    return QRegion(area) - QRegion(inside)


def draw_outline(painter: QPainter, area: QRect, *, is_whole: bool) -> None:
    """Along the edge of an area."""
    painter.setPen(QPen(QColor(viewport_colours().accent), OUTLINE))
    edge = area.adjusted(1, 1, -1, -1)
    if is_whole:
        painter.drawRect(edge)
        return
    for x, to_x in ((edge.left(), CORNER), (edge.right() + 1, -CORNER)):
        for y, to_y in ((edge.top(), CORNER), (edge.bottom() + 1, -CORNER)):
            corner = QPointF(x, y)
            across, down = QPointF(to_x, 0), QPointF(0, to_y)
            painter.drawLines(
                [QLineF(corner, corner + across), QLineF(corner, corner + down)]
            )
