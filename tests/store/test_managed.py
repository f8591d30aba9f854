"""A hospital's settings: below the reader's own, or above them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from viewer.store.managed import (
    BAD,
    NOTHING,
    UNKNOWN,
    Managed,
    load_managed,
    managed_paths,
)
from viewer.store.settings import (
    NO_SENSE,
    Settings,
    load_settings,
    save_settings,
    unknown_names,
)

FILE = """
version = 1
by = "IT of São Lucas"
[defaults]
smooth = false
theme = "light"
[locked]
keep_recent = false
mouse = { middle = "reset" }
"""


class Told(list[tuple[str, dict[str, object]]]):
    """What was told."""

    def __call__(self, sentence: str, **values: object) -> None:
        self.append((sentence, values))


def managed(tmp_path: Path, text: str = FILE) -> tuple[Managed, Told]:
    path, told = tmp_path / "managed.toml", Told()
    path.write_text(text, "utf-8")
    return load_managed((tmp_path / "absent.toml", path), told), told


def test_defaults_hold_until_the_reader_sets_something_else(tmp_path: Path) -> None:
    found, told = managed(tmp_path)
    path = tmp_path / "settings.json"
    first = load_settings(path, managed=found)
    assert (first.smooth, first.theme) == (False, "light")
    save_settings(replace(first, smooth=True), path, found)
    again = load_settings(path, managed=found)
    assert (again.smooth, again.theme) == (True, "light")
    assert (found.by, told) == ("IT of São Lucas", [])


def test_a_default_that_changes_reaches_who_has_set_nothing_else(
    tmp_path: Path,
) -> None:
    found, _ = managed(tmp_path)
    path = tmp_path / "settings.json"
    save_settings(load_settings(path, managed=found), path, found)
    assert "theme" not in json.loads(path.read_text())
    later, _ = managed(tmp_path, FILE.replace('"light"', '"dark"'))
    assert load_settings(path, managed=later).theme == "dark"


def test_what_is_locked_stands_above_and_the_reader_s_own_is_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "settings.json"
    save_settings(Settings(keep_recent=True, linked=True), path)
    stored = json.loads(path.read_text())
    path.write_text(json.dumps({**stored, "keep_recent": True}))
    found, _ = managed(tmp_path)
    settings = load_settings(path, managed=found)
    assert not settings.keep_recent
    assert settings.mouse.middle == "reset"
    save_settings(settings, path, found)
    assert load_settings(path, managed=NOTHING) == Settings(linked=True)


@pytest.mark.parametrize(
    "text",
    [
        "version = 1\n[locked]\ntheme = 'pink'\n[defaults]\nsmooth = false",
        "version = 1\n[locked]\ntheme = 'light'\n[defaults]\nsmooth = 3",
        "version = 9",
        "no settings at all",
        "",
    ],
)
def test_of_a_bad_file_nothing_is_used_and_that_is_said(
    tmp_path: Path, text: str
) -> None:
    found, told = managed(tmp_path, text)
    assert found == NOTHING
    assert [sentence for sentence, _ in told] == [BAD]
    assert str(told[0][1]["path"]).endswith("managed.toml")


def test_what_is_not_known_is_said_and_the_rest_used(tmp_path: Path) -> None:
    found, told = managed(
        tmp_path, "version = 1\nx = 1\n[locked]\nsmell = 1\nlinked = true\n"
    )
    assert found.locked == {"linked": True}
    assert told[0][0] == UNKNOWN
    assert told[0][1]["names"] == "smell, x"


def test_without_a_file_nothing_is_managed(tmp_path: Path) -> None:
    told = Told()
    assert load_managed((tmp_path / "absent.toml",), told) == NOTHING
    assert told == []


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", ["/etc/xdg/negatoscope/managed.toml"]),
        (
            {"XDG_CONFIG_DIRS": "/a:b:/c"},
            "linux",
            ["/a/negatoscope/managed.toml", "/c/negatoscope/managed.toml"],
        ),
        (
            {},
            "darwin",
            ["/Library/Application Support/Negatoscope/managed.toml"],
        ),
        ({"PROGRAMDATA": "/pd"}, "win32", ["/pd/Negatoscope/managed.toml"]),
        ({"NEGATOSCOPE_MANAGED": "/m.toml"}, "win32", ["/m.toml"]),
    ],
)
def test_it_lies_where_only_administrators_write(
    environment: dict[str, str], platform: str, expected: list[str]
) -> None:
    found = [path.as_posix() for path in managed_paths(environment, platform)]
    assert found == expected


def test_names_of_newer_versions_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "hologram": {"a": 1}, "theme": "light"}))
    assert unknown_names(path) == ("hologram",)
    save_settings(replace(load_settings(path), smooth=False), path)
    stored = json.loads(path.read_text())
    assert stored["hologram"] == {"a": 1}
    assert stored["theme"] == "light"


def test_values_that_made_no_sense_are_named(tmp_path: Path) -> None:
    path, told = tmp_path / "settings.json", Told()
    path.write_text(json.dumps({"theme": "pink", "smooth": 3, "linked": True}))
    assert load_settings(path, told) == Settings(linked=True)
    assert told == [(NO_SENSE, {"names": "theme, smooth"})]
