"""The whole way of a pixel: its order, and that it ends where the picture does."""

from collections.abc import Callable

import numpy as np
import pytest

from viewer.commands.pixel_stages import header_of
from viewer.demo.build import (
    EXPLICIT_BIG,
    RLE_LOSSLESS,
    ct_slice,
    enhanced_mr,
    to_bytes,
)
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.explain import Pixel, explain
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture

from .described import described
from .explained import float_map, linear, lines, of_file, steps_of, subject_of


def test_a_ct_pixel_in_hounsfield_units() -> None:
    pixels = np.full((4, 6), 1037, np.uint16)
    steps = steps_of(described(ct_slice(2, pixels)), 3, 1)
    assert list(steps) == [
        "bytes",
        "stored",
        "padding",
        "modality",
        "voi",
        "presentation",
        "screen",
        "position",
        "spacing",
        "orientation",
    ]
    assert steps["bytes"].value == "0d 04"
    assert steps["stored"].numbers == (1037,)
    assert (steps["modality"].value, steps["modality"].unit) == ("13 HU", "HU")
    assert lines(steps["modality"]) == [
        "(0028,1053) RescaleSlope = 1.0 · data set",
        "(0028,1052) RescaleIntercept = -1024.0 · data set",
        "(0028,1054) RescaleType = HU · data set",
    ]
    assert "1 × 1037 + (−1024) = 13." in steps["modality"].sentence
    level = linear(13, 40, 400)
    assert steps["voi"].numbers == pytest.approx((level,))
    assert f"((13 − (40 − 0.5)) ÷ (400 − 1) + 0.5) × 255 = {level:.2f}." in (
        steps["voi"].sentence
    )
    assert steps["voi"].sentence.startswith("Window 1 of the file.")
    assert steps["presentation"].numbers == (round(level),)
    assert steps["screen"].numbers == (round(level),)


def test_the_text_of_a_file_stays_one_visible_line() -> None:
    dataset = ct_slice(WindowCenterWidthExplanation="<b>a</b>")
    dataset.RescaleType = "x\u202eHU"
    dataset.SpecificCharacterSet = "ISO_IR 192"
    steps = steps_of(described(dataset), 1, 1)
    assert "“<b>a</b>”" in steps["voi"].sentence
    assert "\u202e" not in "".join([*lines(steps["modality"]), steps["modality"].value])


MAKERS: dict[str, Callable[[], Header]] = {
    "ct": lambda: described(ct_slice()),
    "enhanced mr": lambda: described(enhanced_mr(2)),
    "float map": lambda: described(
        float_map(np.linspace(-1.2, 1.2, 64, dtype=np.float32).reshape(8, 8))
    ),
    "rle": lambda: header_of(Source("memory:rle", to_bytes(ct_slice(), RLE_LOSSLESS))),
    "big endian": lambda: header_of(
        Source("memory:big", to_bytes(ct_slice(), EXPLICIT_BIG))
    ),
    **{
        name: lambda name=name: of_file(name)  # type: ignore[misc]
        for name in (
            "CT_small.dcm",
            "MR_small.dcm",
            "MR_small_jp2klossless.dcm",
            "JPEG2000.dcm",
            "examples_palette.dcm",
            "examples_rgb_color.dcm",
            "examples_ybr_color.dcm",
            "SC_rgb_jpeg_dcmtk.dcm",
            "SC_ybr_full_422_uncompressed.dcm",
            "SC_rgb_rle_16bit.dcm",
            "SC_rgb_expb_16bit_2frame.dcm",
            "liver_1frame.dcm",
            "rtdose.dcm",
            "OBXXXX1A.dcm",
            "JPGExtended.dcm",
            "image_dfl.dcm",
        )
    },
}


@pytest.mark.parametrize("maker", MAKERS.values(), ids=list(MAKERS))
@pytest.mark.parametrize("inverted", [False, True])
def test_the_last_step_is_the_pixel_of_the_picture(
    maker: Callable[[], Header], inverted: bool
) -> None:
    subject = subject_of(maker())
    look = Look(inverted=inverted)
    shown = picture(subject.decoded.values, subject.info, look)
    rows, columns = shown.shape[:2]
    random = np.random.default_rng(7)
    for _ in range(25):
        row, column = int(random.integers(rows)), int(random.integers(columns))
        steps = {s.name: s for s in explain(Pixel(subject, column, row, look))}
        expected = tuple(shown[row, column].reshape(-1).tolist())
        assert steps["screen"].numbers == expected
        if "presentation" in steps and subject.info.colour == "grey":
            assert steps["presentation"].numbers == expected
        stored = subject.decoded.values[row, column].reshape(-1).tolist()
        assert steps["stored"].numbers == tuple(stored)
