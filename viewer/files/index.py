"""What was opened, as a tree: patients, studies, series and their headers.

Built header by header. Nothing is merged that might be two people: a patient is an ID
with its issuer; without an ID, the name, birth date and study together. An object that
came twice is held once; another object under the same UID is kept apart and reported.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from viewer.dicom import tags
from viewer.dicom.values import person_name
from viewer.files.header import Header
from viewer.files.identity import plain_birth_date, plain_name
from viewer.files.sameness import same_object
from viewer.files.scan import Failed, Skipped
from viewer.files.walked_elements import WalkedElements
from viewer.text import tr

_QUICK_TAGS = (
    tags.PatientID,
    tags.IssuerOfPatientID,
    tags.PatientName,
    tags.PatientBirthDate,
    tags.StudyInstanceUID,
    tags.SeriesInstanceUID,
    tags.SpecificCharacterSet,
)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Objects of one Series Instance UID. `note` says what is unusual, else ""."""

    key: str
    headers: tuple[Header, ...]
    note: str = ""

    @property
    def first(self) -> Header:
        """Any header speaks for what belongs to the series; the first does."""
        return self.headers[0]

    @property
    def uid(self) -> str:
        """SeriesInstanceUID; "" when the objects have none."""
        return self.first.text(tags.SeriesInstanceUID)


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Series of one Study Instance UID and patient, by number."""

    key: str
    series: tuple[Series, ...]

    @property
    def first(self) -> Header:
        """A header that speaks for the study."""
        return self.series[0].first

    @property
    def uid(self) -> str:
        """StudyInstanceUID; "" when the objects have none."""
        return self.first.text(tags.StudyInstanceUID)


@dataclass(frozen=True, slots=True, eq=False)
class Patient:
    """Studies of one patient, the newest first.

    `names` and `birth_dates` are all that were met, each once and as written first:
    two of either may mean two people.
    """

    key: str
    studies: tuple[Study, ...]
    names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()

    @property
    def first(self) -> Header:
        """A header that speaks for the patient."""
        return self.studies[0].first

    @property
    def id(self) -> str:
        """PatientID; "" when the objects have none."""
        return self.first.text(tags.PatientID)

    @property
    def issuer(self) -> str:
        """IssuerOfPatientID; "" when the objects have none."""
        return self.first.text(tags.IssuerOfPatientID).strip()


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


@dataclass(slots=True, eq=False)
class _SeriesNode:
    key: str
    sort_key: tuple[object, ...]
    note: str = ""
    headers: list[Header] = field(default_factory=list)
    made: Series | None = None

    def series(self) -> Series:
        if self.made is None or len(self.made.headers) != len(self.headers):
            self.made = Series(self.key, tuple(self.headers), self.note)
        return self.made


@dataclass(slots=True, eq=False)
class _StudyNode:
    key: str
    sort_key: tuple[str, ...]
    series: dict[str, _SeriesNode] = field(default_factory=dict)

    def study(self) -> Study:
        nodes = sorted(self.series.values(), key=_sort_key)
        return Study(self.key, tuple(node.series() for node in nodes if node.headers))


@dataclass(slots=True, eq=False)
class _PatientNode:
    key: str
    sort_key: tuple[bool, str, str, str]
    names: dict[str, Header] = field(default_factory=dict)
    birth_dates: dict[str, Header] = field(default_factory=dict)
    studies: dict[str, _StudyNode] = field(default_factory=dict)

    def patient(self) -> Patient:
        nodes = sorted(self.studies.values(), key=_sort_key, reverse=True)
        studies = tuple(study for node in nodes if (study := node.study()).series)
        names = tuple(
            person_name(header.text(tags.PatientName)) for header in self.names.values()
        )
        return Patient(self.key, studies, names, tuple(self.birth_dates))

    def meet(self, header: Header) -> None:
        """Note whom an object names."""
        if name := plain_name(header):
            self.names.setdefault(name, header)
        if date := plain_birth_date(header):
            self.birth_dates.setdefault(date, header)

    def meet_again(self) -> None:
        """Note anew whom the objects name, after some have gone."""
        self.names.clear()
        self.birth_dates.clear()
        for study in self.studies.values():
            for series in study.series.values():
                for header in series.headers:
                    self.meet(header)


def _sort_key(node: _SeriesNode | _StudyNode | _PatientNode) -> Any:
    return node.sort_key


class IndexBuilder:
    """Collects what a scan finds. `index()` may be asked at any time."""

    def __init__(self) -> None:
        self._patients: dict[str, _PatientNode] = {}
        self._quick: dict[tuple[object, ...], _SeriesNode] = {}
        self._instances: dict[bytes, list[_Variant]] = {}
        self._contested: dict[bytes, list[_Variant]] = {}
        self._repeated: dict[int, _Variant] = {}
        self._skipped: dict[str, Skipped] = {}
        self._failed: dict[str, Failed] = {}
        self._paths: dict[str, Header] = {}
        self._shrunk: dict[str, _PatientNode] = {}
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
        quick = _quick_key(header)
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
        nodes = sorted(self._patients.values(), key=_sort_key)
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

    def _place(self, header: Header) -> _SeriesNode:
        key = _patient_key(header)
        patient = self._patients.get(key)
        if patient is None:
            name = person_name(header.text(tags.PatientName)).casefold()
            patient_id = header.text(tags.PatientID)
            nobody = not name and not patient_id
            patient = _PatientNode(key, (nobody, name, patient_id, key))
            self._patients[key] = patient
        patient.meet(header)
        key = _study_key(patient.key, header)
        study = patient.studies.get(key)
        if study is None:
            when = header.text(tags.StudyDate), header.text(tags.StudyTime)
            study = patient.studies[key] = _StudyNode(key, (*when, key))
        key = _series_key(study.key, header)
        return study.series.setdefault(key, _series_node(key, header))

    def _add_again(self, uid: bytes, header: Header, series: _SeriesNode) -> None:
        """Add an object whose SOPInstanceUID is there: a copy, or something else."""
        variants = self._instances[uid]
        for variant in variants:
            if same_object(variant.header, header):
                variant.copies.append(header)
                self._repeated.setdefault(id(variant), variant)
                return
        series = self._apart(header, series, variants)
        variants.append(_Variant(header, series))
        series.headers.append(header)
        self._shown += 1
        self._contested[uid] = variants

    def _remove(self, header: Header) -> None:
        """Take an object out of the tree; a copy of it, if there is one, steps in."""
        patient = self._patients[_patient_key(header)]
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
            series = self._quick.get(_quick_key(header)) or self._place(header)
        if uid and not variants:
            del self._instances[uid]
            self._contested.pop(uid, None)
        series.headers.remove(header)
        series.made = None
        self._shown -= 1

    def _apart(
        self, header: Header, series: _SeriesNode, variants: list["_Variant"]
    ) -> _SeriesNode:
        """A series of its own for what would stand in another object's place."""
        taken = {variant.series.key for variant in variants}
        if series.key not in taken:
            return series
        keys = (f"{series.key} {number}" for number in count(2))
        key = next(key for key in keys if key not in taken)
        study = self._patients[_patient_key(header)].studies
        siblings = study[_study_key(_patient_key(header), header)].series
        node = siblings.setdefault(key, _series_node(key, header))
        node.note = tr("other objects with the same UIDs as another series")
        return node


