"""Whatever happens to the file: the program goes on, and the reader is told once."""

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from viewer.store import database as module
from viewer.store.database import DAMAGED, NEWER, UNWRITTEN, Database

ROOT = Path(__file__).parent.parent.parent
SCHEMA = "CREATE TABLE words (word TEXT)"
GUARD_SECONDS = 60
ROOT_USER = os.name == "posix" and os.geteuid() == 0


class Told(list[tuple[str, str]]):
    def __call__(self, sentence: str, reason: str) -> None:
        self.append((sentence, reason))

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence, _ in self]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "some.sqlite"


def opened(path: Path, told: Told | None = None, *, writes: bool = True) -> Database:
    return Database(
        path, SCHEMA, 3, writes=writes, tell=Told() if told is None else told
    )


def add(base: Database, word: str) -> None:
    base.write(lambda to: to.execute("INSERT INTO words VALUES (?)", (word,)))


def words(base: Database) -> list[str] | None:
    return base.read(
        lambda of: [word for (word,) in of.execute("SELECT word FROM words")]
    )


def test_what_was_written_is_there_at_the_next_start(path: Path) -> None:
    first = opened(path)
    add(first, "one")
    assert words(first) == ["one"]
    first.close()
    assert words(opened(path)) == ["one"]


def test_reading_makes_no_file(path: Path) -> None:
    assert words(opened(path)) is None
    assert not path.parent.exists()


def test_only_the_owner_can_read_it_and_what_lies_beside_it(path: Path) -> None:
    base = opened(path)
    before = os.umask(0)
    try:
        add(base, "one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_an_action_that_fails_leaves_nothing_behind(path: Path) -> None:
    base = opened(path)
    add(base, "one")

    def half(to: sqlite3.Connection) -> None:
        to.execute("INSERT INTO words VALUES ('half')")
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="middle"):
        base.write(half)
    add(base, "two")
    assert words(base) == ["one", "two"]


