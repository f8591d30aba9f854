"""What lies beside a file that was opened alone."""

from pathlib import Path

import pytest

from viewer.demo.build import ct_slice, image, to_bytes
from viewer.demo.parts import uid
from viewer.files.mates import study_mates
from viewer.files.sources import Source
from viewer.files.walk import walk_header


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three slices and another series of one study, among what is not of it."""
    for number in range(3):
        (tmp_path / f"IM{number + 9}").write_bytes(to_bytes(ct_slice(number)))
    (tmp_path / "series").write_bytes(to_bytes(ct_slice(7, SeriesNumber=9)))
    other = image(StudyInstanceUID=uid("another study"))
    (tmp_path / "other").write_bytes(to_bytes(other))
    (tmp_path / "bare").write_bytes(to_bytes(ct_slice(5), meta=False))
    (tmp_path / "notes.txt").write_text("Nothing to see.")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    below = tmp_path / "below"
    below.mkdir()
    (below / "IM1").write_bytes(to_bytes(ct_slice(8)))
    return tmp_path


def names(folder: Path, given: str, *known: str) -> list[str]:
    header = walk_header(Source(str(folder / given)))
    paths = {str(folder / name) for name in (given, *known)}
    return [
        Path(mate.source.path).name
        for mate in study_mates(header, paths, lambda: False)
    ]


def test_mates_are_the_files_of_the_study_in_the_folder(folder: Path) -> None:
    assert names(folder, "IM10") == ["IM9", "IM11", "series"]


def test_what_is_open_already_is_no_mate(folder: Path) -> None:
    assert names(folder, "IM10", "IM9", "series") == ["IM11"]


def test_a_study_alone_has_no_mates(folder: Path) -> None:
    assert names(folder, "other") == []


def test_files_without_a_study_do_not_belong_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(to_bytes(ct_slice(StudyInstanceUID="")))
    assert names(tmp_path, "a") == []


def test_an_object_in_memory_has_no_folder() -> None:
    header = walk_header(Source("demo:CT/1", to_bytes(ct_slice())))
    assert list(study_mates(header, (), lambda: False)) == []


def test_a_member_of_an_archive_has_no_folder(folder: Path) -> None:
    header = walk_header(Source(str(folder / "IM9")))
    member = Source(f"{folder}/scans.zip!/IM9", member="IM9")
    object.__setattr__(header, "source", member)
    assert list(study_mates(header, (), lambda: False)) == []


def test_a_folder_that_has_gone_has_no_mates(folder: Path) -> None:
    header = walk_header(Source(str(folder / "IM9")))
    folder.rename(folder.with_name("moved"))
    assert list(study_mates(header, (), lambda: False)) == []


def test_the_search_can_be_stopped(folder: Path) -> None:
    header = walk_header(Source(str(folder / "IM9")))
    assert list(study_mates(header, (), lambda: True)) == []
