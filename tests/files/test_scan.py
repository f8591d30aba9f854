import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.files.made import write
from viewer.demo.build import ct_slice, to_bytes
from viewer.files.header import Header
from viewer.files.scan import Failed, Found, Odd, Skipped, natural_key, scan


def never() -> bool:
    return False


def path_of(found: Found) -> str:
    return found.path if isinstance(found, Skipped | Failed) else found.source.path


def names(paths: Sequence[str | Path], stop: Callable[[], bool] = never) -> list[str]:
    found = scan([str(path) for path in paths], stop)
    return [os.path.basename(path_of(each)) for each in found]


def test_names_are_in_natural_order_and_files_before_folders(tmp_path: Path) -> None:
    for name in ("IM10", "IM2", "a/IM1", "IM1", "IM01", "b10/x", "b9/x"):
        write(tmp_path, name, ct_slice())
    paths = [
        os.path.relpath(path_of(found), tmp_path)
        for found in scan([str(tmp_path)], never)
    ]
    assert paths == ["IM01", "IM1", "IM2", "IM10", "a/IM1", "b9/x", "b10/x"]


def test_the_order_does_not_depend_on_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (tmp_path / f"{number:d}.txt").write_text("text")
    expected = names([tmp_path])
    real = os.scandir

    class Reversed:
        def __init__(self, path: str) -> None:
            with real(path) as entries:
                self.entries = list(entries)[::-1]

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Reversed)
    assert names([tmp_path]) == expected


def test_numbers_of_any_length_compare_as_numbers() -> None:
    names = ["s10i2", "s2i10", "s2i9", "", "x", "1.2.840.113619.2", "1.2.840.99.7"]
    assert sorted(names, key=natural_key) == [
        "",
        "1.2.840.99.7",
        "1.2.840.113619.2",
        "s2i9",
        "s2i10",
        "s10i2",
        "x",
    ]


def test_each_kind_of_finding_is_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "1", ct_slice())
    write(tmp_path, "2", ct_slice(), meta=False)
    (tmp_path / "3").write_text("notes")
    found = list(scan([str(tmp_path), str(tmp_path / "none")], never))
    header, odd, skipped, failed = found
    assert isinstance(header, Header)
    assert isinstance(odd, Odd)
    assert odd.detail == "no preamble"
    assert skipped == Skipped(str(tmp_path / "3"), "a text file")
    assert failed == Failed(str(tmp_path / "none"), "there is no such file or folder")


def test_a_link_to_a_folder_above_is_not_followed_for_ever(tmp_path: Path) -> None:
    write(tmp_path, "a/b/file", ct_slice())
    (tmp_path / "a" / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    assert names([tmp_path]) == ["file"]


def test_a_link_to_a_file_elsewhere_is_read(tmp_path: Path) -> None:
    real = write(tmp_path, "elsewhere/real", ct_slice())
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(real)
    assert names([tmp_path / "folder"]) == ["link"]


def test_a_link_to_nothing_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "dead").symlink_to(tmp_path / "nothing")
    (found,) = scan([str(tmp_path)], never)
    assert found == Skipped(str(tmp_path / "dead"), "a link that leads nowhere")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/null")
    found = [*scan([str(tmp_path)], never), *scan([str(tmp_path / "pipe")], never)]
    assert found == [
        Skipped(str(tmp_path / name), "not a regular file")
        for name in ("null", "pipe", "pipe")
    ]


def test_a_name_that_is_not_unicode_is_read(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/IM\xff\xfe"
    with open(raw, "wb") as file:
        file.write(to_bytes(ct_slice()))
    (found,) = scan([str(tmp_path)], never)
    assert isinstance(found, Header)
    assert os.fsencode(found.source.path) == raw


def test_a_path_given_twice_is_found_once(tmp_path: Path) -> None:
    one = write(tmp_path, "one", ct_slice())
    write(tmp_path, "two", ct_slice())
    assert names([tmp_path, tmp_path]) == ["one", "two"]
    assert names([one, one]) == ["one"]
    assert names([one, tmp_path]) == ["one", "two"]
    assert names([tmp_path, one]) == ["one", "two"]
    assert names([one, tmp_path / "." / "one"]) == ["one"]


def test_a_folder_within_one_given_is_found_once(tmp_path: Path) -> None:
    write(tmp_path, "in/one", ct_slice())
    assert names([tmp_path, tmp_path / "in"]) == ["one"]
    assert names([tmp_path / "in", tmp_path]) == ["one"]


def test_a_relative_path_stays_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "in/one", ct_slice())
    monkeypatch.chdir(tmp_path)
    (found,) = scan(["in"], never)
    assert path_of(found) == os.path.join("in", "one")
    (found,) = scan([os.path.join("in", "one")], never)
    assert path_of(found) == os.path.join("in", "one")


def test_a_folder_that_may_not_be_read_fails_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "locked/one", ct_slice())
    write(tmp_path, "open/two", ct_slice())
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    failed, header = scan([str(tmp_path)], never)
    assert failed == Failed(str(tmp_path / "locked"), "you are not allowed to read it")
    assert isinstance(header, Header)


def test_a_file_that_may_not_be_read_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "one", ct_slice())

    def refuse(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", refuse)
    (found,) = scan([str(tmp_path)], never)
    assert found == Failed(
        str(tmp_path / "one"), "it cannot be read: Input/output error"
    )


def test_stopping_ends_the_scan_before_the_next_file(tmp_path: Path) -> None:
    for number in range(50):
        write(tmp_path, f"{number // 10}/{number}", ct_slice())
    seen: list[Found] = []
    for found in scan([str(tmp_path), str(tmp_path)], lambda: len(seen) >= 7):
        seen.append(found)
    assert len(seen) == 7


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names([tmp_path]) == []


def test_nothing_is_written_or_changed(tmp_path: Path) -> None:
    path = write(tmp_path, "one", ct_slice())
    before = path.stat().st_mtime_ns, sorted(tmp_path.iterdir())
    names([tmp_path])
    assert (path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before
