import pickle
from typing import Any

import numpy as np
import pytest

from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import IDENTITY, Rescale
from viewer.pixels.padding import Padding
from viewer.pixels.pipeline import grey_table

from .described import described

PALETTE: dict[str, Any] = {
    f"{channel}PaletteColorLookupTable{part}": value
    for channel in ("Red", "Green", "Blue")
    for part, value in (("Descriptor", [2, 4, 16]), ("Data", b"\0\0\0\xff"))
}


def info_of(frame_index: int = 0, **elements: Any) -> FrameInfo:
    return frame_info(described(image(**elements)), frame_index)


def test_a_ct_slice_is_described_in_full() -> None:
    dataset = ct_slice(PixelPaddingValue=0)
    assert frame_info(described(dataset)) == FrameInfo(
        colour="grey",
        bits=12,
        signed=False,
        transform=Rescale(1.0, -1024.0),
        unit="HU",
        voi_choices=(Window(40, 400),),
        padding=Padding(0, 0),
    )


def test_equal_frames_compare_equal_and_survive_pickling() -> None:
    first, again = (
        frame_info(described(ct_slice(0, PixelPaddingValue=0))),
        frame_info(described(ct_slice(1, PixelPaddingValue=0))),
    )
    assert first == again
    assert hash(first) == hash(again)
    assert pickle.loads(pickle.dumps(first)) == first
    assert first != frame_info(described(ct_slice(RescaleSlope=2)))


@pytest.mark.parametrize(
    ("photometric", "colour"),
    [
        ("MONOCHROME1", "grey"),
        ("MONOCHROME2", "grey"),
        ("RGB", "rgb"),
        ("YBR_FULL", "ybr_full"),
        ("YBR_FULL_422", "ybr_full"),
        ("YBR_PARTIAL_422", "ybr_partial"),
        ("YBR_ICT", "rgb"),
        ("YBR_RCT", "rgb"),
        ("CMYK", "cmyk"),
        ("PALETTE COLOR", "grey"),  # without a palette
        ("WHAT", "grey"),
    ],
)
def test_the_colour_model_follows_the_photometric_interpretation(
    photometric: str, colour: str
) -> None:
    assert info_of(PhotometricInterpretation=photometric).colour == colour


def test_what_the_decoder_made_of_it_wins_over_the_header() -> None:
    header = described(image(samples=3, PhotometricInterpretation="YBR_FULL_422"))
    assert frame_info(header, 0, "RGB").colour == "rgb"


def test_three_samples_of_an_unknown_kind_are_taken_as_rgb() -> None:
    assert info_of(samples=3, PhotometricInterpretation="LAB").colour == "rgb"


def test_a_palette_image_has_its_palette_and_no_window() -> None:
    info = info_of(
        PhotometricInterpretation="PALETTE COLOR",
        WindowCenter=1,
        WindowWidth=2,
        **PALETTE,
    )
    assert info.colour == "palette"
    assert info.palette is not None
    assert info.palette.first == 4
    assert info.voi_choices == ()
    assert info.is_colour


def test_a_supplemental_palette_keeps_the_window_of_the_grey_part() -> None:
    info = info_of(WindowCenter=1, WindowWidth=2, PixelPresentation="COLOR", **PALETTE)
    assert info.colour == "supplemental"
    assert info.voi_choices == (Window(1, 2),)
    assert info_of(**PALETTE).colour == "grey"


@pytest.mark.parametrize(("representation", "first"), [(0, 65535), (1, -1)])
def test_the_sign_of_the_pixels_is_that_of_palette_and_padding(
    representation: int, first: int
) -> None:
    colours = PALETTE | {
        f"{channel}PaletteColorLookupTableDescriptor": [2, first, 16]
        for channel in ("Red", "Green", "Blue")
    }
    info = info_of(
        PixelRepresentation=representation,
        PixelPresentation="COLOR",
        PixelPaddingValue=first,
        **colours,
    )
    assert info.signed is bool(representation)
    assert info.palette is not None
    assert info.palette.first == first
    assert info.padding == (first, first)


def test_colour_has_neither_padding_nor_modality_transform() -> None:
    info = info_of(samples=3, PixelPaddingValue=0, RescaleSlope=2, RescaleIntercept=0)
    assert (info.padding, info.transform, info.unit) == (None, IDENTITY, "")


def test_frames_of_one_object_have_their_own_windows() -> None:
    header = described(enhanced_mr(2))
    windows = [frame_info(header, frame).voi_choices for frame in (0, 1)]
    assert windows == [(Window(500, 1000),), (Window(510, 1000),)]


def test_a_voi_table_of_fluoroscopy_is_indexed_by_stored_values() -> None:
    info = info_of(
        sop_class_uid="1.2.840.10008.5.1.4.1.1.12.1",
        RescaleSlope=1,
        RescaleIntercept=-1000,
        VOILUTSequence=[{"LUTDescriptor": [2, 65000, 8], "LUTData": [1, 2]}],
    )
    assert not info.transform_before_voi
    assert info.transform == Rescale(1.0, -1000.0)
    (table,) = info.voi_choices
    assert isinstance(table, LookupTable)
    assert table.first == 65000


@pytest.mark.parametrize(
    ("modality", "expected"), [("MR", True), ("PT", True), ("CT", False)]
)
def test_only_some_modalities_may_have_windows_over_stored_values(
    modality: str, expected: bool
) -> None:
    assert info_of(modality=modality).windows_may_be_stored is expected


@pytest.mark.parametrize(("claimed", "taken"), [(65535, 64), (12, 12), (0, 16)])
def test_impossible_depths_are_bounded(claimed: int, taken: int) -> None:
    info = info_of(BitsStored=claimed)
    assert info.bits == taken
    assert grey_table(info, Look(), np.dtype(np.uint16)) is not None


def test_an_empty_header_still_gives_a_plain_grey_frame() -> None:
    assert frame_info(Header(Source("memory:test", b""), {})) == FrameInfo()
