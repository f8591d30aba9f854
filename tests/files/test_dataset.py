import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pydicom
import pytest

from tests.files.made import pydicom_files
from viewer import limits
from viewer.demo.build import ct_slice, enhanced_mr, native_frames, to_bytes
from viewer.dicom import tags
from viewer.dicom.elements import element_rows
from viewer.files.dataset import complete_header, header_of, read_dataset
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.pixels.decode import decode, frame_request

IMPLICIT = "1.2.840.10008.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
NUMBERS = ("Rows", "BitsStored", "PixelRepresentation", "SamplesPerPixel")
TEXTS = ("PatientID", "StudyInstanceUID", "SOPInstanceUID", "StudyDate", "Modality")


def read(data: bytes) -> Header:
    return complete_header(Source("made", data))


def body_of(data: bytes) -> int:
    """Where the data set starts, by the group length of the meta header."""
    return 144 + int(struct.unpack_from("<I", data, 140)[0])


def outcome(source: Source) -> str:
    """The sentence of a failure, or what was read."""
    try:
        return f"{len(complete_header(source).elements)} elements"
    except (NotDicomError, UnreadableError) as fault:
        return str(fault)


def agrees(path: Path) -> bool:
    """Whether pydicom's own way of reading gives the same values, where it reads."""
    try:
        header = complete_header(Source(str(path)))
        dataset = pydicom.dcmread(path, stop_before_pixels=True, force=True)
    except (NotDicomError, UnreadableError, EOFError, zlib.error):
        return False
    for keyword in NUMBERS:
        value = dataset.get(keyword)
        if isinstance(value, int):
            assert header.integer(getattr(tags, keyword)) == value, (path, keyword)
    for keyword in TEXTS:
        value = dataset.get(keyword)
        if isinstance(value, str):
            text = header.text(getattr(tags, keyword)).strip()
            assert text.isascii() is False or text == value.strip(), (path, keyword)
    spacing = dataset.get("PixelSpacing")
    if spacing:
        assert header.numbers(tags.PixelSpacing) == tuple(map(float, spacing))
    return True


@pytest.mark.filterwarnings("ignore")
def test_values_of_every_file_of_pydicom_are_those_that_dcmread_gives() -> None:
    assert sum(agrees(path) for path in pydicom_files()) > 180


@pytest.mark.filterwarnings("ignore")
def test_values_of_the_corpus_are_those_that_dcmread_gives(corpus: Path) -> None:
    files = [p for p in corpus.rglob("*") if p.is_file() and "hostile" not in p.parts]
    assert sum(agrees(path) for path in files) > 700


def test_functional_groups_of_every_frame_are_there() -> None:
    header = read(to_bytes(enhanced_mr(3)))
    assert header.complete
    for frame in range(3):
        position = header.group(tags.PlanePositionSequence, frame)
        measures = header.group(tags.PixelMeasuresSequence, frame)
        assert position is not None
        assert measures is not None
        assert position.numbers(tags.ImagePositionPatient)[2] == frame * 4.0
        assert measures.numbers(tags.PixelSpacing) == (0.9, 0.9)
    assert header.group(tags.PlanePositionSequence, 3) is None


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN])
def test_every_way_of_writing_gives_the_same_values(syntax: str) -> None:
    header = read(to_bytes(enhanced_mr(2), syntax))
    assert header.transfer_syntax_uid == syntax
    assert header.little_endian is (syntax != BIG_ENDIAN)
    assert header.integer(tags.BitsStored) == 12
    assert header.warnings == ()
    group = header.group(tags.PlanePositionSequence, 1)
    assert group is not None
    assert group.numbers(tags.ImagePositionPatient) == (-90.0, -110.0, 4.0)


