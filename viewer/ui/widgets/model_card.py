"""A 3D model or a file of another sort: a small picture and facts, on a card."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said

CARD_WIDTH = 560


class ModelCard(QScrollArea):
    """Shows the picture above and the rows below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        said(self.setAccessibleName, "Properties")
        self.setWidgetResizable(True)
        inside = QWidget()
        self._around = QVBoxLayout(inside)
        self._around.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card: QFrame | None = None
        self.setWidget(inside)

    def show_model(
        self, rows: Sequence[tuple[str, str]], picture: NDArray[np.uint8] | None
    ) -> None:
        """(label, value) rows; a grey picture (rows, columns) if there is one."""
        self.clear()
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._card.setMaximumWidth(CARD_WIDTH)
        grid = QGridLayout(self._card)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        centre = Qt.AlignmentFlag.AlignHCenter
        if picture is not None:
            shown = QLabel()
            shown.setPixmap(_pixmap(picture))
            shown.setAccessibleName(tr("Preview of the model"))
            grid.addWidget(shown, 0, 0, 1, 2, centre)
            words = tr("Seen from the front, the left and above; not to scale.")
            grid.addWidget(_label(words, "small"), 1, 0, 1, 2, centre)
        for label, value in rows:
            row = grid.rowCount()
            grid.addWidget(_label(label, "secondary"), row, 0)
            grid.addWidget(_label(value, "value"), row, 1)
        self._around.addWidget(self._card)

    def clear(self) -> None:
        """No card."""
        if self._card is not None:
            self._card.deleteLater()
            self._card = None


def _label(text: str, role: str) -> QLabel:
    label = plain_label(text)
    label.setProperty("role", role)
    label.setWordWrap(role != "small")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return label


def _pixmap(picture: NDArray[np.uint8]) -> QPixmap:
    rows, columns = picture.shape
    flat = np.ascontiguousarray(picture)
    form = QImage.Format.Format_Grayscale8
    return QPixmap.fromImage(QImage(flat.data, columns, rows, columns, form).copy())
