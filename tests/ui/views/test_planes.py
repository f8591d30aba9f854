"""Standalone overlays in the window: their area, and over their image."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NO_BUTTON, NONE, Viewer, move_mouse, pixels_of, rgb_of
from viewer.demo.build import ct_slice, native_frames, ramp
from viewer.demo.legacy import overlay
from viewer.ui.views.planes import COLOURS, PlanesView
from viewer.ui.widgets.plane_bitmap import PlaneBitmap

MASK = np.zeros((16, 16), np.bool_)
MASK[2:6, 4:14] = True
IMAGE = ct_slice(pixels=ramp((16, 16), np.uint16, 12))


def view(viewer: Viewer) -> PlanesView:
    return viewer.child("planesView", PlanesView)


def facts(viewer: Viewer) -> dict[str, str]:
    return dict(view(viewer).facts.facts)


def put_first(viewer: Viewer) -> None:
    """Show the overlay in the first cell."""
    sets = viewer.app.workspace.state.catalogue.sets()
    viewer.model.show_set(next(one for one in sets if one.view == "planes"))
    viewer.wait()


def test_a_plane_is_drawn_in_a_colour_of_its_own(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK)))
    shown = view(viewer)
    for number, colour in enumerate(COLOURS[:3]):
        shown.colour.setCurrentIndex(number)
        pixels = pixels_of(shown.bitmap).reshape(-1, 3)
        part = (pixels == colour).all(axis=1).sum() / (pixels == 0).all(axis=1).sum()
        side = min(shown.bitmap.width(), shown.bitmap.height())
        area = shown.bitmap.width() * shown.bitmap.height()
        set_part = 40 / 256 * side * side
        assert abs(part - set_part / (area - set_part)) < 0.01


def test_without_its_image_the_area_is_in_pixels_alone(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK, IMAGE)))
    known = facts(viewer)
    assert known["Area"] == "40 px"
    assert "Area on the image" not in known
    QTest.mouseClick(view(viewer).over, LEFT)
    assert "is not open" in viewer.app.status.message.text()


def test_its_image_gives_millimetres_and_a_mean(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("ct", IMAGE), write("overlay", overlay(MASK, IMAGE)))
    put_first(viewer)
    known = facts(viewer)
    assert known["Area on the image"] == "19.6 mm² (in the patient)"
    mean = native_frames(IMAGE)[0][MASK].mean() - 1024
    assert known["Mean in the image"] == f"{mean:.5g} HU".replace("-", "−")


def test_an_image_that_is_opened_later_is_taken_too(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK, IMAGE)))
    viewer.app.grid.lay_out(1, 2)
    viewer.open(write("ct", IMAGE), target=viewer.app.grid.visible()[1])
    assert facts(viewer)["Area on the image"] == "19.6 mm² (in the patient)"


def test_it_is_laid_over_its_image_and_over_no_other(
    open_viewer: OpenViewer, write: Write
) -> None:
    other = ct_slice(1, pixels=ramp((16, 16), np.uint16, 12))
    viewer = open_viewer(
        write("ct", IMAGE), write("two", other), write("overlay", overlay(MASK, IMAGE))
    )
    put_first(viewer)
    QTest.mouseClick(view(viewer).over, LEFT)
    viewer.wait()
    shown = viewer.shown
    assert shown.frame.header.text(0x00080018) == IMAGE.SOPInstanceUID
    laid = shown.layers[-1].coverage.levels[0]
    np.testing.assert_array_equal(laid.astype(bool), MASK)
    viewer.model.step(1)
    viewer.wait()
    assert viewer.shown.frame.header.text(0x00080018) == other.SOPInstanceUID
    assert viewer.shown.layers == ()
    viewer.model.step(-1)
    viewer.wait()
    viewer.do("reset")
    assert viewer.shown.layers == ()


def test_every_frame_can_be_reached(open_viewer: OpenViewer, write: Write) -> None:
    many = overlay(np.stack((MASK, ~MASK)), frames=2)
    viewer = open_viewer(write("overlay", many))
    view(viewer).frame.setValue(2)
    assert facts(viewer)["Area"] == "216 px"


def test_the_pointer_tells_the_place_in_the_image(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK, origin=[11, 101])))
    bitmap = viewer.child("planesBitmap", PlaneBitmap)
    side = min(bitmap.width(), bitmap.height()) / 16
    corner = QPointF(bitmap.rect().center()) - QPointF(8 * side, 8 * side)
    place = corner + QPointF(5.5 * side, 3.5 * side)
    move_mouse(bitmap, (place.x(), place.y()), NO_BUTTON, NONE)
    said = viewer.child("planesPointer", QLabel).text()
    assert said == "Row 14, column 106 of the image · RING"


def test_picture_and_words_name_the_patient(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK)))
    shown = view(viewer)
    assert shown.words().startswith(shown.head.who)
    assert (rgb_of(shown.picture())[:50] < 100).any()
    assert ["Area", "40 px"] in [list(row) for row in shown.numbers()]


def test_nothing_of_an_overlay_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("overlay", overlay(MASK)))
    shown = view(viewer)
    viewer.app.close_all()
    assert shown.facts.facts == ()
    assert (pixels_of(shown.bitmap) == 0).all()
