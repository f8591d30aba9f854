import os
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence as Items

from tests.files.made import pydicom_files, walked
from viewer import limits
from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.dicom import tags
from viewer.files.byte_window import OddHeader
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.files.walk import UNKEPT, walk_header

IMPLICIT = "1.2.840.10008.1.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN = "1.2.840.10008.1.2.2"


def same(walked: Header, read: Header) -> None:
    """Every wanted element and the place of the pixels are equal."""
    assert set(walked.elements) == set(read.elements)
    for tag, element in walked.elements.items():
        if tag not in UNKEPT:
            assert element == read.elements[tag], hex(tag)
    for name in (
        "transfer_syntax_uid",
        "little_endian",
        "character_set",
        "pixel_tag",
        "pixel_offset",
        "pixel_length",
        "wants_dataset",
    ):
        assert getattr(walked, name) == getattr(read, name), name


def compared(paths: Iterable[Path]) -> int:
    """How many files the walker read; each is equal to what pydicom makes of it."""
    count = 0
    for path in paths:
        source = Source(str(path))
        try:
            header = walk_header(source)
            read = complete_header(source)
        except (NotDicomError, OddHeader, UnreadableError):
            continue
        same(header, read)
        count += 1
    return count


def odd(data: bytes) -> str:
    with pytest.raises(OddHeader) as caught:
        walk_header(Source("odd", data))
    return str(caught.value)


def element(group: int, number: int, vr: bytes, value: bytes) -> bytes:
    head = struct.pack("<HH2s", group, number, vr)
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT", b"OV"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def file_of(body: bytes, syntax: str = "1.2.840.10008.1.2.1") -> bytes:
    uid = syntax.encode() + b"\0" * (len(syntax) % 2)
    return b"\0" * 128 + b"DICM" + element(2, 0x10, b"UI", uid) + body


def test_every_file_of_pydicom_is_walked_as_pydicom_reads_it() -> None:
    assert compared(pydicom_files()) > 180


def test_every_file_of_the_corpus_is_walked_as_pydicom_reads_it(corpus: Path) -> None:
    assert compared(path for path in corpus.rglob("*") if path.is_file()) > 850


@pytest.mark.parametrize("syntax", ["", IMPLICIT])
@pytest.mark.parametrize("build", [ct_slice, enhanced_mr, image])
def test_both_little_endian_forms_are_read_as_pydicom_does(
    build: type, syntax: str
) -> None:
    source = Source("made", to_bytes(build(), syntax))
    same(walk_header(source), complete_header(source))


def test_the_offset_leads_to_the_first_byte_of_the_pixels() -> None:
    dataset = ct_slice(3)
    data = to_bytes(dataset)
    header = walk_header(Source("ct", data))
    end = header.pixel_offset + header.pixel_length
    assert data[header.pixel_offset : end] == dataset.PixelData


def test_an_element_across_the_edge_of_the_first_read_is_whole() -> None:
    for padding in range(0, 48, 2):
        dataset = ct_slice()
        dataset.add_new(0x00090010, "LO", "FILLER")
        fill = limits.HEADER_WINDOW_BYTES - len(to_bytes(dataset)) + 512
        dataset.add_new(0x00091001, "OB", b"\1" * (fill + padding))
        source = Source("long", to_bytes(dataset))
        same(walk_header(source), complete_header(source))


def test_a_kept_value_longer_than_the_first_read_is_whole() -> None:
    table = bytes(range(256)) * 120
    body = element(0x7FE0, 1, b"OV", table)
    header = walk_header(Source("table", file_of(body)))
    assert header.elements[tags.ExtendedOffsetTable] == ("OV", table)
    filler = element(0x7FE1, 0x1001, b"OB", bytes(limits.HEADER_WINDOW_BYTES - 200))
    for length in (80, 8 * 1024, 64 * 1024):
        table = bytes(length)
        body = filler + element(0x7FE0, 1, b"OV", table)
        body += element(0x7FE0, 2, b"OV", table) + element(0x10, 0x20, b"LO", b"P1")
        header = walk_header(Source("tables", file_of(body)))
        assert header.elements[tags.ExtendedOffsetTable] == ("OV", table)
        assert header.elements[tags.ExtendedOffsetTableLengths] == ("OV", table)
        assert header.text(tags.PatientID) == "P1"


