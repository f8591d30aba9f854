"""Settings in files that people read and carry: TOML, with a version.

Written whole; read whole or not at all: one value that makes no sense and nothing of
the file is taken. No path, no window and nothing of a patient stands in it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from viewer.store.habits import Mouse
from viewer.store.settings import FILE_BYTES, Settings, read_field
from viewer.store.settings_table import CARRIED, ENTRIES
from viewer.text import mark, tr

VERSION = 1
TABLE = "settings"
ENDING = ".toml"

TITLE = mark("Settings of Negatoscope. No patient, no path and no picture is in here.")
NOT_TOML = mark("It is no settings file: {reason}")
NO_VERSION = mark("It is no settings file: it names no version.")
TOO_NEW = mark("It was written by a newer version of this program (format {version}).")
NO_SENSE = mark("“{value}” makes no sense for “{field}”.")
TOO_LONG = mark("It is too long for a settings file.")
NO_TABLE = mark("[{table}] is no table.")
LONGEST_SHOWN = 40


class SettingsFileError(ValueError):
    """A file of settings that cannot be taken; the text says why, for its reader."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of settings says."""

    values: dict[str, Any]
    unknown: tuple[str, ...]
    """Names that this version does not know."""


def written(settings: Settings) -> str:
    """The settings as such a file, each with what it may be."""
    lines = [f"# {tr(TITLE)}", f"version = {VERSION}", "", f"[{TABLE}]"]
    for entry in ENTRIES:
        may_be = ", ".join(value for value, _ in entry.words)
        lines.append(f"# {tr(entry.label)}{f' ({may_be})' if may_be else ''}")
        lines.append(f"{entry.field} = {_toml(getattr(settings, entry.field))}")
    lines += ["", f"[{TABLE}.mouse]"]
    lines += [f"{name} = {_toml(use)}" for name, use in asdict(settings.mouse).items()]
    lines += ["", f"[{TABLE}.keys]"]
    lines += [f"{_toml(name)} = {_toml(list(keys))}" for name, keys in settings.keys]
    return "\n".join(lines) + "\n"


def read_file(path: Path) -> Taken:
    """What the file says. Raises SettingsFileError, and OSError."""
    return taken(read_tables(path))


def read_tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file with our version. Raises as `read_file` does."""
    import tomllib

    with path.open("rb") as file:
        data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise SettingsFileError(tr(TOO_LONG))
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError) as error:
        raise SettingsFileError(tr(NOT_TOML, reason=type(error).__name__)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsFileError(tr(NOT_TOML, reason=str(error))) from error
    version = tables.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise SettingsFileError(tr(NO_VERSION))
    if version > VERSION:
        raise SettingsFileError(tr(TOO_NEW, version=version))
    return tables


def taken(tables: Mapping[str, Any], table: str = TABLE) -> Taken:
    """The settings of one table. Raises SettingsFileError when one makes no sense."""
    found = tables.get(table, {})
    if not isinstance(found, dict):
        raise SettingsFileError(tr(NO_TABLE, table=table))
    values = {name: _understood(name, found[name]) for name in CARRIED if name in found}
    return Taken(values, tuple(name for name in found if name not in CARRIED))


def _understood(name: str, value: object) -> Any:
    """Strictly: no part of it is left out, nothing is clamped."""
    stored: object = value
    if name == "keys" and isinstance(value, dict):
        stored = [[one, keys] for one, keys in value.items()]
    try:
        read = read_field(name, stored)
    except ValueError as error:
        raise SettingsFileError(_no_sense(name, value)) from error
    if name == "keys":
        whole = [[one, list(keys)] for one, keys in read] == stored
    elif isinstance(read, Mouse):
        known = asdict(read)
        whole = isinstance(value, dict) and {**known, **value} == known
    else:
        whole = read == stored
    if not whole:
        raise SettingsFileError(_no_sense(name, value))
    return read


def _no_sense(name: str, value: object) -> str:
    shown = str(value)
    if len(shown) > LONGEST_SHOWN:
        shown = shown[:LONGEST_SHOWN] + "…"
    return tr(NO_SENSE, value=shown, field=name)


def _toml(value: object) -> str:
    """A value as TOML writes it; its strings are written as JSON's are."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True)
    return json.dumps(value)
