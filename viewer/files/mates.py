"""The other files of a study: what lies beside a file that was opened alone."""

import os
from collections.abc import Callable, Container, Iterator

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.reader import FileReader
from viewer.files.scan import natural_key
from viewer.files.sources import Source


def study_mates(
    given: Header,
    known: Container[str],
    stop: Callable[[], bool],
    reader: FileReader | None = None,
) -> Iterator[Header]:
    """Headers of the same StudyInstanceUID in the folder of the given one, not below.

    `known` are paths to leave out. Nobody named these files: what the fast walker
    does not understand, and all that is of no or another study, is passed over.
    """
    reader = reader or FileReader()
    uid = given.text(tags.StudyInstanceUID)
    if not uid or given.source.data is not None or given.source.member:
        return
    folder = os.path.dirname(given.source.path)
    for name in _file_names(folder):
        path = os.path.join(folder, name)
        if stop():
            return
        if path in known:
            continue
        found = reader.found(Source(path))
        if isinstance(found, Header) and found.text(tags.StudyInstanceUID) == uid:
            yield found


def _file_names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file()]
    except OSError:
        return []
    return sorted(names, key=natural_key)
