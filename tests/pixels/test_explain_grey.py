"""Every grey step against what one computes by hand from the standard."""

import math
from io import BytesIO

import numpy as np
import pytest
from pydicom import dcmread

from viewer.demo.build import (
    ct_slice,
    enhanced_mr,
    image,
)
from viewer.pixels.look import Look, Window

from .described import described
from .explained import (
    DX,
    MR,
    XA,
    float_map,
    linear,
    lines,
    one_value,
    steps_of,
)


def test_padding_ends_the_way_of_a_pixel() -> None:
    pixels = np.full((4, 4), -1500, np.int16)
    pixels[0, 0], pixels[0, 1] = -2000, 100
    dataset = ct_slice(0, pixels, BitsStored=16, HighBit=15, PixelRepresentation=1)
    dataset.add_new(0x00280120, "SS", -2000)
    dataset.add_new(0x00280121, "SS", -1500)
    header = described(dataset)
    for look in (Look(), Look(inverted=True)):
        steps = steps_of(header, 0, 0, look)
        assert "modality" not in steps
        assert "voi" not in steps
        assert steps["padding"].value == "yes"
        assert lines(steps["padding"]) == [
            "(0028,0120) PixelPaddingValue = -2000 · data set",
            "(0028,0121) PixelPaddingRangeLimit = -1500 · data set",
        ]
        assert steps["screen"].numbers == (0,)
    assert steps_of(header, 1, 0)["padding"].value == "no"


def test_a_projection_with_a_voi_lut_and_monochrome1() -> None:
    entries = np.array([0, 10, 40, 1023], "<u2")
    item = {"LUTDescriptor": [4, 100, 10], "LUTData": entries.tobytes()}
    dataset = one_value(
        102,
        sop_class_uid=DX,
        modality="DX",
        PhotometricInterpretation="MONOCHROME1",
        VOILUTSequence=[{**item, "LUTExplanation": "NORMAL"}],
    )
    steps = steps_of(described(dataset), 2, 2)
    level = 40 * 255 / 1023
    assert steps["voi"].numbers == pytest.approx((level,))
    assert steps["voi"].sentence.startswith("LUT 1 “NORMAL” of the file.")
    assert "102 takes entry 3 of 4, the first of which is for 100." in (
        steps["voi"].sentence
    )
    assert "40 ÷ 1023 × 255" in steps["voi"].sentence
    assert lines(steps["voi"])[0] == (
        "(0028,3002) LUTDescriptor = 4\\100\\10 · item of a sequence › "
        "VOILUTSequence[1]"
    )
    assert steps["presentation"].numbers == (255 - round(level),)
    assert "MONOCHROME1 without PresentationLUTShape: the smallest value is white." in (
        steps["presentation"].sentence
    )


def test_the_shape_overrides_monochrome1_and_the_reader_inverts_on_top() -> None:
    dataset = one_value(
        300,
        PhotometricInterpretation="MONOCHROME1",
        PresentationLUTShape="IDENTITY",
        WindowCenter=300,
        WindowWidth=1001,
    )
    header = described(dataset)
    level = math.floor(linear(300, 300, 1001) + 0.5)
    assert steps_of(header, 1, 1)["screen"].numbers == (level,)
    step = steps_of(header, 1, 1, Look(inverted=True))["presentation"]
    assert step.numbers == (255 - level,)
    assert "PresentationLUTShape IDENTITY" in step.sentence
    assert "The reader has inverted the picture." in step.sentence


def test_an_mr_window_over_stored_values_says_so() -> None:
    pixels = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    dataset = image(
        pixels,
        bits_stored=12,
        sop_class_uid=MR,
        modality="MR",
        RescaleSlope=0.001,
        RescaleIntercept=0,
        WindowCenter=2000,
        WindowWidth=4000,
    )
    step = steps_of(described(dataset), 10, 20)["voi"]
    assert "Its width 4000 and centre 2000 are over stored values" in step.sentence
    assert step.numbers == pytest.approx((linear(20 * 64 + 10, 2000, 4000),))


def test_angiography_applies_no_modality_transform_before_the_window() -> None:
    dataset = one_value(
        500,
        sop_class_uid=XA,
        modality="XA",
        RescaleSlope=-3,
        RescaleIntercept=7,
        WindowCenter=512,
        WindowWidth=1024,
    )
    steps = steps_of(described(dataset), 2, 2)
    assert steps["modality"].numbers == (-1493,)
    assert "not applied before the window" in steps["modality"].sentence
    assert steps["voi"].numbers == pytest.approx((linear(500, 512, 1024),))


