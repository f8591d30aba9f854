from typing import Any

import numpy as np
import pytest

from viewer.demo.build import image
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.padding import Padding, padding_mask, read_padding

from .described import described


def test_without_a_declared_value_there_is_no_padding() -> None:
    assert read_padding(described(image()), signed=False) is None
    assert read_padding(described(image(PixelPaddingRangeLimit=3)), False) is None


def test_one_value_is_a_range_of_one() -> None:
    assert read_padding(described(image(PixelPaddingValue=7)), False) == (7, 7)


def test_the_limit_may_be_on_either_side_of_the_value() -> None:
    up = described(image(PixelPaddingValue=7, PixelPaddingRangeLimit=12))
    down = described(image(PixelPaddingValue=12, PixelPaddingRangeLimit=7))
    assert read_padding(up, False) == read_padding(down, False) == Padding(7, 12)


def test_the_sign_of_the_pixels_decides_and_not_the_vr() -> None:
    written_as_us = Header(
        Source("memory:test", b""), {tags.PixelPaddingValue: ("US", b"\x30\xf8")}
    )
    assert read_padding(written_as_us, signed=True) == (-2000, -2000)
    assert read_padding(written_as_us, signed=False) == (63536, 63536)


@pytest.mark.parametrize(
    ("pixel_tag", "value", "limit"),
    [
        (tags.FloatPixelData, "FloatPixelPaddingValue", "FloatPixelPaddingRangeLimit"),
        (
            tags.DoubleFloatPixelData,
            "DoubleFloatPixelPaddingValue",
            "DoubleFloatPixelPaddingRangeLimit",
        ),
    ],
)
def test_float_pixels_have_their_own_attributes(
    pixel_tag: int, value: str, limit: str
) -> None:
    elements: dict[str, Any] = {value: -1.5, limit: -0.5, "PixelPaddingValue": 3}
    header = described(image(**elements))
    header = Header(header.source, header.elements, pixel_tag=pixel_tag)
    assert read_padding(header, False) == (-1.5, -0.5)


def test_both_limits_belong_to_the_padding() -> None:
    values = np.array([[1, 2, 3, 4, 5]], np.int16)
    assert padding_mask(values, Padding(2, 4)).tolist() == [[False, *[True] * 3, False]]
    assert not padding_mask(values, None).any()


def test_what_is_no_number_counts_as_padding() -> None:
    values = np.array([0.0, np.nan, np.inf, -np.inf], np.float32)
    assert padding_mask(values, None).tolist() == [False, True, True, True]