@dataclass(slots=True, eq=False)
class _Variant:
    """An object under a SOPInstanceUID, where it stands, and its copies."""

    header: Header
    series: _SeriesNode
    copies: list[Header] = field(default_factory=list)

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


def _instance_uid(header: Header) -> bytes:
    return header.elements.get(tags.SOPInstanceUID, ("", b""))[1].rstrip(b"\0 ")


def _quick_key(header: Header) -> tuple[object, ...]:
    """What puts two headers into the same series beyond doubt, byte for byte."""
    elements = header.elements
    if isinstance(elements, WalkedElements):
        return elements.cuts(_QUICK_TAGS)
    return tuple([elements.get(tag) for tag in _QUICK_TAGS])


def _patient_key(header: Header) -> str:
    patient_id = header.text(tags.PatientID).strip()
    issuer = header.text(tags.IssuerOfPatientID).strip()
    if patient_id:
        return repr((patient_id, issuer))
    study = header.text(tags.StudyInstanceUID) or header.source.path
    birth_date = header.text(tags.PatientBirthDate)
    return repr(("", issuer, plain_name(header), birth_date, study))


def _study_key(patient_key: str, header: Header) -> str:
    uid = header.text(tags.StudyInstanceUID)
    if uid:
        return repr((patient_key, uid))
    where = header.text(tags.StudyID), header.text(tags.StudyDate)
    return repr((patient_key, "", *where))


def _series_key(study_key: str, header: Header) -> str:
    uid = header.text(tags.SeriesInstanceUID)
    if uid:
        return repr((study_key, uid))
    looks = (tags.Modality, tags.SeriesNumber, tags.SeriesDescription)
    return repr((study_key, "", *map(header.text, looks)))


def _series_node(key: str, header: Header) -> _SeriesNode:
    number = header.integer(tags.SeriesNumber)
    node = _SeriesNode(
        key,
        (number is None, number or 0, header.text(tags.SeriesTime), key),
    )
    if not header.has(tags.SeriesInstanceUID):
        node.note = tr("without Series Instance UID")
    return node


def _two_names(node: _PatientNode) -> Conflict | None:
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
    return Conflict(
        tr(
            "Different objects have the same SOP Instance UID {uid}."
            " All are shown, apart from each other.",
            uid=uid.decode("ascii", "replace"),
        ),
        tuple(variant.header.source.path for variant in variants),
    )
