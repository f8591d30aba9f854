import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.files.profiles import SRGB_D50, by_hand, made_profile, srgb_curve
from tests.files.zips import zipped
from tests.ui.sets import header_of
from viewer.demo.build import (
    RLE_LOSSLESS,
    ct_slice,
    enhanced_mr,
    image,
    native_frames,
    ramp,
    to_bytes,
)
from viewer.files.icc_profile import icc_text
from viewer.files.sources import source_at
from viewer.files.walk import walk_header
from viewer.kinds.base import Frame
from viewer.pixels.decode import DecodeRequest, decode
from viewer.pixels.encoding import PixelError
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import picture
from viewer.pixels.resample import rgb_words
from viewer.work.loading import FrameLoad, Shown, finish_frame, load_frame
from viewer.work.tasks import decode_frame, next_decoder, result_bytes


def shown(frame: Frame) -> Shown:
    answer = load_frame(FrameLoad(frame))
    assert isinstance(answer, Shown)
    return answer


def test_an_uncompressed_frame_is_ready_at_once() -> None:
    dataset = ct_slice(pixels=ramp((12, 20), np.uint16, 12), PixelSpacing=[0.8, 0.4])
    made = shown(Frame(header_of(dataset)))
    stored = native_frames(dataset)[0]
    assert np.array_equal(made.decoded.values, stored)
    assert np.array_equal(made.pyramid.levels[0], stored)
    assert made.default_voi == Window(40, 400)
    assert made.aspect == 2.0
    assert made.value_range == (int(stored.min()) - 1024, int(stored.max()) - 1024)


def test_a_compressed_frame_is_asked_of_a_decoder_first() -> None:
    dataset = ct_slice(pixels=ramp((12, 20), np.uint16, 12))
    frame = Frame(header_of(dataset, syntax=RLE_LOSSLESS))
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    made = finish_frame(FrameLoad(frame, decode(request)))
    assert np.array_equal(made.decoded.values, native_frames(dataset)[0])


def test_each_frame_has_its_own_values_and_window() -> None:
    dataset = enhanced_mr(3)
    header = header_of(dataset)
    for index in range(3):
        made = shown(Frame(header, index))
        assert np.array_equal(made.decoded.values, native_frames(dataset)[index])
        assert made.default_voi == Window(500 + 10 * index, 1000)


def test_colour_is_made_before_it_is_resampled() -> None:
    dataset = image(
        ramp((8, 8, 3), np.uint8), samples=3, PhotometricInterpretation="YBR_FULL"
    )
    made = shown(Frame(header_of(dataset)))
    rgb = picture(made.decoded.values, made.info, Look())
    assert made.pyramid.colour
    assert np.array_equal(made.pyramid.levels[0], rgb_words(rgb))
    assert made.default_voi is None
    assert made.value_range is None


def test_a_frame_counts_all_its_memory() -> None:
    grey = shown(Frame(header_of(ct_slice(pixels=ramp((256, 256))))))
    assert grey.nbytes == sum(level.nbytes for level in grey.pyramid.levels)
    assert grey.nbytes >= 256 * 256 * 2 * 1.3
    colour = shown(Frame(header_of(image(ramp((64, 64, 3), np.uint8), samples=3))))
    assert colour.nbytes == 64 * 64 * (4 + 3)


def test_grey_values_are_held_once() -> None:
    made = shown(Frame(header_of(ct_slice(pixels=ramp((64, 64))))))
    assert np.shares_memory(made.pyramid.levels[0], made.decoded.values)


def test_pixels_that_make_no_sense_are_said_in_a_sentence() -> None:
    dataset = ct_slice()
    dataset.Rows = 0
    with pytest.raises(PixelError) as caught:
        load_frame(FrameLoad(Frame(header_of(dataset))))
    assert str(caught.value).endswith(".")


def test_an_archived_frame_is_inflated_by_a_worker(tmp_path: Path) -> None:
    dataset = ct_slice(pixels=ramp((12, 20), np.uint16, 12))
    archive = zipped(tmp_path / "a.zip", {"x": to_bytes(dataset)})
    load = FrameLoad(Frame(walk_header(source_at(f"{archive}!/x"))))
    request = load_frame(load)
    assert isinstance(request, DecodeRequest)
    made = finish_frame(replace(load, decoded=decode(request)))
    assert np.array_equal(made.decoded.values, native_frames(dataset)[0])


def with_profile(data: bytes) -> Frame:
    pixels = ramp((600, 700, 3), np.uint8)
    return Frame(header_of(image(pixels, samples=3, ICCProfile=data)))


def test_an_icc_profile_is_applied_by_a_worker_and_named() -> None:
    frame = with_profile(made_profile())
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    decoded = decode_frame(pickle.loads(pickle.dumps(request)))
    made = finish_frame(FrameLoad(frame, decoded))
    stored = ramp((600, 700, 3), np.uint8)
    assert np.array_equal(made.decoded.values, stored)
    words = made.pyramid.levels[0].view(np.uint8).reshape(600, 700, 4)[..., 2::-1]
    assert np.abs(words - by_hand(stored)).max() <= 1.5
    assert made.info.icc_profile is not None
    assert made.info.icc_profile.changes_colours
    assert made.decoded.managed is None
    assert result_bytes(request) >= stored.nbytes * 2


def test_the_profile_of_a_palette_is_applied_to_its_entries() -> None:
    colours = np.array([[0, 0, 0], [200, 30, 60], [250, 250, 20]], np.uint8)
    palette: dict[str, Any] = {
        f"{name}PaletteColorLookupTable{part}": value
        for channel, name in enumerate(("Red", "Green", "Blue"))
        for part, value in (
            ("Descriptor", [3, 0, 16]),
            ("Data", (colours[:, channel].astype("<u2") * 257).tobytes()),
        )
    }
    pixels = np.array([[0, 1, 2, 1]], np.uint8)
    dataset = image(
        pixels,
        PhotometricInterpretation="PALETTE COLOR",
        ICCProfile=made_profile(),
        **palette,
    )
    frame = Frame(header_of(dataset))
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    made = finish_frame(FrameLoad(frame, decode(request)))
    found = picture(made.decoded.values, made.info, Look())
    assert np.abs(found[0] - by_hand(colours[pixels[0]])).max() <= 1.5
    assert np.array_equal(made.pyramid.levels[0], rgb_words(found))


def test_a_profile_of_the_screens_own_colours_needs_no_worker() -> None:
    made = shown(with_profile(made_profile(SRGB_D50, srgb_curve())))
    assert made.info.icc_profile is not None
    assert made.info.icc_profile.is_srgb
    assert np.array_equal(made.pyramid.levels[0], rgb_words(made.decoded.values))


def test_after_a_profile_took_a_worker_down_the_picture_comes_without_it() -> None:
    frame = with_profile(made_profile())
    request = load_frame(FrameLoad(frame))
    assert isinstance(request, DecodeRequest)
    again = next_decoder(request)
    assert again is not None
    made = finish_frame(FrameLoad(frame, decode_frame(again)))
    assert made.info.icc_profile is not None
    assert icc_text(made.info.icc_profile).endswith("the profile is damaged")
    assert np.array_equal(made.pyramid.levels[0], rgb_words(made.decoded.values))
