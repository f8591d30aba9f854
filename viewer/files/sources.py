"""Where a DICOM object comes from; always read, never written."""

import contextlib
import errno
import io
import os
import stat
from dataclasses import field
from typing import BinaryIO, cast

from viewer.records import dataclass
from viewer.text import tr

MEMBER_MARK = "!/"
"""Between the path of a zip archive and the name of a member: "scans.zip!/CT/1"."""


class ArchiveError(OSError):
    """An archive or one of its members cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """One DICOM object: a file, a member of a zip archive, or bytes in memory.

    With `data` set, `path` is only a name ("demo:CT/12") and no file is touched. With
    `member` set, `path` is "scans.zip!/" and that name: it stands for the object
    everywhere, like a path. The bytes of members are inflated where they are asked
    for, in any process (`archive.py`); a pickled source has only their names.
    """

    path: str
    data: bytes | None = field(default=None, repr=False, compare=False)
    member: str = ""
    password: bytes = field(default=b"", repr=False, compare=False)
    """Of an encrypted member."""
    character_set: tuple[str, ...] = ()
    """Terms that the reader wants its texts to be read by; () for the file's own. An
    item of a sequence that states a set of its own keeps it."""

    @property
    def name(self) -> str:
        """The last part of the path, for short messages."""
        return os.path.basename(self.path)

    @property
    def archive(self) -> str:
        """The path of the archive that holds the member."""
        return self.path[: -len(self.member) - len(MEMBER_MARK)]

    def open(self) -> BinaryIO:
        """The bytes from the start, for reading only. Raises OSError."""
        if self.data is not None:
            return io.BytesIO(self.data)
        if self.member:
            from viewer.files.archive import MemberFile

            return cast(BinaryIO, io.BufferedReader(MemberFile(self)))
        return open(self.path, "rb", opener=_only_a_file)

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`. Raises OSError."""
        if self.data is not None:
            return self.data[offset : offset + length]
        if self.member:
            from viewer.files.archive import member_of

            return member_of(self).read(offset, length)
        with open(self.path, "rb", buffering=0, opener=_only_a_file) as file:
            file.seek(offset)
            return file.read(length)

    def size(self) -> int:
        """Bytes in all; of a member, what its archive says. Raises OSError."""
        if self.data is not None:
            return len(self.data)
        if self.member:
            from viewer.files.archive import member_of

            return member_of(self).size
        return os.path.getsize(self.path)


_OWN: dict[str, set[tuple[int, int]]] = {}
"""Device and inode of the files of each open database."""


def keep_off(path: "str | os.PathLike[str]") -> None:
    """Never open that file as a source: a database of this program is in it.

    To close a file once takes away all locks that the process has on it (POSIX), and
    another window may then drop what was written.
    """
    files = _OWN.setdefault(os.fspath(path), set())
    for beside in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            found = os.stat(f"{os.fspath(path)}{beside}")
            files.add((found.st_dev, found.st_ino))


def let_go(path: "str | os.PathLike[str]") -> None:
    """The database is closed: another file may get the number of one of its own."""
    _OWN.pop(os.fspath(path), None)


def check_foreign(path: str) -> None:
    """Raises OSError for a file of this program's own that is in use."""
    if not _OWN:
        return
    found = os.stat(path)
    if any((found.st_dev, found.st_ino) in files for files in _OWN.values()):
        raise OSError(errno.EBUSY, tr("a file that this program keeps"), path)


def _only_a_file(path: str, flags: int) -> int:
    """Opens no pipe, whose bytes may never come, and no device. Raises OSError."""
    check_foreign(path)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, tr("not a regular file"), path)


def source_at(path: str) -> Source:
    """The source that a path names: a file, or a member as "scans.zip!/CT/1"."""
    archive, member = split_member(path)
    return Source(path, member=member) if archive else Source(path)


def split_member(path: str) -> tuple[str, str]:
    """(archive, member) of "scans.zip!/CT/1"; ("", "") for any other path.

    What exists under the whole path is no member. The slash may be the system's own.
    """
    if "!" not in path or os.path.exists(path):
        return "", ""
    plain = path.replace(os.sep, "/")
    at = plain.find(MEMBER_MARK)
    while at >= 0:
        member = plain[at + len(MEMBER_MARK) :]
        if member and os.path.isfile(path[:at]):
            return path[:at], member
        at = plain.find(MEMBER_MARK, at + 1)
    return "", ""


def absolute(path: str) -> str:
    """The path from the root; the name of a member stays as it is.

    The disk is not asked, which may be slow: what looks like a member is one here.
    """
    at = path.replace(os.sep, "/").find(MEMBER_MARK)
    if at < 0:
        return os.path.abspath(path)
    return os.path.abspath(path[:at]) + MEMBER_MARK + path[at + len(MEMBER_MARK) :]
