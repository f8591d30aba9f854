"""The tree of what was opened: patients, studies, series, and what tells them apart.

Nothing is merged that might be two people: a patient is an ID with its issuer; without
an ID, the name, birth date and study together. The records are what others see; the
nodes grow header by header.
"""

from dataclasses import field
from typing import Any

from viewer.dicom import tags
from viewer.dicom.values import person_name
from viewer.files.header import Header
from viewer.files.identity import plain_birth_date, plain_name
from viewer.files.walked_elements import WalkedElements
from viewer.records import dataclass
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


@dataclass(slots=True, eq=False)
class SeriesNode:
    """A series that may grow or shrink."""

    key: str
    sort_key: tuple[object, ...]
    note: str = ""
    headers: list[Header] = field(default_factory=list)
    made: Series | None = None

    def series(self) -> Series:
        """Its record, the same one as long as nothing has changed."""
        if self.made is None or len(self.made.headers) != len(self.headers):
            self.made = Series(self.key, tuple(self.headers), self.note)
        return self.made


@dataclass(slots=True, eq=False)
class StudyNode:
    """A study that may grow."""

    key: str
    sort_key: tuple[str, ...]
    series: dict[str, SeriesNode] = field(default_factory=dict)

    def study(self) -> Study:
        """Its record, without series that are empty."""
        nodes = sorted(self.series.values(), key=sort_key_of)
        return Study(self.key, tuple(node.series() for node in nodes if node.headers))


@dataclass(slots=True, eq=False)
class PatientNode:
    """A patient of whom more may come; for each name and date, who has it first."""

    key: str
    sort_key: tuple[bool, str, str, str]
    names: dict[str, Header] = field(default_factory=dict)
    birth_dates: dict[str, Header] = field(default_factory=dict)
    studies: dict[str, StudyNode] = field(default_factory=dict)

    def patient(self) -> Patient:
        """The record, without studies that are empty."""
        nodes = sorted(self.studies.values(), key=sort_key_of, reverse=True)
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


def sort_key_of(node: SeriesNode | StudyNode | PatientNode) -> Any:
    """For `sorted`."""
    return node.sort_key


def quick_key(header: Header) -> tuple[object, ...]:
    """What puts two headers into the same series beyond doubt, byte for byte."""
    elements = header.elements
    if isinstance(elements, WalkedElements):
        return elements.cuts(_QUICK_TAGS)
    return tuple([elements.get(tag) for tag in _QUICK_TAGS])


def patient_key(header: Header) -> str:
    """What makes a patient."""
    patient_id = header.text(tags.PatientID).strip()
    issuer = header.text(tags.IssuerOfPatientID).strip()
    if patient_id:
        return repr((patient_id, issuer))
    study = header.text(tags.StudyInstanceUID) or header.source.path
    birth_date = header.text(tags.PatientBirthDate)
    return repr(("", issuer, plain_name(header), birth_date, study))


def study_key(patient_key: str, header: Header) -> str:
    """What makes a study of a patient."""
    uid = header.text(tags.StudyInstanceUID)
    if uid:
        return repr((patient_key, uid))
    where = header.text(tags.StudyID), header.text(tags.StudyDate)
    return repr((patient_key, "", *where))


def series_key(study_key: str, header: Header) -> str:
    """What makes a series of a study."""
    uid = header.text(tags.SeriesInstanceUID)
    if uid:
        return repr((study_key, uid))
    looks = (tags.Modality, tags.SeriesNumber, tags.SeriesDescription)
    return repr((study_key, "", *map(header.text, looks)))


def series_node(key: str, header: Header) -> SeriesNode:
    """An empty series for objects like this one."""
    number = header.integer(tags.SeriesNumber)
    node = SeriesNode(
        key,
        (number is None, number or 0, header.text(tags.SeriesTime), key),
    )
    if not header.has(tags.SeriesInstanceUID):
        node.note = tr("without Series Instance UID")
    return node
