"""Structured reports of several templates, in memory: measurements and dose.

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from viewer.demo.documents import references, text_content
from viewer.demo.parts import base, code, item

if TYPE_CHECKING:
    from pydicom import Dataset

COMPREHENSIVE_REPORT = "1.2.840.10008.5.1.4.1.1.88.33"
DOSE_REPORT = "1.2.840.10008.5.1.4.1.1.88.67"
UNITS = {"mm": "millimeter", "mGy": "milligray", "mGy.cm": "milligray centimeter"}

ACQUISITIONS = (("Scout", "0.12", "4.21"), ("Chest", "8.35", "301.50"))
"""Protocol, mean CTDIvol in mGy and DLP in mGy.cm of the dose report's events."""


def container(name: "Dataset", children: Sequence["Dataset"]) -> "Dataset":
    """A section."""
    return item(
        RelationshipType="CONTAINS",
        ValueType="CONTAINER",
        ConceptNameCodeSequence=[name],
        ContinuityOfContent="SEPARATE",
        ContentSequence=list(children),
    )


def number(
    name: "Dataset", value: str, unit: str, *below: "Dataset", **elements: Any
) -> "Dataset":
    """A measurement; `below` are its properties and what it was inferred from."""
    measured = {
        "NumericValue": value,
        "MeasurementUnitsCodeSequence": [code(unit, "UCUM", UNITS.get(unit, unit))],
    }
    described: dict[str, Any] = {
        "RelationshipType": "CONTAINS",
        "ValueType": "NUM",
        "ConceptNameCodeSequence": [name],
        "MeasuredValueSequence": [measured],
        "ContentSequence": list(below) or None,
    }
    return item(**{**described, **elements})


def coded(
    name: "Dataset", value: "Dataset", relationship: str = "CONTAINS"
) -> "Dataset":
    """A coded statement."""
    return item(
        RelationshipType=relationship,
        ValueType="CODE",
        ConceptNameCodeSequence=[name],
        ConceptCodeSequence=[value],
    )


def region(image: "Dataset", points: Sequence[float]) -> "Dataset":
    """The polyline on an image that a measurement was inferred from (TID 300)."""
    (reference,) = references([image])
    source = item(
        RelationshipType="SELECTED FROM",
        ValueType="IMAGE",
        ReferencedSOPSequence=[reference],
    )
    return item(
        RelationshipType="INFERRED FROM",
        ValueType="SCOORD",
        ConceptNameCodeSequence=[code("121055", "DCM", "Path")],
        GraphicType="POLYLINE",
        GraphicData=list(points),
        ContentSequence=[source],
    )


def measurement_report(image: "Dataset", **elements: Any) -> "Dataset":
    """A comprehensive report: an observer, a finding, two lengths on an image."""
    length = code("410668003", "SCT", "Length")
    content = [
        item(
            RelationshipType="HAS OBS CONTEXT",
            ValueType="PNAME",
            ConceptNameCodeSequence=[code("121008", "DCM", "Person Observer Name")],
            PersonName="Reader^Test",
        ),
        text_content(code("121071", "DCM", "Finding"), "Two nodules.\nBoth are round."),
        container(
            code("126010", "DCM", "Imaging Measurements"),
            [
                number(
                    length,
                    "12.5",
                    "mm",
                    region(image, (1, 1, 8, 1)),
                    coded(
                        code("121401", "DCM", "Derivation"),
                        code("373098007", "SCT", "Mean"),
                        "HAS CONCEPT MOD",
                    ),
                ),
                number(length, "7", "mm", region(image, (2, 3, 2, 9))),
            ],
        ),
    ]
    title = code("126000", "DCM", "Imaging Measurement Report")
    return _document(COMPREHENSIVE_REPORT, title, content, [image], **elements)


def dose_report(total: str = "305.71", **elements: Any) -> "Dataset":
    """A CT dose report (TID 10011) with two acquisitions and their stated total."""
    content = [
        container(
            code("113811", "DCM", "CT Accumulated Dose Data"),
            [
                number(
                    code("113812", "DCM", "Total Number of Irradiation Events"),
                    "2",
                    "1",
                ),
                number(
                    code("113813", "DCM", "CT Dose Length Product Total"),
                    total,
                    "mGy.cm",
                ),
            ],
        ),
        *(_acquisition(*acquisition) for acquisition in ACQUISITIONS),
    ]
    title = code("113701", "DCM", "X-Ray Radiation Dose Report")
    return _document(DOSE_REPORT, title, content, [], **elements)


def _acquisition(protocol: str, ctdi_mgy: str, dlp_mgy_cm: str) -> "Dataset":
    dose = container(
        code("113829", "DCM", "CT Dose"),
        [
            number(code("113830", "DCM", "Mean CTDIvol"), ctdi_mgy, "mGy"),
            number(code("113838", "DCM", "DLP"), dlp_mgy_cm, "mGy.cm"),
        ],
    )
    name = text_content(code("125203", "DCM", "Acquisition Protocol"), protocol)
    return container(code("113819", "DCM", "CT Acquisition"), [name, dose])


def _document(
    sop_class_uid: str,
    title: "Dataset",
    content: Sequence["Dataset"],
    images: Sequence["Dataset"],
    **elements: Any,
) -> "Dataset":
    evidence = [
        {
            "StudyInstanceUID": image.StudyInstanceUID,
            "ReferencedSeriesSequence": [
                {
                    "SeriesInstanceUID": image.SeriesInstanceUID,
                    "ReferencedSOPSequence": references([image]),
                }
            ],
        }
        for image in images
    ]
    described: dict[str, Any] = {
        "CompletionFlag": "COMPLETE",
        "VerificationFlag": "UNVERIFIED",
        "ReferencedPerformedProcedureStepSequence": [],
        "PerformedProcedureCodeSequence": [],
        "CurrentRequestedProcedureEvidenceSequence": evidence or None,
        "ValueType": "CONTAINER",
        "ContinuityOfContent": "SEPARATE",
        "ConceptNameCodeSequence": [title],
        "ContentSequence": list(content),
    }
    return base(sop_class_uid, "SR", **{**described, **elements})