def test_the_offset_of_deflated_pixels_counts_in_the_inflated_data_set() -> None:
    dataset = ct_slice()
    data = to_bytes(dataset, DEFLATED)
    header = read(data)
    plain = zlib.decompress(data[body_of(data) :], -zlib.MAX_WBITS)
    end = header.pixel_offset + header.pixel_length
    assert plain[header.pixel_offset : end] == dataset.PixelData


def test_a_file_without_preamble_or_meta_header_says_what_was_found() -> None:
    for syntax in (IMPLICIT, EXPLICIT, BIG_ENDIAN):
        header = read(to_bytes(ct_slice(), syntax, meta=False))
        assert header.transfer_syntax_uid == syntax
        assert header.integer(tags.Rows) == 16
        assert header.warnings == (
            "It does not state its transfer syntax; it was found out.",
        )
    header = read(to_bytes(ct_slice(), preamble=False))
    assert header.transfer_syntax_uid == EXPLICIT
    assert header.warnings == ()


def test_a_false_transfer_syntax_is_said_and_the_bytes_believed() -> None:
    data = to_bytes(ct_slice(), EXPLICIT)
    lie = data.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2\0\0\0", 1)
    header = read(lie)
    assert header.integer(tags.Rows) == 16
    assert header.warnings == (
        "It is not written in the transfer syntax that it states.",
    )


def test_an_unknown_transfer_syntax_is_named() -> None:
    data = to_bytes(ct_slice(), EXPLICIT)
    header = read(data.replace(b"1.2.840.10008.1.2.1\0", b"1.2.3.4.5.6.7.8.9.0\0", 1))
    assert header.integer(tags.Rows) == 16
    assert header.warnings == ("Its transfer syntax is unknown: 1.2.3.4.5.6.7.8.9.0",)


def test_what_comes_before_the_damage_is_kept() -> None:
    data = to_bytes(ct_slice())
    whole = walk_header(Source("whole", data))
    for length in range(body_of(data) + 200, whole.pixel_offset - 12, 37):
        header = read(data[:length])
        assert header.pixel_tag == 0
        assert header.has(tags.SOPClassUID)
        for tag in list(header.elements)[:-1]:
            assert header.elements[tag] == whole.elements[tag]


def test_a_header_cut_off_says_so() -> None:
    data = to_bytes(ct_slice())
    cut = data[: data.index(b"MONOCHROME2") + 4]
    assert read(cut).warnings == ("The file ends within its header.",)


def test_a_sequence_cut_off_says_so_in_words_for_people() -> None:
    data = to_bytes(ct_slice(), EXPLICIT)
    start = struct.pack("<HH2sHI", 8, 0x1115, b"UN", 0, 0xFFFFFFFF)
    cut = data.index(struct.pack("<HH2s", 8, 0x16, b"UI"), body_of(data))
    header = read(data[:cut] + data[cut : cut + 36] + start)
    assert "The file ends within its header." in header.warnings


def test_a_character_set_without_sense_costs_the_texts_alone() -> None:
    data = to_bytes(ct_slice(SpecificCharacterSet="ISO_IR 100"), EXPLICIT)
    header = read(data.replace(b"ISO_IR 100", b"IS\0_IR 100", 1))
    assert header.warnings == ("Its character set makes no sense: texts may be wrong.",)
    assert header.integer(tags.Rows) == 16
    assert header.pixel_offset


def test_a_stated_length_beyond_the_file_takes_no_memory() -> None:
    data = to_bytes(ct_slice(), EXPLICIT)
    lie = struct.pack("<HH2sHI", 8, 0x5, b"UT", 0, 0xFFFFFFF0)
    header = read(data[: body_of(data)] + lie + b"short")
    assert header.warnings == ("The file ends within its header.",)


def test_a_bomb_is_refused_before_it_inflates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INFLATE_FLOOR_BYTES", 100_000)
    dataset = ct_slice()
    dataset.add_new(0x00091001, "UN", bytes(3_000_000))
    with pytest.raises(UnreadableError, match="out of all proportion"):
        read(to_bytes(dataset, DEFLATED))


