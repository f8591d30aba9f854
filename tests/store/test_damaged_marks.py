"""Damage to the file of marks that SQLite itself does not see, or not at once."""

import sqlite3
from pathlib import Path

import pytest

from tests.store.test_marks import kept, many
from viewer.store.marks import Marks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "marks.sqlite"


def test_a_damaged_row_comes_back_from_the_backup(path: Path) -> None:
    many(path, 20)
    base = sqlite3.connect(path)
    base.execute("UPDATE marks SET size = '9x9'")
    base.commit()
    base.close()
    found = {mark.uid for _, mark in kept(path)}
    assert found == {f"2.25.{number}" for number in range(10)}


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_that_is_empty_or_gone_comes_back_from_its_backup(
    path: Path, is_there: bool
) -> None:
    many(path, 20)
    if is_there:
        path.write_bytes(b"")
    else:
        path.unlink()
    told: list[str] = []
    store = Marks(path)
    store.tell = told.append
    assert len(store.load(["1.2"]).marks) == 10
    assert len(told) == 1
    store.forget()
    assert store.load(["1.2"]).marks == ()
    store.close()


def test_texts_and_versions_that_are_none_are_damage(path: Path) -> None:
    many(path, 20)
    base = sqlite3.connect(path)
    base.execute(
        "UPDATE marks SET data = CAST(x'7bff22' AS TEXT) WHERE uid = '2.25.15'"
    )
    base.execute("PRAGMA user_version=1073741825")
    base.commit()
    base.close()
    found = {mark.uid for _, mark in kept(path)}
    assert found == {f"2.25.{number}" for number in range(20) if number != 15}
