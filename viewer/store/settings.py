"""What the program remembers between two starts: one frozen record, one JSON file.

Whatever the file holds, the program starts: a value that makes no sense is replaced by
its default, a number is clamped, a file that is no settings file is kept aside.
"""

import base64
import contextlib
import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from viewer.pixels.display import Display
from viewer.records import dataclass
from viewer.store.folders import SETTINGS_VARIABLE, UsersFolder, users_folder
from viewer.store.habits import SPEEDS, Drags, Keys, Mouse, read_keys, read_mouse
from viewer.store.managed import NOTHING, Managed
from viewer.store.settings_values import (
    DISPLAYS,
    PATH_CHARACTERS,
    RECENT_PATHS,
    read_boolean,
    read_displays,
    read_geometry,
    read_language,
    read_layout,
    read_number,
    read_one_of,
    read_paths,
    read_text,
)
from viewer.text import mark

VERSION = 1
VARIABLE = SETTINGS_VARIABLE
"""Environment variable with the path of the file, in place of the usual one."""

FILE_BYTES = 1024 * 1024
PANEL_WIDTHS = (80, 2000)
MOST_UNKNOWN = 100
"""Names of newer versions that are kept."""

BACKUP = ".bak"
"""After the name of the file: the same again, for when the file is damaged."""

BAD, TOO_NEW = ASIDE = (".bad", ".newer")
"""After the name of a file that is kept aside."""

DAMAGED = mark("The settings were damaged; they begin anew.")
RESTORED = mark("The settings were damaged; the last good ones are back.")
NEWER = mark("The settings are of a newer version; what is understood of them is used.")
NO_SENSE = mark("Settings that made no sense are as at first: {names}")

