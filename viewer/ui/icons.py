"""Icons: outline drawings of one set, painted in the colours of the theme.

The drawings are SVG files of Tabler Icons (MIT) in `resources/icons`; the icon of
the program is our own.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from viewer.ui.widgets.colours import Colours, colours

ICONS = Path(__file__).parent.parent / "resources" / "icons"
STROKE_WIDTH = b"1.75"
"""Of 24: a little finer than drawn, so that icons do not shout beside words."""


class UnknownIconError(Exception):
    """No drawing of that name in `resources/icons`."""


def icon(name: str, chosen: Colours | None = None) -> QIcon:
    """The icon of that name; sharp at every size and device pixel ratio.

    Without `chosen` it follows the theme in use, also when that changes later.
    Raises UnknownIconError.
    """
    _drawing(name)
    return QIcon(_Engine(name, chosen))


def application_icon() -> QIcon:
    """The icon of the program, in its own colours."""
    return QIcon(str(ICONS / "negatoscope.svg"))


@cache
def _drawing(name: str) -> bytes:
    try:
        return (ICONS / f"{name}.svg").read_bytes()
    except OSError as problem:
        raise UnknownIconError(name) from problem


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = _drawing(name).replace(b"currentColor", colour.encode())
    drawing = drawing.replace(
        b'stroke-width="2"', b'stroke-width="' + STROKE_WIDTH + b'"'
    )
    return QSvgRenderer(QByteArray(drawing))


def _colour(mode: QIcon.Mode, chosen: Colours) -> str:
    return chosen.faint if mode == QIcon.Mode.Disabled else chosen.text


class _Engine(QIconEngine):
    def __init__(self, name: str, chosen: Colours | None) -> None:
        super().__init__()
        self._name = name
        self._colours = chosen

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * 0.6)
        _renderer(self._name, _colour(mode, self._colours or colours())).render(
            painter, square
        )
        painter.restore()

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixmap = QPixmap(size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(), pixmap.size()), mode, state)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colours)

    def key(self) -> str:
        return "negatoscope"
