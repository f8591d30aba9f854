"""Reading files as far as they are not known from before (`store/studies.py`)."""

import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import field

from viewer import limits
from viewer.files.found import Failed, Found, Odd, Skipped
from viewer.files.header import Header
from viewer.files.header_bytes import header_bytes, header_from
from viewer.files.reader import FileReader
from viewer.files.sources import Source, source_at, split_member
from viewer.files.stamp import Stamp, is_young, stamp_at, stamp_text
from viewer.records import dataclass
from viewer.store.cache import KEEPING_PATIENCE_SECONDS, Cache
from viewer.store.studies import FolderRows, Kind, Row
from viewer.text import language

PACKED_BYTES = 16 * 1024
"""Headers from this size on are compressed: those with many frames shrink 20 times."""

ROWS_AT_ONCE = 2000
FOLDERS_AT_ONCE = 200
_PLAIN, _PACKED = b"\0", b"\1"


@dataclass(slots=True)
class _Folder:
    """What is known of one folder and was not asked for yet; what was learnt."""

    known: dict[str, Row] | None = None
    headers: dict[str, Header] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)
    reasons: dict[str, tuple[Stamp, Kind, str]] = field(default_factory=dict)


class Recollection(FileReader):
    """Knows what files of the same path and state were; reads all others.

    When the program starts, the first header is read whatever is known: the first
    picture waits for no database. What was read is kept by `keep`, when there is time.
    """

    def __init__(self, cache: Cache, *, knows_odd: bool = True) -> None:
        """Without `knows_odd`, what the walker does not understand stays `Odd`."""
        self._cache = cache
        self._knows_odd = knows_odd
        self._path: str | None = None
        self._folder = _Folder()
        self._folders: dict[str, _Folder] = {}
        self._archives: dict[str, bool] = {}
        self._asks = cache.calm.is_set()
        self._waits = False

    def found(self, source: Source) -> Found:
        """What a source holds, known or read."""
        if source.data is not None or source.password:
            return super().found(source)
        folder, name = self._entered(source.path)
        if self._asks:
            known = self._known(source, folder, name)
            if known is not None:
                return known
        found = super().found(source)
        if isinstance(found, Header):
            if not self._asks:
                self._asks = self._waits = True
            if found.stamp is not None and not is_young(found.stamp):
                folder.headers[name] = found
        elif isinstance(found, Skipped):
            is_archive = not source.member and super().is_archive(source.path)
            self._archives[source.path] = is_archive
            kind = Kind.ARCHIVE if is_archive else Kind.SKIPPED
            self.learn_reason(source, _present(source), kind, found.reason)
        elif isinstance(found, Odd) and not self._asks:
            return self._known(source, folder, name) or found
        return found

    def is_archive(self, path: str) -> bool:
        """Whether a file that is no DICOM is a zip archive."""
        known = self._archives.get(path)
        return super().is_archive(path) if known is None else known

    def learn(self, source: Source, header: Header, *, odd: bool) -> None:
        """Note the header of a source as pydicom has read it.

        `odd` says that the walker did not understand it.
        """
        stamp = header.stamp
        if stamp is not None and not source.password and not is_young(stamp):
            folder, name = self._entered(source.path)
            folder.headers[name] = header
            if odd:
                folder.odd.add(name)

    def learn_reason(
        self, source: Source, stamp: Stamp | None, kind: Kind, reason: str
    ) -> None:
        """Note why a source has no header; its state was this when it was read."""
        if stamp is not None and not source.password and not is_young(stamp):
            folder, name = self._entered(source.path)
            folder.reasons[name] = stamp, kind, reason

    def keep(self, roots: Sequence[str]) -> None:
        """Write what was learnt; forget what is gone at and below these paths.

        Not for the main thread.
        """
        self._cache.wait_for_calm(KEEPING_PATIENCE_SECONDS)
        batch: list[FolderRows] = []
        for path, folder in self._folders.items():
            batch.append(
                FolderRows(path, dict(_rows(folder)), self._gone(path, folder))
            )
            rows = sum(len(one.rows) for one in batch)
            if len(batch) == FOLDERS_AT_ONCE or rows >= ROWS_AT_ONCE:
                self._cache.studies.keep(batch)
                batch = []
        self._cache.studies.keep(batch)
        for root in roots:
            if os.path.isdir(root):
                self._forget_lost(root)
        if self._folders:
            self._cache.studies.trim()

    def _forget_lost(self, root: str) -> None:
        """Forget folders of which no file was asked for, as far as they are gone."""
        studies, thumbnails = self._cache.studies, self._cache.thumbnails
        for path in (root, *studies.folders_below(root)):
            folder = self._folders.get(path)
            if folder is not None and folder.known is not None:
                continue
            if _exists(path):
                gone = self._gone(path, _Folder(studies.folder(path)))
                if gone:
                    studies.keep([FolderRows(path, {}, gone)])
            else:
                studies.forget([path])
                thumbnails.forget_folder(path)

    def _gone(self, path: str, folder: _Folder) -> list[str]:
        """Names that are known and were not asked for, because they are not there."""
        gone = [
            name
            for name, row in (folder.known or {}).items()
            if _is_gone(f"{path}{os.sep}{name}", row.stamp)
        ]
        self._cache.thumbnails.forget([f"{path}{os.sep}{name}" for name in gone])
        return gone

    def _entered(self, path: str) -> tuple[_Folder, str]:
        """The folder of a path, which is the present one now, and its name in it."""
        parent, _, name = path.rpartition(os.sep)
        if parent != self._path:
            self._path = parent
            self._folder = self._folders.setdefault(parent, _Folder())
        return self._folder, name

    def _known(self, source: Source, folder: _Folder, name: str) -> Found | None:
        if self._waits:
            self._waits = False
            self._cache.wait_for_calm()
        if folder.known is None:
            folder.known = self._cache.studies.folder(self._path or "")
        row = folder.known.pop(name, None)
        if row is None or row.language not in ("", language()):
            return None
        try:
            stamp = stamp_at(source)
            if stamp is None or row.stamp != stamp_text(stamp):
                return None
            return self._from_row(row, source, stamp)
        except (ValueError, OSError, zlib.error):
            return None

    def _from_row(self, row: Row, source: Source, stamp: Stamp) -> Found | None:
        if row.kind in (Kind.HEADER, Kind.ODD):
            if row.kind == Kind.ODD and not self._knows_odd:
                return None
            return header_from(_unpacked(row.data), source, stamp)
        reason = row.data.decode()
        if row.kind == Kind.FAILED:
            return Failed(source.path, reason)
        self._archives[source.path] = row.kind == Kind.ARCHIVE
        return Skipped(source.path, reason)


