"""What is known of the screen, from the settings to the picture and back."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, image, ramp
from viewer.pixels.calibration import driving_levels
from viewer.pixels.display import Display
from viewer.store.settings import Settings
from viewer.ui.canvas.style import screen_key
from viewer.ui.displays import display_of

POINTS = tuple((level, 0.5 + 350 * (level / 255) ** 2) for level in range(0, 256, 15))


def state(viewer: Viewer) -> str:
    return viewer.child("displayState", QLabel).text()


def know(viewer: Viewer, **fields: object) -> Display:
    """Tell the settings of the screen that the window is on."""
    display = Display(screen_key(viewer.app.window.screen()), **fields)  # type: ignore[arg-type]
    settings = viewer.app.preferences.settings
    viewer.app.preferences.change(displays=settings.with_display(display))
    viewer.wait()
    return display


def test_a_screen_that_nobody_measured_is_said_to_be_so(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    assert state(viewer) == "Display not calibrated"
    assert "Display not calibrated" in viewer.texts()["bottom_right"]


def test_a_calibrated_screen_is_driven_by_its_levels(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", image(ramp((40, 56), np.uint16, 12))))
    before = viewer.picture()[..., 0]
    viewer.app.preferences.change(annotations="all")
    display = know(viewer, points=POINTS)
    levels = driving_levels(display)
    assert levels is not None
    assert state(viewer) == "Display calibrated (GSDF)"
    assert "Display calibrated (GSDF)" not in viewer.texts()["bottom_right"]
    after = viewer.picture()[..., 0]
    assert np.array_equal(after, np.frombuffer(levels, np.uint8)[before])
    assert not np.array_equal(after, before)


def test_what_is_known_of_another_screen_changes_nothing(
    open_viewer: OpenViewer, write: Write
) -> None:
    settings = Settings(displays=(Display("elsewhere", POINTS),))
    viewer = open_viewer(write("a", ct_slice()), settings=settings)
    assert state(viewer) == "Display not calibrated"
    assert display_of(viewer.app).points == ()


def test_the_true_size_needs_the_pixels_of_screen_and_image(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice(spacing_mm=0.7)))
    action = viewer.app.menus.by_id["true-size"]
    viewer.do("true-size")
    assert not action.isEnabled()
    assert "screen's pixels" in action.text()
    assert viewer.model.state.camera.zoom is None
    know(viewer, pixel_mm=0.28)
    viewer.do("true-size")
    assert action.isEnabled()
    assert viewer.model.state.camera.zoom == pytest.approx(0.7 / 0.28)
    viewer.open(write("b", image()))
    viewer.app.menus.refresh()
    assert not action.isEnabled()
    assert "image does not state" in action.text()


def test_pixels_that_are_not_square_have_their_true_size_in_both_directions(
    open_viewer: OpenViewer, write: Write
) -> None:
    dataset = ct_slice(PixelSpacing=[1.2, 0.6])
    viewer = open_viewer(write("a", dataset))
    know(viewer, pixel_mm=0.3)
    viewer.do("true-size")
    transform = viewer.canvas.transform()
    assert transform is not None
    assert (transform.scale_x, transform.scale_y) == pytest.approx((2.0, 4.0))
