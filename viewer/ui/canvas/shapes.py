"""Marks over an image: their lines, the handles of the selected one, their labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from viewer.geometry.mark_shapes import handles_of
from viewer.geometry.marks import Mark, Point
from viewer.geometry.view_transform import ViewTransform
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.mark_labels import Label, LabelPlaces, lines_of
from viewer.ui.canvas.shape_lines import chains_in_cell, helping_lines, outline
from viewer.ui.state.annotations import WHOLE, AnnotationsState
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.picking import shown_key
from viewer.ui.widgets.colours import viewport_colours
from viewer.work.loading import Shown

LINE, SELECTED_LINE, SHADOW = 1.4, 2.0, 2.2
"""Widths of lines, and how much wider the dark one under them is."""
HANDLE = 7.0
CROSS_ARM, CROSS_GAP = 16.0, 4.0


class MarksPicture:
    """Paints the marks of a cell; labels are placed anew when something moved."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[Mark, Shown, tuple[str, ...]]] = {}
        self._labels: tuple[Label, ...] = ()
        self._placed_for: object = None

    def label_at(self, place: QPointF) -> Mark | None:
        """The mark whose label is there."""
        found = (one.mark for one in self._labels if one.area.contains(place))
        return next(found, None)

    def draw(
        self,
        painter: QPainter,
        text: TextPainter,
        state: AnnotationsState,
        model: ViewportModel,
        texts: Sequence[QRectF],
    ) -> None:
        """The marks of the frame that is seen; `texts` is where others stand."""
        key, cell, shown = shown_key(model), model.cell(), model.shown
        if key is None or cell is None or shown is None:
            return
        marks, transform = state.seen(key), cell.transform(model.state.camera)
        ratio = painter.device().devicePixelRatioF()
        place = _Placing(transform, ratio)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._place_labels(text, marks, shown, place, texts)
        for mark in marks:
            chosen = mark.uid == state.selected or mark is _drafted(state)
            _draw_mark(painter, mark, place, state.held if chosen else None, chosen)
        for label in self._labels:
            _draw_label(painter, text, label)
        if state.cross is not None and state.cross[0] == key:
            _draw_cross(painter, place(state.cross[1]))
        painter.restore()

    def _place_labels(
        self,
        text: TextPainter,
        marks: Sequence[Mark],
        shown: Shown,
        place: _Placing,
        texts: Sequence[QRectF],
    ) -> None:
        made_for = (marks, shown, place.transform, place.ratio, tuple(map(_key, texts)))
        if made_for == self._placed_for:
            return
        self._placed_for = made_for
        seen = [mark for mark in marks if place.cell.intersects(place.around(mark))]
        chains = [chain for mark in seen for chain in chains_in_cell(mark, place)]
        places = LabelPlaces(place.cell, texts, chains)
        labels = []
        for mark in seen:
            lines = self._said(mark, shown)
            if lines:
                width = max(text.width_of(Line(line, "mark")) for line in lines)
                size = width, text.line_height() * len(lines)
                labels.append(places.place(mark, lines, size, place.named_at(mark)))
        self._labels = tuple(labels)

    def _said(self, mark: Mark, shown: Shown) -> tuple[str, ...]:
        """The lines of a label; figures over many pixels are not made twice."""
        kept = self._lines.get(mark.uid)
        if kept is None or kept[0] != mark or kept[1] is not shown:
            kept = self._lines[mark.uid] = (mark, shown, lines_of(mark, shown))
        return kept[2]


class _Placing:
    """From frame points to logical pixels of the cell."""

    def __init__(self, transform: ViewTransform, ratio: float) -> None:
        self.transform = transform
        self.ratio = ratio
        self.cell = QRectF(0, 0, transform.width / ratio, transform.height / ratio)

    def __call__(self, point: Point) -> QPointF:
        x, y = self.transform.to_screen(*point)
        return QPointF(x / self.ratio, y / self.ratio)

    def around(self, mark: Mark) -> QRectF:
        """The box around a mark's points, never empty."""
        return self._box([self(point) for point in mark.points])

    def named_at(self, mark: Mark) -> QRectF:
        """What the label of a mark stands beside, as far as it is in sight."""
        if mark.shape == "arrow":
            return self._box([self(mark.points[-1])])
        return self.around(mark).intersected(self.cell)

    @staticmethod
    def _box(points: Sequence[QPointF]) -> QRectF:
        left, right = min(one.x() for one in points), max(one.x() for one in points)
        top, bottom = min(one.y() for one in points), max(one.y() for one in points)
        return QRectF(left, top, right - left, bottom - top).adjusted(-1, -1, 1, 1)


def _drafted(state: AnnotationsState) -> Mark | None:
    return state.draft.mark if state.draft else None


def _key(area: QRectF) -> tuple[float, ...]:
    """Texts of the pointer change all the time, and no label is to jump for that."""
    sides = area.left(), area.top(), area.width(), area.height()
    return tuple(round(side / 32) for side in sides)


def _draw_mark(
    painter: QPainter, mark: Mark, place: _Placing, held: int | None, chosen: bool
) -> None:
    chains = chains_in_cell(mark, place)
    width = SELECTED_LINE if chosen else LINE
    style = Qt.PenStyle.DashLine if mark.shape == "calibration" else None
    _stroke(painter, outline(mark, chains), width, style or Qt.PenStyle.SolidLine)
    _stroke(painter, helping_lines(mark, chains), LINE, Qt.PenStyle.DashLine)
    if chosen:
        for number, handle in enumerate(handles_of(mark)):
            _draw_handle(painter, place(handle), held in (number, WHOLE))


def _stroke(
    painter: QPainter, path: QPainterPath, width: float, style: Qt.PenStyle
) -> None:
    if path.isEmpty():
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    mark = QColor(viewport_colours().mark)
    for colour, wide in ((QColor(0, 0, 0, 190), width + SHADOW), (mark, width)):
        pen = QPen(colour, wide)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if colour is mark:
            pen.setStyle(style)
        painter.strokePath(path, pen)


def _draw_handle(painter: QPainter, at: QPointF, held: bool) -> None:
    square = QRectF(0, 0, HANDLE, HANDLE)
    square.moveCenter(at)
    colours = viewport_colours()
    painter.setPen(QPen(QColor(0, 0, 0, 200), 3.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(square)
    painter.setPen(QPen(QColor(colours.mark), 1.4))
    painter.setBrush(QColor(colours.accent) if held else QColor(0, 0, 0, 120))
    painter.drawRect(square)


def _draw_label(painter: QPainter, text: TextPainter, label: Label) -> None:
    if label.leader is not None:
        path = QPainterPath(label.leader[0])
        path.lineTo(label.leader[1])
        _stroke(painter, path, 1.0, Qt.PenStyle.DotLine)
    height = text.line_height()
    for number, words in enumerate(label.lines):
        line = Line(words, "mark")
        middle = label.area.top() + (number + 0.5) * height
        left = label.area.left() + text.width_of(line) / 2
        text.draw_at(painter, line, QPointF(left, middle))


def _draw_cross(painter: QPainter, at: QPointF) -> None:
    path = QPainterPath()
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(right, down) * CROSS_GAP)
        path.lineTo(at + QPointF(right, down) * CROSS_ARM)
    _stroke(painter, path, SELECTED_LINE, Qt.PenStyle.SolidLine)
