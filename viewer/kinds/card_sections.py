"""What is particular to an object, without a plan for its kind: by standard names.

Management classes (PS3.3 C.2, C.3, C.4) are shown whole, section by section as their
modules are; of others, what the modules common to all objects do not tell.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from viewer import limits
from viewer.dicom.values import caption
from viewer.kinds.card_values import value_at, value_of
from viewer.kinds.reading import code_of, items, representation, text
from viewer.text import mark, tr

if TYPE_CHECKING:
    from pydicom import Dataset

Rows = tuple[tuple[str, str], ...]
Found = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""(title, titles of the columns, rows)"""

_COMMON_PREFIXES = (
    "Acquisition",
    "Clinical",
    "Coding",
    "Contributing",
    "Device",
    "Encrypted",
    "Institution",
    "Instance",
    "IssuerOf",
    "Manufacturer",
    "Mapping",
    "Operator",
    "Other",
    "Patient",
    "Performed",
    "Performing",
    "Physician",
    "Referring",
    "RelatedSeries",
    "Request",
    "SOP",
    "Scheduled",
    "Series",
    "Software",
    "SpecificCharacterSet",
    "Station",
    "Study",
    "Timezone",
)
_COMMON = frozenset(
    {
        "AccessionNumber",
        "AdmissionID",
        "BitsAllocated",
        "BitsStored",
        "BodyPartExamined",
        "BurnedInAnnotation",
        "Columns",
        "ContentDate",
        "ContentDescription",
        "ContentLabel",
        "ContentTime",
        "DataSetTrailingPadding",
        "DigitalSignaturesSequence",
        "FrameOfReferenceUID",
        "HighBit",
        "ImageType",
        "LossyImageCompression",
        "MACParametersSequence",
        "Modality",
        "NumberOfFrames",
        "PerFrameFunctionalGroupsSequence",
        "PhotometricInterpretation",
        "PixelRepresentation",
        "PlanarConfiguration",
        "PositionReferenceIndicator",
        "PreferredPlaybackSequencing",
        "PresentationLUTShape",
        "ProcedureCodeSequence",
        "Rows",
        "SamplesPerPixel",
        "SharedFunctionalGroupsSequence",
        "SynchronizationTrigger",
    }
)
_BINARY = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_TOLD_ELSEWHERE = frozenset(
    {"SOPClassUID", "SOPInstanceUID", "SpecificCharacterSet", "Modality"}
)

