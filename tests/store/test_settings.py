import json
import os
import stat
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from viewer.pixels.display import Display
from viewer.store import settings as module
from viewer.store.habits import Mouse
from viewer.store.settings import (
    Settings,
    load_settings,
    save_settings,
    settings_path,
)
from viewer.store.settings_values import RECENT_PATHS

CHANGED = Settings(
    window_geometry=bytes(range(256)),
    show_thumbnails=False,
    show_header=False,
    thumbnails_width=123,
    header_width=456,
    theme="light",
    text_size="150",
    motion="reduced",
    language="pt_BR",
    smooth=False,
    annotations="minimal",
    hides_identity=True,
    drag_down="darker",
    drag_right="narrower",
    drag_speed="fast",
    drag_zoom="smaller",
    zoom_speed="slow",
    drag_scroll="previous",
    scroll_speed="fast",
    scroll_wraps=True,
    mouse=Mouse(middle="reset", ctrl_wheel="width"),
    keys=(("invert", ("X", "Ctrl+F7")), ("flip-vertical", ())),
    open_whole_study=False,
    keep_recent=False,
    recent_paths=("/data/São Paulo/π.dcm", "C:\\exam", "/bad\udcff"),
    keep_index=False,
    second_geometry=bytes(range(8)),
    layout="1+3",
    hang_automatically=False,
    linked=True,
    link_scroll=False,
    link_zoom=False,
    link_pan=False,
    link_window=False,
    reference_lines=False,
    reference_ends=True,
    link_turn=True,
    second_open=True,
    second_screen="DP-2 · ACME",
    second_whole=True,
    second_layout="2x2",
    reopen_second=False,
    displays=(Display("DP-1 · ACME", ((0, 0.5), (255, 350.0)), 0.25, 0.27),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "settings.json"


def write(path: Path, stored: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stored if isinstance(stored, str) else json.dumps(stored))


def test_every_field_survives_being_saved_and_loaded(path: Path) -> None:
    default = Settings()
    for field in fields(Settings):
        assert getattr(CHANGED, field.name) != getattr(default, field.name)
    save_settings(CHANGED, path)
    assert load_settings(path) == CHANGED


def test_without_a_file_there_are_defaults_and_no_file_is_made(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert not path.parent.exists()


def test_only_the_owner_can_read_the_file(path: Path) -> None:
    save_settings(CHANGED, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def backup_of(path: Path) -> Path:
    return path.with_name("settings.json.bak")


def test_nothing_but_the_file_and_its_backup_is_left_in_the_folder(path: Path) -> None:
    save_settings(CHANGED, path)
    save_settings(Settings(), path)
    assert sorted(path.parent.iterdir()) == [path, backup_of(path)]
    assert stat.S_IMODE(backup_of(path).stat().st_mode) == 0o600


def test_what_was_forgotten_stands_in_the_backup_neither(path: Path) -> None:
    save_settings(Settings(recent_paths=("/secret",)), path)
    save_settings(Settings(recent_paths=()), path)
    assert all("secret" not in one.read_text() for one in path.parent.iterdir())


def test_a_write_that_fails_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(CHANGED, path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_settings(Settings(), path)
    assert load_settings(path) == CHANGED
    assert sorted(path.parent.iterdir()) == [path, backup_of(path)]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "null", "\xff\xfe", '"text"', "[" * 100_000, " " * (2 << 20)],
    ids=["empty", "cut", "list", "null", "bytes", "text", "deep", "long"],
)
def test_a_file_that_is_no_settings_file_is_kept_aside(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("latin-1"))
    told: list[str] = []
    assert load_settings(path, told.append) == Settings()
    assert told == [module.DAMAGED]
    assert not path.exists()
    assert path.with_name("settings.json.bad").read_bytes() == text.encode("latin-1")
    save_settings(CHANGED, path)
    assert load_settings(path) == CHANGED


@pytest.mark.parametrize("cut", range(0, 600, 7))
def test_a_file_cut_anywhere_comes_back_from_its_backup_and_that_is_said(
    path: Path, cut: int
) -> None:
    save_settings(CHANGED, path)
    path.write_bytes(path.read_bytes()[:cut])
    told: list[str] = []
    assert load_settings(path, told.append) == CHANGED
    assert told == [module.RESTORED]


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 600])
def test_two_damaged_files_give_defaults_and_that_is_said(
    path: Path, damage: bytes
) -> None:
    save_settings(CHANGED, path)
    path.write_bytes(damage)
    backup_of(path).write_bytes(damage)
    told: list[str] = []
    assert load_settings(path, told.append) == Settings()
    assert told == [module.DAMAGED]


def test_sound_settings_and_none_at_all_are_nothing_to_speak_of(path: Path) -> None:
    told: list[str] = []
    load_settings(path, told.append)
    save_settings(CHANGED, path)
    load_settings(path, told.append)
    assert told == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("thumbnails_width", 1, 80),
        ("thumbnails_width", 10**9, 2000),
        ("header_width", -5, 80),
        ("header_width", "300", 360),
        ("header_width", 300.5, 360),
        ("header_width", True, 360),
        ("layout", " 2X3", "2x3"),
        ("layout", "9x9", "1x1"),
        ("layout", 4, "1x1"),
        ("keep_index", "no", True),
        ("smooth", 0, True),
        ("show_header", "no", True),
        ("theme", "pink", "dark"),
        ("theme", ["dark"], "dark"),
        ("language", "../../x", ""),
        ("language", 7, ""),
        ("language", "de", "de"),
        ("annotations", None, "all"),
        ("drag_down", "sideways", "brighter"),
        ("drag_right", "darker", "wider"),
        ("drag_speed", 2, "usual"),
        ("drag_zoom", "up", "larger"),
        ("scroll_wraps", "yes", False),
        ("mouse", "left", Mouse()),
        ("mouse", {"left": "reset", "middle": "zoom", "x": 1}, Mouse(middle="zoom")),
        ("mouse", {"wheel": ["zoom"]}, Mouse()),
        ("keys", {"invert": "X"}, ()),
        ("keys", [["invert", ["X"]], ["a"], 3, ["", ["Y"]]], (("invert", ("X",)),)),
        ("keys", [["a", ["X"] * 9], ["b", [""]], ["c", "X"], ["d", []]], (("d", ()),)),
        ("window_geometry", "not base64!", b""),
        ("window_geometry", "A" * 100_000, b""),
        ("recent_paths", "/one", ()),
        ("recent_paths", ["/one", 2], ()),
        ("recent_paths", ["/one", "/one", "", "/two"], ("/one", "/two")),
        ("recent_paths", ["/a\0b"], ()),
        (
            "recent_paths",
            [str(number) for number in range(99)],
            tuple(str(number) for number in range(RECENT_PATHS)),
        ),
    ],
)
def test_a_value_that_makes_no_sense_is_clamped_or_replaced_and_the_rest_kept(
    path: Path, name: str, value: object, expected: Any
) -> None:
    kept = "thumbnails_width" if name == "header_width" else "header_width"
    write(path, {"version": 1, name: value, kept: 222, "unknown": 1})
    assert load_settings(path) == replace(Settings(), **{name: expected, kept: 222})
    assert path.exists()


