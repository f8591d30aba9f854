"""MR spectroscopy of known metabolites, made in memory (PS3.3 A.36.3)."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.demo.build import AXIAL
from viewer.demo.parts import base, code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

MR_SPECTROSCOPY = "1.2.840.10008.5.1.4.1.1.4.2"
TRANSMITTER_MHZ, WIDTH_HZ, REFERENCE_PPM = 127.7, 2000.0, 4.7
METABOLITES = {"NAA": (2.01, 10.0), "Cr": (3.03, 6.0), "Cho": (3.20, 5.0)}
"""Chemical shift in ppm and amplitude."""

DECAY_S = 0.15


def signal(points: int, strength: float = 1.0) -> NDArray[np.complex128]:
    """The free induction decay of the metabolites: one exponential each."""
    seconds = np.arange(points) / WIDTH_HZ
    total = np.zeros(points, np.complex128)
    for shift_ppm, amplitude in METABOLITES.values():
        offset_hz = (shift_ppm - REFERENCE_PPM) * TRANSMITTER_MHZ
        total += strength * amplitude * np.exp(2j * np.pi * offset_hz * seconds)
    return total * np.exp(-seconds / DECAY_S)


def spectroscopy(
    signals: NDArray[Any] | None = None,
    *,
    spacing_mm: float = 10.0,
    thickness_mm: float = 15.0,
    domain: str = "TIME",
    **elements: Any,
) -> "Dataset":
    """Proton spectra of `signals` (frames, rows, columns, points), axial.

    Complex numbers make DataRepresentation COMPLEX, others REAL. The first voxel of
    the first frame has its centre at (−20, −20, 0) mm.
    """
    if signals is None:
        strengths = 1.0 + np.arange(2 * 3 * 4).reshape(2, 3, 4) / 10
        signals = np.array([signal(512, one) for one in strengths.ravel()])
        signals = signals.reshape(2, 3, 4, 512)
    frames, rows, columns, points = signals.shape
    form = np.complex64 if np.iscomplexobj(signals) else np.float32
    described: dict[str, Any] = {
        "ImageType": ["ORIGINAL", "PRIMARY", "SPECTROSCOPY", "NONE"],
        "AcquisitionDateTime": "20261122101500",
        "AcquisitionDuration": 120000.0,
        "ContentQualification": "RESEARCH",
        "FrameOfReferenceUID": uid("frame of reference"),
        "PositionReferenceIndicator": "",
        "NumberOfFrames": frames,
        "Rows": rows,
        "Columns": columns,
        "DataPointRows": 1,
        "DataPointColumns": points,
        "DataRepresentation": "COMPLEX" if form is np.complex64 else "REAL",
        "SignalDomainColumns": domain,
        "SpectralWidth": [WIDTH_HZ],
        "TransmitterFrequency": [TRANSMITTER_MHZ],
        "ChemicalShiftReference": [REFERENCE_PPM],
        "ResonantNucleus": ["1H"],
        "MagneticFieldStrength": 3.0,
        **_DESCRIBED,
        "VolumeLocalizationSequence": _slabs(rows, columns, spacing_mm, thickness_mm),
        "SharedFunctionalGroupsSequence": [_shared(points, spacing_mm, thickness_mm)],
        "PerFrameFunctionalGroupsSequence": [
            _frame(number, thickness_mm) for number in range(frames)
        ],
    }
    dataset = base(MR_SPECTROSCOPY, "MR", **{**described, **elements})
    dataset.SpectroscopyData = signals.astype(form).tobytes()
    return dataset


_DESCRIBED: dict[str, Any] = {
    "ManufacturerModelName": "Builder",
    "DeviceSerialNumber": "1",
    "SoftwareVersions": "1",
    "InstanceCreationDate": "20261122",
    "VolumetricProperties": "VOLUME",
    "VolumeBasedCalculationTechnique": "NONE",
    "ComplexImageComponent": "COMPLEX",
    "AcquisitionContrast": "UNKNOWN",
    "PulseSequenceName": "PRESS",
    "EchoPulseSequence": "SPIN",
    "MultipleSpinEcho": "NO",
    "MultiPlanarExcitation": "NO",
    "SteadyStatePulseSequence": "NONE",
    "EchoPlanarPulseSequence": "NO",
    "SpectrallySelectedSuppression": "WATER",
    "GeometryOfKSpaceTraversal": "RECTILINEAR",
    "SegmentedKSpaceTraversal": "SINGLE",
    "RectilinearPhaseEncodeReordering": "LINEAR",
    "NumberOfKSpaceTrajectories": 1,
    "MRSpectroscopyAcquisitionType": "PLANE",
    "VolumeLocalizationTechnique": "PRESS",
    "Decoupling": "NO",
    "KSpaceFiltering": "NONE",
    "TimeDomainFiltering": ["NONE"],
    "NumberOfZeroFills": [0],
    "BaselineCorrection": "NONE",
    "FrequencyCorrection": "NO",
    "FirstOrderPhaseCorrection": "NO",
    "WaterReferencedPhaseCorrection": "NO",
    "ApplicableSafetyStandardAgency": "IEC",
    "AcquisitionContextSequence": [],
    "DimensionOrganizationSequence": [{"DimensionOrganizationUID": uid("dimension")}],
    "DimensionIndexSequence": [
        {
            "DimensionOrganizationUID": uid("dimension"),
            "DimensionIndexPointer": 0x00200032,
            "FunctionalGroupPointer": 0x00209113,
        }
    ],
    "PatientPosition": "HFS",
}


def _slabs(
    rows: int, columns: int, spacing_mm: float, thickness_mm: float
) -> list[dict[str, Any]]:
    """One voxel less than the grid on every side, as excited."""
    middle = [
        -20 + spacing_mm * (columns - 1) / 2,
        -20 + spacing_mm * (rows - 1) / 2,
        0,
    ]
    sizes = (
        spacing_mm * max(columns - 2, 1),
        spacing_mm * max(rows - 2, 1),
        thickness_mm,
    )
    return [
        {
            "SlabThickness": size,
            "SlabOrientation": [float(axis == other) for other in range(3)],
            "MidSlabPosition": middle,
        }
        for axis, size in enumerate(sizes)
    ]


def _shared(points: int, spacing_mm: float, thickness_mm: float) -> dict[str, Any]:
    return {
        "PixelMeasuresSequence": [
            {"PixelSpacing": [spacing_mm, spacing_mm], "SliceThickness": thickness_mm}
        ],
        "PlaneOrientationSequence": [{"ImageOrientationPatient": list(AXIAL)}],
        "FrameAnatomySequence": [
            {
                "FrameLaterality": "U",
                "AnatomicRegionSequence": [code("12738006", "SCT", "Brain")],
            }
        ],
        "MRSpectroscopyFOVGeometrySequence": [
            {
                "SpectroscopyAcquisitionDataColumns": points,
                "SpectroscopyAcquisitionPhaseColumns": 4,
                "SpectroscopyAcquisitionPhaseRows": 3,
                "SpectroscopyAcquisitionOutOfPlanePhaseSteps": 1,
                "PercentSampling": 100,
                "PercentPhaseFieldOfView": 100,
            }
        ],
        **_SHARED,
    }


_SHARED: dict[str, Any] = {
    "MREchoSequence": [{"EffectiveEchoTime": 30.0}],
    "MRTimingAndRelatedParametersSequence": [
        {
            "RepetitionTime": 2000,
            "FlipAngle": 90,
            "EchoTrainLength": 1,
            "RFEchoTrainLength": 1,
            "GradientEchoTrainLength": 0,
            "SpecificAbsorptionRateSequence": [
                {
                    "SpecificAbsorptionRateDefinition": "IEC_WHOLE_BODY",
                    "SpecificAbsorptionRateValue": 0.1,
                }
            ],
            "OperatingModeSequence": [
                {"OperatingModeType": kind, "OperatingMode": "IEC_NORMAL"}
                for kind in ("STATIC FIELD", "RF", "GRADIENT")
            ],
        }
    ],
    "MRAveragesSequence": [{"NumberOfAverages": 16}],
    "MRModifierSequence": [
        {
            "InversionRecovery": "NO",
            "FlowCompensation": "NONE",
            "T2Preparation": "NO",
            "SpectrallySelectedExcitation": "NONE",
            "SpatialPresaturation": "NONE",
            "ParallelAcquisition": "NO",
            "PartialFourier": "NO",
        }
    ],
    "MRReceiveCoilSequence": [
        {
            "ReceiveCoilName": "HEAD",
            "ReceiveCoilManufacturerName": "",
            "ReceiveCoilType": "VOLUME",
            "QuadratureReceiveCoil": "YES",
        }
    ],
    "MRTransmitCoilSequence": [
        {
            "TransmitCoilName": "BODY",
            "TransmitCoilManufacturerName": "",
            "TransmitCoilType": "BODY",
        }
    ],
}


def _frame(number: int, thickness_mm: float) -> dict[str, Any]:
    return {
        "MRSpectroscopyFrameTypeSequence": [
            {
                "FrameType": ["ORIGINAL", "PRIMARY", "SPECTROSCOPY", "NONE"],
                "VolumetricProperties": "VOLUME",
                "VolumeBasedCalculationTechnique": "NONE",
                "ComplexImageComponent": "COMPLEX",
                "AcquisitionContrast": "UNKNOWN",
            }
        ],
        "FrameContentSequence": [
            {
                "FrameAcquisitionDateTime": "20261122101500",
                "FrameReferenceDateTime": "20261122101500",
                "FrameAcquisitionDuration": 120000.0,
                "FrameAcquisitionNumber": 1,
                "DimensionIndexValues": [number + 1],
            }
        ],
        "PlanePositionSequence": [
            {"ImagePositionPatient": [-20, -20, number * thickness_mm]}
        ],
    }
