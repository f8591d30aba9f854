"""Small pictures: of the same file in the same state, or none."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from viewer.files.sources import Source
from viewer.files.stamp import stamp_at
from viewer.store import thumbnails as module
from viewer.store.database import Database
from viewer.store.thumbnails import (
    SCHEMA,
    VERSION,
    PictureKey,
    SmallPicture,
    Thumbnails,
)

GREY = SmallPicture(3, 2, False, bytes(range(6)))
COLOUR = SmallPicture(2, 1, True, bytes(range(6)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "thumbnails.sqlite"


@pytest.fixture
def thumbnails(path: Path) -> Thumbnails:
    return Thumbnails(Database(path, SCHEMA, VERSION))


def key_of(file: Path, seconds: int = 0) -> PictureKey:
    """The first frame of a file that was changed long ago."""
    os.utime(file, (1_600_000_000 + seconds,) * 2)
    source = Source(os.fspath(file))
    stamp = stamp_at(source)
    assert stamp is not None
    return PictureKey(source, stamp, 0)


@pytest.fixture
def key(tmp_path: Path) -> PictureKey:
    file = tmp_path / "espaço ç"
    file.write_text("some file")
    return key_of(file)


def test_pictures_come_back_by_file_and_frame(
    thumbnails: Thumbnails, key: PictureKey
) -> None:
    thumbnails.keep((key, GREY))
    thumbnails.keep((replace(key, frame_index=5), COLOUR))
    assert thumbnails.get(key) == GREY
    assert thumbnails.get(replace(key, frame_index=5)) == COLOUR
    assert thumbnails.get(replace(key, frame_index=1)) is None


def test_a_changed_file_has_no_picture_until_it_gets_a_new_one(
    thumbnails: Thumbnails, key: PictureKey
) -> None:
    thumbnails.keep((key, GREY))
    file = Path(key.source.path)
    file.write_text("another content")
    assert thumbnails.get(key) is None, "the old state is asked for"
    new = key_of(file, 1)
    assert thumbnails.get(new) is None
    thumbnails.keep((new, COLOUR))
    assert thumbnails.get(new) == COLOUR
    file.unlink()
    assert thumbnails.get(new) is None


def test_a_file_changed_just_now_is_not_believed_to_stay_so(
    thumbnails: Thumbnails, key: PictureKey
) -> None:
    os.utime(key.source.path)
    stamp = stamp_at(key.source)
    assert stamp is not None
    young = replace(key, stamp=stamp)
    thumbnails.keep((young, GREY))
    assert thumbnails.get(young) is None


def test_what_other_code_has_drawn_is_not_used(
    thumbnails: Thumbnails, key: PictureKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    thumbnails.keep((key, GREY))
    monkeypatch.setattr(module, "DRAWING", "another")
    assert thumbnails.get(key) is None


@pytest.mark.parametrize(
    "change",
    [
        "data = substr(data, 1, 12)",
        "data = zeroblob(length(data))",
        "data = 7",
        "checksum = checksum + 1",
        "frame = 1",
    ],
)
def test_a_damaged_picture_is_none(
    thumbnails: Thumbnails, key: PictureKey, path: Path, change: str
) -> None:
    thumbnails.keep((key, GREY))
    other = sqlite3.connect(path)
    with other:
        other.execute(f"UPDATE pictures SET {change}")
    other.close()
    assert thumbnails.get(key) is None
    assert thumbnails.get(replace(key, frame_index=1)) is None


def test_sizes_that_no_tile_has_are_not_believed() -> None:
    import zlib

    head = module._HEAD
    good = head.pack(3, 2, 0) + zlib.compress(bytes(6))
    assert module._picture(good) is not None
    assert module._picture(head.pack(3, 3, 0) + zlib.compress(bytes(6))) is None
    assert module._picture(head.pack(3, 1, 0) + zlib.compress(bytes(6))) is None
    bomb = head.pack(65535, 65535, 1) + zlib.compress(bytes(10_000_000))
    assert module._picture(bomb) is None
    assert module._picture(b"\1") is None


def test_the_pictures_drawn_longest_ago_go_first(path: Path, tmp_path: Path) -> None:
    thumbnails = Thumbnails(Database(path, SCHEMA, VERSION), limit_bytes=30_000)
    keys = []
    for number in range(10):
        file = tmp_path / str(number)
        file.write_text("x")
        keys.append(key_of(file))
        noise = SmallPicture(100, 50, False, os.urandom(5000))
        thumbnails.keep((keys[-1], noise))
    left = [number for number, key in enumerate(keys) if thumbnails.get(key)]
    assert left == list(range(left[0], 10))
    assert 3 <= len(left) <= 6


def test_files_and_folders_are_forgotten(
    thumbnails: Thumbnails, tmp_path: Path
) -> None:
    keys = {}
    for name in ("a/1", "a/2", "a b/1", "c/1"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
        keys[name] = key_of(file)
        thumbnails.keep((keys[name], GREY))
    thumbnails.forget([keys["a/1"].source.path])
    assert [name for name in keys if thumbnails.get(keys[name])] == [
        "a/2",
        "a b/1",
        "c/1",
    ]
    thumbnails.forget_folder(str(tmp_path / "a"))
    assert [name for name in keys if thumbnails.get(keys[name])] == ["a b/1", "c/1"]
