import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian, MediaStorageDirectoryStorage

from tests.files.made import write
from tests.files.zips import zipped
from viewer.demo.build import ct_slice
from viewer.files.dicomdir import Directory, Disc, is_directory, read_directory
from viewer.files.header import Header
from viewer.files.scan import Failed, Found, Odd, Skipped, scan
from viewer.files.sources import Source

INDEX = "the index of the disc: what it lists was opened"


def dicomdir(path: Path, file_ids: Iterable[Any]) -> Path:
    """A DICOMDIR with an image record for each file ID, and one without."""
    records = [Dataset()]
    records[0].DirectoryRecordType = "PATIENT"
    for file_id in file_ids:
        record = Dataset()
        record.OffsetOfTheNextDirectoryRecord = 12345
        record.DirectoryRecordType = "IMAGE"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names that are not allowed in a CS
            record.ReferencedFileID = file_id
        records.append(record)
    dataset = Dataset()
    dataset.DirectoryRecordSequence = Sequence(records)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = MediaStorageDirectoryStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.3")
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.save_as(path, enforce_file_format=True)
    return path


def listed(path: Path) -> list[str]:
    return ["/".join(parts) for parts in read_directory(Source(str(path))).files]


def found(*paths: Path) -> list[Found]:
    return list(
        scan(
            [str(path) for path in paths], lambda: False, read_directory=read_directory
        )
    )


def shown(listing: list[Found], root: Path) -> list[str]:
    """What was found below a folder, the index itself aside."""
    return [
        os.path.relpath(one.source.path, root)
        for one in listing
        if isinstance(one, Header | Odd) and not is_directory(one)
    ]


def test_the_files_are_listed_in_the_order_of_the_records(tmp_path: Path) -> None:
    path = dicomdir(tmp_path / "index", [["B", "2"], ["A", "1"], "C", ["B", "2"]])
    assert listed(path) == ["B/2", "A/1", "C"]


def test_records_that_are_no_longer_in_use_are_left_out(tmp_path: Path) -> None:
    path = dicomdir(tmp_path / "index", ["A"])
    assert listed(path) == ["A"]
    dataset = dcmread(path)
    dataset.DirectoryRecordSequence[1].RecordInUseFlag = 0
    dataset.save_as(path)
    assert listed(path) == []


def test_the_listed_files_are_opened_and_the_index_stands_for_itself(
    tmp_path: Path,
) -> None:
    write(tmp_path, "CT/1", ct_slice())
    write(tmp_path, "CT/2", ct_slice(1))
    path = dicomdir(tmp_path / "DICOMDIR", [["CT", "2"], ["CT", "1"]])
    listing = found(path)
    assert shown(listing, tmp_path) == ["CT/2", "CT/1"]
    (index,) = (one for one in listing if isinstance(one, Header) and is_directory(one))
    assert index.source.path == str(path)
    assert Skipped(str(path), INDEX) in found(tmp_path)
    assert len(listing) == 3
    assert sorted(shown(found(tmp_path), tmp_path)) == ["CT/1", "CT/2"]
    assert len(found(tmp_path, path)) == len(found(path, tmp_path)) == 3


@pytest.mark.parametrize(
    ("on_disc", "in_record"),
    [
        ("Im1", "IM1"),
        ("im1.dcm", "IM1"),
        ("IM1.;1", "IM1"),
        ("IM1.DCM;1", "IM1.DCM"),
        ("IM1", "IM1.DCM"),
        ("IM1", "im1;1"),
        ("IM1", " IM1"),
    ],
)
def test_a_name_that_is_spelled_otherwise_is_found(
    tmp_path: Path, on_disc: str, in_record: str
) -> None:
    write(tmp_path, f"Images/{on_disc}", ct_slice())
    path = dicomdir(tmp_path / "DICOMDIR", [["IMAGES", in_record]])
    assert shown(found(path), tmp_path) == [f"Images/{on_disc}"]


def test_the_exact_name_wins_and_then_the_dicom_extension(tmp_path: Path) -> None:
    disc = Disc("", lambda _: ["im1", "IM1", "im2.jpg", "im2.dcm", "IM3.x"])
    assert disc.find(("IM1",)) == "IM1"
    assert disc.find(("IM2",)) == "im2.dcm"
    assert disc.find(("im3",)) == "IM3.x"
    assert disc.find(("IM4",)) is None


def test_a_missing_file_fails_alone(tmp_path: Path) -> None:
    write(tmp_path, "CT/1", ct_slice())
    path = dicomdir(tmp_path / "DICOMDIR", [["CT", "0"], ["CT", "1"], ["MR", "1"]])
    for listing in (found(path), found(tmp_path)):
        assert shown(listing, tmp_path) == ["CT/1"]
        assert [one for one in listing if isinstance(one, Failed)] == [
            Failed(
                str(tmp_path / name),
                "The DICOMDIR lists this file, which is not on the disc.",
            )
            for name in ("CT/0", "MR/1")
        ]


