"""Where labels were put, as it is kept; older files know nothing of it."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.test_marks import HERE, LINE, kept, numbered, put
from viewer.store.marks import Marks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "marks.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Marks]:
    store = Marks(path)
    yield store
    store.close()


def test_the_place_of_a_label_is_kept_and_older_marks_have_none(
    store: Marks, path: Path
) -> None:
    put(store, HERE, LINE.with_label((9.5, -3.25)), numbered(3))
    found = {mark.uid: mark for _, mark in kept(path)}
    assert found[LINE.uid].label_place == (9.5, -3.25)
    assert found[numbered(3).uid].label is None


@pytest.mark.parametrize("label", ["[1]", "7", '"up"', "[null, 1]"])
def test_a_label_that_makes_no_sense_costs_its_mark_only(
    store: Marks, path: Path, label: str
) -> None:
    put(store, HERE, numbered(3), LINE.with_label((9.5, -3.25)))
    with sqlite3.connect(path) as base:
        query = "SELECT uid, study, instance, frame, size, data FROM marks"
        cells = base.execute(f"{query} WHERE uid = ?", (LINE.uid,)).fetchone()
        stated = json.loads(cells[-1])
        data = json.dumps({**stated, "label": json.loads(label)})
        cells = (*cells[:-1], data)
        checksum = zlib.crc32("\0".join(map(str, cells)).encode())
        base.execute(
            "UPDATE marks SET data = ?, checksum = ? WHERE uid = ?",
            (data, checksum, LINE.uid),
        )
    base.close()
    assert kept(path) == [(HERE, numbered(3))]
