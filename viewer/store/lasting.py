"""A database of what must not be lost: what was said to be written is on the disk.

SQLite in the user's own folder for data, readable by its owner only. Every write is one
transaction that has reached the disk when it returns. A damaged file is kept aside and
its place taken by the newest good backup and all sound rows that the damaged file still
gives; one of a newer version of the program is left alone.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from viewer.files.sources import keep_off, let_go
from viewer.text import mark

if TYPE_CHECKING:
    import sqlite3

Result = TypeVar("Result")

WAIT_SECONDS = 5.0
"""For another window that is writing."""

BACKUPS = 5
BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite puts after the name of a database: the file and its companions."""

_LARGEST_VERSION = 1000
"""A number above it was never written by any version of the program."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
"""The last is what SQLite says when a table is missing."""

RESTORED = mark(
    "The file of marks was damaged. It is kept as {name}; what could be read of it and"
    " of its backup is back."
)
NEWER = mark("The file of marks is of a newer version: it is left alone.")


class KeepingError(Exception):
    """Nothing was written; the text is the reason. What is on the disk is as before."""


class NewerError(KeepingError):
    """The file is of a newer version of the program."""


class Lasting:
    """One file; from any thread, one at a time, and from several windows."""

    def __init__(
        self,
        path: Path,
        schema: str,
        version: int,
        *,
        salvage: Callable[[sqlite3.Connection, sqlite3.Connection], None],
        is_sound: Callable[[sqlite3.Connection], bool] = lambda base: True,
        tell: Callable[[str], None] = lambda name: None,
    ) -> None:
        """`salvage` copies the sound rows of a damaged file (first) into a good one.

        It may raise sqlite3.Error at any row. `is_sound` says of a file in which SQLite
        finds nothing wrong whether its rows are as they were written. `tell` gets the
        name under which a damaged file is kept, in any thread.
        """
        self.path = path
        self.tell = tell
        self._schema = schema
        self._version = version
        self._salvage = salvage
        self._rows_are_sound = is_sound
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] = (0, 0)
        self._has_backup = False
        self._is_replacing = False

    def read(self, action: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """What the action finds; None without a file. Raises KeepingError."""
        with self._lock:
            is_there = self.path.exists() or self._has_backups()
            return self._do(action) if is_there else None

    def write(self, action: Callable[[sqlite3.Connection], object]) -> None:
        """Do the action as one transaction; on the disk at return, or KeepingError."""

        def within(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                action(connection)

        with self._lock:
            self._do(within, writing=True)

    def files(self) -> list[Path]:
        """All that is there of it: backups too, and what was kept aside."""
        stem = self.path.name
        folder = self.path.parent
        return sorted(folder.glob(stem + "*")) if folder.is_dir() else []

    def wipe(self) -> None:
        """Leave no file of it. Raises OSError."""
        with self._lock:
            self._close()
            for path in self.files():
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """At the end of the program; a later use opens it again."""
        if self._lock.acquire(timeout=WAIT_SECONDS):
            self._close()
            self._lock.release()

    def _do(
        self,
        action: Callable[[sqlite3.Connection], Result],
        *,
        writing: bool = False,
        again: bool = True,
    ) -> Result:
        import sqlite3

        try:
            connection = self._opened()
            if writing and not self._has_backup:
                self._back_up(connection)
            return action(connection)
        except (sqlite3.Error, OSError, UnicodeDecodeError) as fault:
            name = getattr(fault, "sqlite_errorname", "")
            is_damaged = name.startswith(_DAMAGED) or _is_unspeakable(fault)
            if again and is_damaged:
                self._replace()
                return self._do(action, writing=writing, again=False)
            self._close()
            reason = fault.strerror if isinstance(fault, OSError) else str(fault)
            raise KeepingError(reason or type(fault).__name__) from fault

    def _opened(self) -> sqlite3.Connection:
        """The connection to the file that has the name now: it may be another."""
        if self._connection is not None and _file_of(self.path) != self._file:
            self._close()
        if self._connection is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            os.chmod(self.path, 0o600)
            self._file = _file_of(self.path)
            keep_off(self.path)
            self._connection = self._connected(self.path)
            self._prepare(self._connection)
        return self._connection

    def _connected(self, path: Path) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(
            path,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        # A damaged text costs its own row, by the checksum, and not those behind it.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        import sqlite3

        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if self._version < version <= _LARGEST_VERSION:
            self._close()
            raise NewerError(NEWER)
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON").fetchone()
        is_emptied = version == 0 and self._has_backups() and not self._is_replacing
        if version == 0 and not is_emptied:
            self._begin(connection)
        keep_off(self.path)
        is_impossible = version > _LARGEST_VERSION
        if is_emptied or is_impossible or not self._is_sound(connection):
            fault = sqlite3.DatabaseError("not sound")
            fault.sqlite_errorname = "SQLITE_CORRUPT"
            raise fault

    def _is_sound(self, connection: sqlite3.Connection) -> bool:
        # The quick check leaves out whether what is looked up by an index is all.
        check = connection.execute("PRAGMA integrity_check(1)").fetchone()
        return check == ("ok",) and self._rows_are_sound(connection)

    def _has_backups(self) -> bool:
        """There was a file: one that is gone or empty now was damaged."""
        return any(self._backup(number).exists() for number in range(BACKUPS))

    def _begin(self, connection: sqlite3.Connection) -> None:
        """An empty database, unless another window has just made it."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                for statement in self._schema.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={self._version}")

    def _back_up(self, connection: sqlite3.Connection) -> None:
        """As it was when this program began to write; the oldest one goes."""
        names = [self._backup(number) for number in range(BACKUPS)]
        fresh = self.path.with_name(self.path.name + ".backup-new")
        for old in (fresh, fresh.with_name(fresh.name + "-journal")):
            old.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600))
        target = self._connected(fresh)
        try:
            connection.backup(target)
        finally:
            target.close()
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            if newer.exists():
                os.replace(newer, older)
        os.replace(fresh, names[0])
        self._has_backup = True

    def _backup(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.backup-{number + 1}")

    def _replace(self) -> None:
        """Put what is damaged aside, and a good one with all that is left of it."""
        import sqlite3

        self._close()
        aside = self._aside()
        for beside in BESIDE:
            part = self.path.with_name(self.path.name + beside)
            if part.exists():
                os.replace(part, aside.with_name(aside.name + beside))
        self._restore_backup()
        self._is_replacing = True
        try:
            good = self._opened()
        finally:
            self._is_replacing = False
        with contextlib.suppress(sqlite3.Error, ValueError):
            damaged = self._connected(aside)
            try:
                with good:
                    good.execute("BEGIN IMMEDIATE")
                    with contextlib.suppress(sqlite3.Error, ValueError):
                        self._salvage(damaged, good)
            finally:
                damaged.close()
        self.tell(aside.name)

    def _aside(self) -> Path:
        """A name of its own: what was kept aside before stays."""
        moment = time.strftime("%Y%m%d-%H%M%S")
        stem = f"{self.path.name}.damaged-{moment}"
        names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
        paths = (self.path.with_name(name) for name in names)
        return next(path for path in paths if not path.exists())

    def _restore_backup(self) -> None:
        import sqlite3

        for number in range(BACKUPS):
            backup = self._backup(number)
            with contextlib.suppress(sqlite3.Error, OSError, ValueError):
                if not backup.exists():
                    continue
                source = self._connected(backup)
                try:
                    (version,) = source.execute("PRAGMA user_version").fetchone()
                    if version != self._version or not self._is_sound(source):
                        continue
                    target = self._connected(self.path)
                    try:
                        source.backup(target)
                    finally:
                        target.close()
                    return
                finally:
                    source.close()

    def _close(self) -> None:
        import sqlite3

        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
            let_go(self.path)


def _is_unspeakable(fault: Exception) -> bool:
    """Python could not decode what SQLite said: it quotes what is damaged."""
    return isinstance(fault, UnicodeDecodeError)


def _file_of(path: Path) -> tuple[int, int]:
    """Which file has the name; (0, 0) for none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino
