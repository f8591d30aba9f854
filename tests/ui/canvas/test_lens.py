import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, move_mouse, pixels_of
from viewer.demo.build import image, ramp
from viewer.geometry.view_transform import ViewTransform
from viewer.ui.canvas.lens import DIAMETER, FACTOR, lens_transform


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_point_under_the_lens_is_its_centre(rotation: int) -> None:
    around = ViewTransform(900, 700, 2.0, 4.0, (30, 40), rotation, True)  # type: ignore[arg-type]
    inside = lens_transform(around, (123.0, 456.0), 200)
    assert (inside.width, inside.height) == (200, 200)
    assert inside.to_image(100, 100) == pytest.approx(around.to_image(123, 456))
    assert inside.scale_x == 2.0 * FACTOR
    assert (inside.rotation, inside.flipped) == (rotation, True)


def test_the_lens_fits_into_a_small_cell() -> None:
    around = ViewTransform(100, 80, 1.0, 1.0, (5, 5))
    assert lens_transform(around, (1, 1), 240).width == 48


def test_the_lens_shows_the_frames_own_pixels_and_goes_with_the_button(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = np.kron(ramp((16, 16), np.uint8, 8), np.ones((16, 16), np.uint8))
    viewer = open_viewer(write("a", image(pixels)))
    viewer.app.preferences.change(annotations="none")
    viewer.do("one-to-one")
    viewer.do("tool-magnifier")
    before = pixels_of(viewer.canvas)
    middle = viewer.canvas.rect().center()
    QTest.mousePress(viewer.canvas, LEFT, NONE, middle)
    at = QPoint(middle.x() + 3, middle.y() - 2)
    move_mouse(viewer.canvas, (at.x() + 8, at.y()), LEFT, NONE)
    with_lens = pixels_of(viewer.canvas)
    changed = np.argwhere((with_lens != before).any(axis=2))
    tall = changed[:, 0].max() - changed[:, 0].min()
    assert DIAMETER - 4 <= tall <= DIAMETER + 4
    QTest.mouseRelease(viewer.canvas, LEFT, NONE, at)
    assert np.array_equal(pixels_of(viewer.canvas), before)
    QTest.mouseClick(viewer.canvas, LEFT, NONE, middle)
    assert viewer.model.state.lens is None
