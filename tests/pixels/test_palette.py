from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.pixels.processing import apply_color_lut

from viewer.demo.build import image
from viewer.pixels.palette import Palette, coloured, expanded, is_coloured, read_palette

from .described import described

CHANNELS = ("Red", "Green", "Blue")


def with_palette(
    entries: list[bytes],
    descriptor: tuple[int, int, int],
    segmented: bool = False,
    **elements: Any,
) -> Dataset:
    dataset = image(PhotometricInterpretation="PALETTE COLOR", **elements)
    prefix = "Segmented" if segmented else ""
    for channel, data in zip(CHANNELS, entries, strict=True):
        name = f"{channel}PaletteColorLookupTable"
        setattr(dataset, f"{name}Descriptor", list(descriptor))
        setattr(dataset, f"{prefix}{name}Data", data)
    return dataset


def words(*values: int) -> bytes:
    return np.array(values, "<u2").tobytes()


def palette_of(dataset: Dataset, signed: bool = False) -> Palette:
    palette = read_palette(described(dataset), signed)
    assert palette is not None
    return palette


RAMPS = [words(*range(0, 65536, step)) for step in (16, 8, 4)]


def test_entries_of_sixteen_bits_keep_their_upper_eight() -> None:
    red, green, blue = (words(0xFF00, 0x8001, 0x0102) for _ in CHANNELS)
    palette = palette_of(with_palette([red, green, blue], (3, 5, 16)))
    assert palette.first == 5
    assert palette.colours()[:, 0].tolist() == [255, 128, 1]


def test_eight_bits_kept_in_words_stay_as_they_are() -> None:
    data = words(255, 128, 1)
    for bits in (8, 16):
        palette = palette_of(with_palette([data] * 3, (3, 0, bits)))
        assert palette.colours()[:, 1].tolist() == [255, 128, 1]


def test_entries_of_eight_bits_may_be_packed() -> None:
    palette = palette_of(with_palette([bytes([255, 128, 1, 0])] * 3, (4, 0, 8)))
    assert palette.colours()[:, 2].tolist() == [255, 128, 1, 0]


def test_zero_entries_mean_65536() -> None:
    ramp = np.arange(65536, dtype="<u2").tobytes()
    palette = palette_of(with_palette([ramp] * 3, (0, 0, 16)))
    assert len(palette.colours()) == 65536


def test_values_out_of_range_take_the_first_and_the_last_colour() -> None:
    dataset = with_palette([words(*(n << 8 for n in (10, 20, 30)))] * 3, (3, 65535, 16))
    palette = palette_of(dataset, signed=True)
    assert palette.first == -1
    values = np.array([-5, -1, 0, 1, 99], np.int16)
    assert coloured(values, palette)[:, 0].tolist() == [10, 10, 20, 30, 30]


def test_the_second_half_of_the_words_is_negative_only_for_signed_values() -> None:
    dataset = with_palette([words(1, 2)] * 3, (2, 0x8000, 16))
    assert palette_of(dataset, signed=True).first == -32768
    assert palette_of(dataset, signed=False).first == 32768


def test_a_missing_channel_is_no_palette() -> None:
    dataset = with_palette(RAMPS, (4096, 0, 16))
    del dataset.BluePaletteColorLookupTableData
    assert read_palette(described(dataset), False) is None
    assert read_palette(described(image()), False) is None


def test_a_supplemental_palette_begins_at_its_first_value() -> None:
    values = np.array([3, 4, 5])
    assert is_coloured(values, Palette(4, bytes(3))).tolist() == [False, True, True]


def test_discrete_and_linear_segments_are_expanded() -> None:
    data = [0, 2, 10, 20, 1, 5, 120, 0, 1, 7]
    assert expanded(data, 99, 16).tolist() == [10, 20, 40, 60, 80, 100, 120, 7]


def test_an_indirect_segment_repeats_earlier_ones_by_byte_offset() -> None:
    ramp = [0, 1, 4, 1, 2, 8]  # 4, then to 8 in two steps: at bytes 0 and 6
    in_words = expanded([*ramp, 2, 2, 0, 0], 99, 16)
    assert in_words.tolist() == [4, 6, 8, 4, 6, 8]
    in_bytes = expanded([*ramp, 2, 2, 0, 0, 0, 0, 0, 1, 9], 99, 8)
    assert in_bytes.tolist() == [4, 6, 8, 4, 6, 8, 9]
    second = expanded([*ramp, 2, 1, 6, 0], 99, 16)
    assert second.tolist() == [4, 6, 8, 8, 8]


@pytest.mark.parametrize(
    "data",
    [
        [1, 4, 100],  # nothing to begin the line from
        [2, 1, 0, 0],  # points at itself
        [9, 1, 1],
        [0],
        [],
        [2, 65535, 0xFFFF, 0xFFFF],
    ],
)
def test_a_malformed_segment_ends_the_table(data: list[int]) -> None:
    assert expanded(data, 99, 16).tolist() == []


def test_no_more_entries_are_made_than_the_descriptor_says() -> None:
    assert len(expanded([0, 1, 5, 1, 65535, 9], 16, 16)) == 16
    assert len(expanded([0, 2, 5, 6, 2, 65535, 0, 0] * 50, 16, 16)) == 16


def test_segments_agree_with_pydicom() -> None:
    data = words(0, 2, 0, 4096, 1, 60, 65535, 0, 2, 7, 300, 1, 192, 4000)
    dataset = with_palette([data] * 3, (256, 0, 16), segmented=True)
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for name in CHANNELS:
        dataset[f"Segmented{name}PaletteColorLookupTableData"].VR = "OW"
    dataset.set_original_encoding(is_implicit_vr=False, is_little_endian=True)
    expected = apply_color_lut(values, dataset) >> 8
    assert np.array_equal(coloured(values, palette_of(dataset)), expected)


@pytest.mark.parametrize("name", ["examples_palette.dcm", "OBXXXX1A.dcm"])
def test_real_palettes_agree_with_pydicom(name: str) -> None:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    dataset = dcmread(path)
    values = dataset.pixel_array
    values = values if values.ndim == 2 else values[0]
    expected = apply_color_lut(values, dataset) >> 8
    assert np.array_equal(coloured(values, palette_of(dataset)), expected)
