"""The texts in the four corners of an image: identity, study, technique, state."""

from collections.abc import Iterator
from functools import partial
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPixmap,
)

from viewer.records import dataclass
from viewer.ui.canvas.kept import Kept
from viewer.ui.widgets.colours import viewport_colours

MARGIN = 8
MIDDLE = 12
"""Half of what stays free for the letters in the middle of a side."""
SEPARATOR = " · "
SHORT = 0.2
"""Of the room: what is no wider needs no line of its own."""
HALF, THIRD = 0.5, 0.3
"""Of the height: what a corner may take. What changes while reading has the half; the
others leave the middle of small cells to the image."""
Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]
Tone = Literal["text", "letter", "mark", "lossy", "error", "state"]
BADGES: tuple[Tone, ...] = ("lossy", "error", "state")
INSET, BADGE_INSET = 2.0, 6.0
OUTLINE = QColor(0, 0, 0, 150)
AROUND = tuple(
    QPointF(x, y) * (1.0 if 0 in (x, y) else 0.8)
    for x in (-1, 0, 1)
    for y in (-1, 0, 1)
    if (x, y) != (0, 0)
)
"""The outline is the text itself all around: ten times as quick as stroking it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a corner; the tones of `BADGES` are drawn as badges."""

    text: str
    tone: Tone = "text"


@dataclass(frozen=True, slots=True)
class Corners:
    """The lines of each corner from top to bottom."""

    top_left: tuple[Line, ...] = ()
    top_right: tuple[Line, ...] = ()
    bottom_left: tuple[Line, ...] = ()
    bottom_right: tuple[Line, ...] = ()


class TextPainter:
    """Draws outlined text; each line is made once and kept while it is in use."""

    KEPT = 128

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._made: dict[tuple[Line, float], QPixmap] = {}
        self._placed = Kept()

    def clear(self) -> None:
        """Forget every line."""
        self._made.clear()
        self._placed.clear()

    def line_height(self) -> float:
        """Pixels from one line to the next."""
        return QFontMetricsF(self.font).height() + 2

    def width_of(self, line: Line) -> float:
        """Logical pixels that a line takes."""
        inset = BADGE_INSET if line.tone in BADGES else INSET
        return QFontMetricsF(self.font).horizontalAdvance(line.text) + 2 * inset

    def draw(self, painter: QPainter, corners: Corners, area: QRect) -> None:
        """All four corners of an area of the widget, in its logical pixels."""
        ratio = painter.device().devicePixelRatioF()
        for line, place in self.places(corners, area, ratio):
            painter.drawPixmap(place.topLeft(), self._line(line, ratio))

    def places(
        self, corners: Corners, area: QRect, ratio: float
    ) -> Iterator[tuple[Line, QRectF]]:
        """Each line of the corners and the room that it takes."""
        for name in ("top_left", "top_right", "bottom_left", "bottom_right"):
            lines = getattr(corners, name)
            make = partial(self._places, name, lines, area, ratio)
            yield from self._placed.get(name, (lines, area, ratio), make)

    def _places(
        self, name: str, lines: tuple[Line, ...], area: QRect, ratio: float
    ) -> list[tuple[Line, QRectF]]:
        """Those of one corner."""
        height = self.line_height()
        widest = area.width() / 2 - MARGIN - MIDDLE
        rows = [part for line in lines for part in self._wrapped(line, widest)]
        share = HALF if name == "bottom_left" else THIRD
        rows = _fitting(rows, int((area.height() * share - MARGIN) // height))
        top = float(area.top() + MARGIN)
        if name.startswith("bottom"):
            top = area.bottom() + 1 - MARGIN - height * len(rows)
        found = []
        for number, row in enumerate(rows):
            width = max(1, round(self.width_of(row) * ratio)) / ratio
            left = float(area.left() + MARGIN)
            if name.endswith("right"):
                left = area.right() + 1 - MARGIN - width
            found.append((row, QRectF(left, top + number * height, width, height)))
        return found

    def draw_at(self, painter: QPainter, line: Line, centre: QPointF) -> None:
        """One line centred on a point."""
        picture = self._line(line, painter.device().devicePixelRatioF())
        size = picture.deviceIndependentSize()
        painter.drawPixmap(
            QPointF(centre.x() - size.width() / 2, centre.y() - size.height() / 2),
            picture,
        )

    def draw_from(self, painter: QPainter, line: Line, top_left: QPointF) -> None:
        """One line from a point on, at whole pixels so that it stays sharp."""
        picture = self._line(line, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(top_left.toPoint()), picture)

    def _wrapped(self, line: Line, widest: float) -> list[Line]:
        """Broken between its parts where it is too wide; a part too wide is cut.

        What is short stays before a part that is cut in any case.
        """
        metrics = QFontMetricsF(self.font)
        if metrics.horizontalAdvance(line.text) <= widest:
            return [line]
        rows: list[str] = []
        for part in line.text.split(SEPARATOR):
            joined = f"{rows[-1]}{SEPARATOR}{part}" if rows else part
            cut = metrics.horizontalAdvance(part) > widest
            most = widest * SHORT if cut else 0
            fits = metrics.horizontalAdvance(joined) <= widest
            if rows and (fits or metrics.horizontalAdvance(rows[-1]) <= most):
                rows[-1] = joined
            else:
                rows.append(part)
        elide = Qt.TextElideMode.ElideRight
        return [Line(metrics.elidedText(row, elide, widest), line.tone) for row in rows]

    def _line(self, line: Line, ratio: float) -> QPixmap:
        picture = self._made.pop((line, ratio), None)
        if picture is None:
            picture = self._make(line, ratio)
        while len(self._made) >= self.KEPT:
            del self._made[next(iter(self._made))]
        self._made[(line, ratio)] = picture
        return picture

    def _make(self, line: Line, ratio: float) -> QPixmap:
        metrics = QFontMetricsF(self.font)
        badge = line.tone in BADGES
        inset = BADGE_INSET if badge else INSET
        width = self.width_of(line)
        picture = QPixmap(
            max(1, round(width * ratio)), round(self.line_height() * ratio)
        )
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = viewport_colours()
        baseline = QPointF(inset, metrics.ascent() + 1)
        if badge:
            fills = {"lossy": colours.lossy_fill, "state": colours.accent_fill}
            fill = QColor(fills.get(line.tone, "#5a1512"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(0, 0, width, self.line_height() - 2), 3, 3)
        else:
            painter.setFont(self.font)
            painter.setPen(OUTLINE)
            for around in AROUND:
                painter.drawText(baseline + around, line.text)
        painter.setPen(QColor(_colour(line.tone)))
        painter.setFont(self.font)
        painter.drawText(baseline, line.text)
        painter.end()
        return picture


def _fitting(rows: list[Line], most: int) -> list[Line]:
    """As many as a corner has room for: the last plain ones go, badges stay."""
    plain = [at for at, row in enumerate(rows) if at > 0 and row.tone == "text"]
    spare = max(0, len(rows) - max(most, 1))
    gone = set(plain[len(plain) - min(spare, len(plain)) :])
    return [row for at, row in enumerate(rows) if at not in gone]


def _colour(tone: Tone) -> str:
    colours = viewport_colours()
    if tone == "text":
        return "#ffffff"
    if tone == "error":
        return "#ffd9d6"
    if tone == "state":
        return colours.text
    if tone == "mark":
        return colours.mark
    return colours.letter if tone == "letter" else colours.lossy_text
