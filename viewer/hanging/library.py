"""The protocols that there are: those of the program, and the reader's own."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viewer.hanging.reading import read_protocol
from viewer.hanging.rules import Problem, Protocol
from viewer.store.settings import settings_path
from viewer.text import tr

SHIPPED = Path(__file__).parent.parent / "resources" / "hanging"
FILE_BYTES = 256 * 1024
"""A longer file is no rule that somebody wrote."""

MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Library:
    """What was understood, and what was not."""

    protocols: tuple[Protocol, ...] = ()
    problems: tuple[Problem, ...] = ()


def own_folder() -> Path:
    """Where the reader's protocols are: beside the settings."""
    return settings_path().parent / "hanging"


def load_library(folders: Sequence[Path]) -> Library:
    """Everything in these folders; a later one replaces protocols of the same name.

    Raises nothing: a folder that is not there has nothing.
    """
    protocols: dict[str, Protocol] = {}
    problems = []
    for folder in folders:
        for path in _files(folder):
            found = _read(path)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                protocols[found.name] = found
    return Library(tuple(protocols.values()), tuple(problems))


def _files(folder: Path) -> list[Path]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    wanted = [name for name in names if name.lower().endswith(".toml")]
    return [folder / name for name in wanted[:MOST_FILES]]


def _opened(path: str, flags: int) -> int:
    """At once, also of a named pipe that nobody writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read(path: Path) -> Protocol | Problem:
    try:
        with open(path, "rb", opener=_opened) as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as fault:
        wrong = tr(
            "The file cannot be read: {reason}",
            reason=fault.strerror or type(fault).__name__,
        )
        return Problem(str(path), "", wrong, tr("Check that you may read it."))
    if len(data) > FILE_BYTES:
        wrong, remedy = tr("The file is too long."), tr("Part it into several.")
        return Problem(str(path), "", wrong, remedy)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wrong, remedy = tr("The file is not UTF-8."), tr("Save it as UTF-8.")
        return Problem(str(path), "", wrong, remedy)
    return read_protocol(text, str(path))