@pytest.mark.parametrize(
    "file_id",
    [["..", "out"], ["CT", "..", "..", "out"], "/etc/passwd", ["", "out"], "C:out"],
)
def test_a_record_that_leads_out_of_the_disc_is_refused_alone(
    tmp_path: Path, file_id: Any
) -> None:
    write(tmp_path, "out", ct_slice())
    write(tmp_path, "disc/CT/1", ct_slice())
    disc = tmp_path / "disc"
    listing = found(dicomdir(disc / "DICOMDIR", [file_id, ["CT", "1"]]))
    assert shown(listing, disc) == ["CT/1"]
    (failed,) = [one for one in listing if isinstance(one, Failed)]
    assert "outside of the disc" in failed.reason


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX systems")
def test_a_link_on_the_disc_that_leads_out_of_it_is_refused(tmp_path: Path) -> None:
    disc, outside = tmp_path / "disc", tmp_path / "outside"
    write(outside, "secret", ct_slice(0))
    write(disc, "inside", ct_slice(1))
    (disc / "LINK").symlink_to(outside)
    (disc / "OUT").symlink_to(outside / "secret")
    (disc / "IN").symlink_to(disc / "inside")
    listing = found(dicomdir(disc / "DICOMDIR", ["OUT", ["LINK", "secret"], "IN"]))
    failed = [one for one in listing if isinstance(one, Failed)]
    assert len(failed) == 2
    assert all("outside of the disc" in one.reason for one in failed)
    assert shown(listing, disc) == ["IN"]


def test_files_that_the_index_does_not_list_are_mentioned(tmp_path: Path) -> None:
    write(tmp_path, "CT/1", ct_slice())
    other = write(tmp_path, "MR/deep/1", ct_slice(1))
    (tmp_path / "autorun.inf").write_text("no DICOM")
    path = dicomdir(tmp_path / "DICOMDIR", [["CT", "1"]])
    assert found(path)[2:] == [
        Skipped(str(other), "not listed in the DICOMDIR; to see it, open its folder")
    ]
    assert sorted(shown(found(tmp_path), tmp_path)) == ["CT/1", "MR/deep/1"]


def test_an_index_of_nothing_is_an_object_like_others(tmp_path: Path) -> None:
    path = dicomdir(tmp_path / "DICOMDIR", [])
    (index,) = found(path)
    assert isinstance(index, Header)
    (index,) = found(tmp_path)
    assert isinstance(index, Header)


def test_an_index_that_cannot_be_read_is_an_object_like_others(tmp_path: Path) -> None:
    path = dicomdir(tmp_path / "DICOMDIR", ["A"])
    listing = scan([str(path)], lambda: False, read_directory=lambda _: None)
    (index,) = listing
    assert isinstance(index, Header)
    (index,) = scan([str(path)], lambda: False)
    assert isinstance(index, Header)


def test_an_index_in_an_archive_reports_what_is_missing_there(tmp_path: Path) -> None:
    index = dicomdir(tmp_path / "index", [["ct", "1"], ["CT", "2"], ["..", "x"]])
    member = write(tmp_path, "1", ct_slice()).read_bytes()
    path = zipped(
        tmp_path / "cd.zip",
        {"cd/DICOMDIR": index.read_bytes(), "cd/CT/1": member, "x": member},
    )
    listing = found(path)
    assert [one.source.member for one in listing if isinstance(one, Header)] == [
        "cd/CT/1",
        "x",
    ]
    assert [one.path for one in listing if not isinstance(one, Header | Odd)] == [
        f"{path}!/cd/DICOMDIR",
        f"{path}!/cd/CT/2",
        f"{path}!/cd/..\\x",
    ]


VARIANTS = ("", "-bigEnd", "-implicit", "-nooffset", "-nopatient", "-reordered")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_opens_the_same_files(corpus: Path, variant: str) -> None:
    folder = corpus / "dicomdir" / "two-patients"
    path = folder / f"DICOMDIR{variant}"
    listing = found(path)
    on_disc = {
        os.path.relpath(os.path.join(where, name), folder)
        for where, _, names in os.walk(folder)
        for name in names
        if where != str(folder)
    }
    assert set(shown(listing, folder)) == on_disc
    assert len(listing) == 1 + len(on_disc)


def test_the_files_are_those_of_pydicoms_file_set(corpus: Path) -> None:
    path = corpus / "dicomdir" / "tiny-alpha" / "DICOMDIR"
    program = (
        "import sys, pydicom.fileset\n"
        "for one in pydicom.fileset.FileSet(sys.argv[1]): print(one.path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = set(map(Path, answer.stdout.splitlines()))
    folder = path.parent
    assert {folder / name for name in shown(found(path), folder)} == theirs


@pytest.mark.skipif(not shutil.which("dcmdump"), reason="needs DCMTK")
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_file_ids_are_those_that_dcmdump_prints(corpus: Path, variant: str) -> None:
    path = corpus / "dicomdir" / "two-patients" / f"DICOMDIR{variant}"
    answer = subprocess.run(
        ["dcmdump", "-q", "+P", "0004,1500", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = [
        line.split("[")[1].split("]")[0].strip().replace("\\", "/")
        for line in answer.stdout.splitlines()
    ]
    assert listed(path) == theirs


def test_a_disc_of_which_only_the_index_is_left_says_so(corpus: Path) -> None:
    folder = corpus / "broken" / "dicomdir-all-files-missing"
    listing = found(folder)
    assert [type(one) for one in listing] == [Skipped] + [Failed] * 44


def test_a_hostile_count_of_names_is_one_listing_a_folder() -> None:
    asked: list[str] = []

    def names_in(folder: str) -> list[str]:
        asked.append(folder)
        return []

    disc = Disc("", names_in)
    many = Directory(tuple((f"D{number}", "x") for number in range(1000)))
    assert len(list(disc.listed(many))) == 1000
    assert asked == [""]
