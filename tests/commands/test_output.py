import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.commands.output import is_input, save_whole, write_sentence
from viewer.demo.build import ct_slice, to_bytes


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.write_bytes(b"before")

    def write_half(file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        save_whole(output, write_half)
    assert output.read_bytes() == b"before"
    save_whole(output, lambda file: file.write(b"after"))
    assert output.read_bytes() == b"after"
    assert os.listdir(tmp_path) == ["out"]


def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="no file"):
        save_whole(pipe, lambda file: file.write(b"after"))
    assert pipe.is_fifo()
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"target")
    link.symlink_to(target)
    save_whole(link, lambda file: file.write(b"new"))
    assert target.read_bytes() == b"target"
    assert (link.read_bytes(), link.is_symlink()) == (b"new", False)


def test_an_input_is_known_by_whatever_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "image.dcm"
    source.write_bytes(b"image")
    (tmp_path / "symbolic").symlink_to(source)
    (tmp_path / "hard").hardlink_to(source)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    names = ("symbolic", "hard", "image.dcm", "below/../image.dcm")
    for name in names:
        assert is_input(str(source), str(tmp_path / name)), name
    assert is_input(str(source), "../image.dcm")
    assert is_input(str(tmp_path / "hard"), str(source))
    assert not is_input(str(source), str(tmp_path / "other"))


def test_why_a_file_could_not_be_written_is_told() -> None:
    told = [
        write_sentence(OSError(number, os.strerror(number)))
        for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC)
    ]
    assert told == [
        "there is no such folder to write it in",
        "you are not allowed to write it",
        "it cannot be written: No space left on device",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("words", [["info", "a"], ["index", "--json", "a"]], ids=str)
def test_standard_output_that_takes_no_more_is_told_in_one_line(
    tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "a").write_bytes(to_bytes(ct_slice()))
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "viewer", *words[:-1], str(tmp_path / words[-1])],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    reason = "it cannot be written: No space left on device"
    assert (done.returncode, done.stderr) == (1, f"standard output: {reason}\n")
