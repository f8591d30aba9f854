"""Files of settings: readable, whole or nothing, nothing of a patient in them."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.store.test_settings import CHANGED
from viewer.store.settings import Settings
from viewer.store.settings_files import (
    SettingsFileError,
    read_file,
    read_tables,
    taken,
    written,
)
from viewer.store.settings_table import CARRIED
from viewer.text import set_language

PLANTED = Settings(
    recent_paths=("/home/Silva^Joao/4711",),
    layout="2x2",
    second_screen="Silva",
    window_geometry=b"Silva",
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(written(CHANGED), "utf-8")
    found = read_file(path)
    assert found.unknown == ()
    assert set(found.values) == set(CARRIED)
    assert replace(Settings(), **found.values) == replace(
        CHANGED,
        **{
            one.name: getattr(Settings(), one.name)
            for one in fields(Settings)
            if one.name not in CARRIED
        },
    )


def test_a_second_reader_of_toml_finds_the_same() -> None:
    tables = tomllib.loads(written(CHANGED))
    assert tables["version"] == 1
    assert tables["settings"]["theme"] == "light"
    assert tables["settings"]["smooth"] is False
    assert tables["settings"]["mouse"]["middle"] == "reset"
    assert tables["settings"]["keys"] == {
        "invert": ["X", "Ctrl+F7"],
        "flip-vertical": [],
    }


def test_nothing_of_a_patient_and_no_path_stands_in_it() -> None:
    text = written(PLANTED)
    for secret in ("Silva", "4711", "/home", "2x2"):
        assert secret not in text


def test_each_setting_is_explained_in_the_reader_s_language() -> None:
    set_language("pt_BR")
    text = written(Settings())
    set_language("en")
    assert "# Tema (dark, light)" in text
    assert "# Theme (dark, light)" in written(Settings())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("version = 1\n[settings]\ntheme = 'pink'\nsmooth = false", "“pink”"),
        ("version = 1\n[settings]\nsmooth = 'no'", "“smooth”"),
        ("version = 1\n[settings.mouse]\nmiddle = 'fly'", "“mouse”"),
        ("version = 1\n[settings.mouse]\nfourth = 'pan'", "“mouse”"),
        ("version = 1\n[settings.keys]\ninvert = 'X'", "“keys”"),
        ("version = 1\n[settings]\nkeys = ['X']", "“keys”"),
        ("version = 1\nsettings = 3", "no table"),
        ("version = 2\n[settings]", "newer version"),
        ("version = true", "names no version"),
        ("[settings]\ntheme = 'dark'", "names no version"),
        ("{", "no settings file"),
        ("\udcff", "no settings file"),
        ("a = 1\n" * 300_000, "too long"),
        ("a = " + "[" * 20_000, "no settings file"),
    ],
)
def test_a_bad_file_is_refused_whole_and_why_is_said(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsFileError, match=reason):
        taken(read_tables(path))


def test_what_is_not_known_is_named_and_the_rest_taken(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    path.write_text("version = 1\n[settings]\ntheme = 'light'\nhologram = 3\n")
    found = read_file(path)
    assert found.values == {"theme": "light"}
    assert found.unknown == ("hologram",)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "notepad.toml"
    path.write_text(written(Settings()), "utf-8-sig")
    assert set(read_file(path).values) == set(CARRIED)