WRITER = """
import sys
import threading
from pathlib import Path
from viewer.store.database import Database

base = Database(Path(sys.argv[1]), "CREATE TABLE words (word TEXT)", 3)
number = 0
while True:
    rows = [(f"{number}-{part}",) for part in range(200)]
    base.write(lambda to: to.executemany("INSERT INTO words VALUES (?)", rows))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_killed_in_the_middle_of_writing_loses_nothing_that_was_written(
    path: Path, told: Told
) -> None:
    chance = random.Random(7)
    said = 0
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            for _ in range(chance.randint(1, 40)):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            said += len(process.stdout.read().splitlines())
            process.wait(GUARD_SECONDS)
        base = opened(path, told)
        found = words(base)
        assert found
        assert len(found) % 200 == 0, "a part of a transaction"
        base.close()
    assert told == []


@pytest.mark.parametrize("damage", ["nonsense", "zeros", "cut", "flipped"])
def test_a_damaged_file_is_kept_aside_begun_anew_and_told(
    path: Path, told: Told, damage: str
) -> None:
    first = opened(path)
    for number in range(3000):
        add(first, f"{number} " + "x" * 200)
    first.close()
    data = bytearray(path.read_bytes())
    if damage == "nonsense":
        data = bytearray(b"no database at all" * 100)
    elif damage == "zeros":
        data[100:20_000] = bytes(19_900)
    elif damage == "cut":
        del data[len(data) // 2 :]
    else:
        for place in range(4096, len(data), 512):
            data[place] ^= 0xFF
    path.write_bytes(data)
    base = opened(path, told)
    words(base)
    add(base, "new")
    add(base, "newer")
    assert words(base) in (["new", "newer"], ["newer"])
    assert told.sentences == [DAMAGED]
    assert path.with_name("some.sqlite.bad").read_bytes() == bytes(data)


def test_one_of_a_newer_version_is_left_alone_and_not_used(
    path: Path, told: Told
) -> None:
    newer = Database(path, SCHEMA, 4)
    add(newer, "of a newer version")
    newer.close()
    before = path.read_bytes()
    base = opened(path, told)
    assert words(base) is None
    add(base, "ours")
    assert words(base) is None
    base.close()
    assert path.read_bytes() == before
    assert told.sentences == [NEWER]


def test_one_of_an_older_version_is_begun_anew_without_a_word(
    path: Path, told: Told
) -> None:
    older = Database(path, "CREATE TABLE words (other TEXT, parts TEXT)", 2)
    older.write(lambda to: to.execute("INSERT INTO words VALUES ('a', 'b')"))
    older.close()
    base = opened(path, told)
    assert words(base) == []
    add(base, "new")
    assert words(base) == ["new"]
    assert told == []


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path: Path, told: Told) -> None:
    (tmp_path / "file").write_text("not a folder")
    base = opened(tmp_path / "file" / "some.sqlite", told)
    add(base, "one")
    add(base, "two")
    assert words(base) is None
    assert told.sentences == [UNWRITTEN]
    assert told[0][1]


@pytest.mark.skipif(ROOT_USER, reason="nothing is read-only for root")
def test_a_home_that_is_read_only_is_told_once(tmp_path: Path, told: Told) -> None:
    tmp_path.chmod(0o500)
    try:
        base = opened(tmp_path / "folder" / "some.sqlite", told)
        add(base, "one")
        add(base, "two")
    finally:
        tmp_path.chmod(0o700)
    assert told.sentences == [UNWRITTEN]


def test_a_file_that_cannot_be_written_is_told_once(
    path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", read_only)
    base = opened(path, told)
    add(base, "one")
    add(base, "two")
    assert told == [(UNWRITTEN, "Read-only file system")]


def test_a_full_disk_is_told_once_and_what_was_there_stays(
    path: Path, told: Told
) -> None:
    base = opened(path, told)
    add(base, "one")
    base.read(lambda of: of.execute("PRAGMA max_page_count=4").fetchone())
    add(base, "x" * 100_000)
    add(base, "two")
    assert told == [(UNWRITTEN, "database or disk is full")]
    assert words(opened(path)) == ["one"]


def test_while_another_window_writes_nothing_is_written_and_nothing_told(
    path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
    base = opened(path, told)
    add(base, "one")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    add(base, "lost")
    other.execute("ROLLBACK")
    other.close()
    add(base, "two")
    assert words(base) == ["one", "two"]
    assert told == []


def test_a_window_that_does_not_write_reads_what_the_other_wrote(
    path: Path, told: Told
) -> None:
    writer = opened(path)
    add(writer, "one")
    reader = opened(path, told, writes=False)
    add(reader, "two")
    assert words(reader) == ["one"]
    add(writer, "three")
    assert words(reader) == ["one", "three"]
    reader.close()
    assert words(writer) == ["one", "three"]
    assert told == []


def test_a_window_that_does_not_write_leaves_damage_to_the_other(
    path: Path, told: Told
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    assert words(opened(path, told, writes=False)) is None
    assert list(path.parent.iterdir()) == [path]
    assert told == []


def test_a_file_without_its_tables_is_begun_anew(path: Path, told: Told) -> None:
    base = opened(path)
    add(base, "one")
    base.write(lambda to: to.execute("DROP TABLE words"))
    base.close()
    again = opened(path, told)
    assert words(again) is None
    add(again, "new")
    assert words(again) == ["new"]
    assert told.sentences == [DAMAGED]


def test_a_window_that_does_not_write_goes_on_reading_after_shrinking(
    path: Path,
) -> None:
    add(opened(path), "one")
    reader = opened(path, writes=False)
    assert words(reader) == ["one"]
    reader.shrink()
    assert words(reader) == ["one"]


def test_what_waits_while_it_is_turned_off_and_wiped_is_not_written(
    path: Path,
) -> None:
    base = opened(path)
    add(base, "one")
    base._lock.acquire()
    late = threading.Thread(target=add, args=(base, "late"))
    late.start()
    base.is_on = False
    base._lock.release()
    late.join(GUARD_SECONDS)
    base.is_on = True
    assert words(base) == ["one"]


def test_off_nothing_is_read_and_nothing_written(path: Path) -> None:
    base = opened(path)
    add(base, "one")
    base.is_on = False
    add(base, "two")
    assert words(base) is None
    base.is_on = True
    assert words(base) == ["one"]


def test_wiping_leaves_no_file_and_begins_anew(path: Path, told: Told) -> None:
    base = opened(path, told)
    add(base, "secret")
    path.with_name("some.sqlite.bad").write_text("secret")
    assert base.nbytes() > 0
    base.wipe()
    assert list(path.parent.iterdir()) == []
    assert base.nbytes() == 0
    add(base, "new")
    assert words(base) == ["new"]


def test_what_was_deleted_is_not_left_in_the_file(path: Path) -> None:
    base = opened(path)
    for number in range(100):
        add(base, f"secret {number}")
    base.write(lambda to: to.execute("DELETE FROM words"))
    base.close()
    assert all(b"secret" not in one.read_bytes() for one in path.parent.iterdir())


def test_after_the_end_nothing_is_opened_again(path: Path) -> None:
    base = opened(path)
    add(base, "one")
    base.close()
    add(base, "late")
    assert list(path.parent.iterdir()) == [path]
    assert words(opened(path)) == ["one"]
