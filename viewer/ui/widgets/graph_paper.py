"""Paper with a graph on it: values under the pointer, points reached by key."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.kinds.graphs import Graph
from viewer.text import figure
from viewer.ui.canvas.inks import PAPER, Inks
from viewer.ui.canvas.plot import Axes, axes_of, colour_of, paint_graph
from viewer.ui.widgets.wording import said

LEAST = QSize(220, 160)
KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_PAGE = 20


class GraphPaper(QWidget):
    """Draws a graph; one of its points is marked and read."""

    activated = Signal()
    pointed = Signal(str)
    """Line, coordinates of the marked point, "" when there is none."""
    marked = Signal(int)
    """The number of the marked point in its line."""

    def __init__(
        self,
        parent: QWidget | None = None,
        inks: Callable[[], Inks] = lambda: PAPER,
    ) -> None:
        """`inks` is asked at each drawing: a theme may have changed."""
        super().__init__(parent)
        self._inks = inks
        self.setObjectName("graphPaper")
        said(self.setAccessibleName, "Graph")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setMinimumSize(LEAST)
        self.graph: Graph | None = None
        self.mark: tuple[int, int] | None = None
        self._drawn: QPixmap | None = None

    def show_graph(self, graph: Graph | None) -> None:
        """Another graph, or none."""
        self.graph, self._drawn = graph, None
        self._mark(None)

    def axes(self) -> Axes | None:
        """Where the numbers of the graph lie on the widget."""
        if self.graph is None:
            return None
        return axes_of(self.graph, QRectF(self.rect()), self._metrics())

    def nearest(self, position: QPointF) -> tuple[int, int] | None:
        """(line, point) next to a place: by x alone, in an outline by the way to it."""
        axes = self.axes()
        if self.graph is None or axes is None:
            return None
        best: tuple[float, int, int] | None = None
        for number, line in enumerate(self.graph.lines):
            x, y = axes.x_of(line.x) - position.x(), axes.y_of(line.y) - position.y()
            with np.errstate(invalid="ignore"):
                by_x = np.abs(x) * 1e4 + np.abs(y)
                ways = np.hypot(x, y) if self.graph.is_plane else by_x
            if not np.isfinite(ways).any():
                continue
            point = int(np.nanargmin(ways))
            if best is None or float(ways[point]) < best[0]:
                best = float(ways[point]), number, point
        return best[1:] if best else None

    def _mark(self, mark: tuple[int, int] | None) -> None:
        if mark == self.mark and mark is not None:
            return
        self.mark = mark
        self.pointed.emit(self._said())
        if mark is not None:
            self.marked.emit(mark[1])
        self.update()

    def _said(self) -> str:
        if self.graph is None or self.mark is None:
            return ""
        line = self.graph.lines[self.mark[0]]
        x, y = float(line.x[self.mark[1]]), float(line.y[self.mark[1]])
        parts = [line.label] if len(self.graph.lines) > 1 and line.label else []
        parts.append(f"{self.graph.x_title} = {figure(x, '.7g')}")
        shown = "–" if y != y else figure(y, ".7g")
        parts.append(f"{self.graph.y_title} = {shown}")
        return " · ".join(parts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._drawn = None
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.graph is None:
            return
        if self._drawn is None or self._drawn.size() != self._device_size():
            self._drawn = self._made(self.graph)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        axes = self.axes()
        if self.mark is not None and axes is not None:
            self._paint_mark(painter, axes, self.graph)

    def _paint_mark(self, painter: QPainter, axes: Axes, graph: Graph) -> None:
        assert self.mark is not None
        line = graph.lines[self.mark[0]]
        place = axes.place(float(line.x[self.mark[1]]), float(line.y[self.mark[1]]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._inks().axis), 1, Qt.PenStyle.DashLine))
        inside = axes.area
        painter.drawLine(
            QPointF(place.x(), inside.top()), QPointF(place.x(), inside.bottom())
        )
        if place.y() == place.y():
            painter.drawLine(
                QPointF(inside.left(), place.y()), QPointF(inside.right(), place.y())
            )
            painter.setPen(
                QPen(QColor(colour_of(graph, self.mark[0], self._inks())), 2)
            )
            painter.drawEllipse(place, 5, 5)

    def _made(self, graph: Graph) -> QPixmap:
        pixmap = QPixmap(self._device_size())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        paint_graph(painter, graph, QRectF(self.rect()), self._inks())
        painter.end()
        return pixmap

    def _device_size(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._mark(self.nearest(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(self.nearest(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.graph is None or key not in KEYS:
            super().keyPressEvent(event)
            return
        number, point = self.mark or (0, 0)
        lines = self.graph.lines
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            number += 1 if key == Qt.Key.Key_Down else -1
            number = min(max(number, 0), len(lines) - 1)
        last = len(lines[number].x) - 1
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -_PAGE,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }
        step = steps.get(key, 0) if self.mark else 0
        if key == Qt.Key.Key_End:
            step = last
        self._mark((number, min(max(point + step, 0), last)))
