"""What was opened, as a tree: patients, studies, series and their headers.

Built header by header. An object that came twice is held once; another object under the
same UID is kept apart and reported. A file that has changed since takes the place of
what it was.
"""

from dataclasses import field
from itertools import count

from viewer.dicom import tags
from viewer.dicom.values import person_name
from viewer.files.header import Header
from viewer.files.sameness import beginning, same_object
from viewer.files.scan import Failed, Skipped
from viewer.files.tree import (
    Patient,
    PatientNode,
    Series,
    SeriesNode,
    Study,
    StudyNode,
    patient_key,
    quick_key,
    series_key,
    series_node,
    sort_key_of,
    study_key,
)
from viewer.records import dataclass
from viewer.text import tr

__all__ = [
    "Conflict",
    "Duplicate",
    "Index",
    "IndexBuilder",
    "Patient",
    "Series",
    "Study",
]


_FEW = 4
"""So many objects of one UID are compared with each other, file by file."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One object that was found several times, the same in all; the first is shown."""

    sop_instance_uid: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that should be unique and is not; a sentence for the reader."""

    sentence: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All that was opened: every file is in exactly one place."""

    patients: tuple[Patient, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    shown: int = 0
    """Objects in the tree."""


class IndexBuilder:
    """Collects what a scan finds. `index()` may be asked at any time."""

    def __init__(self) -> None:
        self._patients: dict[str, PatientNode] = {}
        self._quick: dict[tuple[object, ...], SeriesNode] = {}
        self._instances: dict[bytes, list[_Variant]] = {}
        self._contested: dict[bytes, list[_Variant]] = {}
        self._repeated: dict[int, _Variant] = {}
        self._skipped: dict[str, Skipped] = {}
        self._failed: dict[str, Failed] = {}
        self._paths: dict[str, Header] = {}
        self._shrunk: dict[str, PatientNode] = {}
        self._shown = 0

    def add(self, header: Header) -> None:
        """Put an object in its place in the tree; the same path counts once.

        When the file has changed since, what it was before leaves the tree.
        """
        path = header.source.path
        known = self._paths.get(path)
        if known is not None:
            if known.stamp == header.stamp:
                return
            self._remove(known)
        self._paths[path] = header
        self._skipped.pop(path, None)
        self._failed.pop(path, None)
        quick = quick_key(header)
        series = self._quick.get(quick)
        if series is None:
            series = self._place(header)
            if header.has(tags.StudyInstanceUID) and header.has(tags.SeriesInstanceUID):
                self._quick[quick] = series
        uid = _instance_uid(header)
        if uid in self._instances:
            self._add_again(uid, header, series)
            return
        if uid:
            self._instances[uid] = [_Variant(header, series)]
        series.headers.append(header)
        self._shown += 1

    def headers(self) -> tuple[Header, ...]:
        """All that were added, copies too, in the order that they came in."""
        return tuple(self._paths.values())

    def skip(self, path: str, reason: str) -> None:
        """Note a file that is not DICOM."""
        if path not in self._paths:
            self._failed.pop(path, None)
            self._skipped[path] = Skipped(path, reason)

    def fail(self, path: str, reason: str) -> None:
        """Note a file that should have been read and could not."""
        if path not in self._paths:
            self._skipped.pop(path, None)
            self._failed[path] = Failed(path, reason)

    def index(self) -> Index:
        """The tree so far, in its order. Series that did not grow are reused."""
        for node in self._shrunk.values():
            node.meet_again()
        self._shrunk.clear()
        nodes = sorted(self._patients.values(), key=sort_key_of)
        duplicates = (
            variant.duplicate() for variant in self._repeated.values() if variant.copies
        )
        contested = (
            _one_uid(uid, variants)
            for uid, variants in self._contested.items()
            if len(variants) > 1
        )
        identities = (
            conflict for node in nodes if (conflict := _two_names(node)) is not None
        )
        return Index(
            tuple(patient for node in nodes if (patient := node.patient()).studies),
            tuple(self._skipped.values()),
            tuple(self._failed.values()),
            tuple(duplicates),
            (*identities, *contested),
            self._shown,
        )

    def _place(self, header: Header) -> SeriesNode:
        key = patient_key(header)
        patient = self._patients.get(key)
        if patient is None:
            name = person_name(header.text(tags.PatientName)).casefold()
            patient_id = header.text(tags.PatientID)
            nobody = not name and not patient_id
            patient = PatientNode(key, (nobody, name, patient_id, key))
            self._patients[key] = patient
        patient.meet(header)
        key = study_key(patient.key, header)
        study = patient.studies.get(key)
        if study is None:
            when = header.text(tags.StudyDate), header.text(tags.StudyTime)
            study = patient.studies[key] = StudyNode(key, (*when, key))
        key = series_key(study.key, header)
        return study.series.setdefault(key, series_node(key, header))

    def _add_again(self, uid: bytes, header: Header, series: SeriesNode) -> None:
        """Add an object whose SOPInstanceUID is there: a copy, or something else."""
        variants = self._instances[uid]
        variant, is_unclear = _found(variants, header)
        if variant is not None:
            variant.copies.append(header)
            self._repeated.setdefault(id(variant), variant)
            return
        series = self._apart(header, series, variants)
        variants.append(_Variant(header, series, is_unclear=is_unclear))
        series.headers.append(header)
        self._shown += 1
        self._contested[uid] = variants

    def _remove(self, header: Header) -> None:
        """Take an object out of the tree; a copy of it, if there is one, steps in."""
        patient = self._patients[patient_key(header)]
        self._shrunk[patient.key] = patient
        uid = _instance_uid(header)
        variants = self._instances.get(uid, [])
        for variant in variants:
            if header in variant.copies:
                variant.copies.remove(header)
                return
            if variant.header is header:
                if variant.step_in():
                    return
                variants.remove(variant)
                self._repeated.pop(id(variant), None)
                series = variant.series
                break
        else:
            series = self._quick.get(quick_key(header)) or self._place(header)
        if uid and not variants:
            del self._instances[uid]
            self._contested.pop(uid, None)
        series.headers.remove(header)
        series.made = None
        self._shown -= 1

    def _apart(
        self, header: Header, series: SeriesNode, variants: list["_Variant"]
    ) -> SeriesNode:
        """A series of its own for what would stand in another object's place."""
        taken = {variant.series.key for variant in variants}
        if series.key not in taken:
            return series
        keys = (f"{series.key} {number}" for number in count(len(taken) + 1))
        key = next(key for key in keys if key not in taken)
        patient = self._patients[patient_key(header)]
        siblings = patient.studies[study_key(patient.key, header)].series
        node = siblings.setdefault(key, series_node(key, header))
        node.note = tr("other objects with the same UIDs as another series")
        return node


@dataclass(slots=True, eq=False)
class _Variant:
    """An object under a SOPInstanceUID, where it stands, and its copies."""

    header: Header
    series: SeriesNode
    copies: list[Header] = field(default_factory=list)
    is_unclear: bool = False
    """It could not be compared with another of this UID."""
    _beginning: int | None = None

    def begins(self, checksum: int | None) -> bool:
        """Whether its data set begins so; its file is read once for all askers."""
        if self._beginning is None:
            self._beginning = beginning(self.header)
        return checksum is not None and self._beginning == checksum

    def duplicate(self) -> Duplicate:
        """All the paths of the object."""
        headers = (self.header, *self.copies)
        return Duplicate(
            self.header.text(tags.SOPInstanceUID),
            tuple(header.source.path for header in headers),
        )

    def step_in(self) -> bool:
        """Show a copy in the object's place; False when there is none."""
        if not self.copies:
            return False
        headers = self.series.headers
        place = headers.index(self.header)
        headers[place] = self.header = self.copies.pop(0)
        self.series.made = None
        return True


def _found(variants: list[_Variant], header: Header) -> tuple[_Variant | None, bool]:
    """The one of them that is this object, and whether some could not be compared.

    Many are told apart by how they begin.
    """
    if len(variants) > _FEW:
        checksum = beginning(header)
        variants = [variant for variant in variants if variant.begins(checksum)]
    is_unclear = False
    for variant in variants:
        same = same_object(variant.header, header)
        if same:
            return variant, False
        is_unclear |= same is None
    return None, is_unclear


def _instance_uid(header: Header) -> bytes:
    return header.elements.get(tags.SOPInstanceUID, ("", b""))[1].rstrip(b"\0 ")


def _two_names(node: PatientNode) -> Conflict | None:
    """A conflict when one patient ID has several names or birth dates."""
    if len(node.names) < 2 and len(node.birth_dates) < 2:
        return None
    several = node.names if len(node.names) > 1 else node.birth_dates
    return Conflict(
        tr(
            "The patient ID {id} has more than one name or birth date."
            " Check that all of its studies belong to one person.",
            id=next(iter(several.values())).text(tags.PatientID),
        ),
        tuple(header.source.path for header in several.values()),
    )


def _one_uid(uid: bytes, variants: list[_Variant]) -> Conflict:
    number = uid.decode("ascii", "replace")
    sentence = tr(
        "Different objects have the same SOP Instance UID {uid}."
        " All are shown, apart from each other.",
        uid=number,
    )
    if any(variant.is_unclear for variant in variants):
        sentence = tr(
            "Files have the same SOP Instance UID {uid} and could not be compared."
            " All are shown, apart from each other.",
            uid=number,
        )
    paths = tuple(variant.header.source.path for variant in variants)
    return Conflict(sentence, paths)
