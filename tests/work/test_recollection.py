"""A known folder is not read again; what has changed is."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.files.test_dicomdir import dicomdir
from tests.files.test_header_bytes import content
from tests.files.zips import ENCRYPTED, PASSWORD, zipped
from tests.work.test_opening import run, write
from viewer.demo.build import ct_slice, enhanced_mr, image, to_bytes
from viewer.demo.documents import encapsulated
from viewer.demo.parts import uid
from viewer.files import reader as reader_module
from viewer.files.sources import Source
from viewer.store.cache import Cache
from viewer.text import set_language
from viewer.work import opening as opening_module
from viewer.work.opening import Catalogue, Opener, OpeningRequest
from viewer.work.pool import InlinePool
from viewer.work.recollection import Recollection


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what is really read, by the walker or through pydicom."""
    names: list[str] = []
    for module, name in (
        (reader_module, "walk_header"),
        (opening_module, "complete_header"),
    ):
        real = getattr(module, name)

        def spy(source: Source, real: Any = real) -> Any:
            names.append(os.path.basename(source.path))
            return real(source)

        monkeypatch.setattr(module, name, spy)
    return names


def old(*folders: Path) -> None:
    """As if nothing in the folders had been changed lately."""
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            os.utime(path, (1_600_000_000, 1_600_000_000))


def opened(cache: Cache, *paths: Path) -> Catalogue:
    """Open in a program that has just been started, and keep what was read."""
    opener = Opener(InlinePool(), cache)
    catalogue = run(opener, *paths)
    opener.keep()
    return catalogue


