"""What a hospital sets for all who use a computer: one file that readers cannot write.

    version = 1
    by = "IT of the hospital"    # shown beside what is locked
    [defaults]                   # until the reader sets something else
    [locked]                     # the reader cannot change these

The names and values are those of an exported file of settings. This is a convenience
for honest readers, no fence: who may start programs may start another one.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from viewer.records import dataclass
from viewer.text import mark

VARIABLE = "NEGATOSCOPE_MANAGED"
"""Environment variable with the path of the file, in place of the usual one."""

NAME = "managed.toml"
LONGEST_BY = 80
BAD = mark("{path} is not used: {reason}")
UNKNOWN = mark("{path} names what this version does not know: {names}")


@dataclass(frozen=True, slots=True)
class Managed:
    """What was read of that file."""

    path: str
    by: str
    """Who says so, in the file's own words; "" when it does not say."""
    defaults: Mapping[str, Any]
    locked: Mapping[str, Any]


NOTHING = Managed("", "", {}, {})


def managed_paths(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Where it may lie; the first one that is there counts."""
    if named := environment.get(VARIABLE):
        return (Path(named),)
    if platform == "win32":
        folder = environment.get("PROGRAMDATA") or "C:\\ProgramData"
        return (Path(folder) / "Negatoscope" / NAME,)
    if platform == "darwin":
        return (Path("/Library/Application Support/Negatoscope") / NAME,)
    folders = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return tuple(
        Path(folder) / "negatoscope" / NAME
        for folder in folders.split(os.pathsep)
        if folder.startswith("/")
    )


def load_managed(
    paths: tuple[Path, ...] | None = None,
    tell: Callable[..., None] = lambda sentence, **values: None,
) -> Managed:
    """What the hospital has set; `tell` gets an English sentence and its values when
    the file cannot be used, and then nothing of it is."""
    for path in managed_paths() if paths is None else paths:
        if path.is_file():
            return _read(path, tell)
    return NOTHING


def _read(path: Path, tell: Callable[..., None]) -> Managed:
    from viewer.store.settings_files import SettingsFileError, read_tables, taken

    try:
        tables = read_tables(path)
        defaults, locked = taken(tables, "defaults"), taken(tables, "locked")
    except SettingsFileError as error:
        tell(BAD, path=str(path), reason=str(error))
        return NOTHING
    except OSError as error:
        tell(BAD, path=str(path), reason=error.strerror or type(error).__name__)
        return NOTHING
    unknown = [*defaults.unknown, *locked.unknown]
    unknown += [name for name in tables if name not in _KNOWN]
    if unknown:
        tell(UNKNOWN, path=str(path), names=", ".join(unknown))
    by = tables.get("by")
    shown = by[:LONGEST_BY] if isinstance(by, str) and by.isprintable() else ""
    return Managed(str(path), shown, defaults.values, locked.values)


_KNOWN = ("version", "by", "defaults", "locked")
