import os
from pathlib import Path

import pytest

from viewer.commands.output import is_input, save_whole


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