_SECTIONS: tuple[tuple[str, str], ...] = (
    (
        mark("Patient identification"),
        "PatientName PatientID IssuerOfPatientID TypeOfPatientID OtherPatientIDs"
        " OtherPatientIDsSequence OtherPatientNames PatientBirthName"
        " PatientMotherBirthName MedicalRecordLocator",
    ),
    (
        mark("Patient demographics"),
        "PatientAge Occupation ConfidentialityConstraintOnPatientDataDescription"
        " PatientBirthDate PatientBirthTime PatientSex PatientInsurancePlanCodeSequence"
        " PatientPrimaryLanguageCodeSequence PatientSize PatientWeight PatientAddress"
        " MilitaryRank BranchOfService CountryOfResidence RegionOfResidence"
        " PatientTelephoneNumbers EthnicGroup PatientReligiousPreference"
        " PatientComments ResponsiblePerson ResponsibleOrganization",
    ),
    (
        mark("Patient medical"),
        "PatientState PregnancyStatus MedicalAlerts Allergies SpecialNeeds"
        " LastMenstrualDate SmokingStatus AdditionalPatientHistory",
    ),
    (
        mark("Visit"),
        "AdmissionID IssuerOfAdmissionID InstitutionName InstitutionAddress"
        " InstitutionCodeSequence VisitStatusID CurrentPatientLocation"
        " PatientInstitutionResidence VisitComments ReferringPhysicianName"
        " ReferringPhysicianAddress ReferringPhysicianTelephoneNumbers"
        " AdmittingDiagnosesDescription AdmittingDiagnosesCodeSequence"
        " RouteOfAdmissions AdmittingDate AdmittingTime ScheduledAdmissionDate"
        " ScheduledAdmissionTime ScheduledDischargeDate ScheduledDischargeTime"
        " ScheduledPatientInstitutionResidence DischargeDate DischargeTime"
        " DischargeDiagnosisDescription DischargeDiagnosisCodeSequence",
    ),
    (
        mark("Study"),
        "StudyInstanceUID StudyID StudyIDIssuer OtherStudyNumbers AccessionNumber"
        " StudyStatusID StudyPriorityID StudyComments StudyDescription"
        " ReasonForStudy ScheduledStudyStartDate ScheduledStudyStartTime"
        " ScheduledStudyStopDate ScheduledStudyStopTime ScheduledStudyLocation"
        " ScheduledStudyLocationAETitle RequestingPhysician RequestingService"
        " RequestedProcedureDescription RequestedProcedureCodeSequence"
        " RequestedContrastAgent RequestAttributesSequence StudyArrivalDate"
        " StudyArrivalTime StudyDate StudyTime StudyCompletionDate"
        " StudyCompletionTime StudyVerifiedDate StudyVerifiedTime SeriesInStudy"
        " AcquisitionsInStudy NameOfPhysiciansReadingStudy StudyReadDate"
        " StudyReadTime PhysiciansOfRecord ProcedureCodeSequence",
    ),
    (
        mark("Study component"),
        "SeriesInstanceUID SeriesDescription StudyComponentStatusID"
        " PerformingPhysicianName OperatorsName ModalitiesInStudy",
    ),
    (
        mark("Procedure step"),
        "PerformedProcedureStepID PerformedProcedureStepStatus"
        " PerformedStationAETitle PerformedStationName PerformedLocation"
        " PerformedProcedureStepStartDate PerformedProcedureStepStartTime"
        " PerformedProcedureStepEndDate PerformedProcedureStepEndTime"
        " PerformedProcedureStepDescription PerformedProcedureTypeDescription"
        " CommentsOnThePerformedProcedureStep PerformedProtocolCodeSequence"
        " PerformedProcedureStepDiscontinuationReasonCodeSequence",
    ),
    (
        mark("Results"),
        "ResultsID ResultsIDIssuer Impressions ResultsComments",
    ),
    (
        mark("Interpretation"),
        "InterpretationID InterpretationIDIssuer InterpretationTypeID"
        " InterpretationStatusID InterpretationRecordedDate"
        " InterpretationRecordedTime InterpretationRecorder"
        " ReferenceToRecordedSound InterpretationTranscriptionDate"
        " InterpretationTranscriptionTime InterpretationTranscriber"
        " InterpretationText InterpretationAuthor"
        " InterpretationDiagnosisDescription InterpretationDiagnosisCodeSequence",
    ),
)
_OTHER = mark("Other attributes")
_OWN = {
    "1.2.840.10008.3.1.2.1.1": "Patient",
    "1.2.840.10008.3.1.2.2.1": "Visit",
    "1.2.840.10008.3.1.2.3.1": "Study",
    "1.2.840.10008.3.1.2.3.2": "Study component",
    "1.2.840.10008.3.1.2.3.3": "Procedure step",
    "1.2.840.10008.3.1.2.5.1": "Results",
    "1.2.840.10008.3.1.2.6.1": "Interpretation",
}
"""SOP class → how the titles of its own sections begin: these come first."""


def standard_name(keyword: str) -> str:
    """The attribute's name in PS3.6; of a sequence, what its items are."""
    from pydicom.datadict import dictionary_description

    try:
        name = dictionary_description(keyword.lstrip("#"))
    except (KeyError, ValueError):
        return keyword
    return name.removesuffix(" Sequence").removesuffix(" Code")


