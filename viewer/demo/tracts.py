"""Tractography results of known lengths, made in memory (PS3.3 C.8.33.2)."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.parts import base, code, item, uid

if TYPE_CHECKING:
    from pydicom import Dataset

TRACTOGRAPHY = "1.2.840.10008.5.1.4.1.1.66.6"
TRACKS = (
    ((0.0, 0.0, 0.0), (3.0, 4.0, 0.0)),
    ((0.0, 0.0, 0.0), (3.0, 4.0, 0.0), (3.0, 4.0, 12.0)),
    ((-10.0, 5.0, 2.0), (-10.0, 5.0, 2.5)),
)
"""Points in the patient [mm]: 5, 17 and 0.5 mm long."""


def tractography(**elements: Any) -> "Dataset":
    """One set of three tracks with a statistic that its maker stated."""
    tracks = [
        item(PointCoordinatesData=np.array(points, "<f4").tobytes())
        for points in TRACKS
    ]
    anisotropy = item(
        ConceptNameCodeSequence=[code("110808", "DCM", "Fractional Anisotropy")],
        ModifierCodeSequence=[code("373098007", "SCT", "Mean")],
        FloatingPointValue=0.45,
        MeasurementUnitsCodeSequence=[code("1", "UCUM", "no units")],
    )
    tract = item(
        TrackSetNumber=1,
        TrackSetLabel="Left corticospinal",
        TrackSetAnatomicalTypeCodeSequence=[
            code("461002", "SCT", "Lateral corticospinal tract")
        ],
        TrackSequence=tracks,
        RecommendedDisplayCIELabValue=[40000, 40000, 30000],
        TrackSetStatisticsSequence=[anisotropy],
        DiffusionModelCodeSequence=[code("113231", "DCM", "Single Tensor")],
        TrackingAlgorithmIdentificationSequence=[
            item(
                AlgorithmFamilyCodeSequence=[
                    code("113211", "DCM", "Deterministic Tracking Algorithm")
                ],
                AlgorithmName="Straight lines",
                AlgorithmVersion="1",
            )
        ],
    )
    described = {
        "Laterality": "",
        "ManufacturerModelName": "Builder",
        "SoftwareVersions": "1",
        "DeviceSerialNumber": "1",
        "FrameOfReferenceUID": uid("frame of reference"),
        "PositionReferenceIndicator": "",
        "ContentLabel": "TRACTS",
        "ContentDescription": "Synthetic tracks",
        "ContentCreatorName": "TEST^Builder",
        "TrackSetSequence": [tract],
    }
    return base(TRACTOGRAPHY, "MR", **{**described, **elements})
