"""Drawn pages of a PDF, those only that are seen; drawn in a thread of QtPdf."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer


class PageImages(QObject):
    """Asks for the pages that are wanted and keeps them as long as they are."""

    drawn = Signal()
    """One page more is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._renderer: QPdfPageRenderer | None = None
        self._images: dict[int, QImage] = {}
        self._asked: dict[int, tuple[int, QSize]] = {}

    @property
    def is_settled(self) -> bool:
        """Every page that is wanted is there."""
        return not self._asked

    def show(self, document: QPdfDocument | None) -> None:
        """Draw from this document from now on; nothing is kept of another one.

        Each has a renderer of its own: one that is asked for a page and then loses its
        document takes the same question for asked, and never answers it again.
        """
        self._images.clear()
        self._asked.clear()
        if self._renderer is not None:
            self._renderer.pageRendered.disconnect(self._on_rendered)
            self._renderer.setDocument(None)  # type: ignore[arg-type]
            self._renderer.deleteLater()
            self._renderer = None
        if document is not None:
            self._renderer = QPdfPageRenderer(self)
            self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
            self._renderer.setDocument(document)
            self._renderer.pageRendered.connect(self._on_rendered)

    def want(self, sizes: Mapping[int, QSize]) -> None:
        """The pages that are seen, in their sizes; the others are forgotten."""
        for page in [*self._images, *self._asked]:
            if page not in sizes:
                self._images.pop(page, None)
                self._asked.pop(page, None)
        for page, size in sizes.items():
            drawn, asked = self._images.get(page), self._asked.get(page)
            if drawn is not None and (drawn.isNull() or drawn.size() == size):
                self._asked.pop(page, None)
            elif self._renderer is not None and (asked is None or asked[1] != size):
                self._asked[page] = (self._renderer.requestPage(page, size), size)

    def image(self, page: int) -> QImage | None:
        """A page as last drawn, perhaps in another size; None while it is not there.

        A null image is a page that cannot be drawn.
        """
        return self._images.get(page)

    def _on_rendered(
        self,
        page: int,
        size: QSize,
        image: QImage,
        options: QPdfDocumentRenderOptions,
        request: int,
    ) -> None:
        if page in self._asked and self._asked[page][0] == request:
            del self._asked[page]
            self._images[page] = image
            self.drawn.emit()
