"""Earlier studies of a patient among the paths that were opened lately.

By what the index knows of them (`store/studies.py`): no file is read, nothing searched.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import field

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.identity import patient_key
from viewer.records import dataclass
from viewer.store.studies import Studies
from viewer.work.recollection import known_header

MOST_FILES = 20_000
"""Known files that are looked at; more take longer than anyone waits for an offer."""


@dataclass(frozen=True, slots=True)
class EarlierRequest:
    """Whose studies, before which date; `open_studies` are UIDs that need no offer."""

    studies: Studies
    recent: Sequence[str]
    header: Header
    open_studies: frozenset[str]


@dataclass(frozen=True, slots=True)
class EarlierStudy:
    """A study that could be opened: its date as in the file, and its files."""

    uid: str
    date: str
    modality: str
    description: str
    paths: tuple[str, ...]


@dataclass(slots=True)
class _Growing:
    first: Header
    paths: list[str] = field(default_factory=list)


def find_earlier(request: EarlierRequest) -> tuple[EarlierStudy, ...]:
    """Earlier studies of the same modality, the newest first.

    Strictly of the same patient: ID, issuer, name and birth date. Without an ID, none.
    """
    header = request.header
    date = header.text(tags.StudyDate).strip()
    if not header.text(tags.PatientID).strip() or not date:
        return ()
    patient, modality = patient_key(header), header.text(tags.Modality).strip()
    found: dict[str, _Growing] = {}
    for path, known in _known(request):
        uid = known.text(tags.StudyInstanceUID)
        earlier = known.text(tags.StudyDate).strip()
        if (
            not uid
            or uid in request.open_studies
            or known.text(tags.Modality).strip() != modality
            or not earlier
            or earlier >= date
            or patient_key(known) != patient
        ):
            continue
        found.setdefault(uid, _Growing(known)).paths.append(path)
    made = [_study(uid, growing) for uid, growing in found.items()]
    there = [one for one in made if os.path.exists(one.paths[0])]
    return tuple(sorted(there, key=lambda one: one.date, reverse=True))


def _study(uid: str, growing: _Growing) -> EarlierStudy:
    first = growing.first
    return EarlierStudy(
        uid,
        first.text(tags.StudyDate).strip(),
        first.text(tags.Modality).strip(),
        first.text(tags.StudyDescription).strip(),
        tuple(growing.paths),
    )


def _known(request: EarlierRequest) -> Iterator[tuple[str, Header]]:
    """(path, header) of known files at and below the recent paths."""
    seen: set[str] = set()
    for folder, wanted in _folders(request):
        for name, row in request.studies.folder(folder).items():
            path = f"{folder}{os.sep}{name}"
            if path in seen or (wanted and name != wanted):
                continue
            seen.add(path)
            if len(seen) > MOST_FILES:
                return
            header = known_header(row, path)
            if header is not None:
                yield path, header


def _folders(request: EarlierRequest) -> Iterator[tuple[str, str]]:
    """(folder, the one name wanted of it or "") of the recent paths."""
    for path in request.recent:
        yield path, ""
        for folder in request.studies.folders_below(path):
            yield folder, ""
        yield os.path.split(path)
