"""ICC profiles of colour and pseudo-colour states (PS3.3 A.33.2, A.33.3, C.11.15)."""

from typing import Any

import numpy as np
from pydicom import Dataset

from tests.files.profiles import by_hand, made_profile
from viewer.demo.build import ct_slice, image
from viewer.demo.presentation_states import (
    blending_state,
    colour_state,
    pseudo_colour_state,
)
from viewer.files.icc_profile import icc_text
from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.look import Look
from viewer.pixels.pipeline import bare_picture
from viewer.pixels.presentation_state import read_presentation_state
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame, reusable

from .described import described

RAMP = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
RGB = np.random.default_rng(4).integers(0, 256, (16, 16, 3)).astype(np.uint8)


def frame_by(dataset: Dataset, state: Dataset) -> Frame:
    return Frame(described(dataset)).shown_by(read_presentation_state(described(state)))


def by_worker(frame: Frame) -> Shown:
    """The profile of a stranger is applied in a decoder process only."""
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    return finish_frame(FrameLoad(frame, decode(request)))


def channels_of(shown: Shown) -> Any:
    words = shown.pyramid.levels[0]
    return np.stack([words >> 16 & 255, words >> 8 & 255, words & 255], -1).astype(int)


def test_the_profile_of_a_colour_state_is_applied_to_its_images() -> None:
    dataset = image(RGB, samples=3)
    state = colour_state([dataset], ICCProfile=made_profile())
    shown = by_worker(frame_by(dataset, state))
    assert np.abs(channels_of(shown) - by_hand(RGB)).max() <= 1
    assert shown.info.icc_profile is not None
    assert icc_text(shown.info.icc_profile) == "ICC: Wide by hand, applied"


def test_the_palette_of_a_pseudo_colour_state_goes_through_its_profile() -> None:
    dataset = ct_slice(pixels=RAMP)
    own, srgb = (
        frame_by(dataset, pseudo_colour_state([dataset], **elements))
        for elements in ({"ICCProfile": made_profile()}, {})
    )
    plain = load_frame(FrameLoad(srgb))
    assert isinstance(plain, Shown)
    shown = by_worker(own)
    expected = by_hand(bare_picture(RAMP, plain.info, Look()))
    assert np.abs(channels_of(shown) - expected).max() <= 1
    assert not np.array_equal(channels_of(shown), channels_of(plain))


def test_a_profile_that_changes_nothing_needs_no_worker() -> None:
    dataset = image(RGB, samples=3)
    shown = load_frame(FrameLoad(frame_by(dataset, colour_state([dataset]))))
    assert isinstance(shown, Shown)
    assert np.array_equal(channels_of(shown), RGB)


def test_kept_pixels_do_not_serve_where_a_profile_has_to_be_applied() -> None:
    dataset = image(RGB, samples=3)
    plain = load_frame(FrameLoad(Frame(described(dataset))))
    assert isinstance(plain, Shown)
    own = colour_state([dataset], ICCProfile=made_profile())
    assert reusable(plain, frame_by(dataset, own)) is None
    assert reusable(plain, frame_by(dataset, colour_state([dataset]))) is not None


def test_of_two_blended_images_the_profile_is_told_as_not_applied() -> None:
    under, over = ct_slice(pixels=RAMP), ct_slice(1, pixels=RAMP)
    state = blending_state([under], [over], ICCProfile=made_profile())
    shown = load_frame(FrameLoad(frame_by(under, state)))
    assert isinstance(shown, Shown)
    assert shown.info.icc_profile is not None
    assert icc_text(shown.info.icc_profile) == (
        "ICC: Wide by hand, not applied: two images are blended"
    )
