from dataclasses import replace

import numpy as np
import pytest

from viewer.demo.build import ct_slice
from viewer.demo.presentation_states import blending_state
from viewer.geometry.plane import Plane
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.fuse import fused, superimposed
from viewer.pixels.look import Window
from viewer.pixels.padding import Padding
from viewer.pixels.palette import Palette
from viewer.pixels.presentation_state import read_presentation_state

from .described import described

AXIAL = Plane((0, 0, 0), (1, 0, 0), (0, 1, 0), 1.0, 1.0)
RED = Palette(0, bytes(part for level in range(256) for part in (level, 0, 0)))
INFO = FrameInfo(
    "pseudo", 8, voi_choices=(Window(127.5, 255, "LINEAR_EXACT"),), palette=RED
)


def test_the_opacity_is_the_share_of_the_superimposed_image() -> None:
    under = np.full((2, 2), 100, np.uint8)
    over = np.full((2, 2), 200, np.uint8)
    made = fused(under, AXIAL, over, AXIAL, INFO, 0.25)
    assert made[0, 0].tolist() == [125, 75, 75]  # 0.25 × (200, 0, 0) + 0.75 × 100


def test_a_coarser_slice_lies_at_its_place_in_the_patient() -> None:
    under = np.zeros((4, 4), np.uint8)
    coarse = Plane((0.5, 0.5, 0), (1, 0, 0), (0, 1, 0), 2.0, 2.0)
    over = np.array([[0, 200], [0, 0]], np.uint8)
    made = fused(under, AXIAL, over, coarse, INFO, 1.0)[..., 0]
    # Columns of the upper rows lie at −0.25, 0.25, 0.75 and 1.25 of the coarse ones.
    assert made[0].tolist() == [0, 50, 150, 200]


def test_outside_the_superimposed_image_the_underlying_one_is_alone() -> None:
    under = np.full((4, 4), 90, np.uint8)
    shifted = Plane((2, 0, 0), (1, 0, 0), (0, 1, 0), 1.0, 1.0)
    made = fused(under, AXIAL, np.full((4, 4), 255, np.uint8), shifted, INFO, 1.0)
    assert made[1].tolist() == [[90] * 3] * 2 + [[255, 0, 0]] * 2


def test_a_slice_that_lies_turned_in_the_plane_is_turned_back() -> None:
    turned = Plane((0, 3, 0), (0, -1, 0), (1, 0, 0), 1.0, 1.0)
    over = np.arange(16, dtype=np.uint8).reshape(4, 4) * 16
    made = fused(np.zeros((4, 4), np.uint8), AXIAL, over, turned, INFO, 1.0)
    # Its columns run up the patient and its rows to the left: the last column is first.
    assert made[0, :, 0].tolist() == over[:, 3].tolist()
    assert made[..., 0].tolist() == np.rot90(over).tolist()


def test_padding_of_the_superimposed_image_is_not_superimposed() -> None:
    over = np.array([[7, 200]], np.uint8)
    info = replace(INFO, padding=Padding(7, 7))
    made = fused(np.full((1, 2), 60, np.uint8), AXIAL, over, AXIAL, info, 1.0)
    assert made[0].tolist() == [[60, 60, 60], [200, 0, 0]]


def test_each_image_has_its_own_window() -> None:
    below, above = ct_slice(), ct_slice(1, WindowCenter=1000, WindowWidth=50)
    state = read_presentation_state(described(blending_state([below], [above])))
    header = described(above)
    info = superimposed(frame_info(header), state, header, 0)
    assert info.voi_choices == (Window(1000, 50),)
    assert info.colour == "pseudo"
    assert info.unit == "HU"


@pytest.mark.parametrize("opacity", [0.0, 1.0])
def test_at_its_ends_the_opacity_shows_one_image_alone(opacity: float) -> None:
    under = np.full((1, 1), 33, np.uint8)
    made = fused(under, AXIAL, np.full((1, 1), 255, np.uint8), AXIAL, INFO, opacity)
    assert made[0, 0].tolist() == ([255, 0, 0] if opacity else [33, 33, 33])
