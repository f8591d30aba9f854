import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.data import get_testdata_file
from pydicom.sequence import Sequence
from pydicom.uid import UID

from tests.files.made import write
from viewer import limits
from viewer.demo.build import RLE_LOSSLESS, ct_slice, ramp
from viewer.files.dataset import complete_header
from viewer.files.header import Header
from viewer.files.sameness import beginning, same_object
from viewer.files.sources import Source
from viewer.files.walk import walk_header

IMPLICIT = "1.2.840.10008.1.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN = "1.2.840.10008.1.2.2"


def read(path: Path) -> Header:
    return walk_header(Source(str(path)))


def rewritten(path: Path, name: str, syntax: str = "", **change: Any) -> Path:
    """The file as pydicom writes it again, in another transfer syntax if asked."""
    dataset = dcmread(path)
    dataset.file_meta.SourceApplicationEntityTitle = "ELSEWHERE"
    for keyword, value in change.items():
        setattr(dataset, keyword, value)
    implicit = None
    if syntax:
        dataset.file_meta.TransferSyntaxUID = UID(syntax)
        implicit = syntax == IMPLICIT
    target = path.parent / name
    dcmwrite(target, dataset, implicit_vr=implicit, little_endian=True)
    return target


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """An image with nested sequences, private elements and an empty sequence."""
    inner, outer = Dataset(), Dataset()
    inner.CodeValue = "T-1"
    outer.ReferencedSOPInstanceUID = "1.2.3"
    outer.PurposeOfReferenceCodeSequence = Sequence([inner])
    dataset = ct_slice()
    dataset.ReferencedImageSequence = Sequence([outer, Dataset(), outer])
    dataset.ReferencedStudySequence = Sequence()
    block = dataset.private_block(0x0009, "TEST", create=True)
    block.add_new(1, "LO", "private")
    block.add_new(2, "OB", b"\1\2\3\4")
    return write(tmp_path, "rich", dataset)


def test_the_same_bytes_are_the_same_object(rich: Path) -> None:
    copy = rich.with_name("copy")
    copy.write_bytes(rich.read_bytes())
    assert same_object(read(rich), read(copy))


def test_another_meta_header_makes_no_other_object(rich: Path) -> None:
    other = rewritten(rich, "other")
    assert other.read_bytes() != rich.read_bytes()
    assert same_object(read(rich), read(other))


def test_the_same_elements_without_vrs_are_the_same_object(rich: Path) -> None:
    other = rewritten(rich, "other", IMPLICIT)
    assert read(other).transfer_syntax_uid == IMPLICIT
    assert same_object(read(rich), read(other))
    assert same_object(read(other), read(rich))


def test_sequences_of_undefined_length_are_the_same_as_of_a_stated_one(
    rich: Path,
) -> None:
    dataset = dcmread(rich)
    for keyword in ("ReferencedImageSequence", "ReferencedStudySequence"):
        dataset[keyword].is_undefined_length = True
        for item in dataset[keyword].value:
            item.is_undefined_length_sequence_item = True
    other = rich.with_name("other")
    dcmwrite(other, dataset)
    assert b"\xfe\xff\xdd\xe0" in other.read_bytes()
    assert b"\xfe\xff\xdd\xe0" not in rich.read_bytes()
    assert same_object(read(rich), read(other))


def deeper(dataset: Dataset) -> None:
    items = dataset.ReferencedImageSequence
    items[2].PurposeOfReferenceCodeSequence[0].CodeValue = "T-2"


def shorter(dataset: Dataset) -> None:
    del dataset.ReferencedImageSequence[1]


def private(dataset: Dataset) -> None:
    dataset[0x00091002].value = b"\1\2\3\5"


def pixels(dataset: Dataset) -> None:
    values = bytearray(dataset.PixelData)
    values[-1] ^= 1
    dataset.PixelData = bytes(values)


def more(dataset: Dataset) -> None:
    dataset.ImageComments = "more"


@pytest.mark.parametrize("syntax", ["", IMPLICIT])
@pytest.mark.parametrize("change", [deeper, shorter, private, pixels, more])
def test_any_value_that_differs_makes_another_object(
    rich: Path, change: Callable[[Dataset], None], syntax: str
) -> None:
    dataset = dcmread(rich)
    change(dataset)
    changed = rich.with_name("changed")
    dcmwrite(changed, dataset)
    other = rewritten(changed, "other", syntax)
    assert not same_object(read(rich), read(other))
    assert not same_object(read(other), read(rich))


def test_values_in_the_headers_decide_without_any_file() -> None:
    one, other = (
        Header(Source("/nowhere"), {0x00100020: ("LO", value)})
        for value in (b"A ", b"B ")
    )
    assert same_object(one, other) is False


