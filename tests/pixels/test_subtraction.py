import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.demo.build import RLE_LOSSLESS, image, to_bytes
from viewer.demo.parts import item
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.decode import Decoded, decode, frame_request
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.frames import FrameBytes
from viewer.pixels.look import Look, Window
from viewer.pixels.pipeline import modality_values, picture
from viewer.pixels.subtraction import difference_info, read_subtraction

if TYPE_CHECKING:
    from pydicom import Dataset

XA = "1.2.840.10008.5.1.4.1.1.12.1"
FRAMES, ROWS, COLUMNS = 8, 12, 15
PIXELS = np.random.default_rng(28).integers(100, 1000, (FRAMES, ROWS, COLUMNS))
Values = NDArray[np.float64]


def angiography(
    *items: dict[str, Any],
    pixels: NDArray[Any] = PIXELS,
    relation: str = "LOG",
    **elements: Any,
) -> "Dataset":
    return image(
        pixels.astype(np.uint16),
        bits_stored=10,
        sop_class_uid=XA,
        modality="XA",
        PixelIntensityRelationship=relation,
        RecommendedViewingMode="SUB",
        MaskSubtractionSequence=list(items),
        **elements,
    )


def header_of(dataset: "Dataset", syntax: str = "") -> Header:
    return complete_header(Source("memory:test", to_bytes(dataset, syntax)))


