"""Members of zip archives, read where they are: nothing is unpacked to disk.

A member is inflated from its start as far as somebody reads. What was inflated last is
kept, within `viewer.limits`, so that reading on costs only what is new. The archive
itself is open only while bytes of it are read: its drive may be removed at any time.
"""

import io
import os
import struct
import zipfile
import zlib
from collections import OrderedDict
from threading import Lock
from typing import IO, Any, cast

from viewer import limits
from viewer.files.archive_names import member_name
from viewer.files.sources import ArchiveError, Source
from viewer.text import figure, tr

_SIGNATURES = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_ENCRYPTED = 0x1
_AES = 99
_FIRST_BYTES = 4 * 1024
_PART_BYTES = 256 * 1024
_READ_AHEAD_BYTES = 16 * 1024
_PROOF_BYTES = 1024 * 1024
_PROOF_MEMBERS = 3
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    IndexError,
    OverflowError,
)
"""What Python's reader raises where the bytes make no sense."""


def is_archive(source: Source) -> bool:
    """Whether the bytes begin as a zip archive's do, whatever the name."""
    try:
        return source.read(0, 4) in _SIGNATURES
    except OSError:
        return False


class Archive:
    """The table of contents of a zip archive. Raises ArchiveError or OSError."""

    def __init__(self, path: str, size: int) -> None:
        self._lock = Lock()
        self._reached: dict[str, int] = {}
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(cast(IO[bytes], _ArchiveFile(path, size)))
        except NotImplementedError as fault:
            raise ArchiveError(_unknown_form()) from fault
        except _DAMAGE as fault:
            raise ArchiveError(_broken_archive()) from fault
        entries = self._zip.infolist()
        if len(entries) > limits.ARCHIVE_ENTRIES:
            raise ArchiveError(
                tr(
                    "The ZIP archive has more than {limit} members: unpack it first.",
                    limit=figure(limits.ARCHIVE_ENTRIES, ","),
                )
            )
        self.members = {
            member_name(entry): entry
            for entry in entries
            if entry.filename and not entry.filename.endswith("/")
        }
        """By name as in the archive; of two with one name the later, as usual."""

    def is_encrypted(self, name: str) -> bool:
        """Whether a password opens it: one encrypted with AES opens by none."""
        entry = self.members[name]
        return bool(entry.flag_bits & _ENCRYPTED) and entry.compress_type != _AES

    def accepts(self, password: bytes) -> bool:
        """Whether it opens one of the smallest encrypted members."""
        encrypted = [name for name in self.members if self.is_encrypted(name)]
        encrypted.sort(key=lambda name: self.members[name].file_size)
        for name in encrypted[:_PROOF_MEMBERS]:
            try:
                Member(self, name, password).read(0, _PROOF_BYTES)
            except ArchiveError:
                continue
            return True
        return False

    def stream(self, name: str, password: bytes) -> IO[bytes]:
        """A member from its start. Raises ArchiveError or OSError."""
        entry = self.members[name]
        if entry.compress_type == _AES:
            raise ArchiveError(
                tr("It is encrypted with AES, which is not read here: unpack it first.")
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveError(_unknown_form())
        if self.is_encrypted(name) and not password:
            raise ArchiveError(locked())
        try:
            with self._lock:
                return self._zip.open(entry, pwd=password or None)
        except NotImplementedError as fault:
            raise ArchiveError(_unknown_form()) from fault
        except RuntimeError as fault:
            raise ArchiveError(tr("The password is wrong.")) from fault
        except _DAMAGE as fault:
            raise ArchiveError(_damage()) from fault

    def count(self, name: str, reached: int) -> None:
        """Note how far a member was inflated. Raises ArchiveError."""
        with self._lock:
            before = self._reached.get(name, 0)
            if reached > before:
                self._reached[name] = reached
                self._inflated += reached - before
            if self._inflated > limits.ARCHIVE_BYTES:
                raise ArchiveError(
                    tr("The ZIP archive inflates to more than is allowed.")
                )


class Member:
    """The bytes of one member, as far as they were inflated; for any thread."""

    def __init__(self, archive: Archive, name: str, password: bytes) -> None:
        entry = archive.members[name]
        self.size = entry.file_size
        self.held_bytes = 0
        self._archive, self._name, self._password = archive, name, password
        most = max(
            limits.ARCHIVE_FLOOR_BYTES, limits.ARCHIVE_RATIO * entry.compress_size
        )
        is_stored = entry.compress_type == zipfile.ZIP_STORED
        self._most = self.size if is_stored else min(most, limits.ARCHIVE_MEMBER_BYTES)
        self._lock = Lock()
        self._stream: IO[bytes] | None = None
        self._held = bytearray()
        self._base = 0
        """Where in the member the held bytes begin."""
        self._fault = ""

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`. Raises ArchiveError or OSError."""
        end = min(offset + length, self.size)
        if end <= offset:
            return b""
        with self._lock:
            if offset < self._base:
                self._restart()
            while self._end < end and self._inflate(end - self._end, offset):
                pass
            start = offset - self._base
            with memoryview(self._held) as held:
                return bytes(held[start : start + end - offset])

    @property
    def _end(self) -> int:
        return self._base + len(self._held)

    def _restart(self) -> None:
        self._stream, self._fault, self._base = None, "", 0
        self._held.clear()

    def _inflate(self, wanted: int, needed_from: int) -> bool:
        """Inflate some more; False when nothing is left. Raises ArchiveError."""
        if self._fault:
            raise ArchiveError(self._fault)
        try:
            if self._stream is None:
                self._stream = self._archive.stream(self._name, self._password)
            part = self._stream.read(min(max(wanted, _FIRST_BYTES), _PART_BYTES))
            self._held += part
            self._check()
        except ArchiveError as fault:
            self._fault = str(fault)
            raise
        except _DAMAGE as fault:
            self._fault = _damage()
            raise ArchiveError(self._fault) from fault
        surplus = len(self._held) - limits.ARCHIVE_BYTES_KEPT
        if surplus > 0:
            surplus = min(surplus, needed_from - self._base)
            del self._held[:surplus]
            self._base += surplus
        self.held_bytes = len(self._held)
        return bool(part)

    def _check(self) -> None:
        if self._end > self._most:
            raise ArchiveError(
                tr(
                    "It would take more than {megabytes} MB, out of all proportion to"
                    " its part of the archive.",
                    megabytes=self._most // 1_000_000,
                )
            )
        self._archive.count(self._name, self._end)


class MemberFile(io.RawIOBase):
    """A member as a file for reading, wherever it is in memory or has to be read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._size = source.size()
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As of any file."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}
        self._position = max(0, start[whence] + offset)
        return self._position

    def tell(self) -> int:
        """As of any file."""
        return self._position

    def readinto(self, buffer: Any) -> int:
        """As of any file."""
        data = self._source.read(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class _ArchiveFile:
    """The archive's own bytes, for Python's reader; never open between two reads."""

    def __init__(self, path: str, size: int) -> None:
        self._path, self._size = path, size
        self._position = 0
        self._block, self._block_start = b"", 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}
        position = start[whence] + offset
        if position < 0:
            raise ArchiveError(_broken_archive())
        self._position = position
        return position

    def tell(self) -> int:
        return self._position

    def read(self, length: int = -1) -> bytes:
        left = max(self._size - self._position, 0)
        length = left if length < 0 else min(length, left)
        if length > limits.ARCHIVE_DIRECTORY_BYTES:
            raise ArchiveError(
                tr("The ZIP archive's table of contents is too large: unpack it first.")
            )
        start = self._position - self._block_start
        if start < 0 or start + length > len(self._block):
            with open(self._path, "rb", buffering=0) as file:
                file.seek(self._position)
                self._block = file.read(min(max(length, _READ_AHEAD_BYTES), left))
            self._block_start, start = self._position, 0
        part = self._block[start : start + length]
        self._position += len(part)
        return part

    def close(self) -> None:
        """Nothing to close."""


_Key = tuple[str, int, int]
_lock = Lock()
_archives: OrderedDict[_Key, Archive] = OrderedDict()
_members: OrderedDict[tuple[_Key, str, bytes], Member] = OrderedDict()


def archive_at(path: str) -> Archive:
    """The table of contents of a zip archive. Raises ArchiveError or OSError."""
    return _archive(_key(path))


def member_of(source: Source) -> Member:
    """The bytes of a source in an archive. Raises ArchiveError or OSError."""
    key = _key(source.archive)
    full = key, source.member, source.password
    with _lock:
        member = _members.get(full)
    if member is None:
        archive = _archive(key)
        if source.member not in archive.members:
            raise ArchiveError(tr("The ZIP archive has no member of this name."))
        member = Member(archive, source.member, source.password)
    with _lock:
        member = _members.setdefault(full, member)
        _members.move_to_end(full)
        _make_room(member)
    return member


def _make_room(wanted: Member) -> None:
    held = sum(member.held_bytes for member in _members.values())
    while len(_members) > 1 and (
        held > limits.ARCHIVE_BYTES_KEPT or len(_members) > limits.ARCHIVE_MEMBERS_KEPT
    ):
        _, oldest = _members.popitem(last=False)
        held -= oldest.held_bytes


def _key(path: str) -> _Key:
    status = os.stat(path)
    return path, status.st_size, status.st_mtime_ns


def _archive(key: _Key) -> Archive:
    with _lock:
        archive = _archives.get(key)
        if archive is not None:
            _archives.move_to_end(key)
            return archive
    archive = Archive(key[0], key[1])
    with _lock:
        archive = _archives.setdefault(key, archive)
        while len(_archives) > limits.ARCHIVES_KEPT:
            _archives.popitem(last=False)
    return archive


def locked() -> str:
    """Why an encrypted member is not read without its password."""
    return tr("It is encrypted: it opens in the window, which asks for the password.")


def _broken_archive() -> str:
    return tr("The ZIP archive is damaged or incomplete.")


def _damage() -> str:
    return tr("It is damaged within its ZIP archive.")


def _unknown_form() -> str:
    return tr("The ZIP archive is written in a way that is not read here: unpack it.")