def test_a_file_of_a_newer_version_is_kept_and_understood_as_far_as_possible(
    path: Path,
) -> None:
    write(path, {"version": 2, "theme": "light", "new": True})
    told: list[str] = []
    assert load_settings(path, told.append).theme == "light"
    assert told == [module.NEWER]
    newer = path.with_name("settings.json.newer")
    assert json.loads(newer.read_text())["new"] is True


def test_a_folder_in_the_place_of_the_file_gives_defaults(path: Path) -> None:
    path.mkdir(parents=True)
    assert load_settings(path) == Settings()


def test_a_recent_path_comes_first_once_and_the_list_is_short() -> None:
    settings = Settings()
    for number in range(RECENT_PATHS + 5):
        settings = settings.with_recent(f"/{number}")
    settings = settings.with_recent("/10")
    assert settings.recent_paths[:3] == ("/10", "/16", "/15")
    assert len(settings.recent_paths) == RECENT_PATHS
    assert len(set(settings.recent_paths)) == RECENT_PATHS


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", "/home/me/.config/negatoscope/settings.json"),
        ({"XDG_CONFIG_HOME": "/x"}, "linux", "/x/negatoscope/settings.json"),
        (
            {"XDG_CONFIG_HOME": "x"},
            "linux",
            "/home/me/.config/negatoscope/settings.json",
        ),
        (
            {},
            "darwin",
            "/home/me/Library/Application Support/Negatoscope/settings.json",
        ),
        ({"APPDATA": "/appdata"}, "win32", "/appdata/Negatoscope/settings.json"),
        ({}, "win32", "/home/me/AppData/Roaming/Negatoscope/settings.json"),
        ({"NEGATOSCOPE_SETTINGS": "/t/s.json", "APPDATA": "/a"}, "win32", "/t/s.json"),
    ],
)
def test_the_file_lies_where_the_platform_keeps_such_files(
    environment: dict[str, str], platform: str, expected: str
) -> None:
    assert settings_path(environment, platform, Path("/home/me")) == Path(expected)


def test_the_environment_names_the_file_for_loading_and_saving(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(module.VARIABLE, os.fspath(path))
    save_settings(CHANGED)
    assert path.exists()
    assert load_settings() == CHANGED


def test_every_field_has_its_reader() -> None:
    assert [field.name for field in fields(Settings)] == list(module._READ)


def stored_display(**fields: Any) -> dict[str, Any]:
    display = {"screen": "DP-1", "points": [], "ambient": 0.0, "pixel_mm": 0.27}
    return {**display, **fields}


@pytest.mark.parametrize(
    "fields",
    [
        {"screen": 5},
        {"points": [[0, 1]]},
        {"points": [[0, 350], [255, 1]]},
        {"points": "dark"},
        {"points": [[0, 1], [255, float("inf")]]},
        {"ambient": None},
        {"ambient": -1, "points": [[0, 1], [255, 350]]},
        {"pixel_mm": -0.1},
        {"pixel_mm": float("nan")},
    ],
)
def test_a_screen_that_cannot_be_is_forgotten_and_the_others_stay(
    path: Path, fields: dict[str, Any]
) -> None:
    bad, good = stored_display(**fields), stored_display(screen="DP-2")
    write(path, {"displays": [bad, 7, good]})
    assert load_settings(path).displays == (Display("DP-2", (), 0.0, 0.27),)


def test_what_is_known_of_a_screen_replaces_what_was() -> None:
    settings = Settings(displays=(Display("one"), Display("two")))
    known = Display("two", pixel_mm=0.3)
    assert settings.with_display(known) == (known, Display("one"))
    many = Settings(displays=tuple(Display(str(number)) for number in range(16)))
    assert len(many.with_display(known)) == 16
