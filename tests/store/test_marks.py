"""What was said to be kept is there again, whatever happens to program or file."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from viewer.geometry.marks import FrameKey, Mark
from viewer.store.lasting import KeepingError, NewerError
from viewer.store.marks import (
    KeyChange,
    MarkChange,
    Marks,
    Place,
    is_uid,
    marks_path,
)

ROOT = Path(__file__).parent.parent.parent
GUARD_SECONDS = 60
ROOT_USER = os.name == "posix" and os.geteuid() == 0
HERE = Place("1.2", FrameKey("1.2.3", 0), (64, 48))
THERE = Place("1.2", FrameKey("1.2.3", 4), (64, 48))
ELSEWHERE = Place("9.9", FrameKey("9.9.1", 0), (10, 10))
LINE = Mark("2.25.1", "distance", ((0.25, 1 / 3), (12.5, 40.125)), text="Läsion «A»")
BALL = Mark("2.25.2", "calibration", ((1, 2), (3, 4)), hidden=True, length_mm=25.4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "marks.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Marks]:
    store = Marks(path)
    yield store
    store.close()


def put(store: Marks, place: Place, *marks: Mark) -> None:
    store.save([MarkChange(mark.uid, place, mark) for mark in marks])


def kept(path: Path, study: str = "1.2") -> list[tuple[Place, Mark]]:
    """What another start of the program finds."""
    store = Marks(path)
    try:
        return list(store.load([study]).marks)
    finally:
        store.close()


def numbered(number: int) -> Mark:
    return Mark(f"2.25.{number}", "point", ((number + 0.5, 0.5),))


def test_marks_come_back_as_they_were_in_their_order(store: Marks, path: Path) -> None:
    put(store, HERE, LINE)
    put(store, THERE, BALL)
    put(store, ELSEWHERE, numbered(7))
    assert kept(path) == [(HERE, LINE), (THERE, BALL)]
    assert kept(path, "9.9") == [(ELSEWHERE, numbered(7))]
    assert store.count() == 3


def test_a_moved_mark_keeps_its_place_and_a_deleted_one_is_gone(
    store: Marks, path: Path
) -> None:
    put(store, HERE, LINE, BALL, numbered(3))
    put(store, HERE, LINE.moved((1, 1)))
    store.save([MarkChange(BALL.uid, HERE, None)])
    assert kept(path) == [(HERE, LINE.moved((1, 1))), (HERE, numbered(3))]
    assert BALL.uid.encode() not in b"".join(
        one.read_bytes() for one in path.parent.glob("marks.sqlite")
    )


def test_key_images_are_kept_until_they_are_none(store: Marks, path: Path) -> None:
    store.save([KeyChange(HERE, True), KeyChange(THERE, True)])
    store.save([KeyChange(HERE, False)])
    assert Marks(path).load(["1.2"]).keys == (THERE,)


def test_all_of_one_step_is_kept_or_nothing(store: Marks, path: Path) -> None:
    put(store, HERE, LINE)
    odd = Place("1.2", FrameKey("1.2.3", 2**70), (1, 1))
    with pytest.raises((KeepingError, OverflowError)):
        store.save([MarkChange("2.25.5", HERE, numbered(5)), KeyChange(odd, True)])
    assert kept(path) == [(HERE, LINE)]


def test_nothing_is_made_by_looking(path: Path) -> None:
    assert Marks(path).load(["1.2"]).marks == ()
    assert not path.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_their_owner_reads_them(store: Marks, path: Path) -> None:
    put(store, HERE, LINE)
    put(Marks(path), HERE, BALL)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {
        one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()
    }
    assert set(modes.values()) == {0o600}, modes


def test_nothing_of_the_patient_stands_in_the_file(store: Marks, path: Path) -> None:
    put(store, HERE, LINE)
    base = sqlite3.connect(path)
    (row,) = base.execute("SELECT * FROM marks").fetchall()
    base.close()
    assert row[:5] == ("2.25.1", "1.2", "1.2.3", 0, "64x48")


def test_a_write_has_reached_the_disk_when_it_returns(store: Marks) -> None:
    put(store, HERE, LINE)
    read = store._base.read
    assert read(lambda of: of.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
    assert read(lambda of: of.execute("PRAGMA synchronous").fetchone()) == (2,)


KILLED = """
import sys
from pathlib import Path
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.marks import MarkChange, Marks, Place
store = Marks(Path(sys.argv[1]))
place = Place("1.2", FrameKey("1.2.3", 0), (64, 48))
for number in range(100000):
    mark = Mark(f"2.25.{number}", "point", ((number + 0.5, 0.5),))
    store.save([MarkChange(mark.uid, place, mark)])
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_program_loses_nothing_it_said_was_kept(
    path: Path, after: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    said += [int(line) for line in process.stdout.read().splitlines()]
    process.stdout.close()
    process.wait(GUARD_SECONDS)
    found = {mark.uid for _, mark in kept(path)}
    assert {f"2.25.{number}" for number in said} <= found


def test_two_windows_write_into_one_file(path: Path) -> None:
    one, other = Marks(path), Marks(path)
    for number in range(6):
        put((one, other)[number % 2], HERE, numbered(number))
    assert [mark.uid for _, mark in one.load(["1.2"]).marks] == [
        f"2.25.{number}" for number in range(6)
    ]
    one.close()
    other.close()


READING = """
import sys
from pathlib import Path
from viewer.files.sources import Source
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.marks import MarkChange, Marks, Place
store = Marks(Path(sys.argv[1]))
place = Place("1.2", FrameKey("1.2.3", 0), (64, 48))
for number in range(3):
    mark = Mark(f"2.25.{number}", "point", ((0.5, 0.5),))
    store.save([MarkChange(mark.uid, place, mark)])
    for file in Path(sys.argv[1]).parent.iterdir():
        try:
            Source(str(file)).open().close()
        except OSError:
            pass
    sys.stdout.write("saved\\n")
    sys.stdout.flush()
    sys.stdin.readline()
"""


def test_reading_the_folder_of_the_marks_loses_none(path: Path) -> None:
    """Another window must not take the file for one that nobody uses."""
    process = subprocess.Popen(
        [sys.executable, "-c", READING, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdout.readline()
        assert len(kept(path)) == number + 1
        process.stdin.write(b"go on\n")
        process.stdin.flush()
    process.communicate(timeout=GUARD_SECONDS)
    assert len(kept(path)) == 3


def damage(path: Path, at: int, length: int = 400) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + length] = b"\xa5" * length
    path.write_bytes(data)


def many(path: Path, count: int = 400) -> None:
    """Two sessions, so that there is a backup of the first."""
    for start in (0, count // 2):
        store = Marks(path)
        put(store, HERE, *map(numbered, range(start, start + count // 2)))
        store.close()


@pytest.mark.parametrize("part", ["the head", "the middle", "all of it", "the end"])
def test_of_a_damaged_file_the_backup_comes_back_and_all_that_can_be_read(
    path: Path, part: str
) -> None:
    many(path)
    size = path.stat().st_size
    at = {
        "the head": 0,
        "all of it": 0,
        "the middle": size // 2,
        "the end": size - 4096,
    }
    length = {"all of it": size, "the end": 4096}.get(part, 400)
    damage(path, at[part], length)
    told: list[str] = []
    store = Marks(path)
    store.tell = told.append
    found = {mark.uid for _, mark in store.load(["1.2"]).marks}
    assert {f"2.25.{number}" for number in range(200)} <= found
    assert len(told) == 1
    assert (path.parent / told[0]).stat().st_size == size
    put(store, HERE, LINE)
    store.close()
    assert (HERE, LINE) in kept(path)


def test_a_damaged_row_is_no_mark_and_that_is_told(store: Marks, path: Path) -> None:
    put(store, HERE, LINE, BALL, numbered(9))
    store.close()
    base = sqlite3.connect(path)
    base.execute("UPDATE marks SET data = replace(data, '12.5', '13.5')")
    base.commit()
    base.close()
    told: list[str] = []
    again = Marks(path)
    again.tell = told.append
    assert again.load(["1.2"]).marks == ((HERE, BALL), (HERE, numbered(9)))
    assert len(told) == 1
    again.close()


def test_no_damaged_file_takes_the_place_of_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(time, "strftime", lambda form: "then")
    for _ in range(3):
        many(path, 20)
        damage(path, 0)
        store = Marks(path)
        store.tell = told.append
        store.load(["1.2"])
        store.close()
    assert len({name for name in told if (path.parent / name).exists()}) == 3


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    many(path, 2)
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version=99")
    base.close()
    before = path.read_bytes()
    with pytest.raises(NewerError):
        put(Marks(path), HERE, LINE)
    with pytest.raises(NewerError):
        Marks(path).load(["1.2"])
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix" or ROOT_USER, reason="root may write anywhere")
def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(KeepingError):
        put(Marks(folder / "marks.sqlite"), HERE, LINE)


def test_on_a_full_disk_nothing_is_half_written(store: Marks, path: Path) -> None:
    put(store, HERE, LINE)
    pages = store._base.read(lambda base: base.execute("PRAGMA page_count").fetchone())
    assert pages is not None
    store._base.read(lambda base: base.execute(f"PRAGMA max_page_count={pages[0]}"))
    with pytest.raises(KeepingError):
        put(store, HERE, *map(numbered, range(5000)))
    put(store, HERE, BALL)
    assert kept(path) == [(HERE, LINE), (HERE, BALL)]


def test_forgotten_marks_leave_no_file(path: Path) -> None:
    many(path, 20)
    damage(path, 0)
    store = Marks(path)
    store.load(["1.2"])
    store.forget()
    assert list(path.parent.iterdir()) == []
    put(store, HERE, LINE)
    assert kept(path) == [(HERE, LINE)]
    store.close()


def test_backups_are_few(path: Path) -> None:
    for number in range(9):
        store = Marks(path)
        put(store, HERE, numbered(number))
        store.close()
    names = {one.name for one in path.parent.iterdir()}
    assert names == {
        "marks.sqlite",
        *(f"marks.sqlite.backup-{number}" for number in range(1, 6)),
    }


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("1.2.840", True),
        ("2.25.3", True),
        ("", False),
        ("1" * 65, False),
        ("1.x", False),
    ],
)
def test_only_what_the_standard_calls_a_uid_is_one(text: str, known: bool) -> None:
    assert is_uid(text) is known


def test_they_are_kept_where_the_platform_keeps_a_users_data() -> None:
    home = Path("/home/reader")
    assert (
        marks_path({}, "linux", home) == home / ".local/share/negatoscope/marks.sqlite"
    )
    assert marks_path({"XDG_DATA_HOME": "/data"}, "linux", home) == Path(
        "/data/negatoscope/marks.sqlite"
    )
    assert marks_path({"XDG_DATA_HOME": "odd"}, "linux", home) == (
        home / ".local/share/negatoscope/marks.sqlite"
    )
    assert marks_path({"APPDATA": "/roaming"}, "win32", home) == Path(
        "/roaming/Negatoscope/marks.sqlite"
    )
    assert marks_path({}, "darwin", home) == (
        home / "Library/Application Support/Negatoscope/marks.sqlite"
    )
    assert marks_path({"NEGATOSCOPE_MARKS": "/m/x"}, "linux", home) == Path("/m/x")
    assert marks_path({"NEGATOSCOPE_SETTINGS": "/s/x.json"}, "linux", home) == Path(
        "/s/negatoscope-marks.sqlite"
    )