def test_a_huge_value_that_is_not_wanted_is_passed_without_reading_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "huge.dcm"
    size = 300 * 1024 * 1024
    with path.open("wb") as file:
        head = file_of(element(8, 0x60, b"CS", b"CT"))
        file.write(head + struct.pack("<HH2sHI", 9, 0x1001, b"OB", 0, size))
        file.seek(len(head) + 12 + size)
        file.write(element(0x10, 0x20, b"LO", b"P1"))
    assert walk_header(Source(str(path))).text(tags.PatientID) == "P1"


def test_sequences_of_undefined_length_are_passed() -> None:
    dataset = ct_slice()
    inner = Dataset()
    inner.PatientID = "inner"
    inner.is_undefined_length_sequence_item = True
    outer = Dataset()
    outer.OtherPatientIDsSequence = Items([inner, inner])
    outer["OtherPatientIDsSequence"].is_undefined_length = True
    outer.is_undefined_length_sequence_item = True
    dataset.ReferencedImageSequence = Items([outer, inner])
    dataset["ReferencedImageSequence"].is_undefined_length = True
    dataset.PatientID = "outer"
    for syntax in ("", IMPLICIT):
        source = Source("nested", to_bytes(dataset, syntax))
        same(walk_header(source), complete_header(source))
        assert walk_header(source).text(tags.PatientID) == "outer"


def test_an_unknown_sequence_of_undefined_length_holds_implicit_elements() -> None:
    inner = struct.pack("<HHI", 0x10, 0x20, 2) + b"no"
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
    head = struct.pack("<HH2sHI", 9, 0x1002, b"UN", 0, 0xFFFFFFFF)
    end = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    data = file_of(head + item + end + element(0x10, 0x20, b"LO", b"P1"))
    assert walk_header(Source("unknown", data)).text(tags.PatientID) == "P1"
    known = struct.pack("<HH2sHI", 9, 0x1001, b"SQ", 0, 0xFFFFFFFF)
    opened = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    closed = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    body = known + opened + head + opened + inner + closed + end + closed + end
    data = file_of(body + element(0x10, 0x20, b"LO", b"P1"))
    assert walk_header(Source("within", data)).text(tags.PatientID) == "P1"


def test_a_known_element_of_unknown_vr_gets_the_vr_of_the_dictionary() -> None:
    data = file_of(element(0x28, 0x10, b"UN", b"\0\2"))
    assert walk_header(Source("unknown", data)).integer(tags.Rows) == 512


def test_an_object_without_pixels_has_no_pixel_tag() -> None:
    dataset = ct_slice()
    del dataset.PixelData
    assert walked(dataset).pixel_tag == 0


def test_encapsulated_pixels_have_no_length() -> None:
    header = walk_header(Source("rle", to_bytes(ct_slice(), "1.2.840.10008.1.2.5")))
    assert (header.pixel_tag, header.pixel_length) == (tags.PixelData, -1)


@pytest.mark.parametrize(
    "keyword",
    [
        "ModalityLUTSequence",
        "VOILUTSequence",
        "RealWorldValueMappingSequence",
        "SequenceOfUltrasoundRegions",
        "SharedFunctionalGroupsSequence",
    ],
)
def test_a_sequence_that_changes_the_picture_asks_for_the_whole_header(
    keyword: str,
) -> None:
    assert not walked(ct_slice()).wants_dataset
    dataset = ct_slice()
    setattr(dataset, keyword, [Dataset()])
    assert walked(dataset).wants_dataset


def test_palettes_profiles_and_overlays_ask_for_the_whole_header() -> None:
    palette = ct_slice(RedPaletteColorLookupTableDescriptor=[256, 0, 16])
    profile = ct_slice(ICCProfile=b"\0" * 128)
    overlay = ct_slice()
    overlay.add_new(0x60020100, "US", 1)
    for dataset in (palette, profile, overlay):
        assert walked(dataset).wants_dataset


@pytest.mark.parametrize(("units", "asked"), [("BQML", True), (None, False)])
def test_the_dose_of_positron_emission_asks_for_the_whole_header(
    units: str | None, asked: bool
) -> None:
    dataset = ct_slice(Units=units)
    dataset.RadiopharmaceuticalInformationSequence = [Dataset()]
    assert walked(dataset).wants_dataset is asked
    assert complete_header(Source("", to_bytes(dataset))).wants_dataset is asked


