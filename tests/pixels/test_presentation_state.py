import pickle
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset

from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.demo.documents import presentation_state, references
from viewer.demo.overlays import add_overlay
from viewer.demo.presentation_states import (
    UNREGISTERED_STATE,
    blending_state,
    colour_state,
    displayed_area,
    drawn_state,
    pseudo_colour_state,
)
from viewer.files.dataset import complete_header
from viewer.files.header import Header, UnreadableError
from viewer.files.sources import Source
from viewer.geometry.displayed_area import DisplayedArea
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import IDENTITY, Rescale
from viewer.pixels.presentation_state import (
    PresentationState,
    read_presentation_state,
)

from .described import described

SLICE = ct_slice()
OTHER = ct_slice(1)


def read(**elements: Any) -> PresentationState:
    return read_presentation_state(described(presentation_state([SLICE], **elements)))


def area_of(**elements: Any) -> DisplayedArea | None:
    area = displayed_area((1, 1), (16, 16), **elements)
    state = read(DisplayedAreaSelectionSequence=[area])
    return state.area_for(described(SLICE), 0)


def test_a_state_says_who_made_it_and_what_it_is_for() -> None:
    state = read(
        ContentLabel="CHEST",
        ContentDescription="Lungs",
        ContentCreatorName="Silva^Ana",
        PresentationCreationDate="20261122",
        PresentationCreationTime="101500",
    )
    assert (state.label, state.description) == ("CHEST", "Lungs")
    assert (state.creator, state.created) == ("Silva, Ana", "2026-11-22 10:15:00")
    assert state.covers(described(SLICE), 0)
    assert state.covers_image(described(SLICE))
    assert not state.covers(described(OTHER), 0)


def test_frames_are_meant_by_their_number_from_one() -> None:
    dataset = enhanced_mr(3)
    made = presentation_state([dataset])
    reference = made.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    reference.ReferencedFrameNumber = [1, 3]
    state, header = read_presentation_state(described(made)), described(dataset)
    assert [state.covers(header, index) for index in range(3)] == [True, False, True]
    assert state.covers_image(header)


def test_windows_and_areas_are_those_of_the_image_that_they_refer_to() -> None:
    window = {"WindowCenter": 40, "WindowWidth": 400}
    made = presentation_state(
        [SLICE, OTHER],
        SoftcopyVOILUTSequence=[
            {**window, "ReferencedImageSequence": references([OTHER])},
            {"WindowCenter": 50, "WindowWidth": 90},
        ],
    )
    state = read_presentation_state(described(made))
    assert state.voi_for(described(OTHER), 0) == Window(40, 400)
    assert state.voi_for(described(SLICE), 0) == Window(50, 90)
    assert area_of() == DisplayedArea(0, 0, 16, 16, aspect=1.0)


def test_a_table_counts_as_a_window() -> None:
    table = {"LUTDescriptor": [4, 0, 8], "LUTData": bytes([0, 0, 9, 0, 90, 0, 255, 0])}
    state = read(SoftcopyVOILUTSequence=[{"VOILUTSequence": [table]}])
    assert isinstance(state.voi_for(described(SLICE), 0), LookupTable)


def test_without_any_module_nothing_is_changed() -> None:
    state = read(SoftcopyVOILUTSequence=None, DisplayedAreaSelectionSequence=None)
    assert (state.transform, state.vois, state.areas) == (IDENTITY, (), ())
    assert (state.rotation, state.flipped, state.inverse) == (0, False, False)
    assert (state.shutter, state.overlays, state.blended) == (None, (), None)


@pytest.mark.parametrize(
    ("turn", "rotation"), [(0, 0), (90, 90), (270, 270), (450, 90), (45, 0), (None, 0)]
)
def test_rotation_is_by_quarter_turns(turn: int | None, rotation: int) -> None:
    assert read(ImageRotation=turn).rotation == rotation