def average(masks: Sequence[int] = (1,), **others: Any) -> dict[str, Any]:
    """An AVG_SUB item; frames count from 1."""
    return {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": list(masks), **others}


def decoded_of(header: Header, number: int) -> Decoded:
    return decode(frame_request(header, number - 1))


def seen(header: Header, number: int) -> tuple[NDArray[Any], FrameInfo]:
    """The difference of a frame, counted from 1, and how it is shown."""
    decoded = decoded_of(header, number)
    assert decoded.difference is not None
    info = difference_info(frame_info(header, number - 1), decoded.difference)
    return decoded.difference.values, info


def subtracted(header: Header, number: int) -> Values:
    return modality_values(*seen(header, number))


def frame(number: int) -> Values:
    return np.asarray(PIXELS[number - 1], np.float64)


@pytest.mark.parametrize("syntax", ["", RLE_LOSSLESS])
def test_the_mean_of_the_masks_is_taken_from_every_frame(syntax: str) -> None:
    header = header_of(angiography(average([1, 2])), syntax)
    for number in range(1, FRAMES + 1):
        expected = frame(number) - (frame(1) + frame(2)) / 2
        assert np.array_equal(subtracted(header, number), expected)


def test_the_frame_itself_stays_as_it_is_stored() -> None:
    decoded = decoded_of(header_of(angiography(average())), 4)
    assert np.array_equal(decoded.values, PIXELS[3])


def test_contrast_frames_are_averaged_from_the_present_one_on() -> None:
    header = header_of(angiography(average(ContrastFrameAveraging=3)))
    expected = (frame(4) + frame(5) + frame(6)) / 3 - frame(1)
    assert np.abs(subtracted(header, 4) - expected).max() <= 1 / 32
    assert decoded_of(header, FRAMES - 2).difference is not None
    assert decoded_of(header, FRAMES - 1).difference is None


@pytest.mark.parametrize(
    ("operation", "masks"),
    [
        # The number of the mask for each frame, None where it is not subtracted.
        ({"MaskOperation": "TID"}, [None, 1, 2, 3, 4, 5, 6, 7]),
        ({"MaskOperation": "TID", "TIDOffset": 3}, [None] * 3 + [1, 2, 3, 4, 5]),
        ({"MaskOperation": "TID", "TIDOffset": -2}, [3, 4, 5, 6, 7, 8, None, None]),
        (
            {"MaskOperation": "TID", "ApplicableFrameRange": [3, 4, 7, 7]},
            [None, None, 2, 3, None, None, 6, None],
        ),
        # MFN = (FCFN - offset) - (CFN - FCFN), C.7.6.10.1.
        (
            {"MaskOperation": "REV_TID", "ApplicableFrameRange": [5, 8]},
            [None] * 4 + [4, 3, 2, 1],
        ),
        (
            {
                "MaskOperation": "REV_TID",
                "TIDOffset": 2,
                "ApplicableFrameRange": [5, 8],
            },
            [None] * 4 + [3, 2, 1, None],
        ),
        ({"MaskOperation": "REV_TID"}, [None] * 8),
        ({"MaskOperation": "NONE"}, [None] * 8),
        (average([0]), [None] * 8),
        (average([9]), [None] * 8),
        (average([]), [None] * 8),
        (average([2], ApplicableFrameRange=[4, 6]), [None] * 3 + [2] * 3 + [None] * 2),
        (average([2], ApplicableFrameRange=[4]), [2] * 8),
    ],
)
def test_each_operation_finds_its_mask(
    operation: dict[str, Any], masks: list[int | None]
) -> None:
    header = header_of(angiography(operation))
    found = [read_subtraction(header, index, FRAMES) for index in range(FRAMES)]
    assert [one.masks[0] + 1 if one else None for one in found] == masks


def test_the_first_item_that_applies_counts() -> None:
    items = [
        average([1], ApplicableFrameRange=[3, 4]),
        average([2], ApplicableFrameRange=[4, 6]),
    ]
    header = header_of(angiography(*items))
    found = [read_subtraction(header, index, FRAMES) for index in range(2, 6)]
    assert [one.masks for one in found if one] == [(0,), (0,), (1,), (1,)]


def test_logarithms_of_linear_data_are_subtracted() -> None:
    header = header_of(angiography(average([2]), relation="LIN"))
    expected = np.log(frame(6)) - np.log(frame(2))
    assert np.abs(subtracted(header, 6) - expected).max() <= 0.5 / 2048 + 1e-9


def test_the_logarithm_of_nothing_is_that_of_one() -> None:
    pixels = PIXELS.copy()
    pixels[3] = 0
    header = header_of(angiography(average(), pixels=pixels, relation="LIN"))
    assert np.abs(subtracted(header, 4) + np.log(frame(1))).max() <= 1 / 4096 + 1e-9


def moved(values: Values, down: int, right: int) -> Values:
    out = np.full(values.shape, np.nan)
    for row in range(ROWS):
        for column in range(COLUMNS):
            at = row - down, column - right
            if 0 <= at[0] < ROWS and 0 <= at[1] < COLUMNS:
                out[row, column] = values[at]
    return out


@pytest.mark.parametrize(("down", "right"), [(2, 0), (0, -3), (-1, 4), (20, 0)])
def test_the_mask_is_moved_by_whole_pixels(down: int, right: int) -> None:
    """PS3.3 C.7.6.10: positive is towards lower rows, and towards the left."""
    shifted = average(MaskSubPixelShift=[float(down), float(-right)])
    values, info = seen(header_of(angiography(shifted)), 5)
    expected = frame(5) - moved(frame(1), down, right)
    real = np.isfinite(expected)
    assert np.array_equal(modality_values(values, info)[real], expected[real])
    black = picture(values, info, Look())[~real]
    assert not black.any()
    assert black.size > 0


def test_the_mask_is_moved_by_parts_of_a_pixel() -> None:
    shifted = average(MaskSubPixelShift=[0.25, 0.5])
    values, info = seen(header_of(angiography(shifted)), 5)
    mask = sum(
        part * other * moved(frame(1), down, right)
        for down, part in ((0, 0.75), (1, 0.25))
        for right, other in ((0, 0.5), (-1, 0.5))
    )
    real = np.isfinite(mask)
    assert real.sum() == (ROWS - 1) * (COLUMNS - 1)
    found = modality_values(values, info)
    assert np.abs(found - (frame(5) - mask))[real].max() <= 1 / 16


def test_padding_in_either_frame_is_padding() -> None:
    pixels = PIXELS.copy()
    pixels[0, 0], pixels[4, :, 3] = 0, 0
    dataset = angiography(average(), pixels=pixels, PixelPaddingValue=0)
    values, info = seen(header_of(dataset), 5)
    expected = (pixels[0] == 0) | (pixels[4] == 0)
    for look in (Look(), Look(inverted=True)):
        shown = picture(values, info, look)
        assert not shown[expected].any()
        assert (shown[~expected] > 0).mean() > 0.9


def test_no_difference_is_mid_grey_and_the_window_is_symmetric() -> None:
    pixels = PIXELS // 2
    pixels[4] = pixels[0]
    pixels[4, 2:6] += 400
    values, info = seen(header_of(angiography(average(), pixels=pixels)), 5)
    (window,) = info.voi_choices
    assert isinstance(window, Window)
    assert (window.centre, window.function) == (0.0, "LINEAR_EXACT")
    assert window.width == 800
    shown = picture(values, info, Look())
    assert (shown[pixels[4] == pixels[0]] == 128).all()
    assert (shown[2:6] == 255).all()


def test_noise_is_not_stretched_to_the_full_range() -> None:
    pixels = np.full(PIXELS.shape, 500)
    pixels[4, 0, 0] = 502
    _, info = seen(header_of(angiography(average(), pixels=pixels)), 5)
    assert info.voi_choices == (Window(0, 128, "LINEAR_EXACT", "Subtraction"),)


def test_the_files_windows_and_modality_transform_do_not_apply() -> None:
    """An XA object's slope leads back to intensity; a window is of stored values."""
    elements: dict[str, Any] = {
        "RescaleSlope": 7,
        "RescaleIntercept": -3,
        "WindowCenter": 512,
    }
    dataset = angiography(average(), WindowWidth=1024, **elements)
    assert np.array_equal(subtracted(header_of(dataset), 3), frame(3) - frame(1))


def test_where_a_slope_applies_the_difference_has_it() -> None:
    dataset = angiography(average(), RescaleSlope=2.5, RescaleIntercept=-3)
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.12.1.1"
    expected = 2.5 * (frame(3) - frame(1))
    assert np.array_equal(subtracted(header_of(dataset), 3), expected)


def test_differences_that_no_short_number_holds_keep_their_value() -> None:
    pixels = np.zeros((2, 4, 4), np.uint16)
    pixels[1] = 65535
    dataset = image(
        pixels, sop_class_uid=XA, MaskSubtractionSequence=[average(), average()]
    )
    assert (subtracted(header_of(dataset), 2) == 65535).all()


def test_a_frame_whose_mask_is_lost_is_shown_without_and_says_so() -> None:
    header = header_of(angiography(average([8])), RLE_LOSSLESS)
    request = frame_request(header, 2)
    (mask,) = request.masks
    ruined = replace(mask, bytes=FrameBytes(None, b"\0" * 70, ((0, 70),)))
    decoded = decode(replace(request, masks=(ruined,)))
    assert decoded.difference is None
    assert np.array_equal(decoded.values, PIXELS[2])
    assert decoded.notes[0].startswith("Not subtracted: ")


def test_colour_and_modality_tables_are_not_subtracted() -> None:
    rgb = image(np.zeros((2, 4, 4, 3), np.uint8), samples=3)
    rgb.MaskSubtractionSequence = [item(**average())]
    assert read_subtraction(header_of(rgb), 1, 2) is None
    table = {"LUTDescriptor": [1024, 0, 16], "ModalityLUTType": "US"}
    entries = np.arange(1024, dtype="<u2").tobytes()
    elements: dict[str, Any] = {"ModalityLUTSequence": [{**table, "LUTData": entries}]}
    dataset = angiography(average(), **elements)
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7.3"
    dataset.ModalityLUTSequence[0]["LUTDescriptor"].VR = "US"
    dataset.ModalityLUTSequence[0]["LUTData"].VR = "OW"
    assert read_subtraction(header_of(dataset), 1, FRAMES) is None


def test_an_enhanced_frame_has_its_own_shift_and_relation() -> None:
    dataset = angiography(average(SubtractionItemID=100), relation="LOG")
    group = {
        "FramePixelShiftSequence": [
            {"SubtractionItemID": 100, "MaskSubPixelShift": [1.5, 2.5]}
        ],
        "FramePixelDataPropertiesSequence": [{"PixelIntensityRelationship": "LIN"}],
    }
    other = {"FramePixelShiftSequence": [{"SubtractionItemID": 7}]}
    dataset.PerFrameFunctionalGroupsSequence = [
        item(**one) for one in ([other] * 2 + [group] + [{}] * 5)
    ]
    header = header_of(dataset)
    second, third = (read_subtraction(header, index, FRAMES) for index in (1, 2))
    assert second is not None
    assert third is not None
    assert (second.shift, second.logarithmic) == ((0.0, 0.0), False)
    assert (third.shift, third.logarithmic) == ((1.5, -2.5), True)


@pytest.mark.parametrize(("mode", "recommended"), [("SUB", True), ("NAT", False)])
def test_the_object_recommends_how_it_is_seen(mode: str, recommended: bool) -> None:
    dataset = angiography(average(MaskOperationExplanation="left\tcarotid"))
    dataset.RecommendedViewingMode = mode
    found = read_subtraction(header_of(dataset), 4, FRAMES)
    assert found is not None
    assert found.recommended is recommended
    assert found.explanation == "left␉carotid"


def test_a_part_of_the_run_recommends_its_own_way() -> None:
    """Frame Display Sequence, PS3.3 C.8.19.7."""
    dataset = angiography(average())
    dataset.FrameDisplaySequence = [
        item(StartTrim=1, StopTrim=2, RecommendedViewingMode="NAT"),
        item(StartTrim=3, StopTrim=4),
        item(StartTrim=5, StopTrim=8, RecommendedViewingMode="SUB"),
    ]
    for mode, expected in (("SUB", [False] * 2 + [True] * 6), ("NAT", None)):
        dataset.RecommendedViewingMode = mode
        header = header_of(dataset)
        found = [read_subtraction(header, index, FRAMES) for index in range(FRAMES)]
        expected = expected or [False] * 4 + [True] * 4
        assert [one.recommended for one in found if one] == expected


def test_the_range_of_logarithms_is_that_of_the_stored_bits() -> None:
    header = header_of(angiography(average(), pixels=PIXELS * 0 + 9, relation="LIN"))
    _, info = seen(header, 2)
    (window,) = info.voi_choices
    assert isinstance(window, Window)
    assert window.width == pytest.approx(2 * math.log(1024) / 16)