def test_one_object_begins_the_same_however_it_is_written(rich: Path) -> None:
    whole = beginning(read(rich))
    assert whole is not None
    assert beginning(read(rewritten(rich, "implicit", IMPLICIT))) == whole
    assert beginning(read(rewritten(rich, "meta"))) == whole
    other = rewritten(rich, "other", PatientID="ANOTHER")
    assert beginning(read(other)) != whole


def test_what_cannot_be_read_begins_like_nothing(rich: Path) -> None:
    header = read(rich)
    rich.write_bytes(rich.read_bytes() + b"\0\0")
    assert beginning(header) is None
    rich.unlink()
    assert beginning(header) is None


def test_what_is_cut_off_begins_like_its_copy(rich: Path) -> None:
    header = read(rich)
    for name in ("one", "two"):
        (rich.parent / name).write_bytes(rich.read_bytes()[:-50])
    one, two = (read(rich.parent / name) for name in ("one", "two"))
    assert same_object(one, two)
    assert beginning(one) == beginning(two) != beginning(header)


def test_compressed_pixels_are_compared_as_they_are(tmp_path: Path) -> None:
    one = write(tmp_path, "a", ct_slice(), transfer_syntax_uid=RLE_LOSSLESS)
    assert same_object(read(one), read(rewritten(one, "b")))
    bare = write(tmp_path, "c", ct_slice())
    assert not same_object(read(one), read(bare))
    values = ramp((16, 16))
    changed = ct_slice(pixels=values)
    last = write(tmp_path, "d", changed, transfer_syntax_uid=RLE_LOSSLESS)
    assert not same_object(read(one), read(last))


@pytest.mark.parametrize("syntax", [BIG_ENDIAN, DEFLATED])
def test_other_encodings_are_the_same_when_their_bytes_are(
    tmp_path: Path, syntax: str
) -> None:
    one = write(tmp_path, "a", ct_slice(), transfer_syntax_uid=syntax)
    file = bytearray(one.read_bytes())
    at = file.index(b"NEGATOSCOPE")
    file[at : at + 11] = b"ELSEWHERE__"
    other = tmp_path / "b"
    other.write_bytes(file)
    headers = [complete_header(Source(str(path))) for path in (one, other)]
    assert same_object(*headers)
    file[-1] ^= 1
    other.write_bytes(file)
    headers = [complete_header(Source(str(path))) for path in (one, other)]
    assert not same_object(*headers)


def test_a_file_that_has_changed_is_not_compared(rich: Path) -> None:
    copy = rich.with_name("copy")
    copy.write_bytes(rich.read_bytes())
    headers = read(rich), read(copy)
    copy.write_bytes(copy.read_bytes() + b"\0")
    copy.write_bytes(rich.read_bytes())
    assert same_object(*headers) is None


def test_a_file_that_is_gone_is_not_called_another_object(rich: Path) -> None:
    copy = rich.with_name("copy")
    copy.write_bytes(rich.read_bytes())
    headers = read(rich), read(copy)
    rich.unlink()
    assert same_object(*headers) is None


def test_files_are_read_in_blocks_up_to_the_first_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.zeros((2048, 2048), np.uint16)
    one = write(tmp_path, "a", ct_slice(pixels=values))
    values[0, 0] = 1
    headers = [read(one), read(write(tmp_path, "b", ct_slice(pixels=values)))]
    sizes: list[int] = []
    opened = Source.open

    def watched(source: Source) -> Any:
        file = opened(source)

        def read(size: int) -> bytes:
            sizes.append(size)
            return file.read(size)

        counted = MagicMock(wraps=file)
        counted.__enter__.return_value = counted
        counted.__exit__.side_effect = lambda *error: file.close()
        counted.read.side_effect = read
        return counted

    monkeypatch.setattr(Source, "open", watched)
    assert not same_object(*headers)
    assert max(sizes) <= 1024 * 1024
    assert sum(sizes) < 7 * 1024 * 1024


def test_endless_nesting_and_elements_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the same, as far as can be told: both are shown."""
    one = write(tmp_path, "a", ct_slice())
    other = rewritten(one, "b", IMPLICIT)
    assert same_object(read(one), read(other))
    monkeypatch.setattr(limits, "NESTED_ELEMENTS", 20)
    assert same_object(read(one), read(other)) is None


@pytest.mark.skipif(which("dcmconv") is None, reason="DCMTK is not installed")
@pytest.mark.parametrize("sequences", ["-e", "+e"])
@pytest.mark.parametrize("syntax", ["+ti", "+te"])
@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small_implicit.dcm",
        "liver_1frame.dcm",
        "rtplan.dcm",
        "reportsi.dcm",
        "waveform_ecg.dcm",
    ],
)
def test_real_files_are_the_same_as_another_toolkit_writes_them(
    tmp_path: Path, name: str, syntax: str, sequences: str
) -> None:
    path = Path(str(get_testdata_file(name, download=False)))
    other = tmp_path / "other"
    subprocess.run(["dcmconv", "-q", syntax, sequences, path, other], check=True)
    assert same_object(read(path), read(other))
