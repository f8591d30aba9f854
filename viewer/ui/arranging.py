"""Widgets of cells placed as a layout says."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGridLayout, QWidget

from viewer.geometry.layout import Layout

Frame = TypeVar("Frame", bound=QWidget)


def arrange(grid: QGridLayout, frames: Sequence[QWidget], layout: Layout) -> None:
    """Put each widget at its place; units of the layout are of one size."""
    for frame, place in zip(frames, layout.places, strict=True):
        grid.addWidget(frame, place.row, place.column, place.rows, place.columns)
    for row in range(max(grid.rowCount(), layout.rows)):
        grid.setRowStretch(row, int(row < layout.rows))
    for column in range(max(grid.columnCount(), layout.columns)):
        grid.setColumnStretch(column, int(column < layout.columns))


def nearest(frames: Sequence[Frame], at: QPoint) -> Frame:
    """The widget whose edge is nearest to a point of their parent."""

    def distance(frame: Frame) -> int:
        box = frame.geometry()
        across = max(box.left() - at.x(), at.x() - box.right(), 0)
        down = max(box.top() - at.y(), at.y() - box.bottom(), 0)
        return across * across + down * down

    return min(frames, key=distance)
