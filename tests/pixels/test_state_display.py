from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset

from viewer.demo.build import ct_slice, image
from viewer.demo.documents import presentation_state
from viewer.demo.overlays import add_overlay
from viewer.demo.presentation_states import colour_state, layer, pseudo_colour_state
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import Rescale
from viewer.pixels.pipeline import modality_values, picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.pixels.state_display import full_range, turned, with_state

from .described import described

RAMP = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
PLAIN = Look()
PLANE = np.zeros((16, 16), bool)
PLANE[3, 5] = True


def info_of(dataset: Dataset, state: Dataset) -> FrameInfo:
    header = described(dataset)
    read = read_presentation_state(described(state))
    return with_state(frame_info(header), read, header, 0)


def shown(
    dataset: Dataset, state: Dataset, values: NDArray[Any] = RAMP, look: Look = PLAIN
) -> NDArray[np.uint8]:
    return picture(values, info_of(dataset, state), look)


def test_values_keep_their_unit_while_the_state_shows_others() -> None:
    dataset = ct_slice(pixels=RAMP)
    info = info_of(dataset, presentation_state([dataset]))
    assert info.unit == "HU"
    assert modality_values(RAMP, info)[0, 1] == 16 - 1024
    assert info.voi_transform == Rescale()


def test_the_reader_windows_what_the_state_shows() -> None:
    dataset = ct_slice(pixels=RAMP)
    state = presentation_state([dataset], PresentationLUTShape="INVERSE")
    look = Look(Window(1024, 2048))
    made = shown(dataset, state, look=look)
    assert (made[0, 0], made[15, 15]) == (255, 0)
    assert shown(dataset, state, look=Look(Window(1024, 2048), True))[0, 0] == 0


def test_padding_is_black_whatever_the_polarity_of_the_state() -> None:
    dataset = ct_slice(pixels=RAMP, PixelPaddingValue=0)
    state = presentation_state([dataset], PresentationLUTShape="INVERSE")
    assert shown(dataset, state)[0, :2].tolist() == [0, 234]  # 255 − 16 / 199 × 255


def test_the_full_range_is_all_that_the_transform_can_give() -> None:
    info = FrameInfo(bits=12, signed=True)
    assert full_range(info, Rescale(2, 1)) == Window(0.5, 8191)
    table = LookupTable(0, b"\0\0\xff\0", 8)
    assert full_range(info, table) == Window(128, 256)


def test_overlays_of_the_image_are_hidden_until_they_are_activated() -> None:
    dataset = add_overlay(ct_slice(pixels=RAMP * 0), PLANE)
    assert picture(RAMP * 0, frame_info(described(dataset)), Look(Window(99, 9)))[3, 5]
    state = presentation_state([dataset])
    assert not shown(dataset, state, RAMP * 0).any()
    state.add_new((0x6000, 0x1001), "CS", "A")
    assert np.argwhere(shown(dataset, state, RAMP * 0)).tolist() == [[3, 5]]


@pytest.mark.parametrize("build", [presentation_state, pseudo_colour_state])
def test_an_overlay_has_the_colour_of_its_layer(build: Any) -> None:
    """Over grey too: the picture is of three channels then, grey everywhere else."""
    dataset = add_overlay(ct_slice(pixels=RAMP), PLANE)
    lab = [35_579, 53_665, 50_857]  # red
    layers = [layer("A", 1, GraphicLayerRecommendedDisplayCIELabValue=lab)]
    state = build([dataset], GraphicLayerSequence=layers)
    bare = shown(dataset, state)
    state.add_new((0x6000, 0x1001), "CS", "A")
    found = shown(dataset, state)
    assert found[3, 5].tolist() == pytest.approx([255, 0, 0], abs=3)
    channels = bare if bare.ndim == 3 else np.repeat(bare[..., None], 3, axis=-1)
    assert np.array_equal(found[~PLANE], channels[~PLANE])


def test_an_overlay_goes_with_its_layer() -> None:
    dataset = add_overlay(ct_slice(pixels=RAMP * 0), PLANE)
    state = presentation_state([dataset])
    state.add_new((0x6000, 0x1001), "CS", "A")
    hidden = Look(hidden_layers=frozenset({"A"}))
    assert not shown(dataset, state, RAMP * 0, hidden).any()


def test_a_plane_of_the_state_stands_for_that_of_the_image() -> None:
    dataset = add_overlay(ct_slice(pixels=RAMP * 0), PLANE)
    state = add_overlay(presentation_state([dataset]), PLANE.T)
    state.add_new((0x6000, 0x1001), "CS", "A")
    assert np.argwhere(shown(dataset, state, RAMP * 0)).tolist() == [[5, 3]]


def test_the_shutter_is_that_of_the_state() -> None:
    edges: dict[str, Any] = {
        "ShutterShape": "RECTANGULAR",
        "ShutterLeftVerticalEdge": 3,
        "ShutterRightVerticalEdge": 5,
        "ShutterUpperHorizontalEdge": 1,
        "ShutterLowerHorizontalEdge": 16,
    }
    white = np.full((16, 16), 4095, np.uint16)
    dataset = ct_slice(pixels=white, **edges)
    assert shown(dataset, presentation_state([dataset]), white).all()
    state = presentation_state([dataset], ShutterPresentationValue=0x8000, **edges)
    made = shown(dataset, state, white)
    assert made[0, :7].tolist() == [128, 128, 255, 255, 255, 128, 128]


def test_colours_stay_as_they_are() -> None:
    dataset = image(samples=3)
    values = np.arange(768, dtype=np.uint8).reshape(16, 16, 3)
    assert np.array_equal(shown(dataset, colour_state([dataset]), values), values)


def test_a_grey_state_leaves_a_colour_image_its_colours() -> None:
    dataset = image(samples=3)
    values = np.arange(768, dtype=np.uint8).reshape(16, 16, 3)
    state = presentation_state([dataset], PresentationLUTShape="INVERSE")
    assert np.array_equal(shown(dataset, state, values), values)


def test_rotation_is_clockwise_and_comes_before_the_flip() -> None:
    picture_ = np.array([[1, 2], [3, 4]], np.uint8)
    dataset = ct_slice()
    made = presentation_state([dataset], ImageRotation=90, ImageHorizontalFlip="Y")
    state = read_presentation_state(described(made))
    # Clockwise: 3 1 / 4 2; then left and right change places.
    assert turned(picture_, state).tolist() == [[1, 3], [2, 4]]
