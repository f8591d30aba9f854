import math
from typing import Any

import numpy as np
import pytest
from pydicom.pixels.processing import apply_voi_lut

from viewer.demo.build import enhanced_mr, image
from viewer.demo.parts import item
from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.look import LookupTable, VoiFunction, Window
from viewer.pixels.modality import IDENTITY, Rescale, Transform
from viewer.pixels.voi import (
    Voi,
    in_modality_units,
    read_voi_choices,
    voi_levels,
    voi_note,
    window_levels,
)

from .described import described

LUT_ITEM: dict[str, Any] = {
    "LUTDescriptor": [4, 0, 8],
    "LUTExplanation": "CURVE",
    "LUTData": [0, 50, 200, 255],
}


def choices(
    frame_index: int = 0,
    signed: bool = False,
    transform: Transform = IDENTITY,
    **elements: Any,
) -> tuple[Voi, ...]:
    return read_voi_choices(
        described(image(**elements)), frame_index, signed, transform
    )


def by_the_standard(x: float, window: Window) -> float:
    """C.11.2.1.2.1, .3.1 and .3.2, term by term."""
    c, w = window.centre, window.width
    if window.function == "SIGMOID":
        return 255 / (1 + math.exp(min(-4 * (x - c) / w, 700)))
    if window.function == "LINEAR_EXACT":
        if x <= c - w / 2:
            return 0
        return 255 if x > c + w / 2 else ((x - c) / w + 0.5) * 255
    if x <= c - 0.5 - (w - 1) / 2:
        return 0
    if x > c - 0.5 + (w - 1) / 2:
        return 255
    return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize(("centre", "width"), [(40, 400), (0.5, 1), (-600.25, 3.5)])
def test_every_function_follows_the_standard(
    function: VoiFunction, centre: float, width: float
) -> None:
    window = Window(centre, width, function)
    values = np.arange(-650.0, 650.0, 0.25)
    expected = [by_the_standard(x, window) for x in values.tolist()]
    assert np.allclose(window_levels(values, window), expected, atol=1e-9)


def test_the_usual_window_has_its_known_anchors() -> None:
    values = np.array([-159.0, -160.0, 240.0, 239.0, 39.5])
    levels = window_levels(values, Window(40, 400))
    assert levels == pytest.approx([255 / 399, 0, 255, 255, 127.5])


def test_a_width_of_one_is_a_threshold() -> None:
    levels = window_levels(np.array([9.0, 9.5, 9.6, 10.0]), Window(10, 1))
    assert levels.tolist() == [0, 0, 255, 255]


def test_linear_narrower_than_one_is_taken_as_exact() -> None:
    values = np.linspace(0, 1, 50)
    exact = Window(0.4, 0.25, "LINEAR_EXACT")
    assert np.array_equal(
        window_levels(values, Window(0.4, 0.25)), window_levels(values, exact)
    )


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize("width", [0.0, -5.0])
def test_no_width_at_all_is_a_threshold_too(
    function: VoiFunction, width: float
) -> None:
    levels = window_levels(np.array([2.0, 3.0, 3.1]), Window(3, width, function))
    assert levels.tolist() == [0, 0, 255]


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize(("centre", "width"), [(2000, 3000), (100, 1), (50.5, 77.7)])
def test_windows_agree_with_pydicom(
    function: VoiFunction, centre: float, width: float
) -> None:
    dataset = image(
        bits_stored=12,
        WindowCenter=centre,
        WindowWidth=width,
        VOILUTFunction=function,
    )
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    expected = apply_voi_lut(values, dataset) / 4095 * 255
    (window,) = read_voi_choices(described(dataset), 0, False, IDENTITY)
    assert np.allclose(voi_levels(values, window), expected, atol=1e-9)


def test_tables_agree_with_pydicom() -> None:
    dataset = image(VOILUTSequence=[LUT_ITEM])
    values = np.arange(6, dtype=np.uint16).reshape(2, 3)
    (table,) = read_voi_choices(described(dataset), 0, False, IDENTITY)
    assert np.array_equal(voi_levels(values, table), apply_voi_lut(values, dataset))


def test_a_table_of_twelve_bits_fills_the_grey_scale() -> None:
    entries = {"LUTDescriptor": [3, 0, 12], "LUTData": [0, 819, 4095]}
    (table,) = choices(VOILUTSequence=[entries])
    assert voi_levels(np.array([0, 1, 2]), table) == pytest.approx([0, 51, 255])


def test_all_windows_come_first_then_all_tables_with_their_names() -> None:
    found = choices(
        WindowCenter=[40, 300],
        WindowWidth=[400, 1500],
        WindowCenterWidthExplanation=["SOFT", "BONE"],
        VOILUTSequence=[LUT_ITEM, LUT_ITEM | {"LUTExplanation": "OTHER"}],
    )
    assert [choice.explanation for choice in found] == [
        "SOFT",
        "BONE",
        "CURVE",
        "OTHER",
    ]
    assert found[0] == Window(40, 400, "LINEAR", "SOFT")


def test_what_has_no_partner_or_no_width_is_left_out() -> None:
    assert choices(WindowCenter=[1, 2], WindowWidth=[10]) == (Window(1, 10),)
    assert choices(WindowCenter=[1, 2], WindowWidth=[0, 10]) == (Window(2, 10),)
    assert choices(WindowCenter=1) == ()


