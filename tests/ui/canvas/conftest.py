"""What tests of the canvas share."""

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen
from viewer.demo.build import ct_slice, ramp


@pytest.fixture
def pen(open_viewer: OpenViewer, write: Write) -> Pen:
    """Over 3 slices of 64 × 48 pixels that are twice as high as wide."""
    pixels = ramp((48, 64), np.uint16, 12)
    for number in range(3):
        slice_ = ct_slice(number, pixels=pixels, SeriesNumber=1)
        slice_.PixelSpacing = [1.4, 0.7]
        root = write(f"data/{number}", slice_).parent
    viewer = open_viewer(root)
    assert viewer.shown.aspect == 2
    return Pen(viewer)
