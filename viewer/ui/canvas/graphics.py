"""Graphics and texts of a presentation state over its image (PS3.3 C.10.5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from viewer.geometry.displayed_area import DisplayedArea
from viewer.geometry.outlines import Point
from viewer.geometry.view_transform import ViewTransform
from viewer.records import dataclass
from viewer.ui.widgets.colours import viewport_colours
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.pixels.graphics import Annotation, Graphic, Note, Units

    ToScreen = Callable[[Point, Units], QPointF]

LINE = 1.4
SHADOW = 3.4
MOST_SMOOTH = 5_000
"""Points of lines up to which they are drawn with smooth edges and shadows."""
POINT_ARM = 4.0
"""Half the size of the cross that marks a point."""
TEXT_GAP = 10.0
"""Between an anchor and a text that has no box."""


@dataclass(frozen=True, slots=True)
class _Pens:
    """A layer's colour, and the dark line under it that keeps it visible."""

    colour: QColor
    shadow: QColor

    @classmethod
    def of(cls, colour: QColor) -> _Pens:
        dark = QColor(0, 0, 0, 200)
        return cls(colour, dark if colour.lightness() > 80 else QColor(255, 255, 255))


class GraphicsPicture:
    """What is drawn over one cell, kept between repaints."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Keep nothing of any frame."""
        self._picture = QPixmap()
        self._made_for: tuple[object, ...] = ()

    def draw(
        self,
        painter: QPainter,
        font: QFont,
        shown: Shown,
        transform: ViewTransform,
        hidden_layers: frozenset[str],
    ) -> None:
        """As `draw_graphics`, made anew only when something is different."""
        if shown.frame.state is None or not shown.frame.state.annotations:
            return
        ratio = painter.device().devicePixelRatioF()
        key = (shown, transform, hidden_layers, ratio)
        if key != self._made_for:
            self._made_for = key
            self._picture = QPixmap(transform.width, transform.height)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._picture)
            draw_graphics(inner, font, shown, transform, hidden_layers)
            inner.end()
        painter.drawPixmap(QPointF(0, 0), self._picture)


def draw_graphics(
    painter: QPainter,
    font: QFont,
    shown: Shown,
    transform: ViewTransform,
    hidden_layers: Collection[str] = (),
) -> None:
    """All that the frame's presentation state draws, layer by layer."""
    frame = shown.frame
    if frame.state is None:
        return
    colours = {layer.name: layer.colour for layer in reversed(frame.state.layers)}
    place = _placing(shown, transform, painter.device().devicePixelRatioF())
    painter.save()
    painter.setFont(font)
    found = frame.state.annotations_for(frame.header, frame.frame_index)
    points = sum(graphic.length for one in found for graphic in one.graphics)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, points <= MOST_SMOOTH)
    for annotation in found:
        if annotation.layer not in hidden_layers:
            rgb = colours.get(annotation.layer)
            colour = QColor(*rgb) if rgb else QColor(viewport_colours().mark)
            _draw(painter, annotation, place, _Pens.of(colour))
    painter.restore()


def draw_annotations(
    painter: QPainter,
    font: QFont,
    annotations: Sequence[Annotation],
    transform: ViewTransform,
    colour: QColor,
) -> None:
    """Annotations in the units of the image that are of no presentation state."""
    ratio = painter.device().devicePixelRatioF()

    def place(point: Point, units: Units) -> QPointF:
        x, y = transform.to_screen(*point)
        return QPointF(x / ratio, y / ratio)

    painter.save()
    painter.setFont(font)
    points = sum(graphic.length for one in annotations for graphic in one.graphics)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, points <= MOST_SMOOTH)
    for annotation in annotations:
        _draw(painter, annotation, place, _Pens.of(colour))
    painter.restore()


def _placing(shown: Shown, transform: ViewTransform, ratio: float) -> ToScreen:
    """From an annotation's units to logical pixels of the cell."""
    state = shown.frame.state
    assert state is not None
    rows, columns = shown.decoded.values.shape[:2]
    area = shown.area or DisplayedArea(0, 0, columns, rows)

    def place(point: Point, units: Units) -> QPointF:
        if units == "DISPLAY":
            point = area.to_frame(*point, state.rotation, state.flipped)
        x, y = transform.to_screen(*point)
        return QPointF(x / ratio, y / ratio)

    return place