@pytest.mark.parametrize(
    ("centre", "width", "expected"),
    [
        (b"40\\x ", b"400\\80", (Window(40, 400),)),
        (b"\\300 ", b"400\\1500 ", (Window(300, 1500),)),
        (b"4.0E+1", b"+.4e3 ", (Window(40, 400),)),
        (b" 40 \0", b"400\0", (Window(40, 400),)),
        (b"nan ", b"400 ", ()),
        (b"40", b"inf ", ()),
        (b"40", b"4_00", ()),
        (b"40", b"0 ", ()),
        (b"40", b"-400", ()),
    ],
)
def test_a_malformed_number_costs_its_own_window_only(
    centre: bytes, width: bytes, expected: tuple[Window, ...]
) -> None:
    elements = {tags.WindowCenter: ("DS", centre), tags.WindowWidth: ("DS", width)}
    header = Header(Source("memory:test", b""), elements)
    assert read_voi_choices(header, 0, False, IDENTITY) == expected


def test_a_width_below_one_is_said_to_be_exact() -> None:
    assert choices(WindowCenter=0.4, WindowWidth=0.25) == (
        Window(0.4, 0.25, "LINEAR_EXACT"),
    )
    sigmoid = choices(WindowCenter=0.4, WindowWidth=0.25, VOILUTFunction="SIGMOID")
    assert sigmoid == (Window(0.4, 0.25, "SIGMOID"),)


def test_each_frame_has_its_own_windows_and_tables_with_their_names() -> None:
    dataset = enhanced_mr(3, WindowCenter=7, WindowWidth=9)
    first, second = dataset.PerFrameFunctionalGroupsSequence[:2]
    first.FrameVOILUTSequence = [
        item(
            WindowCenter=[1, 2],
            WindowWidth=[10, 20],
            WindowCenterWidthExplanation=["A", "B"],
            VOILUTFunction="SIGMOID",
            VOILUTSequence=[LUT_ITEM],
        )
    ]
    second.FrameVOILUTSequence = [item(VOILUTSequence=[LUT_ITEM])]
    header = described(dataset)
    windows = [Window(1, 10, "SIGMOID", "A"), Window(2, 20, "SIGMOID", "B")]
    *found, table = read_voi_choices(header, 0, False, IDENTITY)
    assert found == windows
    assert read_voi_choices(header, 1, False, IDENTITY) == (table,)
    assert isinstance(table, LookupTable)
    assert table.explanation == "CURVE"
    assert read_voi_choices(header, 2, False, IDENTITY) == (Window(520, 1000),)


def test_the_windows_of_all_frames_stand_in_for_those_of_one() -> None:
    dataset = enhanced_mr(2)
    for group in dataset.PerFrameFunctionalGroupsSequence:
        group.FrameVOILUTSequence = []
    shared = item(WindowCenter=3, WindowWidth=4)
    dataset.SharedFunctionalGroupsSequence[0].FrameVOILUTSequence = [shared]
    found = read_voi_choices(described(dataset), 1, False, IDENTITY)
    assert found == (Window(3, 4),)


def test_a_table_that_was_cut_off_is_told_of_and_not_offered() -> None:
    cut = LUT_ITEM | {"LUTDescriptor": [400, 0, 8]}
    header = described(image(VOILUTSequence=[cut, LUT_ITEM]))
    (table,) = read_voi_choices(header, 0, False, IDENTITY)
    assert table.explanation == "CURVE"
    assert voi_note(header, 0)
    assert voi_note(described(image(VOILUTSequence=[LUT_ITEM])), 0) == ""


def test_an_unknown_function_is_linear() -> None:
    found = choices(WindowCenter=1, WindowWidth=2, VOILUTFunction="CUBIC")
    assert found == (Window(1, 2, "LINEAR"),)


def test_each_frame_has_its_own_windows() -> None:
    header = described(enhanced_mr(3, WindowCenter=7, WindowWidth=9))
    found = [read_voi_choices(header, frame, False, IDENTITY) for frame in range(4)]
    windows = [(Window(500.0 + 10 * frame, 1000.0),) for frame in range(3)]
    assert found == [*windows, (Window(7.0, 9.0),)]


@pytest.mark.parametrize(
    ("signed", "transform", "first"),
    [
        (False, IDENTITY, 65526),
        (True, IDENTITY, -10),
        (False, Rescale(1.0, -1024.0), -10),
        (False, Rescale(1.0, 5.0), 65526),
        (True, Rescale(1.0, 32768.0), 65526),
        (False, Rescale(-1.0, 65535.0), 65526),
        (False, Rescale(-1.0, 65534.0), -10),
        (True, LookupTable(0, b"\0\0", 8), 65526),
    ],
)
def test_a_table_starts_below_zero_where_its_input_can_be(
    signed: bool, transform: Transform, first: int
) -> None:
    entries = LUT_ITEM | {"LUTDescriptor": [4, 65526, 8]}
    (table,) = choices(signed=signed, transform=transform, VOILUTSequence=[entries])
    assert isinstance(table, LookupTable)
    assert table.first == first


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
def test_a_window_over_stored_values_gives_the_same_picture_over_modality_values(
    function: VoiFunction,
) -> None:
    stored, rescale = np.arange(2000.0), Rescale(0.01, -3.0)
    window = Window(900, 700, function)
    moved = in_modality_units(window, rescale)
    rescaled = stored * rescale.slope + rescale.intercept
    assert np.allclose(window_levels(stored, window), window_levels(rescaled, moved))


@pytest.mark.parametrize("uid", ["1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30"])
def test_hardcopy_images_have_no_window_but_their_bits(uid: str) -> None:
    found = read_voi_choices(
        described(image(sop_class_uid=uid, WindowCenter=10, WindowWidth=5)),
        0,
        False,
        IDENTITY,
        12,
    )
    assert found == (Window(2048, 4096),)
    levels = voi_levels(np.array([0.0, 4095.0]), found[0])
    assert levels.tolist() == [0, 255]