def everything(catalogue: Catalogue) -> dict[str, Any]:
    """What a catalogue holds, as values that compare."""
    index = catalogue.index
    return {
        "headers": [content(header) for header in catalogue.headers()],
        "skipped": index.skipped,
        "failed": index.failed,
        "duplicates": index.duplicates,
        "sets": [
            (one.kind, one.label, one.phases, len(one.frames))
            for one in catalogue.sets()
        ],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Something of everything."""
    root = tmp_path / "data"
    for number in range(5):
        write(root, f"ct/{number}", ct_slice(number))
    write(root, "mr/enhanced", enhanced_mr())
    write(root, "other/document", encapsulated())
    odd = to_bytes(image(SeriesNumber=9))[132:]
    (root / "other" / "no preamble").write_bytes(odd)
    (root / "other" / "notes.txt").write_text("not DICOM")
    (root / "other" / "broken").write_bytes(bytes(128) + b"DICM\2\0\0\0")
    zipped(root / "scans.zip", {"a/1": to_bytes(ct_slice(7)), "readme": b"text"})
    old(root)
    return root


def test_a_known_folder_gives_the_same_without_reading_any_file(
    cache: Cache, folder: Path, reads: list[str]
) -> None:
    first = everything(opened(cache, folder))
    assert {"0", "enhanced", "no preamble", "notes.txt", "1"} <= set(reads)
    assert first["failed"]
    assert first["skipped"]
    reads.clear()
    assert everything(opened(cache, folder)) == first
    assert reads == []
    assert everything(run(Opener(InlinePool()), folder)) == first


def test_no_file_of_a_known_folder_is_even_opened(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        write(tmp_path, f"data/{number}", ct_slice(number))
    (tmp_path / "data" / "notes.txt").write_text("text")
    old(tmp_path / "data")
    opened(cache, tmp_path / "data")
    seen: list[str] = []

    def opening(path: Any, *_: Any, **__: Any) -> int:
        seen.append(os.fspath(path))
        raise AssertionError(path)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(Source, "read", lambda source, *_: opening(source.path))
    assert run(Opener(InlinePool(), cache), tmp_path / "data").index.shown == 4
    assert seen == []


def test_only_what_changed_is_read_again(
    cache: Cache, folder: Path, reads: list[str]
) -> None:
    opened(cache, folder)
    reads.clear()
    changed = folder / "ct" / "2"
    changed.write_bytes(to_bytes(ct_slice(2, PatientName="Other^Person")))
    os.utime(changed, (1_600_000_001, 1_600_000_001))
    write(folder, "ct/new", ct_slice(9))
    os.utime(folder / "ct" / "new", (1_600_000_001, 1_600_000_001))
    catalogue = opened(cache, folder)
    assert sorted(reads) == ["2", "new"]
    names = {header.text(0x00100010) for header in catalogue.headers()}
    assert "Other^Person" in names
    reads.clear()
    opened(cache, folder)
    assert reads == []


@pytest.mark.parametrize("same", ["size", "time"])
def test_a_file_of_the_same_size_or_the_same_time_alone_is_read_again(
    cache: Cache, tmp_path: Path, reads: list[str], same: str
) -> None:
    path = write(tmp_path, "data/a", ct_slice(0, PatientName="AAAA"))
    old(tmp_path / "data")
    opened(cache, tmp_path / "data")
    reads.clear()
    if same == "size":
        path.write_bytes(to_bytes(ct_slice(0, PatientName="BBBB")))
    else:
        path.write_bytes(to_bytes(ct_slice(0, PatientName="BBBBBBBB")))
        old(tmp_path / "data")
    (header,) = opened(cache, tmp_path / "data").headers()
    assert reads == ["a"]
    assert header.text(0x00100010).startswith("BBBB")


def test_a_file_changed_just_now_is_not_believed_to_stay_so(
    cache: Cache, tmp_path: Path, reads: list[str]
) -> None:
    path = write(tmp_path, "data/a", ct_slice())
    opened(cache, tmp_path / "data")
    opened(cache, tmp_path / "data")
    assert reads == ["a", "a"]
    os.utime(path, (time.time() + 3600, time.time() + 3600))
    opened(cache, tmp_path / "data")
    opened(cache, tmp_path / "data")
    assert len(reads) == 4


def test_files_and_folders_that_are_gone_are_forgotten(
    cache: Cache, folder: Path
) -> None:
    opened(cache, folder)
    (folder / "ct" / "3").unlink()
    for path in (folder / "mr").iterdir():
        path.unlink()
    (folder / "mr").rmdir()
    (folder / "scans.zip").unlink()
    opened(cache, folder)
    assert sorted(cache.studies.folder(str(folder / "ct"))) == ["0", "1", "2", "4"]
    assert sorted(cache.studies.folders_below(str(folder))) == [
        str(folder / "ct"),
        str(folder / "other"),
    ]
    assert "scans.zip" not in cache.studies.folder(str(folder))


def test_a_medium_that_is_away_is_not_forgotten(cache: Cache, folder: Path) -> None:
    opened(cache, folder)
    folder.rename(folder.with_name("away"))
    opened(cache, folder)
    folder.with_name("away").rename(folder)
    assert len(cache.studies.folder(str(folder / "ct"))) == 5


def test_stopping_forgets_nothing(cache: Cache, folder: Path) -> None:
    opened(cache, folder)
    opener = Opener(InlinePool(), cache)
    run(opener, folder, stop=lambda: True)
    opener.keep()
    assert len(cache.studies.folder(str(folder / "ct"))) == 5


def test_members_of_a_changed_archive_are_read_again(
    cache: Cache, tmp_path: Path, reads: list[str]
) -> None:
    path = tmp_path / "data" / "scans.zip"
    path.parent.mkdir()
    zipped(path, {"a/1": to_bytes(ct_slice(1)), "a/2": to_bytes(ct_slice(2))})
    old(path.parent)
    opened(cache, path.parent)
    reads.clear()
    zipped(path, {"a/1": to_bytes(ct_slice(1, PatientName="Other"))})
    os.utime(path, (1_600_000_001, 1_600_000_001))
    (header,) = opened(cache, path.parent).headers()
    assert header.text(0x00100010) == "Other"
    assert "1" in reads
    assert sorted(cache.studies.folder(f"{path}!/a")) == ["1"]


def test_nothing_behind_a_password_is_kept(cache: Cache, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "locked.zip").write_bytes(ENCRYPTED)
    old(folder)
    opener = Opener(InlinePool(), cache)
    request = OpeningRequest(
        [str(folder)],
        (),
        lambda: False,
        lambda _: None,
        lambda path, again, stop: PASSWORD,
    )
    assert opener.run(request).index.shown > 0
    opener.keep()
    assert list(cache.studies.folder(str(folder))) == ["locked.zip"]
    assert list(cache.studies.folder(f"{folder}/locked.zip!/CT")) == ["locked2"]


def test_sentences_in_another_language_are_asked_for_again(
    cache: Cache, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "notes.txt").write_text("text")
    old(tmp_path / "data")
    (english,) = opened(cache, tmp_path / "data").index.skipped
    set_language("pt_BR")
    try:
        (portuguese,) = opened(cache, tmp_path / "data").index.skipped
        (again,) = opened(cache, tmp_path / "data").index.skipped
    finally:
        set_language("en")
    assert english.reason != portuguese.reason == again.reason


def test_a_disc_opened_by_its_index_is_known_too(
    cache: Cache, tmp_path: Path, reads: list[str]
) -> None:
    for number in range(3):
        write(tmp_path, f"disc/IMAGES/IM{number}", ct_slice(number))
    ids = [["IMAGES", f"IM{number}"] for number in range(3)]
    path = dicomdir(tmp_path / "disc" / "DICOMDIR", ids)
    old(tmp_path / "disc")
    first = everything(opened(cache, path))
    reads.clear()
    assert everything(opened(cache, path)) == first
    assert reads == []


def test_the_rest_of_a_study_is_known_too(
    cache: Cache, tmp_path: Path, reads: list[str]
) -> None:
    study: Any = {"StudyInstanceUID": uid("study")}
    for number in range(4):
        write(tmp_path, f"data/{number}", ct_slice(number, **study))
    odd = to_bytes(ct_slice(7, **study))[132:]
    (tmp_path / "data" / "odd").write_bytes(odd)
    old(tmp_path / "data")
    given = str(tmp_path / "data" / "0")

    def complete() -> int:
        opener = Opener(InlinePool(), cache)
        run(opener, Path(given))
        request = OpeningRequest((), (), lambda: False, lambda _: None, study_of=given)
        mates = opener.run(request).mates
        opener.keep()
        return mates

    assert complete() == 3
    reads.clear()
    assert complete() == 3
    assert reads == ["odd"], "what the walker does not understand is no mate"
    opened(cache, tmp_path / "data")
    assert complete() == 3


def test_a_failure_that_may_pass_is_not_kept(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = to_bytes(image())[132:]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "odd").write_bytes(odd)
    old(tmp_path / "data")
    real = Source.open

    def refuse(source: Source) -> Any:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Source, "open", refuse)
    assert len(opened(cache, tmp_path / "data").index.failed) == 1
    monkeypatch.setattr(Source, "open", real)
    assert opened(cache, tmp_path / "data").index.shown == 1


def test_at_the_start_the_first_header_is_read_and_the_rest_waits_for_its_picture(
    cache: Cache, folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(cache, folder / "ct")
    reads.clear()
    waited: list[int] = []
    monkeypatch.setattr(Cache, "wait_for_calm", lambda *_: waited.append(len(reads)))
    cache.calm.clear()
    catalogue = run(Opener(InlinePool(), cache), folder / "ct")
    assert catalogue.index.shown == 5
    assert reads == ["0"]
    assert waited == [1]


def test_a_header_that_is_too_large_is_read_again(
    cache: Cache, folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.limits.INDEX_HEADER_BYTES", 1500)
    opened(cache, folder)
    reads.clear()
    opened(cache, folder)
    assert set(reads) == {"enhanced"}


def test_many_frames_are_kept_compressed(cache: Cache, folder: Path) -> None:
    opened(cache, folder)
    row = cache.studies.folder(str(folder / "mr"))["enhanced"]
    assert len(row.data) < 3000


def test_sources_in_memory_are_left_alone(cache: Cache) -> None:
    recollection = Recollection(cache)
    recollection.found(Source("demo:1", to_bytes(ct_slice())))
    recollection.keep([])
    assert cache.nbytes() == (0, 0)
