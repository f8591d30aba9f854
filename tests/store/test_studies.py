"""Rows of files by folder: kept, forgotten, bounded, and never a damaged one."""

import sqlite3
from pathlib import Path

import pytest

from viewer.store.database import Database
from viewer.store.studies import SCHEMA, VERSION, FolderRows, Kind, Row, Studies

ROW = Row("10 20 30", Kind.HEADER, "", b"bytes of a header")
SENTENCE = Row("1 2 3", Kind.SKIPPED, "pt_BR", "não é DICOM".encode())
LIMIT = 10_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "studies.sqlite"


def made(path: Path, reading: str = "one", limit: int = LIMIT) -> Studies:
    return Studies(Database(path, SCHEMA, VERSION), reading, limit)


@pytest.fixture
def studies(path: Path) -> Studies:
    return made(path)


def test_rows_come_back_by_folder_and_name(studies: Studies, path: Path) -> None:
    names = {"a": ROW, "espaço ç": SENTENCE, "bad \udcff": ROW}
    studies.keep([FolderRows("/x", names), FolderRows("/x/y", {"a": SENTENCE})])
    assert studies.folder("/x") == names
    assert studies.folder("/x/y") == {"a": SENTENCE}
    assert studies.folder("/x/") == {}
    assert made(path).folder("/x") == names


def test_a_row_takes_the_place_of_the_one_before(studies: Studies) -> None:
    studies.keep([FolderRows("/x", {"a": ROW, "b": ROW, "c": ROW})])
    studies.keep([FolderRows("/x", {"a": SENTENCE}, ["c"])])
    assert studies.folder("/x") == {"a": SENTENCE, "b": ROW}


def test_folders_below_are_those_within_and_no_namesakes(studies: Studies) -> None:
    for folder in ("/x", "/x/y", "/x/y/z", "/x y", "/xy", "/w"):
        studies.keep([FolderRows(folder, {"a": ROW})])
    assert sorted(studies.folders_below("/x")) == ["/x/y", "/x/y/z"]
    assert len(studies.folders_below("/")) == 6
    studies.forget(["/x/y"])
    assert studies.folders_below("/x") == ["/x/y/z"]
    assert studies.folder("/x/y") == {}


def test_the_folders_opened_longest_ago_go_first(studies: Studies, path: Path) -> None:
    large = Row("1 2 3", Kind.HEADER, "", bytes(3000))
    for folder in ("/1", "/2", "/3"):
        studies.keep([FolderRows(folder, {"a": large})])
    studies.keep([FolderRows("/1", {})])  # opened again
    studies.keep([FolderRows("/4", {"a": large})])
    studies.trim()
    left = [name for name in ("/1", "/2", "/3", "/4") if studies.folder(name)]
    assert left == ["/1", "/3", "/4"]


def test_the_file_shrinks_with_what_is_forgotten(studies: Studies, path: Path) -> None:
    large = Row("1 2 3", Kind.HEADER, "", bytes(range(256)) * 4000)
    studies.keep([FolderRows("/large", {"a": large})])
    studies.trim()
    assert studies.folder("/large") == {}
    studies._database.close()
    assert path.stat().st_size < 100_000


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE files SET data = X'00'",
        "UPDATE files SET data = 7",
        "UPDATE files SET kind = 2",
        "UPDATE files SET kind = 'x'",
        "UPDATE files SET stamp = '10 20 31'",
        "UPDATE files SET name = X'62'",
        "UPDATE files SET name = 'text'",
        "UPDATE files SET language = 'de'",
        "UPDATE files SET checksum = 1",
        "UPDATE folders SET path = X'2F79'",
    ],
)
def test_a_row_that_is_not_as_it_was_written_is_no_row(
    studies: Studies, path: Path, change: str
) -> None:
    studies.keep([FolderRows("/x", {"a": ROW})])
    other = sqlite3.connect(path)
    with other:
        other.execute(change)
    other.close()
    assert studies.folder("/x") == {}
    assert studies.folder("/y") == {}


def test_what_other_code_has_read_is_not_used_and_goes(path: Path) -> None:
    made(path, "old").keep([FolderRows("/x", {"a": ROW}), FolderRows("/y", {"a": ROW})])
    new = made(path, "new")
    assert new.folder("/x") == {}
    new.keep([FolderRows("/x", {"b": ROW})])
    assert new.folder("/x") == {"b": ROW}
    assert new.folder("/y") == {}
    assert made(path, "old").folder("/x") == {}
