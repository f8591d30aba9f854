"""From what the user named to headers: files, folders, archives, in natural order."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from viewer import limits
from viewer.dicom import tags
from viewer.files.found import Failed, Found, Odd, Skipped, os_sentence
from viewer.files.header import Header
from viewer.files.reader import FileReader
from viewer.files.sources import Source, split_member
from viewer.text import tr

if TYPE_CHECKING:
    from viewer.files.dicomdir import Directory, Disc, ReadDirectory
    from viewer.files.scan_archive import AskPassword, Passwords

__all__ = ["Failed", "Found", "Odd", "Skipped", "natural_key", "os_sentence", "scan"]

_NUMBER = re.compile(r"(\d+)")
_Identity = tuple[int, int]


def scan(
    paths: Sequence[str],
    stop: Callable[[], bool],
    *,
    read_directory: "ReadDirectory | None" = None,
    ask_password: "AskPassword | None" = None,
    reader: FileReader | None = None,
) -> Iterator[Found]:
    """Everything under the paths, each file once, until `stop` says so.

    Within a folder in natural order ("IM2" before "IM10"), files before folders.
    Symbolic links are followed; a folder is entered once, however it is reached.
    Only regular files are opened, and nothing is ever written. Zip archives are read
    like folders. With `read_directory` a DICOMDIR is an index: what it lists is opened,
    and what it lists and is missing has failed; one that was named is found itself
    too. Without, it is an object like others. A
    `reader` may know files that it need not read.
    """
    one_scan = _Scan(stop, read_directory, ask_password, reader or FileReader())
    for path in paths:
        yield from one_scan.named(path)
        if stop():
            return
    yield from one_scan.indexes()


def natural_key(name: str) -> tuple[list[str | int], str]:
    """A sorting key that compares runs of digits as numbers."""
    parts: list[str | int] = list(_NUMBER.split(name))
    parts[1::2] = map(int, parts[1::2])
    return parts, name


class _Scan:
    """One scan: what was found already, and what waits for its end."""

    def __init__(
        self,
        stop: Callable[[], bool],
        read_directory: "ReadDirectory | None",
        ask_password: "AskPassword | None",
        reader: FileReader,
    ) -> None:
        self._stop = stop
        self._reader = reader
        self._read_directory = read_directory
        self._ask_password = ask_password
        self._passwords: Passwords | None = None
        self._files: set[str] = set()
        self._members: set[str] = set()
        self._folders: set[_Identity] = set()
        self._directories: list[Header | Odd] = []

    def named(self, path: str) -> Iterator[Found]:
        """What a path that the user named leads to."""
        archive, member = split_member(path)
        if archive:
            yield from self._archive(archive, member)
        elif os.path.isdir(path):
            for found in self._folder(path):
                if self._is_plain(found):
                    yield found
                elif isinstance(found, Header | Odd):
                    self._directories.append(found)
                else:
                    yield from self._archive(found.path, "")
        else:
            for found in self._named_file(path):
                if self._is_plain(found):
                    yield found
                elif isinstance(found, Header | Odd):
                    yield from self._disc(found)
                else:
                    yield from self._archive(found.path, "")

    def indexes(self) -> Iterator[Found]:
        """The DICOMDIRs of folders, whose files have been found by now."""
        for found in self._directories:
            directory = self._directory(found)
            if directory is None:
                yield found
                continue
            yield _as_index(found)
            for entry in _disc_of(found).listed(directory):
                if isinstance(entry, Failed):
                    yield entry

    def _is_plain(self, found: Found) -> bool:
        """Stands for itself: neither the index of a disc nor an archive."""
        if isinstance(found, Skipped):
            if not os.path.isfile(found.path):
                return True
            return not self._reader.is_archive(found.path)
        if self._read_directory is None or isinstance(found, Failed):
            return True
        if isinstance(found, Header) and tags.DirectoryRecordSequence not in (
            found.elements
        ):
            return True
        from viewer.files.dicomdir import is_directory

        return not is_directory(found)

    def _archive(self, path: str, below: str) -> Iterator[Found]:
        from viewer.files.scan_archive import Passwords, scan_archive

        if self._passwords is None:
            self._passwords = Passwords(self._ask_password, self._stop)
        for found in scan_archive(
            path,
            below,
            find=self._reader.found,
            key=natural_key,
            passwords=self._passwords,
            read_directory=self._read_directory,
            stop=self._stop,
        ):
            if _path_of(found) not in self._members:
                self._members.add(_path_of(found))
                yield found

    def _disc(self, found: Header | Odd) -> Iterator[Found]:
        """The files that a DICOMDIR named by the user lists; others are mentioned."""
        yield found
        directory = self._directory(found)
        if directory is None:
            return
        for entry in _disc_of(found).listed(directory):
            if self._stop():
                return
            if isinstance(entry, Failed):
                yield entry
            else:
                yield from self._named_file(entry)
        rest = _Scan(self._stop, None, None, self._reader)
        rest._files = set(self._files)
        folder = os.path.dirname(found.source.path) or "."
        for other in islice(rest._folder(folder), limits.UNLISTED_FILES):
            if isinstance(other, Header | Odd) and not _is_index(other):
                yield Skipped(
                    other.source.path,
                    tr("not listed in the DICOMDIR; to see it, open its folder"),
                )

    def _directory(self, found: Header | Odd) -> "Directory | None":
        assert self._read_directory is not None
        directory = self._read_directory(found.source)
        return directory if directory is not None and directory.files else None

    def _named_file(self, path: str) -> Iterator[Found]:
        try:
            folder = _identity(os.stat(os.path.dirname(path) or "."))
            os.stat(path)
        except OSError as fault:
            yield Failed(path, os_sentence(fault))
            return
        real = os.path.realpath(path)
        if real in self._files or (
            folder in self._folders and not os.path.islink(path)
        ):
            return
        self._files.add(real)
        if os.path.isfile(path):
            yield self._reader.found(Source(path))
        else:
            yield Skipped(path, tr("not a regular file"))

    def _folder(self, root: str) -> Iterator[Found]:
        files, folders, stop = self._files, self._folders, self._stop
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
                    yield self._reader.found(Source(os.path.join(folder, name)))
            for name, reason in others:
                yield Skipped(os.path.join(folder, name), reason)


def _as_index(found: Header | Odd) -> Skipped:
    from viewer.files.dicomdir import index_reason

    return Skipped(found.source.path, index_reason())


def _is_index(found: Header | Odd) -> bool:
    from viewer.files.dicomdir import is_directory

    return is_directory(found)


def _disc_of(found: Header | Odd) -> "Disc":
    from viewer.files.dicomdir import Disc

    folder = os.path.dirname(found.source.path)
    return Disc(folder, lambda folder: os.listdir(folder or "."))


def _path_of(found: Found) -> str:
    return found.source.path if isinstance(found, Header | Odd) else found.path


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


def _identity(status: os.stat_result) -> _Identity:
    return status.st_dev, status.st_ino
