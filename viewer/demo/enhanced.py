"""A synthetic enhanced MR: the demonstration's head in one object, two echoes."""

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import AXIAL, ENHANCED_MR_IMAGE, image
from viewer.demo.marks import identity
from viewer.demo.mr import PITCH_MM, PIXEL_MM, series
from viewer.demo.parts import code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

ECHOES_MS = (12.0, 80.0)
FIRST, STEP, SLICES, REDUCTION = 4, 4, 5, 2
_FRAME_TYPE = ["DERIVED", "PRIMARY", "OTHER", "NONE"]
_TYPES = {
    "PixelPresentation": "MONOCHROME",
    "VolumetricProperties": "VOLUME",
    "VolumeBasedCalculationTechnique": "NONE",
    "ComplexImageComponent": "MAGNITUDE",
    "AcquisitionContrast": "T1",
}
_FIXED = {
    "PatientPosition": "HFS",
    "PositionReferenceIndicator": "",
    "ContentQualification": "RESEARCH",
    "ResonantNucleus": "1H",
    "MagneticFieldStrength": 1.5,
    "KSpaceFiltering": "NONE",
    "ApplicableSafetyStandardAgency": "IEC",
    "LossyImageCompression": "00",
    "PresentationLUTShape": "IDENTITY",
    "AcquisitionDateTime": "20261122103000",
    "AcquisitionDuration": 60.0,
}
_TIMING = {
    "RepetitionTime": 520,
    "FlipAngle": 90,
    "EchoTrainLength": 1,
    "RFEchoTrainLength": 1,
    "GradientEchoTrainLength": 0,
    "SpecificAbsorptionRateSequence": [
        {
            "SpecificAbsorptionRateDefinition": "IEC_HEAD",
            "SpecificAbsorptionRateValue": 0.1,
        }
    ],
    "GradientOutputType": "DB_DT",
    "GradientOutput": 0.0,
    "OperatingModeSequence": [
        {"OperatingModeType": kind, "OperatingMode": "IEC_NORMAL"}
        for kind in ("STATIC FIELD", "RF", "GRADIENT")
    ],
}
_MODIFIERS = {
    "InversionRecovery": "NO",
    "FlowCompensation": "NONE",
    "Spoiling": "NONE",
    "T2Preparation": "NO",
    "SpectrallySelectedExcitation": "NONE",
    "SpatialPresaturation": "NONE",
    "PartialFourier": "NO",
    "ParallelAcquisition": "NO",
}
DIMENSIONS = uid("demo", "dimensions")

Pixels = np.ndarray[Any, np.dtype[np.uint16]]


def enhanced_head(**elements: Any) -> "Dataset":
    """Slices by echo; window and rescale differ from frame to frame (PS3.3 A.36.2)."""
    order = list(itertools.product(range(len(ECHOES_MS)), range(SLICES)))
    described: dict[str, Any] = {
        **identity(1, "enhanced mr", "Head, two echoes", "103000"),
        "SeriesNumber": 51,
        "ImageType": _FRAME_TYPE,
        **_TYPES,
        "NumberOfFrames": len(order),
        **_FIXED,
        "FrameOfReferenceUID": uid("demo", "frame of reference", "head"),
        "AcquisitionContextSequence": [],
        "DimensionOrganizationSequence": [{"DimensionOrganizationUID": DIMENSIONS}],
        "DimensionIndexSequence": [
            _dimension(0x00209056, 0x00209111),
            _dimension(0x00209057, 0x00209111),
            _dimension(0x00189082, 0x00189114),
        ],
        "SharedFunctionalGroupsSequence": [_shared()],
        "PerFrameFunctionalGroupsSequence": [_group(*place) for place in order],
    }
    slices = _slices()
    return image(
        np.stack([_echo(slices[slice_index], echo) for echo, slice_index in order]),
        bits_stored=12,
        sop_class_uid=ENHANCED_MR_IMAGE,
        modality="MR",
        **{**described, **elements},
    )


def _dimension(pointer: int, group: int) -> dict[str, Any]:
    return {
        "DimensionOrganizationUID": DIMENSIONS,
        "DimensionIndexPointer": pointer,
        "FunctionalGroupPointer": group,
    }


def _slices() -> list[Pixels]:
    wanted = range(FIRST, FIRST + STEP * SLICES, STEP)
    made = []
    for number, (_, dataset) in enumerate(series()):
        if number in wanted:
            pixels = np.frombuffer(dataset.PixelData, "<u2")
            made.append(pixels.reshape(dataset.Rows, dataset.Columns))
    return [one[::REDUCTION, ::REDUCTION] for one in made]


def _echo(pixels: Pixels, echo: int) -> Pixels:
    """The second echo is weaker, and fluid stays while fat goes."""
    if echo == 0:
        return pixels
    fluid = np.abs(pixels.astype(np.float32) - 130) < 50
    return np.where(fluid, pixels * 4.2, pixels * 0.55).astype(np.uint16)


def _shared() -> dict[str, Any]:
    head = code("69536005", "SCT", "Head")
    return {
        "PixelMeasuresSequence": [
            {
                "PixelSpacing": [PIXEL_MM * REDUCTION] * 2,
                "SliceThickness": 5.0,
            }
        ],
        "PlaneOrientationSequence": [{"ImageOrientationPatient": list(AXIAL)}],
        "FrameAnatomySequence": [
            {"FrameLaterality": "U", "AnatomicRegionSequence": [head]}
        ],
        "MRImageFrameTypeSequence": [{"FrameType": _FRAME_TYPE, **_TYPES}],
        "MRTimingAndRelatedParametersSequence": [_TIMING],
        "MRModifierSequence": [_MODIFIERS],
        "MRImagingModifierSequence": [
            {
                "MagnetizationTransfer": "NONE",
                "BloodSignalNulling": "NO",
                "Tagging": "NONE",
                "TransmitterFrequency": 63.87,
                "PixelBandwidth": 130.0,
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
        "MRAveragesSequence": [{"NumberOfAverages": 1}],
    }


def _group(echo: int, slice_index: int) -> dict[str, Any]:
    height = 20 + (FIRST + slice_index * STEP) * PITCH_MM
    corner = -(255 / 2) * PIXEL_MM
    return {
        "FrameContentSequence": [
            {
                "FrameAcquisitionNumber": 1,
                "FrameReferenceDateTime": "20261122103000",
                "FrameAcquisitionDateTime": "20261122103000",
                "FrameAcquisitionDuration": 60_000.0,
                "StackID": "1",
                "InStackPositionNumber": slice_index + 1,
                "DimensionIndexValues": [1, slice_index + 1, echo + 1],
            }
        ],
        "PlanePositionSequence": [{"ImagePositionPatient": [corner, corner, height]}],
        "MREchoSequence": [{"EffectiveEchoTime": ECHOES_MS[echo]}],
        "PixelValueTransformationSequence": [
            {
                "RescaleIntercept": 0,
                "RescaleSlope": 1 + echo,
                "RescaleType": "US",
            }
        ],
        "FrameVOILUTSequence": [
            {
                "WindowCenter": 375 + 10 * slice_index,
                "WindowWidth": 750 + 20 * slice_index,
            }
        ],
    }