Theme = Literal["dark", "light"]
Annotations = Literal["all", "minimal", "none"]
Speed = Literal["slow", "usual", "fast"]
TextSize = Literal["100", "125", "150", "175", "200"]
Motion = Literal["system", "full", "reduced"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is remembered; widths in device-independent pixels."""

    window_geometry: bytes = b""
    """As Qt saves it; b"" for the first start."""
    show_thumbnails: bool = True
    show_header: bool = True
    thumbnails_width: int = 200
    header_width: int = 360
    theme: Theme = "dark"
    text_size: TextSize = "100"
    """Percent of the system's own."""
    motion: Motion = "system"
    language: str = ""
    """"" for the system's, else a code such as "en" or "pt_BR"."""
    smooth: bool = True
    annotations: Annotations = "all"
    hides_identity: bool = False
    """For teaching: no patient is named on the screen."""
    drag_down: Literal["brighter", "darker"] = "brighter"
    """What dragging the window down makes of the image."""
    drag_right: Literal["wider", "narrower"] = "wider"
    drag_speed: Speed = "usual"
    drag_zoom: Literal["larger", "smaller"] = "larger"
    """What dragging upwards makes of the image."""
    zoom_speed: Speed = "usual"
    drag_scroll: Literal["next", "previous"] = "next"
    """Which image comes when dragging downwards."""
    scroll_speed: Speed = "usual"
    scroll_wraps: bool = False
    """Past the last image comes the first."""
    mouse: Mouse = field(default_factory=Mouse)
    keys: Keys = ()
    """Where they differ from the program's own."""
    open_whole_study: bool = True
    """One file opened alone brings the others of its study in its folder."""
    keep_recent: bool = True
    """What is opened comes into the list of recent paths."""
    recent_paths: tuple[str, ...] = ()
    """Newest first."""
    keep_index: bool = True
    """What files of opened folders hold is kept, and their small pictures."""
    second_geometry: bytes = b""
    """Of the second window, when it does not fill a screen."""
    second_open: bool = False
    """It was open at the end of the program."""
    second_screen: str = ""
    """The screen that it was on then."""
    second_whole: bool = False
    """It filled that screen."""
    second_layout: str = "1x1"
    """The name of the layout of its cells."""
    reopen_second: bool = True
    """It opens again at the next start, on its screen if that is there."""
    layout: str = "1x1"
    """The name of the layout of the cells."""
    hang_automatically: bool = True
    """A study that fits a hanging protocol with certainty is hung by it."""
    linked: bool = False
    """Viewports follow the active one, in what the next five say."""
    link_scroll: bool = True
    link_zoom: bool = True
    link_pan: bool = True
    link_window: bool = True
    link_turn: bool = False
    reference_lines: bool = True
    reference_ends: bool = False
    """Lines of the first and last slice too."""

    displays: tuple[Display, ...] = ()
    """Screens of which something is known, by their key."""

    def display(self, screen: str) -> Display:
        """What is known of the screen of this key."""
        found = (display for display in self.displays if display.screen == screen)
        return next(found, Display(screen))

    def with_display(self, display: Display) -> tuple[Display, ...]:
        """The screens with what is now known of one of them."""
        others = tuple(one for one in self.displays if one.screen != display.screen)
        return (display, *others)[:DISPLAYS]

    @property
    def drags(self) -> Drags:
        """Where dragging goes and how fast."""
        return Drags(
            self.drag_down == "brighter",
            self.drag_right == "wider",
            SPEEDS[self.drag_speed],
            self.drag_zoom == "larger",
            SPEEDS[self.zoom_speed],
            self.drag_scroll == "next",
            SPEEDS[self.scroll_speed],
        )

    def with_recent(self, path: str) -> "Settings":
        """The same with this path as the newest of the recent ones."""
        others = tuple(other for other in self.recent_paths if other != path)
        return replace(self, recent_paths=(path, *others)[:RECENT_PATHS])


FOLDER = UsersFolder(
    *("APPDATA", "AppData/Roaming", ""),
    "Library/Application Support/Negatoscope",
    *("XDG_CONFIG_HOME", ".config"),
)


def settings_path(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """Where the settings are kept, by the conventions of the platform."""
    if named := environment.get(VARIABLE):
        return Path(named)
    folder = users_folder(FOLDER, environment, platform, home)
    return folder / "settings.json"


def load_settings(
    path: Path | None = None,
    tell: Callable[..., None] = lambda sentence, **values: None,
    managed: Managed = NOTHING,
) -> Settings:
    """The settings of the file; defaults for all that is absent or makes no sense.

    A file that is no settings file, or of a newer version of the program, is kept
    aside with ".bad" or ".newer" after its name, and `tell` gets an English sentence
    and its values. In the place of a damaged one comes its backup. What the hospital
    has set stands below what the reader has, and what it has locked above.
    """
    path = path or settings_path()
    data = _content(path)
    stored = {} if data is None else _parsed(data)
    if stored is None:
        _keep_aside(path, BAD)
        stored = _parsed(_content(_backup_of(path)) or b"")
        tell(DAMAGED if stored is None else RESTORED)
    stored = stored or {}
    version = stored.get("version")
    if isinstance(version, int) and version > VERSION:
        _keep_aside(path, TOO_NEW)
        tell(NEWER)
    understood = _understood(stored)
    refused = [one.name for one in fields(Settings) if one.name in stored]
    refused = [name for name in refused if name not in understood]
    if refused:
        tell(NO_SENSE, names=", ".join(refused))
    return Settings(**{**managed.defaults, **understood, **managed.locked})


def save_settings(
    settings: Settings, path: Path | None = None, managed: Managed = NOTHING
) -> None:
    """Write the file whole or not at all, for its owner only, and its backup.

    Both hold the same: what was forgotten stands in neither. Only what differs from
    the defaults is written; what the hospital has locked stays as the reader had it,
    and so does what this version does not know. Raises OSError.
    """
    path = path or settings_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = _parsed(_content(path) or b"") or {}
    kept = {name: before[name] for name in unknown_names(path)}
    kept |= {name: before[name] for name in managed.locked if name in before}
    stored = {"version": VERSION, **_differing(settings, managed), **kept}
    text = json.dumps(stored, indent=2) + "\n"
    if len(text) > FILE_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    _write_whole(path, text)
    _write_whole(_backup_of(path), text)


def unknown_names(path: Path | None = None) -> tuple[str, ...]:
    """What stands in the file and this version does not know; it is kept there."""
    stored = _parsed(_content(path or settings_path()) or b"") or {}
    known = {"version", *(one.name for one in fields(Settings))}
    return tuple(name for name in stored if name not in known)[:MOST_UNKNOWN]


def read_field(name: str, value: object) -> Any:
    """A field from what JSON gave. Raises ValueError for what makes no sense."""
    return _READ[name](value)


def _differing(settings: Settings, managed: Managed) -> dict[str, Any]:
    first = Settings(**managed.defaults)
    differing = [
        one.name
        for one in fields(Settings)
        if getattr(settings, one.name) != getattr(first, one.name)
        and one.name not in managed.locked
    ]
    stored = asdict(settings)
    for name in ("window_geometry", "second_geometry"):
        stored[name] = base64.b64encode(getattr(settings, name)).decode()
    return {name: stored[name] for name in differing}


def forget_aside(path: Path | None = None) -> None:
    """Remove what was kept aside: damaged settings name recent paths too."""
    path = path or settings_path()
    for suffix in ASIDE:
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def _write_whole(path: Path, text: str) -> None:
    import tempfile  # 4 ms that the start of the program can do without

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _backup_of(path: Path) -> Path:
    return path.with_name(path.name + BACKUP)


def _content(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES + 1)
    except OSError:
        return None


def _parsed(data: bytes) -> dict[str, Any] | None:
    if len(data) > FILE_BYTES:
        return None
    try:
        stored = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return stored if isinstance(stored, dict) else None


def _understood(stored: dict[str, Any]) -> dict[str, Any]:
    """Fields of the record whose stored values make sense."""
    found: dict[str, Any] = {}
    for one in fields(Settings):
        if one.name in stored:
            with contextlib.suppress(ValueError):
                found[one.name] = _READ[one.name](stored[one.name])
    return found


def _keep_aside(path: Path, suffix: str) -> None:
    with contextlib.suppress(OSError):
        os.replace(path, path.with_name(path.name + suffix))


_READ: dict[str, Callable[[object], Any]] = {
    "window_geometry": read_geometry,
    "show_thumbnails": read_boolean,
    "show_header": read_boolean,
    "thumbnails_width": read_number(*PANEL_WIDTHS),
    "header_width": read_number(*PANEL_WIDTHS),
    "theme": read_one_of("dark", "light"),
    "text_size": read_one_of("100", "125", "150", "175", "200"),
    "motion": read_one_of("system", "full", "reduced"),
    "language": read_language,
    "smooth": read_boolean,
    "annotations": read_one_of("all", "minimal", "none"),
    "hides_identity": read_boolean,
    "drag_down": read_one_of("brighter", "darker"),
    "drag_right": read_one_of("wider", "narrower"),
    "drag_speed": read_one_of(*SPEEDS),
    "drag_zoom": read_one_of("larger", "smaller"),
    "zoom_speed": read_one_of(*SPEEDS),
    "drag_scroll": read_one_of("next", "previous"),
    "scroll_speed": read_one_of(*SPEEDS),
    "scroll_wraps": read_boolean,
    "mouse": read_mouse,
    "keys": read_keys,
    "open_whole_study": read_boolean,
    "keep_recent": read_boolean,
    "recent_paths": read_paths,
    "keep_index": read_boolean,
    "second_geometry": read_geometry,
    "second_open": read_boolean,
    "second_screen": lambda value: read_text(value, PATH_CHARACTERS),
    "second_whole": read_boolean,
    "second_layout": read_layout,
    "reopen_second": read_boolean,
    "layout": read_layout,
    "hang_automatically": read_boolean,
    "linked": read_boolean,
    "link_scroll": read_boolean,
    "link_zoom": read_boolean,
    "link_pan": read_boolean,
    "link_window": read_boolean,
    "link_turn": read_boolean,
    "reference_lines": read_boolean,
    "reference_ends": read_boolean,
    "displays": read_displays,
}
"""How each field is read from what JSON gave; ValueError where it makes no sense."""
