"""What views share when they are printed: the notice, and a picture on a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter

from viewer.text import tr


def notice() -> str:
    """What every print says."""
    return tr("Printed by Negatoscope. Not cleared for primary diagnosis.")


class PrintError(Exception):
    """Nothing was printed; the sentence says why, and what to do."""


class PrintCancelledError(PrintError):
    """The reader gave it up."""


def begin_page(painter: QPainter, printer: QPagedPaintDevice) -> None:
    """The first page. Raises PrintError where the printer takes none."""
    if not painter.begin(printer):
        raise PrintError(
            tr(
                "Nothing was printed: the printer takes no page. Choose another"
                " printer, or save as PDF."
            )
        )


def print_picture(printer: QPagedPaintDevice, image: QImage) -> None:
    """Print a picture as large as the page, with the notice below it.

    Raises PrintError.
    """
    painter = QPainter()
    begin_page(painter, printer)
    page = printer.pageLayout().paintRectPixels(printer.logicalDpiX())
    area = QRect(QPoint(0, 0), page.size())
    room = area.size() - QSize(0, 2 * painter.fontMetrics().height())
    size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(QPoint(0, 0), size), image)
    bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
    painter.drawText(area, int(bottom), notice())
    painter.end()
