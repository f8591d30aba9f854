"""The pages of a PDF below each other, to scroll, zoom, search and copy from.

Nothing in a PDF acts here: no script is run (QtPdf has no interpreter), no link is
followed, no attachment opened. The document is read from memory.
"""

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QModelIndex,
    QPointF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel, QPdfSelection
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from viewer import limits
from viewer.text import tr
from viewer.ui.widgets.colours import LIGHT
from viewer.ui.widgets.pdf_images import PageImages
from viewer.ui.widgets.pdf_layout import FIT_WIDTH, GAP, PageLayout
from viewer.ui.widgets.pdf_print import points_of

LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 0.1, 8.0, 1.25
_POINTS_PER_INCH = 72
_SCROLL_STEP = 40
_DESK, _SHEET = "#5b6470", "#ffffff"
_HIT, _CURRENT_HIT, _SELECTED = "#ffe08a", "#ffb066", "#a9d0f7"


class PdfPages(QAbstractScrollArea):
    """Shows a document; the reader scrolls, zooms, searches and selects text."""

    activated = Signal()
    changed = Signal()
    """The page that is seen, the zoom or the hits."""
    settled = Signal()
    """Every page that is seen is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdfPages")
        self.setAccessibleName(tr("Pages of the document"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.document = QPdfDocument(self)
        self.hits = QPdfSearchModel(self)
        self.hits.setDocument(self.document)
        self.hits.countChanged.connect(self._on_hits)
        self.images = PageImages(self)
        self.images.drawn.connect(self._on_drawn)
        self.zoom = FIT_WIDTH
        self.hit = -1
        """The place of the words looked for that is shown, -1 for none."""
        self.selected: QPdfSelection | None = None
        self._buffer = QBuffer(self)
        self._points: tuple[QSizeF, ...] = ()
        self.places = PageLayout()
        self._pressed: tuple[int, QPointF] | None = None
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_document(self, data: bytes) -> str:
        """Show the PDF of these bytes; "" or why it cannot be shown."""
        self.clear()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() != QPdfDocument.Status.Ready:
            return _reason(self.document.error())
        count = min(self.document.pageCount(), limits.PDF_PAGES)
        self._points = tuple(points_of(self.document, page) for page in range(count))
        self.images.show(self.document)
        self._lay_out()
        return "" if count else tr("The PDF has no pages.")

    def clear(self) -> None:
        """Nothing is shown and nothing kept."""
        self.hits.setSearchString("")
        self.images.show(None)
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self.zoom, self.hit = FIT_WIDTH, -1
        self.selected, self._pressed = None, None
        self._points, self.places = (), PageLayout()
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page (from 0) that is read: the one at a third of the height."""
        third = self.viewport().height() / 3
        return self.places.page_at(self.verticalScrollBar().value() + third)

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page."""
        places = self.places.places
        if places:
            place = places[min(max(page, 0), len(places) - 1)]
            self.verticalScrollBar().setValue(int(place.top()) - GAP)

    def set_zoom(self, zoom: float) -> None:
        """FIT_WIDTH, FIT_PAGE or a part of the true size; the page stays in view."""
        page = self.page
        self.zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM) if zoom > 0 else zoom
        self._lay_out()
        self.go_to(page)

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller than it is seen now."""
        self.set_zoom(self.places.scale / self.places.true_scale * factor)

    def look_for(self, words: str) -> None:
        """Mark every place of these words."""
        self.hit = -1
        self.hits.setSearchString(words)
        self._on_hits()

    def go_to_hit(self, step: int) -> None:
        """Show the next or previous place of the words that are looked for."""
        count = self.hits.rowCount(QModelIndex())
        if not count:
            return
        first = 0 if step > 0 else count - 1
        self.hit = first if self.hit < 0 else (self.hit + step) % count
        link = self.hits.resultAtIndex(self.hit)
        if link.page() < len(self._points):
            place = self.places.places[link.page()]
            top = min((one.top() for one in link.rectangles()), default=0.0)
            third = self.viewport().height() / 3
            height = place.top() + top * self.places.scale - third
            self.verticalScrollBar().setValue(int(height))
        self._on_hits()

    def _lay_out(self) -> None:
        true = self.logicalDpiX() / _POINTS_PER_INCH
        view = self.viewport().size()
        self.places = PageLayout(self._points, self.zoom, view, true)
        whole = self.places.whole
        for bar, length, seen in (
            (self.horizontalScrollBar(), whole.width(), view.width()),
            (self.verticalScrollBar(), whole.height(), view.height()),
        ):
            bar.setRange(0, max(length - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(_SCROLL_STEP)
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        """Ask for the pages that are seen and not drawn in their size."""
        seen = self.places.seen(self.verticalScrollBar().value())
        ratio = self.devicePixelRatioF()
        sizes = {page: _drawn_size(self.places, page, ratio) for page in seen}
        self.images.want(sizes)
        self.viewport().update()
        self.changed.emit()
        if self.images.is_settled:
            self.settled.emit()

    def _on_drawn(self) -> None:
        self.viewport().update()
        if self.images.is_settled:
            self.settled.emit()

    def _on_hits(self) -> None:
        self.viewport().update()
        self.changed.emit()

    def _offset(self) -> QPointF:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        return QPointF(across.value(), down.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(_DESK))
        painter.translate(-self._offset())
        for page in self.places.seen(self.verticalScrollBar().value()):
            place, image = self.places.places[page], self.images.image(page)
            painter.fillRect(place, QColor(_SHEET))
            if image is not None and image.isNull():
                damaged = tr("This page is damaged and cannot be shown.")
                painter.setPen(QColor(LIGHT.error))
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), damaged)
            elif image is not None:
                painter.drawImage(place, image)
            painter.save()
            painter.translate(place.topLeft())
            painter.scale(self.places.scale, self.places.scale)
            painter.setCompositionMode(
                QPainter.CompositionMode.CompositionMode_Multiply
            )
            _paint_hits(painter, self.hits, page, self.hit)
            if self.selected is not None and self._pressed and self._pressed[0] == page:
                _paint_selected(painter, self.selected)
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        part = bar.value() / max(self.places.whole.height(), 1)
        self._lay_out()
        bar.setValue(round(part * self.places.whole.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected, self._pressed = None, None
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.places.point_at(event.position() + self._offset())
        self.viewport().update()
        self.activated.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.places.point_at(event.position() + self._offset())
        held = event.buttons() & Qt.MouseButton.LeftButton
        if held and self._pressed and place and place[0] == self._pressed[0]:
            page, start = self._pressed
            found = self.document.getSelection(page, start, place[1])
            if found.isValid():  # over no letter the last selection stays
                self.selected = found
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy) and self.selected is not None:
            QGuiApplication.clipboard().setText(self.selected.text())
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


def _drawn_size(places: PageLayout, page: int, ratio: float) -> QSize:
    """Pixels of the screen that a page takes, so many at most as are allowed."""
    size = places.places[page].size() * ratio
    pixels = size.width() * size.height()
    size *= min(1.0, (limits.PAGE_PIXELS / max(pixels, 1.0)) ** 0.5)
    return size.toSize().expandedTo(QSize(1, 1))


def _paint_hits(painter: QPainter, hits: QPdfSearchModel, page: int, at: int) -> None:
    """Mark what was found on a page, in points of it."""
    current = hits.resultAtIndex(at) if at >= 0 else None
    for link in hits.resultsOnPage(page):
        places = link.rectangles()
        is_current = (
            current is not None
            and current.page() == page
            and current.rectangles() == places
        )
        colour = QColor(_CURRENT_HIT if is_current else _HIT)
        for place in places:
            painter.fillRect(place.adjusted(-1, -1, 1, 1), colour)


def _paint_selected(painter: QPainter, selected: QPdfSelection) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_SELECTED))
    for polygon in selected.bounds():
        painter.drawPolygon(polygon)


def _reason(error: QPdfDocument.Error) -> str:
    """Why a PDF cannot be shown."""
    if error == QPdfDocument.Error.IncorrectPassword:
        return tr(
            "The PDF is locked by a password. It can be saved and opened elsewhere."
        )
    if error == QPdfDocument.Error.UnsupportedSecurityScheme:
        return tr("The PDF is encrypted in a way that is not supported.")
    return tr("The PDF is damaged and cannot be shown. It can still be saved.")
