"""DICOMDIR: the index of a disc (PS3.3 F, PS3.10 8), as a list of the files it names.

Only the file IDs of its records are read, one record after the other in the order of
the file: links between records, which are often wrong, are not needed. A record that
names a file in a way that is not allowed, or one that is not there, costs only itself.
"""

import os
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viewer.dicom import tags
from viewer.files.found import Failed, Found, Odd
from viewer.files.header import Header
from viewer.files.sources import Source
from viewer.text import mark, tr

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_CLASS = b"1.2.840.10008.1.3.10"
_META_BYTES = 1024
_REFERENCED_FILE_ID = 0x00041500
_RECORD_IN_USE = 0x00041410
_VERSION = re.compile(r";\d*$")
_NOT_IN_NAMES = re.compile(r"[:\0]|^\.{0,2}$")
_PICTURES = (".dcm", ".ima", ".dic", ".dicom")


@dataclass(frozen=True, slots=True)
class Directory:
    """The file IDs that a DICOMDIR lists, each as the parts of a path below it."""

    files: tuple[tuple[str, ...], ...]


ReadDirectory = Callable[[Source], Directory | None]
"""Reads a DICOMDIR in a process that has pydicom; None when it cannot be read."""


def read_directory(source: Source) -> Directory:
    """The files that a DICOMDIR lists; needs pydicom.

    Raises NotDicomError or UnreadableError.
    """
    from viewer.files.dataset import read_dataset

    dataset = read_dataset(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        files = [parts for record in _records(dataset) if (parts := _file_id(record))]
    return Directory(tuple(dict.fromkeys(files)))


def _records(dataset: "Dataset") -> "Iterable[Dataset]":
    try:
        return dataset[tags.DirectoryRecordSequence].value or ()
    except Exception:  # noqa: BLE001 (pydicom raises anything on damage)
        return ()


def _file_id(record: "Dataset") -> tuple[str, ...]:
    """The parts of ReferencedFileID; () without one, or when no longer in use."""
    try:
        if _RECORD_IN_USE in record and record[_RECORD_IN_USE].value == 0:
            return ()
        value: Any = record[_REFERENCED_FILE_ID].value
    except Exception:  # noqa: BLE001 (pydicom raises anything on damage)
        return ()
    if not value:
        return ()
    text = value if isinstance(value, str) else "\\".join(map(str, value))
    parts = text.replace("\\", "/").split("/")
    return tuple(part.strip(" \0") for part in parts)


def is_directory(found: Found) -> bool:
    """Whether a scan found a DICOMDIR, whatever its name."""
    if isinstance(found, Header):
        return tags.DirectoryRecordSequence in found.elements
    if not isinstance(found, Odd):
        return False
    if found.source.name.upper() == "DICOMDIR":
        return True
    try:
        return _CLASS in found.source.read(0, _META_BYTES)
    except OSError:
        return False


_OUTSIDE = mark("The DICOMDIR lists it, but it would lie outside of the disc.")


def index_reason() -> str:
    """Why a DICOMDIR is not shown itself."""
    return tr("the index of the disc: what it lists was opened")


class Disc:
    """The folder of a DICOMDIR, on disk or in an archive, and the names below it."""

    def __init__(
        self,
        folder: str,
        names_in: Callable[[str], Iterable[str]],
        join: Callable[[str, str], str] = os.path.join,
    ) -> None:
        """`names_in` gives what stands in a folder; it may raise OSError."""
        self._folder = folder
        self._names_in = names_in
        self._join = join
        self._known: dict[str, _Names] = {}
        self._links: dict[str, bool] = {}

    def find(self, parts: tuple[str, ...]) -> str | None:
        """The path of a file ID as it is spelled on the disc; None when not there.

        Upper and lower case, a version (";1") and a missing extension do not matter.
        """
        path = self._folder
        for part in parts:
            name = self._names(path).like(part)
            if name is None:
                return None
            path = self._join(path, name)
        return path

    def path_of(self, parts: tuple[str, ...]) -> str | None:
        """The path of a file ID; None when it is not there or not below the disc."""
        if any(_NOT_IN_NAMES.search(part) for part in parts):
            return None
        path = self.find(parts)
        return None if path is None or self._leads_out(path) else path

    def listed(self, directory: Directory) -> Iterator[str | Failed]:
        """The path of each file that the DICOMDIR lists, or why there is none."""
        for parts in directory.files:
            if any(_NOT_IN_NAMES.search(part) for part in parts):
                yield Failed(
                    self._join(self._folder, "\\".join(parts)),
                    tr(_OUTSIDE),
                )
                continue
            path = self.find(parts)
            if path is not None and self._leads_out(path):
                yield Failed(path, tr(_OUTSIDE))
                continue
            yield path or Failed(
                self._join(self._folder, "/".join(parts)),
                tr("The DICOMDIR lists this file, which is not on the disc."),
            )

    def _leads_out(self, path: str) -> bool:
        """A link among the names leads to another place."""
        if self._join is not os.path.join or not self._has_link(path):
            return False
        real, disc = os.path.realpath(path), os.path.realpath(self._folder)
        return not real.startswith(os.path.join(disc, ""))

    def _has_link(self, path: str) -> bool:
        """The path, or a folder above it up to the disc's, is a link."""
        folder = os.path.dirname(path)
        if folder not in self._links:
            below = folder != self._folder and len(folder) > len(self._folder)
            self._links[folder] = below and self._has_link(folder)
        return self._links[folder] or os.path.islink(path)

    def _names(self, folder: str) -> "_Names":
        if folder not in self._known:
            try:
                self._known[folder] = _Names(self._names_in(folder))
            except OSError:
                self._known[folder] = _Names(())
        return self._known[folder]


class _Names:
    """The names in one folder, to be found although spelled otherwise."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact = set(names)
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._exact):
            alike = _plain(name)
            self._alike[alike].append(name)
            stem, extension = os.path.splitext(alike)
            if extension:
                self._stems[stem].append(name)

    def like(self, part: str) -> str | None:
        if part in self._exact:
            return part
        plain = _plain(part)
        found = self._alike.get(plain) or self._stems.get(plain)
        found = found or self._alike.get(os.path.splitext(plain)[0]) or []
        pictures = [name for name in found if _plain(name).endswith(_PICTURES)]
        return next(iter(pictures or found), None)


def _plain(name: str) -> str:
    return _VERSION.sub("", name).rstrip(".").casefold()
