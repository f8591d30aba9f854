"""Reports of what went wrong, kept on this computer until their reader deletes them.

Nothing of patients, files or their names is in one, and none is ever sent.
"""

import contextlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from viewer.store.session import Left
from viewer.store.traces import from_fault_handler

MOST_REPORTS = 10
NEW, SEEN = ".new.txt", ".seen.txt"
"""Endings: not offered yet, offered."""

HEAD = "No patient, no file and no name of one is in this report; it was not sent."
LIBRARIES = ("PySide6-Essentials", "numpy", "pydicom", "imagecodecs", "Pillow")
LOST_WORKER = "worker-lost"


def of_left(left: Left) -> str:
    """The report of a window that died of a fault; "" when it left no trace: then the
    system, or a failure of the power, ended it."""
    lines = from_fault_handler(left.fault)
    if not lines:
        return ""
    return written(lines, left.facts, left.actions, left.seen, left.seen - left.started)


def written(
    lines: Iterable[str],
    known: Mapping[str, str],
    actions: Sequence[tuple[float, str]],
    when: float,
    seconds: float,
) -> str:
    """A report, in English: who mends the program reads it."""
    lost = sum(event == LOST_WORKER for _, event in actions)
    moment = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(when))
    parts = [
        "Negatoscope: report of a failure",
        HEAD,
        "",
        f"When: {moment}, {seconds:.0f} s after the start",
        *(f"{name.capitalize()}: {value}" for name, value in known.items()),
        f"Libraries: {', '.join(_libraries())}",
        f"Reading processes lost lately: {lost}",
        "",
        "What failed:",
        *(f"  {line}" for line in lines),
        "",
        "Last actions (seconds after the start):",
        *(f"  {at:10.1f}  {event}" for at, event in actions),
    ]
    return "\n".join(parts) + "\n"


class Reports:
    """The reports in their folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, text: str, when: float) -> Path:
        """One more, for this user only; the oldest go. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(when))
        number = time.time_ns() // 1_000_000 % 100_000
        path = self.folder / f"failure-{stamp}-{number:05d}{NEW}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        for old in self.all()[MOST_REPORTS:]:
            self.delete(old)
        return path

    def all(self) -> list[Path]:
        """Newest first."""
        with contextlib.suppress(OSError):
            return sorted(self.folder.glob("failure-*.txt"), reverse=True)
        return []

    def new(self) -> list[Path]:
        """Those that nobody was shown yet, newest first."""
        return [path for path in self.all() if path.name.endswith(NEW)]

    def mark_seen(self) -> None:
        """They have been offered: they stay, and are not offered again."""
        for path in self.new():
            with contextlib.suppress(OSError):
                path.rename(path.with_name(path.name.removesuffix(NEW) + SEEN))

    def delete(self, path: Path) -> None:
        """Remove one."""
        with contextlib.suppress(OSError):
            path.unlink()


def _libraries() -> list[str]:
    from importlib import metadata

    found = []
    for name in LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return found