def test_the_size_of_a_pixel_is_needed_for_true_size_only() -> None:
    spacing: dict[str, Any] = {
        "PresentationPixelAspectRatio": None,
        "PresentationPixelSpacing": [0.5, 0.25],
    }
    true = area_of(mode="TRUE SIZE", **spacing)
    assert true is not None
    assert (true.mode, true.spacing_mm, true.aspect) == ("TRUE SIZE", (0.5, 0.25), 2.0)
    unsized = area_of(mode="TRUE SIZE")
    assert unsized is not None
    assert unsized.mode == "SCALE TO FIT"


def test_a_magnification_must_be_above_nothing() -> None:
    area = area_of(mode="MAGNIFY", PresentationPixelMagnificationRatio=2.5)
    assert area is not None
    assert (area.mode, area.magnification) == ("MAGNIFY", 2.5)
    broken = area_of(mode="MAGNIFY", PresentationPixelMagnificationRatio=0.0)
    assert broken is not None
    assert broken.mode == "SCALE TO FIT"


def test_a_broken_area_is_left_out() -> None:
    assert area_of(DisplayedAreaTopLeftHandCorner=None) is None


def test_overlays_are_activated_by_their_layer() -> None:
    made = presentation_state([SLICE])
    add_overlay(made, np.eye(16, dtype=bool), 1)
    made.add_new((0x6000, 0x1001), "CS", "SHAPES")
    state = read_presentation_state(described(made))
    assert state.activated == ((0x6000, "SHAPES"),)
    assert [plane.group for plane in state.overlays] == [0x6002]


def test_a_bitmap_shutter_is_found_in_the_state() -> None:
    made = presentation_state(
        [SLICE],
        ShutterShape="BITMAP",
        ShutterOverlayGroup=0x6000,
        ShutterPresentationValue=0xFFFF,
    )
    add_overlay(made, np.eye(16, dtype=bool))
    shutter = read_presentation_state(described(made)).shutter
    assert shutter is not None
    assert shutter.colour == (255, 255, 255)
    assert shutter.mask(16, 16).sum() == 16


def test_a_blending_state_has_an_image_below_and_one_above() -> None:
    made = blending_state([SLICE], [OTHER], 0.25)
    state = read_presentation_state(described(made))
    assert state.covers(described(SLICE), 0)
    assert not state.covers(described(OTHER), 0)
    assert state.transform == Rescale(1, -1024)
    assert state.blended is not None
    assert state.blended.opacity == 0.25
    assert state.blended.voi_for(described(OTHER), 0) == Window(40, 400)
    assert state.palette is not None


@pytest.mark.parametrize(
    "dataset",
    [
        presentation_state([SLICE], SOPClassUID=UNREGISTERED_STATE),
        drawn_state([SLICE]),
        colour_state([image(samples=3)]),
        pseudo_colour_state([SLICE]),
        blending_state([SLICE], [OTHER]),
    ],
)
def test_states_of_every_class_can_be_sent_to_another_process(dataset: Dataset) -> None:
    state = read_presentation_state(described(dataset))
    assert state.references
    assert pickle.loads(pickle.dumps(state)) == state


def test_a_state_of_another_patient_is_known_by_the_id() -> None:
    header = described(SLICE)
    assert read(PatientID="TEST-0002").is_of_another_patient(header)
    assert not read().is_of_another_patient(header)
    assert not read(PatientID="").is_of_another_patient(header)


def test_what_is_no_state_refers_to_nothing() -> None:
    state = read_presentation_state(Header(Source("memory:nothing"), {}))
    assert not state.references
    state = read_presentation_state(described(SLICE))
    assert not state.covers(described(SLICE), 0)


def test_a_state_that_is_cut_anywhere_still_says_what_is_left() -> None:
    whole = to_bytes(drawn_state([SLICE]))
    for end in range(len(whole) - 1, 400, -97):
        try:
            header = complete_header(Source("memory:cut", whole[:end]))
        except UnreadableError:
            continue
        assert read_presentation_state(header).label in ("", "SYNTHETIC")
