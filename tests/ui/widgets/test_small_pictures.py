"""Small pictures that were kept are those that were drawn."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPixmap

from tests.ui.viewer import rgb_of
from viewer.ui.widgets.small_pictures import pixmap_of, small_picture_of


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [1, 301, 304])
def test_every_pixel_comes_back(colour: bool, width: int) -> None:
    values = np.random.default_rng(1).integers(0, 256, (7, width, 3), np.uint8)
    values[0, 0] = (1, 2, 3)
    if not colour:
        values[...] = values[..., :1]
    form = QImage.Format.Format_RGB888
    image = QImage(values.tobytes(), width, 7, 3 * width, form)
    kept = small_picture_of(QPixmap.fromImage(image))
    assert kept.colour == colour
    assert len(kept.data) == 7 * width * (3 if colour else 1)
    assert (rgb_of(pixmap_of(kept).toImage()) == values).all()