def test_what_is_not_plain_little_endian_is_odd() -> None:
    assert "1.2.840.10008.1.2.2" in odd(to_bytes(ct_slice(), BIG_ENDIAN))
    assert DEFLATED in odd(to_bytes(ct_slice(), DEFLATED))
    assert odd(to_bytes(ct_slice(), preamble=False)) == "no preamble"
    assert odd(to_bytes(ct_slice(), meta=False)) == "no preamble"
    assert "1.2.3.4" in odd(file_of(element(8, 0x60, b"CS", b"CT"), "1.2.3.4"))
    assert "missing" in odd(b"\0" * 128 + b"DICM" + element(8, 0x60, b"CS", b"CT"))


def test_explicit_elements_under_an_implicit_syntax_are_odd_and_the_reverse() -> None:
    explicit = element(8, 0x60, b"CS", b"CT")
    implicit = struct.pack("<HHI", 8, 0x60, 2) + b"CT"
    assert "explicit" in odd(file_of(explicit, IMPLICIT))
    assert "no VR" in odd(file_of(implicit))


@pytest.mark.parametrize("syntax", ["", IMPLICIT])
def test_a_header_cut_anywhere_is_odd_or_ends_between_two_elements(syntax: str) -> None:
    data = to_bytes(ct_slice(), syntax)
    whole = walk_header(Source("whole", data))
    ends = 0
    for length in range(132, whole.pixel_offset, 3):
        try:
            part = walk_header(Source("part", data[:length]))
        except OddHeader:
            continue
        ends += 1
        assert part.pixel_tag == 0
        assert all(part.elements[tag] == whole.elements[tag] for tag in part.elements)
    assert ends < 40


def test_a_length_beyond_the_file_is_odd() -> None:
    lie = struct.pack("<HH2sHI", 9, 0x1001, b"OB", 0, 0x7FFFFFFF)
    assert "left" in odd(file_of(lie + b"short"))
    kept = struct.pack("<HH2sHI", 0x7FE0, 1, b"OV", 0, 0x7FFFFFFF)
    assert "wanted" in odd(file_of(kept + b"short"))


def test_pixels_cut_off_are_no_oddity_of_the_header() -> None:
    data = to_bytes(ct_slice())
    assert walk_header(Source("cut", data[:-100])).pixel_length == 512


def test_deep_nesting_is_odd() -> None:
    opened = struct.pack("<HH2sHI", 9, 0x1001, b"SQ", 0, 0xFFFFFFFF)
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    assert odd(file_of((opened + item) * 10_000)) == "nested too deeply"


def test_too_many_elements_are_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEADER_ELEMENTS", 1_000)
    many = element(9, 0x1001, b"LO", b"") * 2_000
    assert odd(file_of(many)) == "too many elements"
    items = struct.pack("<HHI", 0xFFFE, 0xE000, 0) * 2_000
    opened = struct.pack("<HH2sHI", 9, 0x1001, b"SQ", 0, 0xFFFFFFFF)
    assert odd(file_of(opened + items)) == "too many elements"


def test_flipped_bits_never_bring_any_other_error() -> None:
    import random

    chance = random.Random(20261122)
    data = to_bytes(enhanced_mr())
    end = walk_header(Source("whole", data)).pixel_offset
    for _ in range(3_000):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 1, 4, 16))):
            damaged[chance.randrange(132, end)] = chance.randrange(256)
        try:
            walk_header(Source("damaged", bytes(damaged)))
        except (OddHeader, NotDicomError):
            continue


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NotDicomError, match="regular"):
        walk_header(Source(str(pipe)))


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        walk_header(Source(str(tmp_path / "none")))


def test_what_is_not_dicom_is_named() -> None:
    with pytest.raises(NotDicomError, match="PNG"):
        walk_header(Source("a", b"\x89PNG\r\n\x1a\n" + bytes(200)))


def test_walking_needs_no_pydicom(tmp_path: Path) -> None:
    path = tmp_path / "ct.dcm"
    path.write_bytes(to_bytes(ct_slice()))
    code = (
        "import sys\n"
        "from viewer.files.index import IndexBuilder\n"
        "from viewer.files.scan import scan\n"
        "from viewer.kinds import display_sets\n"
        "builder = IndexBuilder()\n"
        f"[builder.add(found) for found in scan([{str(path)!r}], lambda: False)]\n"
        "(patient,) = builder.index().patients\n"
        "(one,) = display_sets(patient.studies[0].series[0])\n"
        "assert len(one.frames) == 1\n"
        "bad = {'pydicom', 'numpy', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
