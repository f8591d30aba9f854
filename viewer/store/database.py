"""A small database of what can be found again: any trouble costs only that.

SQLite in the user's own folder for caches, readable by its owner only. A damaged file
is kept aside and begun anew, one of a newer version of the program is left alone, a
disk that is full or read-only is told once, and the program goes on without.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from viewer.files.sources import keep_off, let_go
from viewer.text import mark

if TYPE_CHECKING:
    import sqlite3

Result = TypeVar("Result")

WAIT_SECONDS = 2.0
"""For another window that is writing."""

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite puts after the name of a database: the file and its companions."""

ASIDE = ".bad"
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
"""The last is what SQLite says when a table is missing."""

_UNSOUND = "not sound"

DAMAGED = mark("What was kept of folders opened before was damaged and begun anew.")
NEWER = mark("What a newer version keeps of folders opened before is left alone.")
UNWRITTEN = mark("What was opened cannot be kept for the next start: {reason}")


class Database:
    """One file; from any thread, one at a time."""

    def __init__(
        self,
        path: Path,
        schema: str,
        version: int,
        *,
        writes: bool = True,
        tell: Callable[[str, str], None] = lambda sentence, reason: None,
    ) -> None:
        """`tell` gets a sentence of this module and its reason, in any thread."""
        self.path = path
        self.writes = writes
        self.is_on = True
        """Off: nothing is read and nothing is written."""
        self._schema = schema
        self._version = version
        self._tell = tell
        self._told: set[str] = set()
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_given_up = False
        self._is_checked = False

    def read(self, action: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """What the action finds; None when there is nothing to read."""
        return self._do(action, writing=False)

    def write(self, action: Callable[[sqlite3.Connection], object]) -> None:
        """Do the action as one transaction, or not at all."""
        self._do(action, writing=True)

    def shrink(self) -> None:
        """Give the room of what was deleted back to the disk."""
        if self.writes:
            self.read(lambda base: base.executescript("PRAGMA incremental_vacuum"))

    def nbytes(self) -> int:
        """Bytes on disk, also of what was kept aside."""
        total = 0
        for path in self._files():
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    def wipe(self) -> None:
        """Leave no file of it, not even one that was kept aside. Raises OSError."""
        with self._lock:
            self._close()
            self._is_given_up = False
            for path in self._files():
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Put everything into the one file; what comes later is not done."""
        self._is_given_up = True
        if self._lock.acquire(timeout=WAIT_SECONDS):
            self._close()
            self._lock.release()

    def _files(self) -> list[Path]:
        name = self.path.name
        return [
            self.path.with_name(name + aside + beside)
            for aside in ("", ASIDE)
            for beside in BESIDE
        ]

    def _do(
        self, action: Callable[[sqlite3.Connection], Result], *, writing: bool
    ) -> Result | None:
        if not self.is_on or self._is_given_up or (writing and not self.writes):
            return None
        import sqlite3

        with self._lock:
            if not self.is_on or self._is_given_up:  # while this waited
                return None
            try:
                connection = self._opened(writing)
                if connection is None:
                    return None
                if not writing:
                    return action(connection)
                self._check(connection)
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    return action(connection)
            except (sqlite3.Error, OSError, UnicodeDecodeError) as fault:
                self._stumble(fault)
                return None

    def _opened(self, writing: bool) -> sqlite3.Connection | None:
        """The connection; None without a file of ours that can be read."""
        import sqlite3

        if self._connection is not None:
            return self._connection
        if writing:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            os.chmod(self.path, 0o600)
        elif not self.path.exists():
            return None
        keep_off(self.path)
        mode = "rw" if self.writes else "ro"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        # A damaged text costs its own row, by the checksum, and not those behind it.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        self._connection = connection
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > self._version:
            self._give_up(NEWER)
            return None
        if version < self._version:
            if not self.writes:
                self._close()
                return None
            self._begin(connection)
        if self.writes:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON").fetchone()
        return connection

    def _begin(self, connection: sqlite3.Connection) -> None:
        """An empty database; what an older version of the program kept is dropped."""
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type='table'"
                " AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (name,) in names:
                connection.execute(f'DROP TABLE "{name}"')
            for statement in self._schema.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={self._version}")

    def _check(self, connection: sqlite3.Connection) -> None:
        """Before anything is added to it, once: is the whole file sound?"""
        import sqlite3

        if not self._is_checked:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError(_UNSOUND)
            self._is_checked = True

    def _stumble(self, fault: Exception) -> None:
        name = getattr(fault, "sqlite_errorname", "")
        is_unspeakable = isinstance(fault, UnicodeDecodeError)  # it quotes the damage
        if name.startswith(_DAMAGED) or is_unspeakable or str(fault) == _UNSOUND:
            self._set_aside()
        elif not name.startswith("SQLITE_BUSY"):  # another window is writing: later
            reason = fault.strerror if isinstance(fault, OSError) else str(fault)
            self._give_up(UNWRITTEN, reason or type(fault).__name__)

    def _set_aside(self) -> None:
        self._close()
        if not self.writes:
            self._is_given_up = True
            return
        self._say(DAMAGED)
        name = self.path.name
        try:
            for beside in BESIDE:
                path = self.path.with_name(name + beside)
                kept = self.path.with_name(name + ASIDE + beside)
                if path.exists():
                    os.replace(path, kept)
                else:
                    kept.unlink(missing_ok=True)
        except OSError as fault:
            self._give_up(UNWRITTEN, fault.strerror or type(fault).__name__)

    def _give_up(self, sentence: str, reason: str = "") -> None:
        self._is_given_up = True
        self._close()
        self._say(sentence, reason)

    def _say(self, sentence: str, reason: str = "") -> None:
        if self.writes and sentence not in self._told:
            self._told.add(sentence)
            self._tell(sentence, reason)

    def _close(self) -> None:
        import sqlite3

        connection, self._connection = self._connection, None
        self._is_checked = False
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
            let_go(self.path)
