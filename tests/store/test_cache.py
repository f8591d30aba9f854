import os
import threading
import time
from pathlib import Path

import pytest

from viewer.store.cache import Cache, cache_folder
from viewer.store.database import UNWRITTEN
from viewer.store.studies import FolderRows, Kind, Row

ROWS = [FolderRows("/x", {"a": Row("1 2 3", Kind.HEADER, "", b"secret")})]


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", "/home/me/.cache/negatoscope"),
        ({"XDG_CACHE_HOME": "/x"}, "linux", "/x/negatoscope"),
        ({"XDG_CACHE_HOME": "x"}, "linux", "/home/me/.cache/negatoscope"),
        ({}, "darwin", "/home/me/Library/Caches/Negatoscope"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/Negatoscope/Cache"),
        ({}, "win32", "/home/me/AppData/Local/Negatoscope/Cache"),
        ({"NEGATOSCOPE_CACHE": "/t", "LOCALAPPDATA": "/a"}, "win32", "/t"),
        ({"NEGATOSCOPE_SETTINGS": "/t/s.json"}, "linux", "/t/negatoscope-cache"),
        (
            {"NEGATOSCOPE_SETTINGS": "/t/s.json", "NEGATOSCOPE_CACHE": "/c"},
            "linux",
            "/c",
        ),
    ],
)
def test_it_lies_where_the_platform_keeps_such_things(
    environment: dict[str, str], platform: str, expected: str
) -> None:
    assert cache_folder(environment, platform, Path("/home/me")) == Path(expected)


def test_one_switch_and_one_wipe_are_for_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    cache = Cache(folder)
    cache.switch(on=False)
    cache.studies.keep(ROWS)
    assert not folder.exists()
    cache.switch(on=True)
    cache.studies.keep(ROWS)
    assert cache.studies.folder("/x")
    assert cache.nbytes()[0] > 0
    assert cache.wipe() == ""
    assert list(folder.iterdir()) == []
    assert cache.nbytes() == (0, 0)


def test_why_it_could_not_be_wiped_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    cache.studies.keep(ROWS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert cache.wipe() == "Permission denied"


def test_trouble_is_told_to_who_listens_by_then(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    cache = Cache(tmp_path / "file" / "cache")
    cache.tell = lambda sentence, reason: told.append(sentence)
    cache.studies.keep(ROWS)
    cache.thumbnails.forget(["/x"])
    assert told == [UNWRITTEN]


def test_the_first_picture_is_waited_for_and_not_for_ever(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.calm.clear()
    begun = time.monotonic()
    cache.wait_for_calm(0.05)
    assert time.monotonic() - begun >= 0.05
    waiting = threading.Thread(target=cache.wait_for_calm, args=(3600.0,))
    waiting.start()
    cache.calm.set()
    waiting.join(60)
    assert not waiting.is_alive()


def test_off_nothing_waits(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.calm.clear()
    cache.switch(on=False)
    begun = time.monotonic()
    cache.wait_for_calm(60)
    assert time.monotonic() - begun < 30


def test_after_the_end_one_file_each_is_left(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.studies.keep(ROWS)
    cache.close()
    assert os.listdir(tmp_path) == ["studies.sqlite"]
