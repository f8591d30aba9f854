"""What lies beside the program decides where it keeps things, and what it opens."""

import sys
from pathlib import Path

import pytest

from viewer.store import portable
from viewer.store.cache import cache_folder
from viewer.store.marks import marks_path
from viewer.store.portable import disc_index, keep_beside, program_folder
from viewer.store.settings import settings_path


def test_beside_an_interpreter_nothing_is_looked_for() -> None:
    assert program_folder() == ""
    assert program_folder(sys.executable, is_bundle=False) == ""
    assert disc_index("") == ""


def test_a_link_to_the_program_does_not_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    program = tmp_path / "lib" / "negatoscope"
    program.touch()
    link = tmp_path / "negatoscope"
    link.symlink_to(program)
    found = program_folder(str(link), is_bundle=True, platform="linux")
    assert found == str(tmp_path / "lib")


def test_on_macos_it_is_the_folder_of_the_application(tmp_path: Path) -> None:
    inside = tmp_path / "Negatoscope.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    program = str(inside / "negatoscope")
    assert program_folder(program, is_bundle=True, platform="darwin") == str(tmp_path)
    assert program_folder(program, is_bundle=True, platform="linux") == str(inside)


@pytest.mark.parametrize("marker", ["portable.ini", "negatoscope-data"])
def test_a_marker_keeps_all_beside_the_program(tmp_path: Path, marker: str) -> None:
    if marker.endswith(".ini"):
        (tmp_path / marker).touch()
    else:
        (tmp_path / marker).mkdir()
    environment: dict[str, str] = {}
    keep_beside(str(tmp_path), environment)
    for found in (
        settings_path(environment),
        cache_folder(environment),
        marks_path(environment),
    ):
        assert found.parent == tmp_path / "negatoscope-data"


def test_without_a_marker_all_stays_where_it_is(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    keep_beside(str(tmp_path), environment)
    keep_beside("", environment)
    assert environment == {}


def test_who_names_another_place_gets_it(tmp_path: Path) -> None:
    (tmp_path / "portable.ini").touch()
    environment = {"NEGATOSCOPE_SETTINGS": "/elsewhere/settings.json"}
    keep_beside(str(tmp_path), environment)
    assert environment == {"NEGATOSCOPE_SETTINGS": "/elsewhere/settings.json"}


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "DICOMDIR."])
@pytest.mark.parametrize("place", ["", "viewer", "viewer/linux"])
def test_the_index_of_a_disc_is_found_beside_or_above(
    tmp_path: Path, name: str, place: str
) -> None:
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    assert disc_index(str(tmp_path / place)) == str(tmp_path / name)


def test_far_above_is_not_the_disc(tmp_path: Path) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "DICOMDIR").touch()
    assert disc_index(str(tmp_path / "a/b/c")) == ""
    assert disc_index(str(tmp_path / "nowhere" / "at" / "all" / "x")) == ""


def test_the_names_are_those_that_the_manual_tells() -> None:
    assert (portable.MARKER, portable.DATA) == ("portable.ini", "negatoscope-data")
