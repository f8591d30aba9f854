"""Writing a file whole or not at all, and telling why it could not be written."""

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viewer.files.sources import split_member
from viewer.text import tr

_MOST_NAMES = 100_000


def write_sentence(fault: OSError) -> str:
    """Why a file could not be written, in words for a reader."""
    if isinstance(fault, FileNotFoundError):
        return tr("there is no such folder to write it in")
    if isinstance(fault, PermissionError):
        return tr("you are not allowed to write it")
    return tr("it cannot be written: {reason}", reason=fault.strerror or str(fault))


def is_input(path: str, output: str) -> bool:
    """Whether writing `output` would alter the input: the file, or its archive."""
    archive, _ = split_member(path)
    return _is_same_file(archive or path, output)


def _is_same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def save_whole(output: Path, write: Callable[[BinaryIO], object]) -> None:
    """All or nothing: written beside its place, then moved there. Raises OSError.

    What stands there and is no file (a device, a pipe) is not replaced by one.
    """
    if os.path.lexists(output) and not (output.is_file() or output.is_symlink()):
        raise OSError(errno.EEXIST, tr("something stands there that is no file"))
    handle, temporary = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with open(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, output)
    except BaseException:
        os.unlink(temporary)
        raise
    _keep_entry(output.parent)


def _keep_entry(folder: Path) -> None:
    """The folder too is on the disk, where the system has a way to say so."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def move_beside(temporary: str, folder: Path, stem: str, suffix: str) -> str:
    """Give a finished file of the folder the first name there that is free.

    The name is reserved, then filled: nothing is written over. Raises OSError.
    """
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)
    for number in range(1, _MOST_NAMES):
        name = f"{stem}{f'_{number}' if number > 1 else ''}{suffix}"
        try:
            reserved = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            continue
        os.close(reserved)
        try:
            os.replace(temporary, folder / name)
        except BaseException:
            os.unlink(folder / name)
            raise
        return name
    raise OSError(tr("no free name was found"))


@dataclass(frozen=True, slots=True)
class Beside:
    """A new file's content, the folder that it goes to, and its name there."""

    content: bytes
    folder: Path
    stem: str
    suffix: str


def save_beside(asked: Beside) -> str:
    """Write it whole under a free name, which is given. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=asked.folder, prefix=".new.")
    try:
        with open(handle, "wb") as file:
            file.write(asked.content)
            file.flush()
            os.fsync(file.fileno())
        return move_beside(temporary, asked.folder, asked.stem, asked.suffix)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
