"""What files of folders opened before hold, so that known ones need not be read.

A row stands for one file in one state (`files/stamp.py`). Its bytes are checked against
the path, the state and what it is: a row that is damaged is no row.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from viewer import limits
from viewer.records import dataclass
from viewer.store.database import Database

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE folders (
    id INTEGER PRIMARY KEY, path BLOB UNIQUE NOT NULL,
    opened INTEGER NOT NULL, nbytes INTEGER NOT NULL);
CREATE TABLE files (
    folder INTEGER NOT NULL, name BLOB NOT NULL, stamp TEXT NOT NULL,
    kind INTEGER NOT NULL, language TEXT NOT NULL, checksum INTEGER NOT NULL,
    data BLOB NOT NULL);
CREATE UNIQUE INDEX files_by_name ON files (folder, name)
"""
_ROW_BYTES = 100
"""What a row takes besides its data, about."""


class Kind(IntEnum):
    """What a file was found to be."""

    HEADER = 0
    """The data are its header."""
    ODD = 1
    """The same, read through pydicom because the fast walker did not understand it."""
    SKIPPED = 2
    """No DICOM; the data are the reason."""
    ARCHIVE = 3
    """Skipped as a file, read like a folder."""
    FAILED = 4
    """Its content cannot be read; the data are the reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file in one state; `language` is of the sentences in it, "" without any."""

    stamp: str
    kind: Kind
    language: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FolderRows:
    """New rows of a folder by name, and the names of files that are gone."""

    path: str
    rows: Mapping[str, Row]
    gone: Sequence[str] = ()


class Studies:
    """The rows by folder; a folder that was opened longest ago goes first."""

    def __init__(
        self, database: Database, reading: str, limit_bytes: int = limits.INDEX_BYTES
    ) -> None:
        """`reading` names the code that reads headers: rows of another are dropped."""
        self._database = database
        self._reading = reading
        self._limit_bytes = limit_bytes

    def folder(self, path: str) -> dict[str, Row]:
        """What is known of the files of a folder, by name."""
        key = os.fsencode(path)
        rows: dict[str, Row] = {}
        found = self._database.read(lambda base: self._select(base, key)) or []
        for name, stamp, kind, language, checksum, data in found:
            try:
                is_sound = checksum == _checksum(key, name, stamp, kind, language, data)
            except (TypeError, ValueError):
                continue
            if is_sound:
                rows[os.fsdecode(name)] = Row(stamp, Kind(kind), language, data)
        return rows

    def folders_below(self, path: str) -> list[str]:
        """Known folders within a folder, at any depth."""
        below = os.fsencode(path.rstrip(os.sep)) + os.fsencode(os.sep)
        found = self._database.read(
            lambda base: base.execute(
                "SELECT path FROM folders WHERE path >= ? AND path < ?",
                (below, below[:-1] + bytes([below[-1] + 1])),
            ).fetchall()
        )
        return [os.fsdecode(path) for (path,) in found or []]

    def keep(self, folders: Sequence[FolderRows]) -> None:
        """Add rows of folders that are opened now, and forget the files that are gone.

        All of them, or nothing.
        """
        if folders:
            self._database.write(lambda base: self._insert(base, folders))

    def trim(self) -> None:
        """Forget the folders that were opened longest ago, down to the limit."""
        self._database.write(self._evict)
        self._database.shrink()

    def forget(self, folders: Iterable[str]) -> None:
        """Forget folders, but nothing below them."""
        keys = [(os.fsencode(folder),) for folder in folders]
        self._database.write(lambda base: _drop(base, keys))

    def _select(
        self, base: sqlite3.Connection, key: bytes
    ) -> list[tuple[bytes, str, int, str, int, bytes]]:
        if not self._is_of_this_reading(base):
            return []
        return base.execute(
            "SELECT name, stamp, kind, language, checksum, data FROM files"
            " WHERE folder = (SELECT id FROM folders WHERE path = ?)",
            (key,),
        ).fetchall()

    def _is_of_this_reading(self, base: sqlite3.Connection) -> bool:
        found = base.execute("SELECT value FROM about WHERE name='reading'").fetchone()
        return bool(found == (self._reading,))

    def _insert(self, base: sqlite3.Connection, folders: Sequence[FolderRows]) -> None:
        if not self._is_of_this_reading(base):
            base.execute("DELETE FROM files")
            base.execute("DELETE FROM folders")
            base.execute(
                "INSERT OR REPLACE INTO about VALUES ('reading', ?)", (self._reading,)
            )
        now = time.time_ns()
        for folder in folders:
            _insert_folder(base, folder, now)

    def _evict(self, base: sqlite3.Connection) -> None:
        folders = base.execute("SELECT path, nbytes FROM folders ORDER BY opened, id")
        listed = folders.fetchall()
        total = sum(nbytes for _, nbytes in listed)
        dropped = []
        for path, nbytes in listed:
            if total <= self._limit_bytes:
                break
            dropped.append((path,))
            total -= nbytes
        _drop(base, dropped)


def _insert_folder(base: sqlite3.Connection, folder: FolderRows, now: int) -> None:
    key = os.fsencode(folder.path)
    if not folder.rows:
        base.execute("UPDATE folders SET opened = ? WHERE path = ?", (now, key))
        if not folder.gone:
            return
    else:
        base.execute(
            "INSERT INTO folders (path, opened, nbytes) VALUES (?, ?, 0)"
            " ON CONFLICT (path) DO UPDATE SET opened = excluded.opened",
            (key, now),
        )
    found = base.execute("SELECT id FROM folders WHERE path = ?", (key,))
    (number,) = found.fetchone() or (0,)
    base.executemany(
        "DELETE FROM files WHERE folder = ? AND name = ?",
        [(number, os.fsencode(name)) for name in folder.gone],
    )
    base.executemany(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, *_cells(key, name, row)) for name, row in folder.rows.items()],
    )
    base.execute(
        "UPDATE folders SET nbytes = (SELECT COALESCE(SUM(LENGTH(data) +"
        " LENGTH(name) + ?), 0) FROM files WHERE folder = ?) WHERE id = ?",
        (_ROW_BYTES, number, number),
    )


def _cells(key: bytes, name: str, row: Row) -> tuple[object, ...]:
    raw = os.fsencode(name)
    checksum = _checksum(key, raw, row.stamp, row.kind, row.language, row.data)
    return raw, row.stamp, int(row.kind), row.language, checksum, row.data


def _drop(base: sqlite3.Connection, keys: list[tuple[bytes]]) -> None:
    if keys:
        base.executemany(
            "DELETE FROM files WHERE folder = (SELECT id FROM folders WHERE path = ?)",
            keys,
        )
        base.executemany("DELETE FROM folders WHERE path = ?", keys)


def _checksum(
    folder: bytes, name: bytes, stamp: str, kind: int, language: str, data: bytes
) -> int:
    about = f"{stamp} {int(kind)} {language} ".encode() + folder + b"/" + name
    return zlib.crc32(data, zlib.crc32(about))
