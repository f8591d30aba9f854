import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files.made import write
from tests.files.zips import ENCRYPTED, PASSWORD, zipped
from viewer.demo.build import ct_slice, to_bytes
from viewer.files.header import Header
from viewer.files.scan import Failed, Found, Odd, Skipped, scan

OBJECT = to_bytes(ct_slice())


def never() -> bool:
    return False


def found(
    *paths: Path | str, ask: Callable[..., str | None] | None = None
) -> list[Found]:
    return list(scan([str(path) for path in paths], never, ask_password=ask))


def path_of(one: Found) -> str:
    return one.source.path if isinstance(one, Header | Odd) else one.path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    members = {
        "CT/s10/IM1": OBJECT,
        "CT/s2/IM10": OBJECT,
        "CT/s2/IM2": OBJECT,
        "notes.txt": b"notes",
        "odd": to_bytes(ct_slice(), meta=False),
    }
    path = zipped(tmp_path / "no.suffix.needed", members)
    with zipfile.ZipFile(path, "a") as more:
        more.mkdir("CT/empty")
    return path


def test_members_are_found_in_natural_order_in_folders_too(archive: Path) -> None:
    listed = found(archive)
    assert [path_of(one) for one in listed] == [
        f"{archive}!/{name}"
        for name in ("CT/s2/IM2", "CT/s2/IM10", "CT/s10/IM1", "notes.txt", "odd")
    ]
    assert listed[3] == Skipped(f"{archive}!/notes.txt", "a text file")
    assert isinstance(listed[4], Odd)
    assert all(isinstance(one, Header) for one in listed[:3])


def test_an_archive_in_a_folder_is_read_once(archive: Path) -> None:
    alone = [path_of(one) for one in found(archive)]
    assert [path_of(one) for one in found(archive.parent)] == alone
    assert [path_of(one) for one in found(archive, archive.parent, archive)] == alone
    assert [path_of(one) for one in found(archive, f"{archive}!/CT")] == alone


def test_a_member_or_a_folder_of_the_archive_can_be_named(archive: Path) -> None:
    (one,) = found(f"{archive}!/CT/s2/IM10")
    assert path_of(one) == f"{archive}!/CT/s2/IM10"
    assert len(found(f"{archive}!/CT/s2")) == len(found(f"{archive}!/CT/s2/")) == 2
    (none,) = found(f"{archive}!/CT/s")
    assert none == Failed(
        f"{archive}!/CT/s", "The ZIP archive has no member of this name."
    )


def test_names_that_lead_out_of_the_archive_are_only_names(tmp_path: Path) -> None:
    names = ["../../up", "/etc/passwd", "C:\\x", "a\\..\\b", "x" * 5000]
    path = zipped(tmp_path / "a", dict.fromkeys(names, OBJECT))
    before = sorted(tmp_path.rglob("*"))
    listed = found(path)
    assert {path_of(one) for one in listed} == {f"{path}!/{name}" for name in names}
    assert all(isinstance(one, Header) for one in listed)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_without_dicom_is_one_file_that_is_skipped(tmp_path: Path) -> None:
    document = zipped(tmp_path / "a.docx", {f"word/{n}": b"<?xml" for n in range(9)})
    empty = zipped(tmp_path / "empty.zip", {})
    reason = "a ZIP archive without DICOM in it"
    assert found(tmp_path) == [
        Skipped(str(document), reason),
        Skipped(str(empty), reason),
    ]


def test_an_archive_within_an_archive_is_named_but_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner", {"x": OBJECT}).read_bytes()
    path = zipped(tmp_path / "outer", {"inner.zip": inner})
    (one,) = found(path)
    assert one == Skipped(
        f"{path}!/inner.zip", "a ZIP archive within a ZIP archive: unpack the outer one"
    )


def test_a_damaged_archive_and_a_damaged_member_fail(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": OBJECT, "y": OBJECT}, zipfile.ZIP_STORED)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(OBJECT, OBJECT[:-1] + b"\xee", 1))
    (tmp_path / "b").write_bytes(raw[:-30])
    bad, good, cut = found(tmp_path)
    assert bad == Failed(f"{path}!/x", "It is damaged within its ZIP archive.")
    assert isinstance(good, Header)
    assert cut == Failed(
        str(tmp_path / "b"), "The ZIP archive is damaged or incomplete."
    )


class Reader:
    """Answers with these passwords, one after the other."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, bool]] = []

    def __call__(self, path: str, again: bool, stop: object) -> str | None:
        self.asked.append((Path(path).name, again))
        return self.answers.pop(0)


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    path = tmp_path / "enc.zip"
    path.write_bytes(ENCRYPTED)
    return path


def test_the_password_of_an_encrypted_archive_is_asked_for(encrypted: Path) -> None:
    reader = Reader("guess", PASSWORD)
    locked, plain = found(encrypted, ask=reader)
    assert isinstance(locked, Header)
    assert isinstance(plain, Header)
    assert reader.asked == [("enc.zip", False), ("enc.zip", True)]
    assert locked.source.password == PASSWORD.encode()
    assert plain.source.password == b""


def test_without_the_password_the_archive_fails_and_the_rest_opens(
    encrypted: Path,
) -> None:
    closed = Failed(
        str(encrypted),
        "It is encrypted: it opens in the window, which asks for the password.",
    )
    for ask in (None, Reader(None), Reader("a", "b", "c")):
        failed, plain = found(encrypted, ask=ask)
        assert failed == closed
        assert isinstance(plain, Header)
    (member,) = found(f"{encrypted}!/CT/locked")
    assert member == Failed(f"{encrypted}!/CT/locked", closed.reason)


def test_one_password_opens_all_archives_that_it_fits(encrypted: Path) -> None:
    (encrypted.parent / "second.zip").write_bytes(ENCRYPTED)
    reader = Reader(PASSWORD)
    assert len(found(encrypted.parent, ask=reader)) == 4
    assert len(reader.asked) == 1


def test_who_gives_no_password_is_not_asked_again(encrypted: Path) -> None:
    (encrypted.parent / "second.zip").write_bytes(ENCRYPTED)
    reader = Reader(None)
    found(encrypted.parent, ask=reader)
    assert reader.asked == [("enc.zip", False)]


def test_stopping_ends_within_an_archive(archive: Path) -> None:
    seen: list[Found] = []
    for one in scan([str(archive)], lambda: len(seen) >= 2):
        seen.append(one)
    assert len(seen) == 2


def test_other_files_beside_an_archive_are_found(archive: Path) -> None:
    write(archive.parent, "zzz", ct_slice())
    assert path_of(found(archive.parent)[-1]) == str(archive.parent / "zzz")


def test_a_member_encrypted_with_aes_fails_without_a_question(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"x": OBJECT})
    raw = bytearray(path.read_bytes())
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        entry = raw.find(signature) + at
        raw[entry : entry + 4] = b"\x01\x00\x63\x00"
    path.write_bytes(raw)
    reader = Reader()
    assert found(path, ask=reader) == [
        Failed(
            f"{path}!/x",
            "It is encrypted with AES, which is not read here: unpack it first.",
        )
    ]
    assert reader.asked == []
