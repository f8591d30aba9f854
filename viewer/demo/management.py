"""Objects of the management classes, as a system that kept their traffic would have.

PS3.3 C.2 (patient), C.3 (visit), C.4 (study, results, interpretation); PS3.4 E and
later annexes until they were retired. They are no storage classes.
"""

from typing import TYPE_CHECKING, Any

from viewer.demo.parts import base, code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

_ROOT = "1.2.840.10008.3.1.2."
PATIENT, VISIT = _ROOT + "1.1", _ROOT + "2.1"
STUDY, STUDY_COMPONENT = _ROOT + "3.1", _ROOT + "3.2"
RESULTS, INTERPRETATION = _ROOT + "5.1", _ROOT + "6.1"

_PATIENT: dict[str, Any] = {
    "PatientBirthName": "TEST^Born",
    "PatientMotherBirthName": "TEST^Mother",
    "PatientAddress": "1 Test Street",
    "PatientTelephoneNumbers": ["+55 11 0000-0000"],
    "CountryOfResidence": "Brazil",
    "Occupation": "Builder",
    "PatientState": "Stable",
    "PregnancyStatus": 4,
    "MedicalAlerts": ["Pacemaker"],
    "Allergies": ["Penicillin", "Latex"],
    "SpecialNeeds": "Wheelchair",
}
_VISIT: dict[str, Any] = {
    "InstitutionName": "Test Hospital",
    "AdmissionID": "ADM-1",
    "VisitStatusID": "ADMITTED",
    "CurrentPatientLocation": "Ward 3",
    "PatientInstitutionResidence": "Bed 12",
    "RouteOfAdmissions": "Emergency",
    "AdmittingDate": "20261121",
    "AdmittingTime": "2130",
    "AdmittingDiagnosesDescription": ["Chest pain"],
    "DischargeDate": "20261125",
    "DischargeDiagnosisDescription": "No finding",
}
_STUDY: dict[str, Any] = {
    "StudyStatusID": "COMPLETED",
    "StudyPriorityID": "HIGH",
    "ScheduledStudyStartDate": "20261122",
    "ScheduledStudyStartTime": "1000",
    "ScheduledStudyLocation": ["Room 2"],
    "ReasonForStudy": "Follow-up",
    "RequestingPhysician": "TEST^Requester",
    "RequestingService": "Cardiology",
    "RequestedProcedureDescription": "CT of the chest",
    "RequestedContrastAgent": "None",
    "StudyArrivalDate": "20261122",
    "StudyArrivalTime": "0955",
    "StudyCompletionDate": "20261122",
    "StudyCompletionTime": "1030",
}
_COMPONENT: dict[str, Any] = {
    "StudyComponentStatusID": "COMPLETED",
    "PerformingPhysicianName": "TEST^Performer",
    "ProcedureCodeSequence": [code("P5-08000", "SRT", "CT")],
}
_RESULTS: dict[str, Any] = {
    "ResultsID": "RES-1",
    "ResultsIDIssuer": "Test RIS",
    "Impressions": "No acute finding.\nFollow up in a year.",
    "ResultsComments": "Synthetic",
}
_INTERPRETATION: dict[str, Any] = {
    "InterpretationID": "INT-1",
    "InterpretationTypeID": "REPORT",
    "InterpretationStatusID": "APPROVED",
    "InterpretationRecordedDate": "20261122",
    "InterpretationRecordedTime": "1100",
    "InterpretationRecorder": "TEST^Recorder",
    "InterpretationTranscriber": "TEST^Transcriber",
    "InterpretationAuthor": "TEST^Author",
    "InterpretationText": "The lungs are clear.\nThe heart is of normal size.",
    "InterpretationDiagnosisDescription": "Normal",
}
_CLASSES: dict[str, dict[str, Any]] = {
    PATIENT: _PATIENT,
    VISIT: _VISIT,
    STUDY: _STUDY,
    STUDY_COMPONENT: _COMPONENT,
    RESULTS: _RESULTS,
    INTERPRETATION: _INTERPRETATION,
}
_REFERS_TO = {
    PATIENT: ("ReferencedVisitSequence", VISIT),
    VISIT: ("ReferencedStudySequence", STUDY),
    STUDY: ("ReferencedPerformedProcedureStepSequence", STUDY_COMPONENT),
    STUDY_COMPONENT: ("ReferencedStudySequence", STUDY),
    RESULTS: ("ReferencedInterpretationSequence", INTERPRETATION),
    INTERPRETATION: ("ReferencedResultsSequence", RESULTS),
}


def management(sop_class_uid: str = PATIENT, **elements: Any) -> "Dataset":
    """A patient, visit, study, study component, results or interpretation."""
    keyword, other = _REFERS_TO[sop_class_uid]
    described = {
        **_CLASSES[sop_class_uid],
        keyword: [
            {
                "ReferencedSOPClassUID": other,
                "ReferencedSOPInstanceUID": uid("instance", other),
            }
        ],
        "SOPInstanceUID": uid("instance", sop_class_uid),
    }
    return base(sop_class_uid, "OT", **{**described, **elements})
