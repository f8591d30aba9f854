"""Small objects without pixels: documents, waveforms, reports, presentation states.

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import ramp
from viewer.demo.parts import base, code, item
from viewer.demo.pdf import pdf_bytes

if TYPE_CHECKING:
    from pydicom import Dataset

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
TWELVE_LEAD_ECG = "1.2.840.10008.5.1.4.1.1.9.1.1"
BASIC_TEXT_REPORT = "1.2.840.10008.5.1.4.1.1.88.11"
GREYSCALE_STATE = "1.2.840.10008.5.1.4.1.1.11.1"
KEY_OBJECTS = "1.2.840.10008.5.1.4.1.1.88.59"


def encapsulated(document: bytes | None = None, **elements: Any) -> "Dataset":
    """An encapsulated PDF (PS3.3 A.45.1); of one page unless it is given."""
    described: dict[str, Any] = {
        "DocumentTitle": "A synthetic document",
        "MIMETypeOfEncapsulatedDocument": "application/pdf",
        "ConceptNameCodeSequence": [code("18748-4", "LN", "Diagnostic imaging report")],
    }
    data = pdf_bytes() if document is None else document
    return wrapped(ENCAPSULATED_PDF, data, **{**described, **elements})


def wrapped(sop_class_uid: str, data: bytes, **elements: Any) -> "Dataset":
    """The bytes with the padding that DICOM needs, and their own length."""
    described: dict[str, Any] = {
        "ConversionType": "SYN",
        "AcquisitionDateTime": "",
        "BurnedInAnnotation": "YES",
        "EncapsulatedDocument": data + b"\0" * (len(data) % 2),
        "EncapsulatedDocumentLength": len(data),
    }
    return base(sop_class_uid, "DOC", **{**described, **elements})


def waveform(
    samples: np.ndarray[Any, Any] | None = None,
    channels: Sequence["Dataset"] = (),
    *,
    frequency_hz: float = 500.0,
    sensitivity_microvolts: float = 2.5,
    **elements: Any,
) -> "Dataset":
    """A 12-lead ECG object of int16 `samples` (time, channels) (PS3.3 C.10.9).

    Channels are named "Lead 1" … unless their code items are given.
    """
    if samples is None:
        samples = ramp((100, 2), np.int16, 10)
    count = samples.shape[1]
    sources = channels or [
        code(f"2:{number}", "MDC", f"Lead {number}") for number in range(1, count + 1)
    ]
    group = item(
        WaveformOriginality="ORIGINAL",
        NumberOfWaveformChannels=count,
        NumberOfWaveformSamples=samples.shape[0],
        SamplingFrequency=frequency_hz,
        ChannelDefinitionSequence=[
            _channel(source, sensitivity_microvolts) for source in sources
        ],
        WaveformBitsAllocated=16,
        WaveformSampleInterpretation="SS",
    )
    group.WaveformData = samples.astype("<i2").tobytes()
    group["WaveformData"].VR = "OW"
    described: dict[str, Any] = {
        "AcquisitionDateTime": "20261122101500",
        "AcquisitionContextSequence": [],
        "WaveformSequence": [group],
    }
    return base(TWELVE_LEAD_ECG, "ECG", **{**described, **elements})


def _channel(source: "Dataset", sensitivity_microvolts: float) -> "Dataset":
    return item(
        ChannelSourceSequence=[source],
        ChannelSensitivity=sensitivity_microvolts,
        ChannelSensitivityUnitsSequence=[code("uV", "UCUM", "microvolt")],
        ChannelSensitivityCorrectionFactor=1,
        ChannelBaseline=0,
        ChannelSampleSkew=0,
        WaveformBitsStored=16,
    )


def text_content(name: "Dataset", text: str) -> "Dataset":
    """A TEXT content item of a structured report."""
    return item(
        RelationshipType="CONTAINS",
        ValueType="TEXT",
        ConceptNameCodeSequence=[name],
        TextValue=text,
    )


def report(
    findings: Sequence[str] = ("No finding: this is a test.",), **elements: Any
) -> "Dataset":
    """A basic text report with one finding an entry (PS3.3 A.35.1)."""
    finding = ("121071", "DCM", "Finding")
    described: dict[str, Any] = {
        "CompletionFlag": "COMPLETE",
        "VerificationFlag": "UNVERIFIED",
        "ReferencedPerformedProcedureStepSequence": [],
        "PerformedProcedureCodeSequence": [],
        "ValueType": "CONTAINER",
        "ContinuityOfContent": "SEPARATE",
        "ConceptNameCodeSequence": [code("11528-7", "LN", "Radiology Report")],
        "ContentSequence": [text_content(code(*finding), text) for text in findings],
    }
    return base(BASIC_TEXT_REPORT, "SR", **{**described, **elements})


def references(images: Sequence["Dataset"]) -> list["Dataset"]:
    """Items of ReferencedImageSequence for these images."""
    return [
        item(
            ReferencedSOPClassUID=image.SOPClassUID,
            ReferencedSOPInstanceUID=image.SOPInstanceUID,
        )
        for image in images
    ]


def presentation_state(images: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """A greyscale softcopy presentation state over images of one series (A.33.1)."""
    described: dict[str, Any] = {
        "ContentLabel": "SYNTHETIC",
        "ContentDescription": "",
        "ContentCreatorName": "",
        "PresentationCreationDate": "20261122",
        "PresentationCreationTime": "101500",
        "ReferencedSeriesSequence": [
            {
                "SeriesInstanceUID": images[0].SeriesInstanceUID,
                "ReferencedImageSequence": references(images),
            }
        ],
        "DisplayedAreaSelectionSequence": [
            {
                "DisplayedAreaTopLeftHandCorner": [1, 1],
                "DisplayedAreaBottomRightHandCorner": [
                    images[0].Columns,
                    images[0].Rows,
                ],
                "PresentationSizeMode": "SCALE TO FIT",
                "PresentationPixelAspectRatio": [1, 1],
            }
        ],
        "SoftcopyVOILUTSequence": [{"WindowCenter": 100, "WindowWidth": 200}],
        "PresentationLUTShape": "IDENTITY",
    }
    return base(GREYSCALE_STATE, "PR", **{**described, **elements})


def key_objects(images: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """A key object selection "For Teaching" of images of one series (A.35.4)."""
    evidence = {
        "StudyInstanceUID": images[0].StudyInstanceUID,
        "ReferencedSeriesSequence": [
            {
                "SeriesInstanceUID": images[0].SeriesInstanceUID,
                "ReferencedSOPSequence": references(images),
            }
        ],
    }
    described: dict[str, Any] = {
        "ReferencedPerformedProcedureStepSequence": [],
        "CurrentRequestedProcedureEvidenceSequence": [evidence],
        "ValueType": "CONTAINER",
        "ContinuityOfContent": "SEPARATE",
        "ConceptNameCodeSequence": [code("113004", "DCM", "For Teaching")],
        "ContentSequence": [
            {
                "RelationshipType": "CONTAINS",
                "ValueType": "IMAGE",
                "ReferencedSOPSequence": [reference],
            }
            for reference in references(images)
        ],
    }
    return base(KEY_OBJECTS, "KO", **{**described, **elements})
