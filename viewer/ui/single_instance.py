"""One window: a second start gives its paths to the running one and ends.

The window that runs holds a lock, which the system frees however the program ends, and
listens at a socket (`receiver.py`). What is handed over is one line of JSON with
absolute paths, nothing else. No Qt is imported here unless somebody listens: the first
start must not pay for what it does not need.
"""

import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from viewer.files.sources import absolute
from viewer.limits import HANDED_OVER_BYTES
from viewer.records import dataclass
from viewer.store.settings import settings_path

ANSWER = b"ok\n"
"""What the running window says when it has understood."""

SCREEN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Windows on another screen are others': nobody would see what opens there."""

CONNECT_MS = 1000
ANSWER_MS = 3000
WAIT_SECONDS = 10.0
"""For a window that is starting to listen; after it, this start has its own window."""

POLL_SECONDS = 0.02
LONGEST_SOCKET_PATH = 100
"""The address of a socket holds 104 bytes on macOS, 108 on Linux."""


@dataclass(slots=True)
class Claim:
    """The right to be the window that later starts hand over to, if it was free."""

    server_name: str
    """Where to listen; a path, on Windows the name of a pipe."""
    lock_path: str = ""
    descriptor: int = -1

    @property
    def is_ours(self) -> bool:
        """No other window has it."""
        return self.descriptor >= 0

    def release(self) -> None:
        """Let the next start have it."""
        if self.is_ours:
            with suppress(OSError):  # Windows keeps what is open
                os.unlink(self.lock_path)
            os.close(self.descriptor)
            self.descriptor = -1


def claim_or_hand_over(
    paths: Sequence[str], *, handing: bool = True, wait_seconds: float = WAIT_SECONDS
) -> Claim | None:
    """None when a running window has taken the paths: this start is done.

    Several starts at the same moment agree on one: the others wait for it to listen.
    """
    folder = runtime_folder()
    if folder is None:
        return Claim("")
    name = server_name(folder)
    lock_path = os.path.join(folder, f"{os.path.basename(name)}.lock")
    messages = messages_of([absolute(path) for path in paths])
    until = time.monotonic() + wait_seconds
    while True:
        try:
            claim = Claim(name, lock_path, _locked(lock_path))
        except OSError:
            return Claim("")
        if claim.is_ours or not handing or not messages:
            return claim
        listens = sys.platform == "win32" or os.path.exists(name)
        if listens and all(_sent(name, message) for message in messages):
            return None
        if time.monotonic() >= until:
            return claim
        time.sleep(POLL_SECONDS)


def runtime_folder(environment: Mapping[str, str] = os.environ) -> str | None:
    """A folder that only this user can enter; None when there is none."""
    if sys.platform == "win32":
        return environment.get("TEMP")
    temporary = environment.get("TMPDIR") or "/tmp"
    own = os.path.join(temporary, f"negatoscope-{os.getuid()}")
    for folder in (environment.get("XDG_RUNTIME_DIR", ""), own):
        if not folder or len(os.fsencode(folder)) > LONGEST_SOCKET_PATH - 32:
            continue
        if folder == own:
            with suppress(OSError):
                os.mkdir(folder, 0o700)
        if _is_private(folder):
            return folder
    return None


def server_name(folder: str, environment: Mapping[str, str] = os.environ) -> str:
    """Another one for each settings file and each screen."""
    parts = [os.path.abspath(settings_path(environment))]
    parts += [environment.get(name, "") for name in SCREEN_VARIABLES]
    name = f"negatoscope-{zlib.crc32(os.fsencode(chr(10).join(parts))):08x}"
    return name if sys.platform == "win32" else os.path.join(folder, name)


def messages_of(paths: Sequence[str]) -> list[bytes]:
    """The paths as messages, none too long; [] when one path alone is too long."""
    waiting, messages = [list(paths)], []
    while waiting:
        part = waiting.pop()
        message = json.dumps({"open": part}).encode("ascii") + b"\n"
        if len(message) <= HANDED_OVER_BYTES:
            messages.append(message)
        elif len(part) > 1:
            middle = len(part) // 2
            waiting += [part[middle:], part[:middle]]
        else:
            return []
    return messages


def paths_of(message: bytes) -> list[str] | None:
    """The paths of a message; None when it is anything else."""
    if len(message) > HANDED_OVER_BYTES:
        return None
    try:
        content = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or list(content) != ["open"]:
        return None
    paths = content["open"]
    if not isinstance(paths, list) or not all(_are_absolute(paths)):
        return None
    return paths


def _are_absolute(paths: list[object]) -> Iterator[bool]:
    for path in paths:
        yield isinstance(path, str) and "\0" not in path and os.path.isabs(path)


def _sent(name: str, message: bytes) -> bool:
    """The running window has answered that it took the message."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(message)
    until = time.monotonic() + ANSWER_MS / 1000
    answer = b""
    while len(answer) < len(ANSWER):
        left_ms = int((until - time.monotonic()) * 1000)
        if left_ms <= 0 or not socket.waitForReadyRead(left_ms):
            return False
        answer += bytes(socket.readAll().data())
    return answer == ANSWER


def _locked(path: str) -> int:
    """A descriptor that holds the lock; -1 when another process holds it.

    Raises OSError when no such file can be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = os.stat(path)
    except OSError:
        os.close(descriptor)
        return -1
    if not os.path.samestat(there, os.fstat(descriptor)):
        os.close(descriptor)  # who had it has removed it meanwhile: ask again
        return _locked(path)
    return descriptor


def _is_private(folder: str) -> bool:
    """A real folder of this user that nobody else may look into."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_uid == os.getuid()
        and not status.st_mode & 0o077
    )
