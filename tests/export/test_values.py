"""Values for files: the numbers, and words that are true and name nobody."""

from typing import Any

import numpy as np
import pytest

from tests.ui.sets import ct_set, header_of, sets_of, shown_of
from viewer.demo.build import ct_slice, image
from viewer.export.values import Meaning, description_of, values_for
from viewer.pixels.encoding import PixelError


def described(identity: bool, meaning: Meaning = "modality", **elements: Any) -> str:
    header = header_of(ct_slice(0, PatientName="Secret^Person", **elements))
    shown = shown_of(ct_set(1).frames[0])
    return description_of(header, 0, shown.info, meaning, identity)


def test_stored_values_are_those_of_the_file_in_sixteen_bits() -> None:
    pixels = np.arange(256, dtype=np.uint16).reshape(16, 16) * 16
    (made,) = sets_of([ct_slice(0, pixels)])
    shown = shown_of(made.frames[0])
    stored = values_for(shown.decoded.values, shown.info, "stored")
    assert stored.dtype in (np.uint16, np.int16)
    assert np.array_equal(stored, pixels)


def test_eight_bits_become_sixteen_without_another_scale() -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    (made,) = sets_of([image(pixels)])
    shown = shown_of(made.frames[0])
    stored = values_for(shown.decoded.values, shown.info, "stored")
    assert stored.dtype == np.uint16
    assert stored.max() == 255


def test_modality_values_are_slope_times_stored_plus_intercept() -> None:
    pixels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    (made,) = sets_of([ct_slice(0, pixels, RescaleSlope="2", RescaleIntercept="-1000")])
    shown = shown_of(made.frames[0])
    values = values_for(shown.decoded.values, shown.info, "modality")
    assert values.dtype == np.float32
    assert np.array_equal(values, pixels * 2.0 - 1000)


def test_colours_have_no_values_of_one_number() -> None:
    (made,) = sets_of([image(np.zeros((4, 4, 3), np.uint8), samples=3)])
    shown = shown_of(made.frames[0])
    with pytest.raises(PixelError):
        values_for(shown.decoded.values, shown.info, "stored")


def test_the_words_say_what_the_numbers_mean() -> None:
    assert "unit: HU" in described(False)
    assert "Window: none applied" in described(False)
    stored = described(False, "stored")
    assert "Values: as stored" in stored
    assert "Modality values: 1.0 * stored + -1024.0" in stored


def test_identity_is_in_the_words_only_when_it_is_wanted() -> None:
    assert "Secret" in described(True)
    without = described(False)
    header = header_of(ct_slice(0))
    for tag in (0x00100020, 0x00080018, 0x0020000D, 0x00080020):
        assert header.text(tag)
        assert header.text(tag) not in without
    assert "Secret" not in without
