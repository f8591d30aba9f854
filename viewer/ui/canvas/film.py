"""Paints a film as it would lie on a light box: borders, images, annotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from viewer.kinds.film_layout import (
    MARGIN_MM,
    USUAL_MM,
    Area,
    Layout,
    film_size_mm,
    grey_of_density,
    layout_of,
    turned,
)
from viewer.kinds.print_objects import Film, FilmImage
from viewer.text import tr

EDGE, MISSING = "#8f98a3", "#5f87b0"
ANNOTATION_MM = 4.0
_SHADOW = QColor(0, 0, 0, 40)


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """A picture for a place of the film: grey (rows, columns) or RGB (…, 3)."""

    pixels: NDArray[np.uint8]
    aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A film in an area of the screen: its size in mm, its place in pixels."""

    size_mm: tuple[float, float]
    area: QRectF
    layout: Layout

    @property
    def pixels_per_mm(self) -> float:
        """Of the screen, for a millimetre of film."""
        return self.area.width() / self.size_mm[0]

    def rect(self, area: Area) -> QRectF:
        """A place of the film in pixels."""
        scale = self.pixels_per_mm
        return QRectF(
            self.area.left() + area.left * scale,
            self.area.top() + area.top * scale,
            area.width * scale,
            area.height * scale,
        )


def sheet_of(film: Film, room: QRectF) -> Sheet:
    """The film as large as it fits into the room, in its proportions."""
    stated = film_size_mm(film.size_id, film.orientation)
    size_mm = stated or turned(USUAL_MM, film.orientation)
    scale = min(room.width() / size_mm[0], room.height() / size_mm[1])
    width, height = size_mm[0] * scale, size_mm[1] * scale
    left = room.center().x() - width / 2
    top = room.center().y() - height / 2
    inside = size_mm
    if film.annotations or film.annotation_boxes:
        inside = size_mm[0], size_mm[1] - 2 * ANNOTATION_MM
    count = max(
        (image.position for image in film.images),
        default=max(len(film.boxes), 1),
    )
    layout = layout_of(film.display_format, inside, count)
    return Sheet(size_mm, QRectF(left, top, width, height), layout)


def paint_film(
    painter: QPainter,
    film: Film,
    images: Mapping[int, tuple[FilmImage, Printed | None]],
    sheet: Sheet,
) -> None:
    """Draw the film; `images` are what stands in each position, and its picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(sheet.area.translated(4, 4), _SHADOW)
    painter.fillRect(sheet.area, _grey(film.border, film, 0))
    painter.setPen(QPen(QColor(EDGE), 1))
    painter.drawRect(sheet.area)
    for position, area in enumerate(sheet.layout.areas, 1):
        rect = sheet.rect(area)
        image, printed = images.get(position, (None, None))
        painter.fillRect(rect, _grey(film.empty, film, 0))
        if image is not None and printed is not None:
            _paint_image(painter, film, image, printed, rect, sheet.pixels_per_mm)
        else:
            _paint_empty(painter, position, image, rect)
        if film.trim:
            light = _grey(film.empty, film, 0).lightness() > 128
            painter.setPen(QPen(QColor("#15181d" if light else "#ffffff"), 1.5))
            painter.drawRect(rect)
    _paint_annotations(painter, film, sheet)


def _grey(term: str, film: Film, absent: int) -> QColor:
    level = grey_of_density(term, film.least_density, film.greatest_density)
    level = absent if level is None else level
    return QColor(level, level, level)


def image_rect(
    image: FilmImage, printed: Printed, place: QRectF, pixels_per_mm: float
) -> QRectF:
    """Where a picture lies in its place: of the size asked for, else as it fits."""
    rows, columns = printed.pixels.shape[:2]
    width, height = float(columns), rows * printed.aspect
    scale = min(place.width() / width, place.height() / height)
    if image.width_mm is not None:
        asked = image.width_mm * pixels_per_mm / width
        scale = asked if image.is_cropped else min(asked, scale)
    size = QRectF(0, 0, width * scale, height * scale)
    size.moveCenter(place.center())
    return size


def _paint_image(
    painter: QPainter,
    film: Film,
    image: FilmImage,
    printed: Printed,
    place: QRectF,
    pixels_per_mm: float,
) -> None:
    pixels = ~printed.pixels if image.is_reversed else printed.pixels
    pixels = np.ascontiguousarray(pixels)
    rows, columns = pixels.shape[:2]
    forms = {2: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}
    shown = QImage(pixels.data, columns, rows, pixels.strides[0], forms[pixels.ndim])
    how = image.magnification or film.magnification
    area = image_rect(image, printed, place, pixels_per_mm)
    if area.width() < columns / 2:
        size = area.size().toSize()
        kept = Qt.AspectRatioMode.IgnoreAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = shown.scaled(size, kept, smooth)
    hint = QPainter.RenderHint.SmoothPixmapTransform
    painter.save()
    painter.setRenderHint(hint, how != "REPLICATE")
    painter.setClipRect(place)
    painter.drawImage(area, shown)
    painter.restore()


def _paint_empty(
    painter: QPainter, position: int, image: FilmImage | None, place: QRectF
) -> None:
    """The number of the place, and whether an image should be there."""
    painter.setPen(QPen(QColor(MISSING), 1, Qt.PenStyle.DashLine))
    painter.drawRect(place)
    words = str(position)
    if image is not None:
        why = image.note or tr("The image is not open.")
        words = f"{position}\n{why}"
    wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place.adjusted(4, 4, -4, -4), int(wrap), words)


def _paint_annotations(painter: QPainter, film: Film, sheet: Sheet) -> None:
    """Texts along the lower edge in the order of their positions."""
    if not film.annotations:
        return
    font = painter.font()
    font.setPixelSize(max(7, round(ANNOTATION_MM * 0.8 * sheet.pixels_per_mm)))
    painter.setFont(font)
    dark = _grey(film.border, film, 0).lightness() < 128
    painter.setPen(QColor("#ffffff" if dark else "#15181d"))
    metrics = QFontMetricsF(font, painter.device())
    words = "   ".join(text for _, text in sorted(film.annotations) if text)
    left = sheet.area.left() + MARGIN_MM * sheet.pixels_per_mm
    room = sheet.area.width() - 2 * MARGIN_MM * sheet.pixels_per_mm
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    bottom = sheet.area.bottom() - MARGIN_MM * 0.6 * sheet.pixels_per_mm
    painter.drawText(QPointF(left, bottom - metrics.descent()), words)
