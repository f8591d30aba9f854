import pickle
import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from viewer import limits
from viewer.dicom.elements import (
    ElementRow,
    element_rows,
    is_private,
    shown_name,
    shown_value,
)


def written(dataset: Dataset) -> Dataset:
    """As read from a file: every value raw."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = BytesIO()
    dataset.save_as(file, implicit_vr=False, little_endian=True)
    file.seek(0)
    return dcmread(file, force=True)


def raw_dataset(elements: bytes) -> Dataset:
    """A data set from bytes of explicit little-endian elements."""
    return dcmread(BytesIO(b"\0" * 128 + b"DICM" + elements), force=True)


def element(tag: int, vr: bytes, value: bytes) -> bytes:
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT", b"UC"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def row_at(rows: Sequence[ElementRow], path: str) -> ElementRow:
    (found,) = [row for row in rows if row.path == path]
    return found


def named(name: str) -> Any:
    path = get_testdata_file(name, download=False)
    assert path is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return dcmread(path, stop_before_pixels=True)


def test_every_element_that_pydicom_walks_has_a_row_with_its_vr_and_name() -> None:
    dataset = named("CT_small.dcm")
    rows = element_rows(dataset)
    theirs = list(dataset.file_meta.iterall()) + list(dataset.iterall())
    mine = [row for row in rows if row.kind != "item"]
    assert len(mine) == len(theirs) > 150
    for row, other in zip(mine, theirs, strict=True):
        assert row.tag == f"({other.tag.group:04X},{other.tag.element:04X})"
        assert row.vr == other.VR
        assert row.keyword == other.keyword
        if not is_private(row):
            assert row.name == other.name


def test_values_read_as_pydicom_reads_them() -> None:
    dataset = named("CT_small.dcm")
    values = {row.keyword: row.value for row in element_rows(dataset) if row.keyword}
    assert values["PatientName"] == str(dataset.PatientName)
    assert values["PixelSpacing"] == "\\".join(map(str, dataset.PixelSpacing))
    assert values["Rows"] == str(dataset.Rows)
    assert values["ImageType"] == "\\".join(dataset.ImageType)
    assert values["PixelPaddingValue"] == str(dataset.PixelPaddingValue)


def test_a_nested_element_tells_its_path_and_depth_and_stands_under_its_heading() -> (
    None
):
    dataset = Dataset()
    dataset.RequestAttributesSequence = [Dataset(), Dataset()]
    dataset.RequestAttributesSequence[1].ScheduledProcedureStepDescription = "Chest"
    rows = element_rows(written(dataset))
    row = row_at(rows, "(0040,0275)[2].(0040,0007)")
    assert (row.value, row.depth, row.keyword) == (
        "Chest",
        2,
        "ScheduledProcedureStepDescription",
    )
    sequence = row_at(rows, "(0040,0275)")
    assert (sequence.kind, sequence.size, shown_value(sequence)) == (
        "sequence",
        2,
        "2 items",
    )
    item = row_at(rows, "(0040,0275)[2]")
    assert (item.kind, item.depth, shown_name(item)) == ("item", 1, "Item 2")
    assert row.group == sequence.group == item.group


def test_an_item_that_is_a_code_says_what_it_means() -> None:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator = "T-D3000", "SRT"
    code.CodeMeaning = "Chest"
    dataset = Dataset()
    dataset.AnatomicRegionSequence = [code]
    item = row_at(element_rows(written(dataset)), "(0008,2218)[1]")
    assert item.value == "Chest (T-D3000, SRT)"


def test_file_meta_comes_first_and_has_its_heading() -> None:
    rows = element_rows(named("CT_small.dcm"))
    assert rows[0].tag == "(0002,0000)"
    assert {row.group for row in rows if row.tag.startswith("(0002")} == {"File meta"}
    syntax = row_at(rows, "(0002,0010)")
    assert syntax.meaning == "Explicit VR Little Endian"
    assert shown_value(syntax).startswith("1.2.840.10008.1.2.1 · Explicit VR")


def test_a_private_element_names_its_creator_and_meaning() -> None:
    rows = element_rows(named("CT_small.dcm"))
    creator = row_at(rows, "(0009,0010)")
    assert (creator.name, creator.value) == ("Private Creator", "GEMS_IDEN_01")
    row = row_at(rows, "(0009,1001)")
    assert (row.creator, row.group) == ("GEMS_IDEN_01", "Private")
    assert is_private(row)
    assert shown_name(row) == "Full fidelity · GEMS_IDEN_01"


def test_a_private_element_of_an_unknown_creator_is_called_private() -> None:
    dataset = Dataset()
    block = dataset.private_block(0x0099, "NOBODY 1.0", create=True)
    block.add_new(1, "LO", "value")
    row = row_at(element_rows(written(dataset)), "(0099,1001)")
    assert (shown_name(row), row.value) == ("private · NOBODY 1.0", "value")


def test_binary_is_its_size_and_its_first_bytes() -> None:
    dataset = Dataset()
    dataset.add_new(0x00420011, "OB", bytes(range(256)))
    row = row_at(element_rows(written(dataset)), "(0042,0011)")
    assert (row.kind, row.size, row.full_value) == ("binary", 256, None)
    assert row.value == bytes(range(limits.VALUE_BYTES)).hex(" ") + " …"
    assert shown_value(row).startswith("256 bytes · 00 01 02")


def test_a_long_value_is_cut_and_kept_whole() -> None:
    dataset = Dataset()
    dataset.add_new(0x0040A160, "UT", "é" * 5000)
    dataset.SpecificCharacterSet = "ISO_IR 192"
    row = row_at(element_rows(written(dataset)), "(0040,A160)")
    assert row.value == "é" * limits.VALUE_CHARACTERS + "…"
    assert row.full_value == "é" * 5000


def test_whole_values_are_bounded_one_by_one_and_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FULL_VALUE_CHARACTERS", 3000)
    monkeypatch.setattr(limits, "FULL_VALUES_CHARACTERS", 4500)
    dataset = Dataset()
    dataset.add_new(0x0040A160, "UT", "a" * 10_000)
    dataset.add_new(0x00204000, "LT", "b" * 2000)
    rows = element_rows(written(dataset))
    assert row_at(rows, "(0020,4000)").full_value == "b" * 2000
    assert row_at(rows, "(0040,A160)").full_value is None


def test_lines_and_hidden_characters_are_seen_in_the_row() -> None:
    dataset = raw_dataset(
        element(0x00080005, b"CS", b"ISO_IR 192")
        + element(0x00100010, b"PN", "A\u202eB^\x1b[0m".encode())
        + element(0x00204000, b"LT", b"one\r\ntwo ")
    )
    rows = element_rows(dataset)
    assert row_at(rows, "(0010,0010)").value == "A⟨202E⟩B^␛[0m"
    comments = row_at(rows, "(0020,4000)")
    assert (comments.value, comments.full_value) == ("one↵two", "one\r\ntwo")


def test_a_broken_value_costs_its_own_row_only() -> None:
    dataset = raw_dataset(
        element(0x00080060, b"CS", b"CT")
        + element(0x00280010, b"US", b"\1\0\2")
        + element(0x00280011, b"US", b"\0\2")
    )
    rows = element_rows(dataset)
    broken = row_at(rows, "(0028,0010)")
    assert broken.kind == "broken"
    assert shown_value(broken).startswith("cannot be read: 3 bytes are no whole")
    assert row_at(rows, "(0028,0011)").value == "512"


def test_an_unknown_vr_is_looked_up_and_plain_text_of_unknown_vr_is_shown() -> None:
    dataset = raw_dataset(
        element(0x00080060, b"UN", b"MR")
        + element(0x00991001, b"UN", b"plain ")
        + element(0x00991002, b"UN", b"\x01\x02")
    )
    rows = element_rows(dataset)
    assert row_at(rows, "(0008,0060)").vr == "CS"
    assert row_at(rows, "(0099,1001)").value == "plain"
    assert row_at(rows, "(0099,1002)").value == "01 02"


@pytest.mark.parametrize(
    ("representation", "value"), [(b"\1\0", "-2000"), (b"\0\0", "63536")]
)
def test_us_or_ss_follows_the_pixel_representation(
    representation: bytes, value: str
) -> None:
    elements = struct.pack("<HHI", 0x28, 0x103, 2) + representation
    elements += struct.pack("<HHIh", 0x28, 0x120, 2, -2000)
    dataset = dcmread(BytesIO(elements), force=True)
    assert row_at(element_rows(dataset), "(0028,0120)").value == value


def test_deep_nesting_ends_in_a_row_that_says_so() -> None:
    inner = element(0x00080104, b"LO", b"bottom")
    for _ in range(limits.SEQUENCE_DEPTH + 20):
        item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
        inner = element(0x0040A730, b"SQ", item)
    rows = element_rows(raw_dataset(inner))
    assert rows[-1].kind == "broken"
    assert "nested deeper than 64" in shown_value(rows[-1])
    assert max(row.depth for row in rows) == 2 * limits.SEQUENCE_DEPTH


def test_a_list_past_the_limit_ends_with_a_row_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "TREE_ROWS", 10)
    rows = element_rows(named("CT_small.dcm"))
    assert len(rows) == 11
    assert shown_value(rows[-1]).startswith("The list ends here")
    assert "10" in shown_value(rows[-1])


def test_rows_travel_between_processes_and_share_their_words() -> None:
    rows = pickle.loads(pickle.dumps(element_rows(named("test-SR.dcm"))))
    assert rows == element_rows(named("test-SR.dcm"))
    names = [row.name for row in rows if row.keyword == "CodeMeaning"]
    assert len(names) > 10
    assert len({id(name) for name in names}) == 1


def test_a_name_in_another_set_inside_a_sequence_is_read_in_that_set() -> None:
    item = element(0x00080005, b"CS", b"ISO_IR 144") + element(
        0x00100010, b"PN", "Люксембург".encode("iso8859-5")
    )
    plain = element(0x00100010, b"PN", "É".encode())
    items = b"".join(
        struct.pack("<HHI", 0xFFFE, 0xE000, len(part)) + part for part in (item, plain)
    )
    dataset = raw_dataset(
        element(0x00080005, b"CS", b"ISO_IR 192") + element(0x00081140, b"SQ", items)
    )
    rows = element_rows(dataset)
    assert row_at(rows, "(0008,1140)[1].(0010,0010)").value == "Люксембург"
    assert row_at(rows, "(0008,1140)[2].(0010,0010)").value == "É"


@pytest.mark.corpus
def test_names_in_sequences_of_the_corpus_read_as_pydicom_reads_them(
    corpus: Path,
) -> None:
    for name in ("pydicom_chrSQEncoding.dcm", "pydicom_chrSQEncoding1.dcm"):
        dataset = dcmread(corpus / "charset" / name, stop_before_pixels=True)
        theirs = [str(e.value) for e in dataset.iterall() if e.VR == "PN"]
        rows = element_rows(dcmread(corpus / "charset" / name))
        assert [row.value for row in rows if row.vr == "PN"] == theirs
        assert any(not text.isascii() for text in theirs)


@pytest.mark.corpus
def test_no_damaged_file_of_the_corpus_stops_the_list(corpus: Path) -> None:
    listed = 0
    for path in sorted((corpus / "broken").glob("*.dcm")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = dcmread(path, force=True, stop_before_pixels=True)
            listed += len(element_rows(dataset)) > 3
    assert listed > 25