def known_header(row: Row, path: str) -> Header | None:
    """The header that a row stands for, whatever has become of its file since."""
    if row.kind not in (Kind.HEADER, Kind.ODD):
        return None
    try:
        return header_from(_unpacked(row.data), source_at(path), None)
    except (ValueError, OSError, zlib.error):
        return None


def _rows(folder: _Folder) -> Iterator[tuple[str, Row]]:
    """What can be kept of what was learnt, by name."""
    for name, (stamp, kind, reason) in folder.reasons.items():
        data = reason.encode("utf-8", "replace")
        yield name, Row(stamp_text(stamp), kind, language(), data)
    for name, header in folder.headers.items():
        try:
            data = header_bytes(header)
        except ValueError:
            continue
        if len(data) > limits.INDEX_HEADER_BYTES or header.stamp is None:
            continue
        is_large = len(data) >= PACKED_BYTES
        data = _PACKED + zlib.compress(data, 1) if is_large else _PLAIN + data
        kind = Kind.ODD if name in folder.odd else Kind.HEADER
        speaks = language() if header.warnings else ""
        yield name, Row(stamp_text(header.stamp), kind, speaks, data)


def _unpacked(data: bytes) -> bytes:
    if data[:1] == _PLAIN:
        return data[1:]
    inflater = zlib.decompressobj()
    found = inflater.decompress(data[1:], limits.INDEX_HEADER_BYTES)
    if not inflater.eof:
        raise ValueError("larger than any that is kept")
    return found


def _present(source: Source) -> Stamp | None:
    try:
        return stamp_at(source)
    except OSError:
        return None


def _is_gone(path: str, stamp: str) -> bool:
    """The file is no longer there, or no member of its archive as it is now."""
    if os.path.lexists(path):
        return False
    try:
        present = stamp_at(source_at(path))
    except OSError:
        return True
    return present is None or stamp_text(present) != stamp


def _exists(folder: str) -> bool:
    return os.path.lexists(folder) or bool(split_member(folder)[0])
