import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.ui.viewer import rgb_of
from viewer.kinds import KINDS
from viewer.ui.widgets.kind_symbols import SYMBOLS, paint_symbol


def drawn(view: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_symbol(painter, QRectF(20, 20, 40, 40), view, "#ffffff")
    painter.end()
    return rgb_of(image)


@pytest.mark.parametrize("view", sorted({kind.view for kind in KINDS} - {"stack"}))
def test_every_view_has_a_drawing_within_its_square(
    qapp: QApplication, view: str
) -> None:
    pixels = drawn(view)
    assert (pixels[18:62, 18:62] > 100).any()
    pixels[18:62, 18:62] = 0
    assert not pixels.any()


def test_symbols_differ(qapp: QApplication) -> None:
    pictures = {drawn(view).tobytes() for view in SYMBOLS}
    assert len(pictures) == len(SYMBOLS)
