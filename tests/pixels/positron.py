"""Positron emission images with a dose, for uptake worked out by hand."""

from typing import Any

from viewer.demo.build import image
from viewer.demo.parts import item


def dose(**elements: Any) -> Any:
    """370 MBq at nine, with a half-life of 6000 s."""
    given: dict[str, Any] = {
        "RadionuclideTotalDose": 370_000_000,
        "RadionuclideHalfLife": 6000,
        "RadiopharmaceuticalStartDateTime": "20260102090000",
        "RadiopharmaceuticalStartTime": "090000",
    }
    return item(**{**given, **elements})


def positron(dose_of: dict[str, Any] | None = None, **elements: Any) -> Any:
    """Series and acquisition begin 6000 s after the injection: half of it is left."""
    given: dict[str, Any] = {
        "modality": "PT",
        "sop_class_uid": "1.2.840.10008.5.1.4.1.1.128",
        "Units": "BQML",
        "DecayCorrection": "START",
        "CorrectedImage": ["DECY", "ATTN", "SCAT"],
        "PatientWeight": 70,
        "RescaleSlope": 2,
        "RescaleIntercept": 0,
        "SeriesDate": "20260102",
        "SeriesTime": "104000",
        "AcquisitionDate": "20260102",
        "AcquisitionTime": "104000",
        "RadiopharmaceuticalInformationSequence": [dose(**(dose_of or {}))],
    }
    return image(**{**given, **elements})
