import struct

import numpy as np
import pytest

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.pixels.look import LookupTable
from viewer.pixels.lookup import entries_of, looked_up, read_descriptor, read_table


def lut_item(
    descriptor: tuple[int, int, int],
    data: bytes,
    *,
    vr: str = "US",
    little_endian: bool = True,
    explanation: str = "",
) -> Header:
    order = "<" if little_endian else ">"
    return Header(
        Source("memory:test", b""),
        {
            tags.LUTDescriptor: (vr, struct.pack(order + "3H", *descriptor)),
            tags.LUTData: ("OW", data),
            tags.LUTExplanation: ("LO", explanation.encode()),
        },
        little_endian=little_endian,
    )


def table_of(item: Header, signed: bool = False) -> LookupTable:
    table = read_table(item, signed)
    assert table is not None
    return table


def words(*values: int, order: str = "<") -> bytes:
    return struct.pack(f"{order}{len(values)}H", *values)


@pytest.mark.parametrize("vr", ["US", "SS", "OW", "UN", ""])
def test_the_descriptor_is_read_whatever_its_vr(vr: str) -> None:
    item = lut_item((4, 0xFFFE, 12), words(1, 2, 3, 4), vr=vr)
    assert read_descriptor(item, tags.LUTDescriptor, signed=True) == (4, -2, 12)
    assert read_descriptor(item, tags.LUTDescriptor, signed=False) == (4, 65534, 12)


def test_zero_entries_mean_65536() -> None:
    ramp = np.arange(65536, dtype="<u2")
    table = table_of(lut_item((0, 0, 16), ramp.tobytes()))
    assert len(entries_of(table)) == 65536
    assert looked_up(np.array([0, 40000, 65535]), table).tolist() == [0, 40000, 65535]


def test_values_out_of_range_take_the_first_and_the_last_entry() -> None:
    table = table_of(lut_item((3, 0xFFFF, 8), words(10, 20, 30)), signed=True)
    found = looked_up(np.array([-32768, -1, 0, 1, 2, 32767]), table)
    assert found.tolist() == [10, 10, 20, 30, 30, 30]


def test_fractions_take_the_nearest_entry() -> None:
    table = table_of(lut_item((3, 0, 8), words(10, 20, 30)))
    assert looked_up(np.array([0.4, 0.6, 1.9]), table).tolist() == [10, 20, 30]


def test_entries_of_eight_bits_may_be_bytes_or_words() -> None:
    as_words = table_of(lut_item((4, 0, 8), words(1, 2, 200, 255)))
    as_bytes = table_of(lut_item((4, 0, 8), bytes([1, 2, 200, 255])))
    assert entries_of(as_words).tolist() == entries_of(as_bytes).tolist()
    assert entries_of(as_bytes).tolist() == [1, 2, 200, 255]


def test_an_odd_number_of_bytes_is_used_to_the_last() -> None:
    table = table_of(lut_item((3, 0, 8), bytes([1, 2, 200])))
    assert entries_of(table).tolist() == [1, 2, 200]


def test_big_endian_gives_the_same_entries() -> None:
    little = table_of(lut_item((2, 5, 12), words(300, 4000)))
    big = table_of(
        lut_item((2, 5, 12), words(300, 4000, order=">"), little_endian=False)
    )
    assert little == big


@pytest.mark.parametrize(
    ("declared", "largest", "bits"),
    [
        (12, 4095, 12),
        (12, 2000, 12),  # a table that leaves white unused
        (16, 4095, 12),  # the size of the container
        (16, 60000, 16),
        (8, 1023, 10),  # deeper than it says
        (0, 255, 8),
        (99, 255, 8),
    ],
)
def test_the_depth_is_that_of_the_entries(
    declared: int, largest: int, bits: int
) -> None:
    assert table_of(lut_item((2, 0, declared), words(0, largest))).bits == bits


def test_a_table_that_was_cut_off_is_not_used() -> None:
    assert read_table(lut_item((9, 0, 12), words(7, 8)), False) is None
    as_bytes = lut_item((300, 0, 12), words(*range(200)))  # 400 bytes, but no bytes
    assert read_table(as_bytes, False) is None


def test_a_table_without_entries_is_none() -> None:
    assert read_table(lut_item((9, 0, 12), b""), False) is None
    without = Header(Source("memory:test", b""), {tags.LUTData: ("OW", words(1))})
    assert read_table(without, False) is None


def test_the_explanation_is_kept() -> None:
    assert table_of(lut_item((1, 0, 8), words(1), explanation="SOFT ")).explanation == (
        "SOFT"
    )
