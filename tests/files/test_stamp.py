import os
from pathlib import Path

import pytest

from tests.files.made import write
from tests.files.zips import zipped
from viewer.demo.build import ct_slice, to_bytes
from viewer.files import stamp
from viewer.files.dataset import complete_header
from viewer.files.sources import Source, source_at
from viewer.files.stamp import stamp_at
from viewer.files.walk import walk_header


def test_both_readers_note_the_same_state_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a", ct_slice())
    source = Source(str(path))
    now = stamp_at(source)
    assert now is not None
    assert now[:2] == (path.stat().st_size, path.stat().st_mtime_ns)
    assert walk_header(source).stamp == now
    assert complete_header(source).stamp == now


@pytest.mark.parametrize("change", ["size", "time", "file"])
def test_another_size_time_or_file_is_another_state(
    tmp_path: Path, change: str
) -> None:
    path = write(tmp_path, "a", ct_slice())
    before, status = walk_header(Source(str(path))), path.stat()
    if change == "size":
        path.write_bytes(path.read_bytes() + b"\0\0")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif change == "time":
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1000))
    else:
        other = write(tmp_path, "b", ct_slice())
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(path)
    after = walk_header(Source(str(path)))
    assert after.stamp != before.stamp
    assert after.identity != before.identity


def test_what_is_in_memory_has_no_state() -> None:
    source = Source("memory", to_bytes(ct_slice()))
    assert walk_header(source).stamp is None
    assert complete_header(source).stamp is None


def test_a_member_has_the_state_of_its_archive(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"one": to_bytes(ct_slice())})
    source = source_at(f"{archive}!/one")
    now = stamp_at(Source(str(archive)))
    assert walk_header(source).stamp == complete_header(source).stamp == now


@pytest.mark.parametrize(
    ("system", "lasts"), [("ext4", True), ("vfat", False), ("fuse.sshfs", False)]
)
def test_made_up_inode_numbers_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, lasts: bool
) -> None:
    path = write(tmp_path, "a", ct_slice())
    device = path.stat().st_dev
    place = f"{os.major(device)}:{os.minor(device)}"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"36 35 {place} / /mnt rw shared:1 - {system} /dev/x rw\n")
    monkeypatch.setattr(stamp, "_MOUNTS", mounts)
    stamp._lasts.cache_clear()
    found = stamp_at(Source(str(path)))
    stamp._lasts.cache_clear()
    assert found is not None
    assert found[2] == (path.stat().st_ino if lasts else 0)