def _draw(
    painter: QPainter, annotation: Annotation, place: ToScreen, pens: _Pens
) -> None:
    for graphic in annotation.graphics:
        _draw_graphic(painter, graphic, place, pens)
    for note in annotation.notes:
        _draw_note(painter, note, place, pens)


def _draw_graphic(
    painter: QPainter, graphic: Graphic, place: ToScreen, pens: _Pens
) -> None:
    chain = [place(point, graphic.units) for point in graphic.chain()]
    path = QPainterPath()
    if graphic.shape == "POINT":
        for across, down in ((POINT_ARM, 0.0), (0.0, POINT_ARM)):
            path.moveTo(chain[0] - QPointF(across, down))
            path.lineTo(chain[0] + QPointF(across, down))
    else:
        path.addPolygon(QPolygonF(chain))
    if graphic.filled and graphic.shape != "POINT":
        painter.fillPath(path, pens.colour)
    _stroke(painter, path, pens)


def _stroke(painter: QPainter, path: QPainterPath, pens: _Pens) -> None:
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    lines = [(pens.shadow, SHADOW)] * smooth + [(pens.colour, LINE if smooth else 1)]
    for colour, width in lines:
        painter.setPen(QPen(colour, width))
        for polygon in path.toSubpathPolygons():
            painter.drawPolyline(polygon)


def _draw_note(painter: QPainter, note: Note, place: ToScreen, pens: _Pens) -> None:
    metrics = QFontMetricsF(painter.font())
    anchor = place(note.anchor, note.anchor_units) if note.anchor else None
    box = _box_of(note, place, anchor)
    lines = _wrapped(note.lines, metrics, box)
    text = _text_area(lines, box, note, metrics)
    if anchor is not None and note.anchor_visible:
        path = QPainterPath(anchor)
        path.lineTo(_nearest(text, anchor))
        _stroke(painter, path, pens)
    path = QPainterPath()
    for number, line in enumerate(lines):
        width = metrics.horizontalAdvance(line)
        room = text.width() - width
        left = {"LEFT": 0.0, "CENTER": room / 2, "RIGHT": room}[note.justification]
        baseline = text.top() + metrics.ascent() + number * metrics.lineSpacing()
        path.addText(QPointF(text.left() + left, baseline), painter.font(), line)
    pen = QPen(pens.shadow, 2.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, pens.colour)


def _box_of(note: Note, place: ToScreen, anchor: QPointF | None) -> QRectF:
    """Where the text belongs: its box, else beside its anchor."""
    if note.box is not None:
        corners = [place(corner, note.box_units) for corner in note.box]
        return QRectF(*corners).normalized()
    assert anchor is not None
    return QRectF(anchor + QPointF(TEXT_GAP, -TEXT_GAP), anchor).normalized()


def _text_area(
    lines: Sequence[str], box: QRectF, note: Note, metrics: QFontMetricsF
) -> QRectF:
    """The room that the lines take; it may be larger than the box."""
    width = max(metrics.horizontalAdvance(line) for line in lines)
    left = box.left()
    if note.box is not None and note.justification == "CENTER":
        left = box.center().x() - width / 2
    elif note.box is not None and note.justification == "RIGHT":
        left = box.right() - width
    elif note.box is None:
        left = box.right()
    return QRectF(left, box.top(), width, len(lines) * metrics.lineSpacing())


def _wrapped(
    lines: Sequence[str], metrics: QFontMetricsF, box: QRectF
) -> Sequence[str]:
    """Broken between words where the box is too narrow, but high enough for it."""
    width = max(box.width(), 1.0)
    wrapped: list[str] = []
    for line in lines:
        row = ""
        for word in line.split(" "):
            joined = f"{row} {word}" if row else word
            if row and metrics.horizontalAdvance(joined) > width:
                wrapped.append(row)
                joined = word
            row = joined
        wrapped.append(row)
    fits = len(wrapped) * metrics.lineSpacing() <= box.height()
    return wrapped if fits else lines


def _nearest(area: QRectF, point: QPointF) -> QPointF:
    """The point of a rectangle that lies next to another point."""
    return QPointF(
        min(max(point.x(), area.left()), area.right()),
        min(max(point.y(), area.top()), area.bottom()),
    )
