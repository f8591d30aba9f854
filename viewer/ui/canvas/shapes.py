"""Marks over an image: their lines, the handles of the selected one, their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from viewer.files.measures import UserCalibration
from viewer.geometry.mark_shapes import handles_of
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.geometry.view_transform import ViewTransform
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.mark_labels import Label, LabelPlaces, lines_of
from viewer.ui.canvas.shape_lines import chains_in_cell, helping_lines, outline
from viewer.ui.state.annotations import WHOLE, AnnotationsState
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.windowed import layer_above
from viewer.ui.tools.picking import shown_key
from viewer.ui.widgets.colours import viewport_colours
from viewer.work.loading import Above, Shown

LINE, SELECTED_LINE, SHADOW = 1.4, 2.0, 2.2
"""Widths of lines, and how much wider the dark one under them is."""
HANDLE = 7.0
UNSAVED = 0.4
"""Opacity of a mark that is not on the disk yet."""

CROSS_ARM, CROSS_GAP = 16.0, 4.0


class MarksPicture:
    """What marks look like in one cell, kept until something of it is different.

    Labels do not move for texts that follow the pointer.
    """

    def __init__(self) -> None:
        self._lines: dict[str, tuple[object, tuple[str, ...]]] = {}
        self._labels: tuple[Label, ...] = ()
        self._picture = QPixmap()
        self._made_for: object = None

    @property
    def labels(self) -> tuple[Label, ...]:
        """Those that were painted last."""
        return self._labels

    def label_at(self, place: QPointF) -> Label | None:
        """The label that is there."""
        found = (one for one in self._labels if one.area.contains(place))
        return next(found, None)

    def draw(
        self,
        painter: QPainter,
        text: TextPainter,
        state: AnnotationsState,
        model: ViewportModel,
        style: object,
        texts: Callable[[], Sequence[QRectF]],
    ) -> None:
        """The marks of the frame that is seen.

        `texts` gives where others stand, who are there by `style`.
        """
        key, cell, shown = shown_key(model), model.cell(), model.shown
        if key is None or cell is None or shown is None:
            return
        place = Placing(
            cell.transform(model.state.camera), painter.device().devicePixelRatioF()
        )
        calibrations, above = model.state.calibrations, layer_above(model)
        made_for = (state.look_of(key), shown, place, style, calibrations, above)
        if made_for != self._made_for:
            self._made_for = made_for
            said = [
                (mark, self._said(mark, shown, calibrations, above))
                for mark in state.seen(key)
                if place.cell.intersects(place.around(mark))
            ]
            # No frame is held for the sake of marks that are not seen.
            self._lines = {mark.uid: self._lines[mark.uid] for mark, _ in said}
            self._place_labels(text, said, place, texts())
            self._paint(text, state, key, place)
        painter.drawPixmap(QPointF(0, 0), self._picture)

    def _paint(
        self,
        text: TextPainter,
        state: AnnotationsState,
        key: FrameKey,
        place: Placing,
    ) -> None:
        self._picture = QPixmap(place.transform.width, place.transform.height)
        self._picture.setDevicePixelRatio(place.ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drafted = state.draft.mark.uid if state.draft else ""
        for mark in state.seen(key):
            chosen = mark.uid in (state.selected, drafted)
            painter.setOpacity(UNSAVED if mark.uid in state.unsaved else 1.0)
            _draw_mark(painter, mark, place, state.held if chosen else None, chosen)
        painter.setOpacity(1.0)
        for label in self._labels:
            _draw_label(painter, text, label)
        if state.cross is not None and state.cross[0] == key:
            _draw_cross(painter, place(state.cross[1]))
        painter.end()

    def _place_labels(
        self,
        text: TextPainter,
        said: Sequence[tuple[Mark, tuple[str, ...]]],
        place: Placing,
        texts: Sequence[QRectF],
    ) -> None:
        chains = [chain for mark, _ in said for chain in chains_in_cell(mark, place)]
        places = LabelPlaces(place.cell, texts, chains)
        labels = []
        for mark, lines in sorted(said, key=lambda one: one[0].label is None):
            if lines:
                width = max(text.width_of(Line(line, "mark")) for line in lines)
                size = width, text.line_height() * len(lines)
                at, chosen = place.named_at(mark), mark.label_place
                labels.append(
                    places.keep(mark, lines, size, at, place(chosen))
                    if chosen
                    else places.place(mark, lines, size, at)
                )
        self._labels = tuple(labels)

    def _said(
        self,
        mark: Mark,
        shown: Shown,
        calibrations: Sequence[UserCalibration],
        above: Above | None,
    ) -> tuple[str, ...]:
        """The lines of a label; figures over many pixels are not made twice."""
        made_of = mark, shown, calibrations, above
        kept = self._lines.get(mark.uid)
        if kept is None or kept[0] != made_of:
            lines = lines_of(mark, shown, calibrations, above)
            kept = self._lines[mark.uid] = made_of, lines
        return kept[1]


@dataclass(frozen=True, slots=True)
class Placing:
    """From frame points to logical pixels of the cell."""

    transform: ViewTransform
    ratio: float = 1.0

    @property
    def cell(self) -> QRectF:
        """The whole cell."""
        width, height = self.transform.width, self.transform.height
        return QRectF(0, 0, width / self.ratio, height / self.ratio)

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


def _draw_mark(
    painter: QPainter, mark: Mark, place: Placing, held: int | None, chosen: bool
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
        top = label.area.top() + number * height
        text.draw_from(painter, line, QPointF(label.area.left(), top))


def _draw_cross(painter: QPainter, at: QPointF) -> None:
    path = QPainterPath()
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(right, down) * CROSS_GAP)
        path.lineTo(at + QPointF(right, down) * CROSS_ARM)
    _stroke(painter, path, SELECTED_LINE, Qt.PenStyle.SolidLine)
