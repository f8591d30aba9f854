"""The magnifier: a round piece of the picture, larger, over the pointer."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.look import Look
from viewer.text import figure, tr
from viewer.ui.canvas.corner_text import Line, TextPainter
from viewer.ui.canvas.picture import CellPicture
from viewer.ui.widgets.colours import viewport_colours
from viewer.work.loading import Shown

FACTOR = 2.5
"""How much larger than around it."""
DIAMETER = 240
PART_OF_CELL = 0.6
"""Of the cell's shorter side, in small cells."""


class Lens:
    """Paints the same values with the same look, from the frame itself."""

    def __init__(self) -> None:
        self._picture = CellPicture()

    def draw(
        self,
        painter: QPainter,
        text: TextPainter,
        shown: Shown,
        look: Look,
        transform: ViewTransform,
        at: tuple[float, float],
        driving: bytes | None,
        above: Callable[[QPainter, ViewTransform, QPointF], None],
    ) -> None:
        """Over `at` (device pixels of the cell); its magnification stands below.

        `above` draws what is laid over the image, from a point of the cell on.
        """
        ratio = painter.device().devicePixelRatioF()
        inside = lens_transform(transform, at, DIAMETER * ratio)
        made = self._picture.image(shown, look, inside, look.smooth, driving)
        side = inside.width / ratio
        place = QRectF(0, 0, side, side)
        place.moveCenter(QPointF(at[0] / ratio, at[1] / ratio))
        round_part = QPainterPath()
        round_part.addEllipse(place)
        painter.save()
        painter.setClipPath(round_part)
        painter.fillRect(place, QColor(viewport_colours().viewport))
        if made is not None:
            image, left, top = made
            painter.drawImage(
                QRectF(
                    place.left() + left / ratio,
                    place.top() + top / ratio,
                    image.width() / ratio,
                    image.height() / ratio,
                ),
                image,
            )
            above(painter, inside, place.topLeft())
        painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(viewport_colours().letter), 1.5))
        painter.drawEllipse(place)
        painter.restore()
        zoom = min(inside.scale_x, inside.scale_y) * 100
        line = Line(tr("Zoom {percent} %", percent=figure(zoom, ".0f")), "letter")
        below = QPointF(place.center().x(), place.bottom() - text.line_height())
        text.draw_at(painter, line, below)


def lens_transform(
    transform: ViewTransform, at: tuple[float, float], diameter: float
) -> ViewTransform:
    """The square around the lens: the frame point under `at` is its centre."""
    shorter = min(transform.width, transform.height)
    side = max(2, round(min(diameter, shorter * PART_OF_CELL)))
    return ViewTransform(
        side,
        side,
        transform.scale_x * FACTOR,
        transform.scale_y * FACTOR,
        transform.to_image(*at),
        transform.rotation,
        transform.flipped,
    )
