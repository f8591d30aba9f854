"""Writing a file whole or not at all, and telling why it could not be written."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from viewer.files.sources import split_member
from viewer.text import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_NAMES = 100_000
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_PART_BYTES = 4 * 1024 * 1024
"""Written between two questions whether the file is still wanted."""


class _GivenUpError(Exception):
    """The file is not wanted any more."""


@dataclass(frozen=True, slots=True, eq=False)
class WriteRequest:
    """A file to be written in a thread; `is_wanted` is asked now and then."""

    path: str
    content: bytes | NDArray[np.uint8]
    is_wanted: Callable[[], bool] = lambda: True


def write_file(request: WriteRequest) -> bool:
    """Write it whole or not at all; False when it was given up. Raises ExportError."""
    from viewer.export.records import ExportError

    made = request.content
    content = memoryview(made if isinstance(made, bytes) else made.data).cast("B")

    def write(file: BinaryIO) -> None:
        for start in range(0, max(len(content), 1), _PART_BYTES):
            if not request.is_wanted():
                raise _GivenUpError
            file.write(content[start : start + _PART_BYTES])
        if not request.is_wanted():
            raise _GivenUpError

    try:
        save_whole(Path(request.path), write)
    except _GivenUpError:
        return False
    except OSError as error:
        raise ExportError(write_advice(error)) from error
    return True


def write_sentence(fault: OSError) -> str:
    """Why a file could not be written, in words for a reader."""
    if isinstance(fault, FileNotFoundError):
        return tr("there is no such folder to write it in")
    if isinstance(fault, PermissionError):
        return tr("you are not allowed to write it")
    return tr("it cannot be written: {reason}", reason=fault.strerror or str(fault))


def write_advice(fault: OSError) -> str:
    """The same, and what to do: for who chose the place in a window."""
    if isinstance(fault, FileNotFoundError):
        return tr("there is no such folder to write it in. Choose another one.")
    if isinstance(fault, PermissionError):
        return tr("you are not allowed to write it. Choose another folder.")
    if fault.errno in _FULL:
        return tr("there is no room left. Delete something, or choose another disk.")
    return tr(
        "it cannot be written: {reason}. Try again, or choose another folder.",
        reason=fault.strerror or str(fault),
    )


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
