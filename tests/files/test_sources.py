import os
import pickle
from pathlib import Path

import pytest

from tests.files.zips import zipped
from viewer.files.sources import Source, absolute, source_at, split_member


@pytest.fixture
def archive(tmp_path: Path) -> str:
    return str(zipped(tmp_path / "scans.zip", {"CT/1": b"0123456789", "a!/b": b"x"}))


def test_a_member_is_named_behind_the_archive(archive: str) -> None:
    assert split_member(f"{archive}!/CT/1") == (archive, "CT/1")
    assert split_member(f"{archive}!/a!/b") == (archive, "a!/b")
    source = source_at(f"{archive}!/CT/1")
    assert (source.member, source.archive, source.name) == ("CT/1", archive, "1")


def test_what_stands_on_disk_under_the_whole_name_is_no_member(tmp_path: Path) -> None:
    (tmp_path / "odd!").mkdir()
    path = tmp_path / "odd!" / "file"
    path.write_bytes(b"data")
    assert split_member(str(path)) == ("", "")
    assert source_at(str(path)) == Source(str(path))
    assert split_member(str(tmp_path / "none.zip!" / "member")) == ("", "")


def test_a_member_is_read_as_a_file_is(archive: str) -> None:
    source = source_at(f"{archive}!/CT/1")
    assert source.size() == 10
    assert source.read(3, 4) == b"3456"
    assert source.read(8, 40) == b"89"
    assert source.read(40, 4) == b""
    with source.open() as file:
        assert file.read(2) == b"01"
        assert file.seek(-3, os.SEEK_END) == 7
        assert file.read() == b"789"
        assert file.seek(-8, os.SEEK_CUR) == 2
        assert file.read(1) == b"2"


def test_a_path_becomes_absolute_and_a_member_keeps_its_name(
    archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(os.path.dirname(archive))
    assert absolute("scans.zip!/../CT/./1") == f"{archive}!/../CT/./1"
    assert absolute("scans.zip") == archive


def test_a_pickled_member_has_no_bytes_and_prints_no_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"x": bytes(1_000_000)})
    source = Source(f"{path}!/x", member="x", password=b"secret")
    assert source.size() == 1_000_000
    assert source.read(999_990, 10) == bytes(10)
    assert len(pickle.dumps(source)) < 500
    copy = pickle.loads(pickle.dumps(source))
    assert (copy.member, copy.password) == ("x", b"secret")
    assert "secret" not in repr(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_or_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody writes into the pipe: whoever waited for its bytes would wait for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        source = Source(str(path))
        with pytest.raises(OSError, match="not a regular file"):
            source.read(0, 4)
        with pytest.raises(OSError, match="not a regular file"):
            source.open()
