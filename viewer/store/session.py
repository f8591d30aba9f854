"""What a running window leaves for the case that it dies: its last actions, by ids.

One small file of fixed size, written in place at each action, and one that
`faulthandler` writes into when the process dies of a fault. A window that closes
removes both; what another start finds is told in a report (`reports.py`).
"""

import contextlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from viewer import __version__
from viewer.records import dataclass
from viewer.store.folders import UsersFolder, named_path, users_folder

VARIABLE = "NEGATOSCOPE_LOGS"
"""Environment variable with the path of the folder, in place of the usual one."""

FOLDER = UsersFolder(
    *("LOCALAPPDATA", "AppData/Local", "Logs"),
    "Library/Logs/Negatoscope",
    *("XDG_STATE_HOME", ".local/state"),
)
BESIDE_SETTINGS = "negatoscope-logs"
HEAD_BYTES = 1024
SLOT_BYTES = 64
SLOTS = 64
WORD = re.compile(r"[a-z0-9][a-z0-9.-]{0,47}")
"""What an event may be called: ids of actions, names from the code."""

ACTIONS, FAULT = ".actions", ".fault"
"""Endings of the two files."""


def word(text: str) -> str:
    """An id or a name of the code as it is, anything else as "other"."""
    return text if WORD.fullmatch(text) else "other"


def log_folder(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """Where logs and reports are kept, by the platform's conventions.

    Settings that were sent elsewhere take them along.
    """
    named = named_path(VARIABLE, BESIDE_SETTINGS, environment)
    return named or users_folder(FOLDER, environment, platform, home)


def facts() -> dict[str, str]:
    """Of this program and platform, that the start knows without looking for it."""
    version = ".".join(map(str, sys.version_info[:3]))
    system = sys.platform
    if hasattr(os, "uname"):
        system += f" {os.uname().release} {os.uname().machine}"
    frozen = "yes" if getattr(sys, "frozen", False) else "no"
    return {
        "version": __version__,
        "python": version,
        "platform": system,
        "frozen": frozen,
    }


@dataclass(frozen=True, slots=True)
class Left:
    """What a window that died left."""

    facts: Mapping[str, str]
    """Of its program and platform, as it wrote them at its start."""
    actions: tuple[tuple[float, str], ...]
    """(seconds after its start, id), the oldest first."""
    fault: str
    """What `faulthandler` wrote, "" for nothing."""
    started: float
    """Seconds since 1970."""
    seen: float
    """The same, when it last wrote something."""


class Session:
    """The files of this window."""

    def __init__(self, folder: Path, facts: Mapping[str, str]) -> None:
        """Raises OSError when they cannot be made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.started = time.time()
        self._stem = folder / f"window-{os.getpid()}-{time.time_ns() // 1_000_000}"
        self._file = _opened(self._stem.with_suffix(ACTIONS))
        self.fault_file = _opened(self._stem.with_suffix(FAULT))
        _lock(self._file)
        head = json.dumps({**facts, "started": self.started})
        self._file.write(head.encode().ljust(HEAD_BYTES)[: HEAD_BYTES - 1] + b"\n")
        self._count = 0
        self._guard = threading.Lock()

    def note(self, event: str) -> None:
        """One more action, from any thread; only the last ones are kept."""
        seconds = time.time() - self.started
        line = f"{self._count:08d} {seconds:10.1f} {word(event)[:40]}"
        with self._guard, contextlib.suppress(OSError, ValueError):
            self._file.seek(HEAD_BYTES + self._count % SLOTS * SLOT_BYTES)
            self._file.write(line.encode().ljust(SLOT_BYTES - 1) + b"\n")
            self._count += 1

    def actions(self) -> tuple[tuple[float, str], ...]:
        """What was noted, the oldest first."""
        return _read_actions(self._stem.with_suffix(ACTIONS))

    def close(self) -> None:
        """The window closes as it should: nothing is left."""
        for file in (self._file, self.fault_file):
            with contextlib.suppress(OSError):
                file.close()
        _remove(self._stem)


def left_behind(folder: Path) -> list[Left]:
    """What windows left that no longer run; it is taken away."""
    found: list[Left] = []
    try:
        paths = sorted(folder.glob(f"window-*{ACTIONS}"))
    except OSError:
        return found
    for path in paths:
        if _is_running(path):
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            found.append(_read(path))
        _remove(path.with_suffix(""))
    return found


def _read(path: Path) -> Left:
    with path.open("rb") as file:
        facts: dict[str, Any] = json.loads(file.read(HEAD_BYTES))
    started = float(facts.pop("started"))
    fault = ""
    with contextlib.suppress(OSError):
        fault = path.with_suffix(FAULT).read_text("utf-8", "replace")
    seen = path.stat().st_mtime
    named = {str(name): str(value) for name, value in facts.items()}
    return Left(named, _read_actions(path), fault, started, seen)


def _read_actions(path: Path) -> tuple[tuple[float, str], ...]:
    found: list[tuple[int, float, str]] = []
    with contextlib.suppress(OSError, ValueError):
        data = path.read_bytes()[HEAD_BYTES:].decode("ascii", "replace")
        for line in data.splitlines():
            count, seconds, event = line.split()
            found.append((int(count), float(seconds), word(event)))
    return tuple((seconds, event) for _, seconds, event in sorted(found))


def _opened(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)


def _remove(stem: Path) -> None:
    for ending in (ACTIONS, FAULT):
        with contextlib.suppress(OSError):
            stem.with_suffix(ending).unlink()


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        """Nothing: Windows renames no file that a process holds open."""

    def _is_running(path: Path) -> bool:
        try:
            os.rename(path, path)
        except OSError:
            return True
        return False

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_running(path: Path) -> bool:
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        return False
