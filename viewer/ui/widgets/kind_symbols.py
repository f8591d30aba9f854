"""Small drawings that tell, in a list, what kind of object has no picture."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

Line = tuple[tuple[float, float], ...]

_SHEET: Line = ((0.2, 0.0), (0.8, 0.0), (0.8, 1.0), (0.2, 1.0), (0.2, 0.0))
_PAPER: tuple[Line, ...] = (
    _SHEET,
    *(((0.32, y), (0.68, y)) for y in (0.25, 0.45, 0.65)),
)
SYMBOLS: dict[str, tuple[Line, ...]] = {
    "waveform": (
        (
            (0.0, 0.6),
            (0.25, 0.6),
            (0.32, 0.48),
            (0.4, 0.6),
            (0.46, 0.7),
            (0.54, 0.0),
            (0.62, 0.95),
            (0.68, 0.6),
            (1.0, 0.6),
        ),
    ),
    "spectrum": (
        ((0.0, 1.0), (1.0, 1.0)),
        (
            (0.0, 0.92),
            (0.2, 0.88),
            (0.27, 0.3),
            (0.34, 0.88),
            (0.42, 0.5),
            (0.48, 0.88),
            (0.66, 0.88),
            (0.73, 0.0),
            (0.8, 0.88),
            (1.0, 0.92),
        ),
    ),
    "tree": (
        ((0.1, 0.1), (0.4, 0.1)),
        ((0.2, 0.1), (0.2, 0.85), (0.5, 0.85)),
        ((0.2, 0.48), (0.5, 0.48)),
        ((0.55, 0.48), (0.95, 0.48)),
        ((0.55, 0.85), (0.95, 0.85)),
    ),
    "raw": tuple(
        ((x, y), (x + width, y))
        for y in (0.1, 0.37, 0.64, 0.91)
        for x, width in ((0.0, 0.12), (0.22, 0.24), (0.56, 0.12), (0.78, 0.22))
    ),
    "report": _PAPER,
    "card": (
        ((0.0, 0.12), (1.0, 0.12), (1.0, 0.88), (0.0, 0.88), (0.0, 0.12)),
        ((0.15, 0.38), (0.6, 0.38)),
        ((0.15, 0.62), (0.85, 0.62)),
    ),
}
"""View word → lines in a square from (0, 0) to (1, 1)."""


def paint_symbol(painter: QPainter, area: QRectF, view: str, colour: str) -> None:
    """Draw the symbol of a view into a square; of unknown ones a sheet of paper."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(colour), max(area.width() / 20, 1.0))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for line in SYMBOLS.get(view, _PAPER):
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(
                        area.left() + x * area.width(), area.top() + y * area.height()
                    )
                    for x, y in line
                ]
            )
        )
    painter.restore()
