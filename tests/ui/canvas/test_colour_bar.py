import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import pixels_of
from viewer.demo.build import ct_slice, image, ramp
from viewer.pixels.colour_maps import colour_map
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import LookupTable, Window
from viewer.ui.canvas.colour_bar import LEFT, WIDTH, bar_ends

HOUNSFIELD = FrameInfo(unit="HU")


@pytest.mark.parametrize(
    ("voi", "inverted", "ends"),
    [
        (Window(40, 400), False, ("239 HU", "−160 HU")),
        (Window(40, 400), True, ("−160 HU", "239 HU")),
        (Window(0.5, 1, "LINEAR_EXACT"), False, ("1 HU", "0 HU")),
        (Window(10, 20, "SIGMOID"), False, ("20 HU", "0 HU")),
        (LookupTable(-5, bytes(20), 8), False, ("4 HU", "−5 HU")),
        (None, False, ("", "")),
    ],
)
def test_the_ends_are_the_values_that_the_window_maps_to_them(
    voi: Window | LookupTable | None, inverted: bool, ends: tuple[str, str]
) -> None:
    assert bar_ends(voi, HOUNSFIELD, inverted) == ends


def test_windows_over_stored_values_have_no_unit() -> None:
    info = FrameInfo(unit="HU", transform_before_voi=False, inverse=True)
    assert bar_ends(Window(40, 400), info, False) == ("−160", "239")


def test_the_bar_shows_the_map_from_its_brightest_end_down(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice(rows=64, columns=64)))
    viewer.do("colour-map-hot-iron")
    assert viewer.model.state.look.colour_map == "HOT_IRON"
    pixels = pixels_of(viewer.canvas)
    column = pixels[:, LEFT + WIDTH // 2].astype(int)
    colours = colour_map("HOT_IRON").astype(int)
    middle = len(pixels) // 2
    assert np.abs(column[middle] - colours[128]).max() <= 6
    quarter = middle - round(len(pixels) * 0.36 / 4)
    assert np.abs(column[quarter] - colours[192]).max() <= 6
    viewer.do("colour-map-none")
    assert len({*pixels_of(viewer.canvas)[middle, LEFT + WIDTH // 2].tolist()}) == 1


def test_true_colour_is_offered_no_map(open_viewer: OpenViewer, write: Write) -> None:
    dataset = image(ramp((16, 16, 3), np.uint8), samples=3)
    viewer = open_viewer(write("a", dataset))
    viewer.do("colour-map-hot-iron")
    assert not viewer.app.menus.by_id["colour-map-hot-iron"].isEnabled()
    assert viewer.model.state.look.colour_map == ""
