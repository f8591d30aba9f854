"""What a zip archive holds, member by member, as a scan finds it."""

import posixpath
from collections.abc import Callable, Iterable, Iterator

from viewer import limits
from viewer.files.archive import Archive, archive_at, is_archive, locked
from viewer.files.dicomdir import Disc, ReadDirectory, index_reason, is_directory
from viewer.files.found import Failed, Found, Skipped, os_sentence
from viewer.files.sources import MEMBER_MARK, Source
from viewer.text import mark, tr

_NESTED = mark("a ZIP archive within a ZIP archive: unpack the outer one")

AskPassword = Callable[[str, bool, Callable[[], bool]], str | None]
"""(path, whether the last one was wrong, stop) → a password; None: none is given."""


class Passwords:
    """The passwords of one scan: each archive tries those that opened others."""

    def __init__(self, ask: AskPassword | None, stop: Callable[[], bool]) -> None:
        self._ask = ask
        self._stop = stop
        self._known: list[bytes] = []

    def open(self, path: str, archive: Archive) -> bytes:
        """What opens the archive; b"" when the reader does not know it either."""
        for known in self._known:
            if archive.accepts(known):
                return known
        for tried in range(limits.PASSWORD_TRIES if self._ask else 0):
            assert self._ask is not None
            text = self._ask(path, tried > 0, self._stop)
            if not text:
                self._ask = None
                return b""
            for password in _spellings(text):
                if archive.accepts(password):
                    self._known.append(password)
                    return password
        return b""


def _spellings(text: str) -> Iterator[bytes]:
    """As bytes: UTF-8 as usual today, and the alphabet of old archives."""
    yield text.encode("utf-8", "surrogateescape")
    if not text.isascii():
        yield text.encode("cp437", "ignore")


def scan_archive(
    path: str,
    below: str,
    *,
    find: Callable[[Source], Found],
    key: Callable[[str], object],
    passwords: Passwords,
    read_directory: ReadDirectory | None,
    stop: Callable[[], bool],
) -> Iterator[Found]:
    """The members of an archive, or those at or below a name in it.

    An archive without DICOM is one file that is skipped.
    """
    try:
        archive = archive_at(path)
    except OSError as fault:
        yield Failed(path + (MEMBER_MARK + below if below else ""), os_sentence(fault))
        return
    names = _at_or_below(archive.members, below)
    if below and not names:
        sentence = tr("The ZIP archive has no member of this name.")
        yield Failed(path + MEMBER_MARK + below, sentence)
        return
    names.sort(key=lambda name: [key(part) for part in name.split("/")])
    encrypted = [name for name in names if archive.is_encrypted(name)]
    password = passwords.open(path, archive) if encrypted else b""
    if encrypted and not password:
        yield Failed(
            path + (MEMBER_MARK + below if below else ""),
            locked(),
        )
        names = [name for name in names if not archive.is_encrypted(name)]
    sources = (
        Source(
            path + MEMBER_MARK + name,
            member=name,
            password=password if archive.is_encrypted(name) else b"",
        )
        for name in names
    )
    found = _members(sources, find, stop)
    if read_directory and not below:
        found = _without_directories(found, path, archive, read_directory)
    if below:
        yield from found
    else:
        is_told = bool(encrypted and not password)
        yield from _unless_all_skipped(found, path, lambda: is_told or stop())


def _at_or_below(names: Iterable[str], below: str) -> list[str]:
    folder = below.rstrip("/") + "/"
    return [
        name for name in names if not below or name == below or name.startswith(folder)
    ]


def _members(
    sources: Iterable[Source], find: Callable[[Source], Found], stop: Callable[[], bool]
) -> Iterator[Found]:
    for source in sources:
        if stop():
            return
        found = find(source)
        if isinstance(found, Skipped) and is_archive(source):
            found = Skipped(source.path, tr(_NESTED))
        yield found


def _unless_all_skipped(
    found: Iterator[Found], path: str, is_over: Callable[[], bool]
) -> Iterator[Found]:
    """Members that are no DICOM are named only beside some that are."""
    skipped: list[Found] = []
    for one in found:
        if isinstance(one, Skipped):
            skipped.append(one)
            continue
        yield from skipped
        yield one
        yield from found
        return
    if any(isinstance(one, Skipped) and one.reason == tr(_NESTED) for one in skipped):
        yield from skipped
    elif not is_over():
        yield Skipped(path, tr("a ZIP archive without DICOM in it"))


def _without_directories(
    found: Iterator[Found], path: str, archive: Archive, read_directory: ReadDirectory
) -> Iterator[Found]:
    """Each DICOMDIR only as the index that it is: what it lists and is not there."""
    waiting: list[Found] = []
    for one in found:
        if is_directory(one):
            waiting.append(one)
        else:
            yield one
    for one in waiting:
        assert not isinstance(one, Skipped | Failed)
        directory = read_directory(one.source)
        if directory is None or not directory.files:
            yield one
            continue
        yield Skipped(one.source.path, index_reason())
        folder = one.source.member.replace("\\", "/").rpartition("/")[0]
        disc = Disc(folder, _listing(archive), posixpath.join)
        for entry in disc.listed(directory):
            if isinstance(entry, Failed):
                yield Failed(path + MEMBER_MARK + entry.path, entry.reason)


def _listing(archive: Archive) -> Callable[[str], Iterable[str]]:
    """What stands in each folder of the archive."""
    children: dict[str, set[str]] = {}
    for name in archive.members:
        folder = ""
        for part in name.replace("\\", "/").split("/"):
            children.setdefault(folder, set()).add(part)
            folder = posixpath.join(folder, part)
    return lambda folder: children.get(folder, ())
