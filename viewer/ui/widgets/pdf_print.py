"""A page of a PDF as a picture, and all of them on paper, in their own size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QProgressDialog

from viewer import limits
from viewer.text import tr, trn
from viewer.ui.widgets.printing import PrintCancelledError, begin_page, notice

PICTURE_DPI = 150
PRINT_DPI = 300
PATIENCE_MS = 500
"""What is printed by then shows no dialog."""
_POINTS_PER_INCH = 72
_BAND = 0.035
"""Height of the line that says whose it is, as a part of the page's."""


def points_of(document: QPdfDocument, page: int) -> QSizeF:
    """The size of a page in points; A4 for one that is damaged and has none."""
    size = document.pagePointSize(page)
    return size if size.width() >= 1 and size.height() >= 1 else QSizeF(595, 842)


def page_image(document: QPdfDocument, page: int, dots_per_inch: float) -> QImage:
    """A page on white, in so many pixels at most as are allowed."""
    size = points_of(document, page) * (dots_per_inch / _POINTS_PER_INCH)
    pixels = max(size.width() * size.height(), 1.0)
    size *= min(1.0, (limits.PAGE_PIXELS / pixels) ** 0.5)
    pixel_size = size.toSize().expandedTo(QSize(1, 1))
    drawn = document.render(page, pixel_size)
    image = QImage(pixel_size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    if drawn.isNull():
        damaged = tr("This page is damaged and cannot be shown.")
        painter.drawText(image.rect(), int(Qt.AlignmentFlag.AlignCenter), damaged)
    else:
        painter.drawImage(QPoint(0, 0), drawn)
    painter.end()
    return image


def page_picture(document: QPdfDocument, page: int, identity: str) -> QImage:
    """A page with a line above it that says whose it is."""
    image = page_image(document, page, PICTURE_DPI)
    band = max(round(image.height() * _BAND), 24)
    whole = QImage(image.size() + QSize(0, band), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    _write(painter, QRectF(0, 0, image.width(), band), identity)
    painter.drawImage(QPoint(0, band), image)
    painter.end()
    return whole


def print_document(
    printer: QPagedPaintDevice, document: QPdfDocument, count: int, identity: str
) -> None:
    """Print the first `count` pages, each on paper of its size.

    Tells how far it is. Raises PrintError; of what is given up no page is printed.
    """
    layout = printer.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setOrientation(QPageLayout.Orientation.Portrait)
    chosen = printer.pageRanges()
    painter, progress = QPainter(), printing_progress(count)
    for page in range(count):
        progress.setValue(page)
        if progress.wasCanceled():
            _abort(painter, printer, page)
        if not chosen.isEmpty() and not chosen.contains(page + 1):
            continue
        points = QSizeF(points_of(document, page))
        layout.setPageSize(QPageSize(points, QPageSize.Unit.Point))
        printer.setPageLayout(layout)
        if painter.isActive():
            printer.newPage()
        else:
            begin_page(painter, printer)
        _print_page(painter, printer, page_image(document, page, PRINT_DPI), identity)
    progress.setValue(count)
    progress.deleteLater()
    painter.end()


def printing_progress(count: int) -> QProgressDialog:
    """Keeps the window from changing what is printed; takes a press of its button."""
    window = QApplication.activeWindow()
    dialog = QProgressDialog(tr("Printing…"), tr("Cancel"), 0, count, window)
    dialog.setObjectName("printingProgress")
    dialog.setWindowTitle(tr("Print"))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(PATIENCE_MS)
    return dialog


def _abort(painter: QPainter, printer: QPagedPaintDevice, done: int) -> None:
    """Not every system takes back the pages that it has; a file is removed."""
    path = ""
    is_taken_back = not painter.isActive()
    if not is_taken_back and isinstance(printer, QPrinter):
        is_taken_back, path = printer.abort(), printer.outputFileName()
    painter.end()
    if path:
        Path(path).unlink(missing_ok=True)
    if is_taken_back or path or not isinstance(printer, QPrinter):
        raise PrintCancelledError(tr("Cancelled: nothing was printed."))
    raise PrintCancelledError(
        trn(
            "Cancelled: {count} page has gone to the printer already.",
            "Cancelled: {count} pages have gone to the printer already.",
            done,
        )
    )


def _print_page(
    painter: QPainter, printer: QPagedPaintDevice, image: QImage, identity: str
) -> None:
    """The page over the whole paper, and one small line at its lower edge."""
    paper = printer.pageLayout().fullRectPixels(printer.logicalDpiX())
    area = QRect(QPoint(0, 0), paper.size())
    size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(QPoint(0, 0), size), image)
    band = QRectF(area)
    band.setTop(area.bottom() - area.height() * _BAND / 2)
    _write(painter, band, f"{identity} · {notice()}")


def _write(painter: QPainter, area: QRectF, text: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(round(area.height() * 0.55), 6))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
    painter.drawText(area, int(middle), text)
