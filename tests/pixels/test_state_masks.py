"""Masks that a presentation state tells of (PS3.3 C.11.13, C.11.19)."""

from typing import Any

import numpy as np
import pytest
from pydicom import Dataset

from viewer.demo.build import RLE_LOSSLESS, image, to_bytes
from viewer.demo.documents import presentation_state
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import modality_values, picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame, reusable

from .described import described

XA = "1.2.840.10008.5.1.4.1.1.12.1"
PIXELS = np.random.default_rng(3).integers(100, 1000, (4, 12, 16)).astype(np.uint16)
MASK = {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [2]}


def angiography(**elements: Any) -> Dataset:
    described_: dict[str, Any] = {"PixelIntensityRelationship": "LOG", **elements}
    return image(PIXELS, bits_stored=10, sop_class_uid=XA, modality="XA", **described_)


def state_of(dataset: Dataset, *items: dict[str, Any], **elements: Any) -> Dataset:
    return presentation_state(
        [dataset],
        MaskSubtractionSequence=list(items) or None,
        **{"RecommendedViewingMode": "SUB" if items else None, **elements},
    )


def header_of(dataset: Dataset, syntax: str = "") -> Header:
    return complete_header(Source("memory:test", to_bytes(dataset, syntax)))


def loaded(frame: Frame) -> Shown:
    answer = load_frame(FrameLoad(frame))
    if isinstance(answer, DecodeRequest):
        return finish_frame(FrameLoad(frame, decode(answer)))
    return answer


def by_state(
    dataset: Dataset, state: Dataset, index: int = 3, syntax: str = ""
) -> Shown:
    read = read_presentation_state(described(state))
    return loaded(Frame(header_of(dataset, syntax), index).shown_by(read))


def linear(values: Any, centre: float, width: float) -> Any:
    """PS3.3 C.11.2.1.2.1, to 0 … 255."""
    levels = ((values - (centre - 0.5)) / (width - 1) + 0.5) * 255
    return np.clip(levels, 0, 255)


@pytest.mark.parametrize("syntax", ["", RLE_LOSSLESS])
def test_the_mask_of_the_state_is_subtracted_and_its_window_is_over_that(
    syntax: str,
) -> None:
    dataset = angiography()
    window = {"WindowCenter": -50, "WindowWidth": 800}
    state = state_of(dataset, MASK, SoftcopyVOILUTSequence=[window])
    shown = by_state(dataset, state, syntax=syntax).seen(Look())
    difference = PIXELS[3].astype(float) - PIXELS[1]
    values = modality_values(shown.decoded.values, shown.info)
    assert np.array_equal(values, difference)
    made = picture(shown.decoded.values, shown.info, Look())
    assert np.abs(made - linear(difference, -50, 800)).max() <= 0.5


def test_its_slope_and_polarity_count_for_the_difference() -> None:
    dataset = angiography()
    state = state_of(
        dataset,
        MASK,
        RescaleSlope=2,
        RescaleIntercept=-1000,
        RescaleType="US",
        PresentationLUTShape="INVERSE",
        SoftcopyVOILUTSequence=[{"WindowCenter": 0, "WindowWidth": 2000}],
    )
    shown = by_state(dataset, state).seen(Look())
    difference = 2 * (PIXELS[3].astype(float) - PIXELS[1])
    made = picture(shown.decoded.values, shown.info, Look())
    assert np.abs(made - (255 - linear(difference, 0, 2000))).max() <= 0.5


def test_without_a_window_of_its_own_no_difference_is_mid_grey() -> None:
    dataset = angiography()
    state = state_of(dataset, MASK, SoftcopyVOILUTSequence=None)
    shown = by_state(dataset, state, index=1).seen(Look())
    assert (picture(shown.decoded.values, shown.info, Look()) == 128).all()


def test_no_window_is_over_a_difference_of_logarithms() -> None:
    dataset = angiography(PixelIntensityRelationship="LIN")
    shown = by_state(dataset, state_of(dataset, MASK)).seen(Look())
    (window,) = shown.info.voi_choices
    assert isinstance(window, Window)
    assert window.centre == 0


@pytest.mark.parametrize("mode", ["SUB", "NAT"])
def test_the_state_recommends_how_it_is_seen(mode: str) -> None:
    dataset = angiography()
    shown = by_state(dataset, state_of(dataset, MASK, RecommendedViewingMode=mode))
    is_difference = shown.seen(Look()).decoded.difference is not None
    assert is_difference is (mode == "SUB")
    assert shown.seen(Look(subtracted=mode != "SUB")) is not shown.seen(Look())


def test_a_state_without_masks_shows_none_of_the_image() -> None:
    dataset = angiography(MaskSubtractionSequence=[MASK], RecommendedViewingMode="SUB")
    shown = by_state(dataset, state_of(dataset))
    assert shown.subtracted is None
    assert loaded(Frame(header_of(dataset), 3)).subtracted is not None


def test_other_masks_have_to_be_decoded_and_only_those() -> None:
    dataset = angiography(MaskSubtractionSequence=[MASK])
    header = header_of(dataset)
    plain = loaded(Frame(header, 3))
    masked, bare = (
        read_presentation_state(described(state_of(dataset, *items)))
        for items in ([MASK], [])
    )
    assert reusable(plain, Frame(header, 3, masked)) is None
    kept = reusable(plain, Frame(header, 3, bare))
    assert kept is not None
    assert kept.values is plain.decoded.values
    assert reusable(loaded(Frame(header, 3, bare)), Frame(header, 3)) is None
    again = reusable(plain, Frame(header, 3))
    assert again is not None
    assert again.difference is not None
    assert reusable(plain, Frame(header, 2)) is None


def shift_of(dataset: Dataset, *regions: dict[str, Any], **others: Any) -> Any:
    shift = {"SubtractionItemID": 5, "RegionPixelShiftSequence": list(regions)}
    item = {**MASK, "SubtractionItemID": 5}
    state = state_of(dataset, item, PixelShiftSequence=[{**shift, **others}])
    (rule,) = read_presentation_state(described(state)).masking.rules
    return rule.shift


def test_one_shift_of_an_xa_state_is_for_the_whole_mask() -> None:
    moved = {"MaskSubPixelShift": [1.5, 2.0]}
    assert shift_of(angiography(), moved) == (1.5, -2.0)
    assert shift_of(angiography(), moved, moved) == (1.5, -2.0)


def test_a_mask_that_is_moved_in_parts_is_not_subtracted() -> None:
    dataset, moved = angiography(), {"MaskSubPixelShift": [1.5, 2.0]}
    still = {"MaskSubPixelShift": [0.0, 0.0]}
    assert shift_of(dataset, moved, still) is None
    assert shift_of(dataset, moved, PixelShiftFrameRange=[1, 2]) is None
    shift = {"SubtractionItemID": 5, "RegionPixelShiftSequence": [moved, still]}
    item = {**MASK, "SubtractionItemID": 5}
    state = state_of(dataset, item, PixelShiftSequence=[shift])
    assert by_state(dataset, state).subtracted is None