def test_a_modality_lut_names_its_entry_and_unit() -> None:
    entries = np.arange(10, 20, dtype="<u2") * 100
    item = {"LUTDescriptor": [10, 50, 16], "LUTData": entries.tobytes()}
    dataset = one_value(
        53, ModalityLUTSequence=[{**item, "ModalityLUTType": "OD"}], RescaleSlope=None
    )
    step = steps_of(described(dataset), 1, 1)["modality"]
    assert (step.numbers, step.unit) == ((1300,), "10⁻³ OD")
    assert "53 takes entry 4 of 10" in step.sentence
    assert "Unit from ModalityLUTType." in step.sentence
    below = steps_of(described(dataset), 0, 0)["modality"]
    assert below.numbers == (1000,)
    assert "outside the LUT" in below.sentence


@pytest.mark.parametrize("width", [0.5, 1, 2])
@pytest.mark.parametrize("value", [9, 10, 11])
def test_the_formula_of_a_narrow_window_fits_its_result(
    width: float, value: int
) -> None:
    dataset = one_value(value, WindowCenter=10, WindowWidth=width)
    step = steps_of(described(dataset), 2, 2)["voi"]
    if width >= 1:
        expected = linear(value, 10, width)
    else:
        expected = min(max((value - 10) / width + 0.5, 0), 1) * 255
        assert "LINEAR is not defined below width 1" in step.sentence
    assert step.numbers == pytest.approx((expected,))
    ends = {0.0: "0.", 255.0: "255."}
    assert f"{ends.get(expected, f'{expected:.2f}')}" in step.sentence


def test_a_sigmoid_is_told_with_its_numbers() -> None:
    dataset = one_value(120, WindowCenter=100, WindowWidth=80, VOILUTFunction="SIGMOID")
    step = steps_of(described(dataset), 2, 2)["voi"]
    expected = 255 / (1 + math.exp(-4 * (120 - 100) / 80))
    assert step.numbers == pytest.approx((expected,))
    assert "255 ÷ (1 + exp(−4 × (120 − 100) ÷ 80))" in step.sentence
    assert "(0028,1056) VOILUTFunction = SIGMOID · data set" in lines(step)


def test_every_frame_of_an_enhanced_mr_names_its_own_groups() -> None:
    header = described(enhanced_mr(3))
    steps = steps_of(header, 0, 0, frame_index=2)
    assert lines(steps["voi"]) == [
        "(0028,1050) WindowCenter = 520.0 · functional group of the frame › "
        "FrameVOILUTSequence",
        "(0028,1051) WindowWidth = 1000.0 · functional group of the frame › "
        "FrameVOILUTSequence",
    ]
    shared = "shared functional group › PixelValueTransformationSequence"
    assert lines(steps["modality"])[0] == f"(0028,1053) RescaleSlope = 1.0 · {shared}"
    assert steps["modality"].sentence.endswith("RescaleType names no unit.")
    assert steps["position"].numbers == (-90.0, -110.0, 8.0)
    assert header.source.data is not None
    values = dcmread(BytesIO(header.source.data)).pixel_array[2]
    assert steps["stored"].numbers == (values[0, 0],)


def test_a_float_pixel_keeps_its_fraction() -> None:
    values = np.full((4, 4), 0.25, np.float32)
    values[0, 0], values[0, 1] = -1.0, np.nan
    header = described(float_map(values))
    steps = steps_of(header, 2, 2)
    assert steps["bytes"].value == values[2:3, 2].tobytes().hex(" ")
    assert "FloatPixelData" in lines(steps["bytes"])[-1]
    assert steps["stored"].numbers == (0.25,)
    assert steps["voi"].numbers == pytest.approx((0.25 * 255,))
    for column in (0, 1):
        steps = steps_of(header, column, 0)
        assert steps["padding"].value == "yes"
        assert steps["screen"].numbers == (0,)


def test_a_window_of_the_reader_is_not_taken_for_the_files() -> None:
    header = described(ct_slice())
    own = steps_of(header, 1, 1, Look(Window(40, 400)))["voi"]
    assert own.sentence.startswith("Window 1 of the file.")
    preset = steps_of(header, 1, 1, Look(Window(40, 80, explanation="Brain")))["voi"]
    assert preset.sentence.startswith("Chosen by the reader: Brain.")
    typed = steps_of(header, 1, 1, Look(Window(41, 80)))["voi"]
    assert typed.sentence.startswith("Set by the reader.")
    assert typed.attributes == ()


def test_without_a_window_the_range_that_was_used_is_named() -> None:
    plain = steps_of(described(one_value(40)), 1, 1)["voi"]
    assert "from the smallest to the largest value" in plain.sentence
    dataset = one_value(40, modality="DX", sop_class_uid=DX)
    robust = steps_of(described(dataset), 1, 1)["voi"]
    assert "from percentile 1 to 99" in robust.sentence


def test_the_unit_of_an_original_ct_is_said_to_be_implied() -> None:
    step = steps_of(described(ct_slice(RescaleType=None)), 1, 1)["modality"]
    assert step.unit == "HU"
    assert "The unit is implied" in step.sentence
    assert [one.keyword for one in step.attributes[2:]] == ["SOPClassUID", "ImageType"]
