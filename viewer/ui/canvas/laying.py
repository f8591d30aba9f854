"""What is fused with an image, drawn by who is imported when there is something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from viewer.geometry.view_transform import ViewTransform
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.ui.canvas.fused import FusedPicture


class Laying:
    """Draws over the image of one cell, as long as its state has a fusion."""

    def __init__(self, model: ViewportModel) -> None:
        self._model = model
        self._picture: FusedPicture | None = None

    def clear(self) -> None:
        """Keep nothing of any frame."""
        self._picture = None

    def draw(
        self,
        painter: QPainter,
        transform: ViewTransform,
        origin: QPointF,
        smooth: bool = True,
    ) -> None:
        """Over the image that has been painted, from a point of the cell on."""
        if self._model.state.fusion is not None:
            from viewer.ui.canvas.fused import FusedPicture

            self._picture = self._picture or FusedPicture(self._model)
            self._picture.draw(painter, transform, origin, smooth)
