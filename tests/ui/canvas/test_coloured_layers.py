"""Graphic layers of a presentation state in their own colours over a grey frame."""

from typing import Any

import numpy as np
import pytest

from tests.pixels.described import described
from tests.ui.sets import header_of, shown_of
from tests.ui.viewer import rgb_of
from viewer.demo.build import image, ramp
from viewer.demo.documents import presentation_state
from viewer.demo.overlays import add_overlay
from viewer.demo.presentation_states import layer
from viewer.geometry.fit import Camera, Cell
from viewer.kinds.base import Frame
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.ui.canvas.picture import CellPicture
from viewer.work.loading import Shown

PLANE = np.zeros((8, 10), bool)
PLANE[2:4, 3:8] = True
RED = [35_579, 53_665, 50_857]


@pytest.fixture(params=[np.uint16, np.uint32])
def shown(request: pytest.FixtureRequest) -> Shown:
    values = ramp((8, 10), np.uint16, 12).astype(request.param)
    dataset = add_overlay(image(values), PLANE)
    layers = [layer("A", 1, GraphicLayerRecommendedDisplayCIELabValue=RED)]
    state = presentation_state([dataset], GraphicLayerSequence=layers)
    state.add_new((0x6000, 0x1001), "CS", "A")
    read = read_presentation_state(described(state))
    return shown_of(Frame(header_of(dataset)).shown_by(read))


def painted(shown: Shown, look: Look, driving: bytes | None = None) -> Any:
    pyramid = shown.pyramid
    cell = Cell(pyramid.columns, pyramid.rows, shown.aspect, 10, 8)
    made = CellPicture().image(shown, look, cell.transform(Camera(1.0)), False, driving)
    assert made is not None
    return rgb_of(made[0])


def test_the_canvas_paints_the_colours_of_the_pipeline(shown: Shown) -> None:
    for look in (Look(), Look(inverted=True), Look(colour_map="PET")):
        expected = picture(shown.decoded.values, shown.info, look)
        assert expected.shape == (8, 10, 3)
        assert np.array_equal(painted(shown, look), expected)
    hidden = Look(hidden_layers=frozenset({"A"}))
    assert picture(shown.decoded.values, shown.info, hidden).ndim == 2


def test_only_the_grey_below_is_driven_by_the_table_of_the_screen(
    shown: Shown,
) -> None:
    plain = painted(shown, Look())
    driven = painted(shown, Look(), bytes(level // 2 for level in range(256)))
    assert np.array_equal(driven[~PLANE], plain[~PLANE] // 2)
    assert np.array_equal(driven[PLANE], plain[PLANE])
    assert (plain[PLANE][:, 0] > 250).all()
