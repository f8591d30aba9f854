import random
import shutil
import struct
import subprocess
import threading
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.files.zips import ENCRYPTED, PASSWORD, zipped
from viewer import limits
from viewer.files.archive import archive_at, is_archive, member_of
from viewer.files.sources import ArchiveError, Source, source_at

NOISE = random.Random(1).randbytes(3_000_000)


def member(path: Path, name: str, password: bytes = b"") -> Source:
    return Source(f"{path}!/{name}", member=name, password=password)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_any_part_of_a_member_is_what_was_put_in(tmp_path: Path, method: int) -> None:
    data = NOISE + bytes(1_000_000)
    source = member(zipped(tmp_path / "a", {"x": data, "y": b"y"}, method), "x")
    places = random.Random(2)
    for _ in range(200):
        start, length = places.randrange(len(data) + 9), places.randrange(70_000)
        assert source.read(start, length) == data[start : start + length]


def test_only_the_part_that_is_asked_for_is_inflated(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": NOISE})
    source = member(path, "x")
    assert source.read(0, 8192) == NOISE[:8192]
    assert member_of(source).held_bytes == 8192


def test_little_is_kept_and_what_was_dropped_is_inflated_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_BYTES_KEPT", 500_000)
    names = [f"{number}" for number in range(5)]
    path = zipped(tmp_path / "a", dict.fromkeys(names, NOISE))
    for name in names:
        source = member(path, name)
        for start in (0, 1_000_000, 2_000_000, 100, 2_999_000):
            assert source.read(start, 900) == NOISE[start : start + 900]
            assert member_of(source).held_bytes <= 500_000 + 256 * 1024


def test_threads_read_the_same_archive_at_once(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": NOISE, "y": NOISE[::-1]})
    wrong: list[int] = []

    def read(seed: int) -> None:
        places = random.Random(seed)
        for _ in range(60):
            start = places.randrange(len(NOISE))
            if member(path, "x").read(start, 999) != NOISE[start : start + 999]:
                wrong.append(start)
            member(path, "y").read(start, 10)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_archive_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": b"old"})
    assert member(path, "x").read(0, 9) == b"old"
    zipped(path, {"x": b"newer"})
    assert member(path, "x").read(0, 9) == b"newer"


def test_the_archive_is_not_held_open(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": NOISE})
    source = member(path, "x")
    source.read(0, 10)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        source.read(2_000_000, 10)


def test_of_two_members_with_one_name_the_later_counts(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x", b"second")
    assert member(path, "x").read(0, 9) == b"second"


def test_a_bomb_is_refused_when_it_goes_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FLOOR_BYTES", 1_000_000)
    source = member(zipped(tmp_path / "a", {"x": bytes(50_000_000)}), "x")
    assert source.read(0, 100) == bytes(100)
    with pytest.raises(ArchiveError, match="out of all proportion"):
        source.read(49_000_000, 100)
    assert member_of(source).held_bytes < 10_000_000


def test_a_small_member_may_inflate_a_thousand_times(tmp_path: Path) -> None:
    source = member(zipped(tmp_path / "a", {"x": bytes(20_000_000)}), "x")
    assert source.read(19_999_999, 10) == b"\0"


def test_all_members_together_have_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 4_000_000)
    path = zipped(tmp_path / "a", {"x": NOISE, "y": NOISE})
    for _ in range(3):
        assert len(member(path, "x").read(0, 3_000_000)) == 3_000_000
    with pytest.raises(ArchiveError, match="more than is allowed"):
        member(path, "y").read(0, 3_000_000)


def test_a_false_size_takes_no_memory_and_gives_what_is_there(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": b"0123456789"}, zipfile.ZIP_DEFLATED)
    raw = bytearray(path.read_bytes())
    directory = raw.rfind(b"PK\1\2")
    struct.pack_into("<I", raw, directory + 24, 0xFFFFFF00)
    path.write_bytes(raw)
    source = member(path, "x")
    assert source.size() == 0xFFFFFF00
    assert source.read(0, 0xFFFFFF00) == b"0123456789"


def test_a_damaged_member_fails_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": NOISE, "y": b"whole"}, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[2_000_000] ^= 1
    path.write_bytes(raw)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="damaged within"):
            member(path, "x").read(0, 3_000_000)
    assert member(path, "x").read(0, 10) == NOISE[:10]
    assert member(path, "y").read(0, 10) == b"whole"


@pytest.mark.parametrize("kept", [10, 1_000, 2_950])
def test_an_archive_that_is_cut_off_is_told(tmp_path: Path, kept: int) -> None:
    path = zipped(tmp_path / "a", {"x": NOISE[:3000]})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ArchiveError, match="damaged or incomplete"):
        archive_at(str(path))


def test_any_changed_byte_ends_in_bytes_or_a_refusal(tmp_path: Path) -> None:
    good = zipped(tmp_path / "good", {"x": NOISE[:200], "y": b"y" * 300}).read_bytes()
    path = tmp_path / "a"
    for at in range(len(good)):
        for value in (0, 0xFF, good[at] ^ 1):
            raw = bytearray(good)
            raw[at] = value
            path.unlink(missing_ok=True)
            path.write_bytes(raw)
            for name in ("x", "y"):
                with suppress(ArchiveError):
                    assert len(member(path, name).read(0, 1000)) <= 300


def test_more_members_than_allowed_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_ENTRIES", 3)
    path = zipped(tmp_path / "a", {str(number): b"" for number in range(4)})
    with pytest.raises(ArchiveError, match="more than 3 members"):
        archive_at(str(path))


def test_a_huge_table_of_contents_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_DIRECTORY_BYTES", 100_000)
    path = zipped(tmp_path / "a", {"n" * 60_000 + str(n): b"" for n in range(2)})
    with pytest.raises(ArchiveError, match="table of contents is too large"):
        archive_at(str(path))


def test_methods_other_than_deflate_are_refused_with_a_sentence(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": b"x" * 999}, zipfile.ZIP_BZIP2)
    with pytest.raises(ArchiveError, match="unpack it"):
        member(path, "x").read(0, 1)


def test_an_encrypted_member_opens_with_its_password_only(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(ENCRYPTED)
    archive = archive_at(str(path))
    assert archive.is_encrypted("CT/locked")
    assert not archive.is_encrypted("CT/locked2")
    assert archive.accepts(PASSWORD.encode())
    assert not archive.accepts(b"guess")
    with pytest.raises(ArchiveError, match="It is encrypted"):
        member(path, "CT/locked").read(0, 10)
    with pytest.raises(ArchiveError, match=r"password is wrong|damaged"):
        member(path, "CT/locked", b"guess").read(0, 10)
    assert member(path, "CT/locked", PASSWORD.encode()).read(128, 4) == b"DICM"
    assert member(path, "CT/locked2").read(128, 4) == b"DICM"


@pytest.mark.skipif(not shutil.which("unzip"), reason="needs unzip")
def test_members_are_those_that_unzip_lists(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"CT/1": b"1", "CT/é": b"22", "../x": b"3"})
    listed = subprocess.run(
        ["unzip", "-Z1", str(path)], capture_output=True, check=False
    ).stdout.decode("utf-8", "replace")
    assert sorted(archive_at(str(path)).members) == sorted(listed.split())


def test_an_archive_is_known_by_its_bytes(tmp_path: Path) -> None:
    assert is_archive(Source(str(zipped(tmp_path / "IM1", {"x": b""}))))
    assert is_archive(Source(str(zipped(tmp_path / "empty", {}))))
    (tmp_path / "x.zip").write_text("no archive")
    assert not is_archive(Source(str(tmp_path / "x.zip")))
    assert not is_archive(Source(str(tmp_path / "none")))


def test_an_absent_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"x": b"x"})
    with pytest.raises(ArchiveError, match="no member of this name"):
        source_at(f"{path}!/y").read(0, 1)
