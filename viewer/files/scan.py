"""From what the user named to headers: files and folders, walked in natural order."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from viewer.files.byte_window import OddHeader
from viewer.files.header import Header, NotDicomError
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.text import tr


@dataclass(frozen=True, slots=True)
class Odd:
    """Looks like DICOM, but pydicom is to read its header (`complete_header`)."""

    source: Source
    detail: str = ""
    """Why the fast walker gave it up; for support, not for readers."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not DICOM; the reason says what it looks like."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or folder that cannot be read; the reason is a sentence."""

    path: str
    reason: str


Found = Header | Odd | Skipped | Failed

_NUMBER = re.compile(r"(\d+)")
_Identity = tuple[int, int]


def scan(paths: Sequence[str], stop: Callable[[], bool]) -> Iterator[Found]:
    """Everything under the paths, each file once, until `stop` says so.

    Within a folder in natural order ("IM2" before "IM10"), files before folders.
    Symbolic links are followed; a folder is entered once, however it is reached.
    Only regular files are opened, and nothing is ever written.
    """
    files: set[str] = set()
    folders: set[_Identity] = set()
    for path in paths:
        if os.path.isdir(path):
            yield from _folder(path, files, folders, stop)
        else:
            yield from _named_file(path, files, folders)
        if stop():
            return


def natural_key(name: str) -> tuple[list[str | int], str]:
    """A sorting key that compares runs of digits as numbers."""
    parts: list[str | int] = list(_NUMBER.split(name))
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def _named_file(path: str, files: set[str], folders: set[_Identity]) -> Iterator[Found]:
    try:
        folder = _identity(os.stat(os.path.dirname(path) or "."))
        os.stat(path)
    except OSError as fault:
        yield Failed(path, os_sentence(fault))
        return
    real = os.path.realpath(path)
    if real in files or (folder in folders and not os.path.islink(path)):
        return
    files.add(real)
    if os.path.isfile(path):
        yield _file(path)
    else:
        yield Skipped(path, tr("not a regular file"))


def _folder(
    root: str,
    files: set[str],
    folders: set[_Identity],
    stop: Callable[[], bool],
) -> Iterator[Found]:
    waiting = [root]
    while waiting and not stop():
        folder = waiting.pop()
        try:
            identity = _identity(os.stat(folder))
            if identity in folders:
                continue
            folders.add(identity)
            inner, names, others = _listed(folder)
        except OSError as fault:
            yield Failed(folder, os_sentence(fault))
            continue
        waiting += [os.path.join(folder, name) for name in reversed(inner)]
        named = files and os.path.realpath(folder)
        for name in names:
            if stop():
                return
            if not (named and os.path.join(named, name) in files):
                yield _file(os.path.join(folder, name))
        for name, reason in others:
            yield Skipped(os.path.join(folder, name), reason)


def _listed(folder: str) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Names of the folders, of the regular files, and of all else with a reason."""
    folders, files, others = [], [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                files.append(entry.name)
            elif entry.is_dir():
                folders.append(entry.name)
            elif entry.is_symlink() and not os.path.exists(entry.path):
                others.append((entry.name, tr("a link that leads nowhere")))
            else:
                others.append((entry.name, tr("not a regular file")))
    return (
        sorted(folders, key=natural_key),
        sorted(files, key=natural_key),
        sorted(others, key=lambda other: natural_key(other[0])),
    )


def _file(path: str) -> Found:
    source = Source(path)
    try:
        return walk_header(source)
    except NotDicomError as fault:
        return Skipped(path, str(fault))
    except OddHeader as fault:
        return Odd(source, str(fault))
    except OSError as fault:
        return Failed(path, os_sentence(fault))


def _identity(status: os.stat_result) -> _Identity:
    return status.st_dev, status.st_ino


def os_sentence(fault: OSError) -> str:
    """Why the operating system refused, in words for a reader."""
    if isinstance(fault, FileNotFoundError):
        return tr("there is no such file or folder")
    if isinstance(fault, PermissionError):
        return tr("you are not allowed to read it")
    return tr("it cannot be read: {reason}", reason=fault.strerror or str(fault))
