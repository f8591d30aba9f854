"""What an image says to those who do not see it."""

from dataclasses import replace
from pathlib import Path

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.pixels.look import Window


def description(viewer: Viewer) -> str:
    return viewer.canvas.accessibleDescription()


def test_the_name_says_whose_and_which_image_and_how_it_lies(
    open_viewer: OpenViewer, write: Write
) -> None:
    """CT slices of the builder are axial, feet first to the viewer: R left, A top."""
    viewer = open_viewer(write("a", ct_slice()))
    name = viewer.canvas.accessibleName()
    assert name.startswith("TEST, Builder, ")
    assert "axial" in name
    assert "R at the left, A at the top" in name
    viewer.do("flip-horizontal")
    viewer.until(lambda: "L at the left" in viewer.canvas.accessibleName())
    assert "MIRRORED" in description(viewer)


def test_the_name_keeps_what_is_hidden(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.app.preferences.change(hides_identity=True)
    viewer.until(lambda: "TEST" not in viewer.canvas.accessibleName())
    assert viewer.canvas.accessibleName().startswith("Identity hidden, ")


def test_the_description_follows_what_is_done_to_the_image(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("last")
    assert description(viewer).startswith("Image 30 of 30. Window width ")
    look = viewer.model.state.look
    viewer.model.change(look=replace(look, voi=Window(centre=50, width=350)))
    viewer.until(lambda: "Window width 350, centre 50" in description(viewer))
    viewer.do("invert")
    viewer.until(lambda: "Inverted" in description(viewer))
    viewer.do("one-to-one")
    viewer.until(lambda: "Zoom 100 %" in description(viewer))
    viewer.do("key-image")
    viewer.until(lambda: "Key image" in description(viewer))
