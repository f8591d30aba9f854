"""Files are written whole, given up whole, and a reason says what to do next."""

import errno
import os
from pathlib import Path

import pytest

from viewer.export import writing
from viewer.export.records import ExportError
from viewer.export.writing import WriteRequest, write_advice, write_file


def test_a_file_that_is_given_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_PART_BYTES", 4)
    path = tmp_path / "a.stl"
    path.write_bytes(b"before")
    answers = [True, True, False]
    there: list[int] = []

    def is_wanted() -> bool:
        there.append(len(list(tmp_path.iterdir())))
        return answers.pop(0)

    assert not write_file(WriteRequest(str(path), b"0123456789", is_wanted))
    assert there == [2, 2, 2], "it was being written"
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.stl"]
    assert write_file(WriteRequest(str(path), b"0123456789"))
    assert path.read_bytes() == b"0123456789"


def test_the_advice_says_what_to_do_next(tmp_path: Path) -> None:
    told = [
        write_advice(OSError(number, os.strerror(number)))
        for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EIO)
    ]
    assert told == [
        "there is no such folder to write it in. Choose another one.",
        "you are not allowed to write it. Choose another folder.",
        "there is no room left. Delete something, or choose another disk.",
        "it cannot be written: Input/output error. Try again, or choose another"
        " folder.",
    ]
    with pytest.raises(ExportError, match="Choose another one"):
        write_file(WriteRequest(str(tmp_path / "none" / "a"), b""))
