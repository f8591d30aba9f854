"""Files of open databases are no sources; those of closed ones concern nobody."""

import os
from pathlib import Path

import pytest

from tests.store.test_marks import HERE, LINE, put
from viewer.files import sources
from viewer.files.sources import check_foreign
from viewer.store.marks import Marks


def test_a_database_is_no_source_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "marks.sqlite"
    store = Marks(path)
    put(store, HERE, LINE)
    beside = tmp_path / "marks.sqlite-wal"
    for own in (path, beside):
        with pytest.raises(OSError, match="program keeps"):
            check_foreign(str(own))
    store.close()
    check_foreign(str(path))


def test_another_file_may_get_the_number_of_one_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "marks.sqlite"
    store = Marks(path)
    put(store, HERE, LINE)
    found = os.stat(tmp_path / "marks.sqlite-wal")
    number = found.st_dev, found.st_ino
    assert any(number in files for files in sources._OWN.values())
    store.close()
    assert not any(number in files for files in sources._OWN.values())
