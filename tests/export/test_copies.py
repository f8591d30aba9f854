"""Copies: byte for byte, under safe names, over nothing, whole or not at all."""

import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import ct_slice, image, to_bytes
from viewer.export import copies
from viewer.export.copies import Copy, CopyReport, CopyRequest, copies_of, copy_all
from viewer.files.sources import Source, source_at


def copied(made: tuple[Copy, ...], folder: Path, stop_after: int = 10**6) -> CopyReport:
    told: list[int] = []
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > stop_after

    report = copy_all(CopyRequest(made, folder, is_cancelled, told.append))
    assert told == sorted(told)
    return report


def write(path: Path, content: bytes) -> Source:
    path.write_bytes(content)
    return Source(str(path))


def test_copies_are_the_same_bytes(tmp_path: Path) -> None:
    content = to_bytes(ct_slice(3))
    source = write(tmp_path / "Silva^Maria.dcm", content)
    folder = tmp_path / "out"
    folder.mkdir()
    report = copied((Copy(source, "CT_001"),), folder)
    assert report == CopyReport(("CT_001.dcm",), ())
    assert (folder / "CT_001.dcm").read_bytes() == content
    assert [path.name for path in folder.iterdir()] == ["CT_001.dcm"]


def test_members_of_archives_and_objects_in_memory_are_copied_too(
    tmp_path: Path,
) -> None:
    content = to_bytes(ct_slice(3))
    archive = tmp_path / "scans.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../CT/1", content)
        file.writestr("CT/2", content)
    folder = tmp_path / "out"
    folder.mkdir()
    member = source_at(f"{archive}!/CT/2")
    report = copied((Copy(member, "a"), Copy(Source("demo:1", content), "b")), folder)
    assert report.written == ("a.dcm", "b.dcm")
    assert (folder / "a.dcm").read_bytes() == content
    assert (folder / "b.dcm").read_bytes() == content


def test_nothing_is_written_over_a_source_least_of_all(tmp_path: Path) -> None:
    first, second = to_bytes(ct_slice(1)), to_bytes(ct_slice(2))
    one = write(tmp_path / "CT.dcm", first)
    other = write(tmp_path / "CT_2.dcm", second)
    report = copied((Copy(one, "CT"), Copy(other, "CT")), tmp_path)
    assert report.written == ("CT_3.dcm", "CT_4.dcm")
    assert (tmp_path / "CT.dcm").read_bytes() == first
    assert (tmp_path / "CT_2.dcm").read_bytes() == second
    assert (tmp_path / "CT_4.dcm").read_bytes() == second


def test_what_fails_is_told_and_the_others_are_copied(tmp_path: Path) -> None:
    gone = Source(str(tmp_path / "gone"))
    there = write(tmp_path / "there", b"x")
    folder = tmp_path / "out"
    folder.mkdir()
    report = copied((Copy(gone, "a"), Copy(there, "b")), folder)
    assert report.written == ("b.dcm",)
    ((name, reason),) = report.failed
    assert name == "gone"
    assert reason


def test_a_damaged_member_leaves_nothing_behind(tmp_path: Path) -> None:
    archive = tmp_path / "scans.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        file.writestr("a", b"0123456789" * 1000)
    archive.write_bytes(archive.read_bytes().replace(b"0123", b"9123"))
    folder = tmp_path / "out"
    folder.mkdir()
    report = copied((Copy(source_at(f"{archive}!/a"), "a"),), folder)
    assert (report.written, len(report.failed)) == ((), 1)
    assert list(folder.iterdir()) == []


def test_cancelling_ends_within_a_file_and_keeps_what_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_PART_BYTES", 10)
    sources = [write(tmp_path / str(n), b"0123456789" * 3) for n in range(2)]
    folder = tmp_path / "out"
    folder.mkdir()
    report = copied(tuple(Copy(one, "a") for one in sources), folder, stop_after=6)
    assert report.is_cancelled
    assert report.written == ("a.dcm",)
    assert [path.name for path in folder.iterdir()] == ["a.dcm"]


def test_a_file_that_shrinks_meanwhile_is_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a", b"0123456789")

    def pour(one: BinaryIO, file: BinaryIO, is_cancelled: object) -> int:
        return file.write(b"01234")

    monkeypatch.setattr(copies, "_pour", pour)
    folder = tmp_path / "out"
    folder.mkdir()
    report = copied((Copy(source, "a"),), folder)
    assert "changed" in report.failed[0][1]
    assert list(folder.iterdir()) == []


def test_names_say_modality_series_and_number_and_nobody() -> None:
    header = header_of(ct_slice(4, SeriesNumber=3, PatientName="Secret"))
    number = header.integer(0x00200013)
    assert copies.stem_of(header) == f"CT_003_{number:05}"
    odd = header_of(ct_slice(0, SeriesNumber=None, InstanceNumber=-2, Modality="A B_C"))
    assert copies.stem_of(odd) == "ABC_00000"


def test_an_object_of_many_frames_is_copied_once() -> None:
    header = header_of(image(frames=4))
    assert len(copies_of([header] * 4)) == 1
