"""A page with several pictures as they lie on the screen, a heading and the notice."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPagedPaintDevice, QPainter

from viewer.ui.widgets.printing import begin_page, notice

GAP = 0.5
"""Of a line, between heading, pictures and notice."""


def print_page(
    printer: QPagedPaintDevice,
    pictures: Sequence[tuple[QRect, QImage]],
    headings: Sequence[str],
) -> None:
    """Each picture in its rectangle of the screen, all as large as the page allows.

    Raises PrintError.
    """
    painter = QPainter()
    begin_page(painter, printer)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    page = printer.pageLayout().paintRectPixels(printer.logicalDpiX())
    whole = QRectF(0, 0, page.width(), page.height())
    metrics = QFontMetricsF(painter.font(), printer)
    line = metrics.lineSpacing()
    elide = Qt.TextElideMode.ElideRight
    for number, heading in enumerate(headings):
        row = QRectF(0, number * line, whole.width(), line)
        text = metrics.elidedText(heading, elide, whole.width())
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter), text)
    top = (len(headings) + GAP) * line
    room = QRectF(0, top, whole.width(), whole.height() - top - (1 + GAP) * line)
    _draw_pictures(painter, pictures, room)
    bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
    painter.drawText(whole, int(bottom), notice())
    painter.end()


def _draw_pictures(
    painter: QPainter, pictures: Sequence[tuple[QRect, QImage]], room: QRectF
) -> None:
    around = QRect()
    for place, _ in pictures:
        around = around.united(place)
    if around.isEmpty():
        return
    keep = Qt.AspectRatioMode.KeepAspectRatio
    scale = QSizeF(around.size()).scaled(room.size(), keep).width() / around.width()
    left = room.left() + (room.width() - around.width() * scale) / 2
    for place, picture in pictures:
        target = QRectF(
            left + (place.left() - around.left()) * scale,
            room.top() + (place.top() - around.top()) * scale,
            place.width() * scale,
            place.height() * scale,
        )
        painter.drawImage(target, picture)