def particulars(dataset: "Dataset") -> Rows:
    """(name, value) of the attributes that other kinds of objects do not have."""
    found = []
    for keyword in _keywords(dataset):
        vr = representation(dataset, keyword)
        coded = vr == "SQ" and _are_codes(items(dataset, keyword))
        if not _is_common(keyword) and (coded or vr not in _BINARY | {"SQ"}):
            found.append((standard_name(keyword), value_of(dataset, keyword)))
    return _said(found)[: limits.CARD_ROWS]


def particular_tables(dataset: "Dataset") -> tuple[Found, ...]:
    """A table for each sequence that other kinds of objects do not have."""
    found = []
    for keyword in _keywords(dataset):
        members = items(dataset, keyword)
        if members and not _is_common(keyword) and not _are_codes(members):
            paths = _paths(members[:20])
            rows = tuple(
                tuple(value_at([item], path) for path in paths)
                for item in members[: limits.CARD_ITEMS]
            )
            if any(map(any, rows)):
                found.append((standard_name(keyword), _titles(paths), rows))
    return tuple(found[: limits.CARD_TABLES])


def sections(dataset: "Dataset") -> tuple[tuple[str, Rows], ...]:
    """Every attribute of a management class, by its modules, its own ones first."""
    found = []
    left = [key for key in _keywords(dataset) if key not in _TOLD_ELSEWHERE]
    first = _OWN.get(text(dataset, "SOPClassUID"), "Patient")
    ordered = sorted(_SECTIONS, key=lambda section: not section[0].startswith(first))
    for title, names in ordered:
        own = [keyword for keyword in names.split() if keyword in left]
        left = [keyword for keyword in left if keyword not in own]
        found.append((tr(title), _named(dataset, own)))
    plain = [key for key in left if representation(dataset, key) not in _BINARY]
    coded = [
        key
        for key in plain
        if representation(dataset, key) != "SQ" or _are_codes(items(dataset, key))
    ]
    found.append((tr(_OTHER), _named(dataset, coded)[: limits.CARD_ROWS]))
    return tuple((title, rows) for title, rows in found if rows)


def _named(dataset: "Dataset", keywords: Iterable[str]) -> Rows:
    return _said((standard_name(key), value_of(dataset, key)) for key in keywords)


def _said(rows: Iterable[tuple[str, str]]) -> Rows:
    return tuple((caption(name), value) for name, value in rows if value)


def _keywords(dataset: "Dataset") -> list[str]:
    """Of the standard's elements at the top of a data set, in its order."""
    from pydicom.datadict import keyword_for_tag

    tags = list(dataset.keys())
    return [keyword for tag in tags if (keyword := keyword_for_tag(tag))]


def _is_common(keyword: str) -> bool:
    return keyword in _COMMON or keyword.startswith((*_COMMON_PREFIXES, "Referenced"))


def _are_codes(members: tuple["Dataset", ...]) -> bool:
    return bool(members) and all(code_of(item) is not None for item in members[:20])


def _paths(members: tuple["Dataset", ...]) -> tuple[str, ...]:
    """What the rows of a table show: values, codes, and values one sequence below."""
    found: dict[str, None] = {}
    for item in members:
        for keyword in _keywords(item):
            inner = items(item, keyword)
            vr = representation(item, keyword)
            if vr in _BINARY or vr == "UI":
                continue
            if vr != "SQ" or _are_codes(inner):
                found.setdefault(keyword)
                continue
            for below in _keywords(inner[0]) if inner else ():
                if representation(inner[0], below) not in _BINARY | {"SQ", "UI"}:
                    found.setdefault(f"{keyword}/{below}")
    return tuple(found)[: limits.CARD_COLUMNS]


def _titles(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Standard names; with that of the sequence where two would be the same."""
    names = [standard_name(path.split("/")[-1]) for path in paths]
    return tuple(
        f"{standard_name(path.split('/')[0])} · {name}"
        if names.count(name) > 1 and "/" in path
        else name
        for path, name in zip(paths, names, strict=True)
    )