@pytest.mark.parametrize(
    "real", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"]
)
def test_what_is_called_deflated_and_is_not_is_read_as_it_is(real: str) -> None:
    """The data set of one file under the meta header of a deflated one."""
    deflated, plain = to_bytes(ct_slice(), DEFLATED), to_bytes(ct_slice(), real)
    header = read(deflated[: body_of(deflated)] + plain[body_of(plain) :])
    assert header.transfer_syntax_uid == real
    assert header.warnings == (
        "It is not written in the transfer syntax that it states.",
    )
    values = decode(frame_request(header, 0)).values
    assert np.array_equal(values, native_frames(ct_slice())[0])


@pytest.mark.parametrize("said", [IMPLICIT, EXPLICIT, BIG_ENDIAN])
def test_what_is_deflated_and_not_called_so_is_inflated(said: str) -> None:
    deflated, plain = to_bytes(ct_slice(), DEFLATED), to_bytes(ct_slice(), said)
    header = read(plain[: body_of(plain)] + deflated[body_of(deflated) :])
    assert header.transfer_syntax_uid == DEFLATED
    assert header.warnings == (
        "It is not written in the transfer syntax that it states.",
    )
    values = decode(frame_request(header, 0)).values
    assert np.array_equal(values, native_frames(ct_slice())[0])


def test_a_damaged_deflated_stream_is_told() -> None:
    data = to_bytes(ct_slice(), DEFLATED)
    assert "ends within its deflated" in read(data[:-40]).warnings[0]
    with pytest.raises(UnreadableError, match="damaged"):
        read(data[: body_of(data)] + b"\xff" * 200)


def test_a_header_past_the_limit_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEADER_BYTES", 2_000)
    dataset = ct_slice()
    for number in range(10):
        dataset.add_new(0x00091001 + number, "UN", bytes(500))
    header = read(to_bytes(dataset))
    assert header.warnings == ("Its header is too large; the end is left out.",)
    assert header.text(tags.Modality) == "CT"


def test_what_is_not_dicom_and_what_is_not_there() -> None:
    with pytest.raises(NotDicomError, match="an empty file"):
        read(b"")
    with pytest.raises(NotDicomError, match="PDF"):
        read(b"%PDF-1.4" + bytes(500))
    with pytest.raises(UnreadableError, match="file is gone"):
        complete_header(Source("/nowhere/at/all"))


def test_a_prefix_with_nothing_behind_it_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="no element"):
        read(bytes(128) + b"DICM")


def test_reading_the_rows_first_does_not_change_the_header() -> None:
    for data in (to_bytes(enhanced_mr(3)), to_bytes(ct_slice(), BIG_ENDIAN)):
        source = Source("made", data)
        dataset = read_dataset(source)
        before = header_of(dataset, source)
        assert element_rows(dataset)
        after = header_of(dataset, source)
        assert after.elements == before.elements
        group = tags.PerFrameFunctionalGroupsSequence
        assert len(after.items.get(group, ())) == len(before.items.get(group, ()))


def test_the_meta_header_stays_with_the_data_set() -> None:
    dataset = read_dataset(Source("made", to_bytes(ct_slice())))
    assert dataset.file_meta.TransferSyntaxUID == EXPLICIT
    assert dataset.file_meta.ImplementationVersionName == "NEGATOSCOPE"


def test_damage_brings_a_header_or_a_sentence_and_nothing_else() -> None:
    chance = random.Random(20261122)
    data = to_bytes(enhanced_mr(2))
    end = walk_header(Source("whole", data)).pixel_offset
    for _ in range(400):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 2, 8))):
            damaged[chance.randrange(128, end)] = chance.randrange(256)
        assert outcome(Source("damaged", bytes(damaged)))


def test_hostile_files_bring_a_header_or_a_sentence(corpus: Path) -> None:
    files = [path for path in (corpus / "hostile").rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        assert outcome(Source(str(path)))
