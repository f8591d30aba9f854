"""The demonstration CT: a volume of the chest and its localiser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import ct_slice
from viewer.demo.chest import AIR, Chest
from viewer.demo.drawing import Picture, blur, stretch
from viewer.demo.marks import burn, identity
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset

SLICES, SIZE, PIXEL_MM, THICKNESS_MM = 60, 512, 0.7, 5.0
_INTERCEPT = -1024
_CORNER_MM = -(SIZE - 1) / 2 * PIXEL_MM
_SCANNER: dict[str, Any] = {
    "BodyPartExamined": "CHEST",
    "ProtocolName": "CHEST",
    "PatientPosition": "HFS",
    "KVP": 120,
    "FrameOfReferenceUID": uid("demo", "frame of reference", "chest"),
}


def volume() -> Iterator[tuple[str, "Dataset"]]:
    """(name, object) of each slice from the feet up, then of the localiser."""
    chest = Chest(SIZE, PIXEL_MM)
    shadows = []
    for index in range(SLICES):
        hounsfield = chest.section(index * THICKNESS_MM)
        shadows.append(np.maximum(hounsfield - AIR, 0).mean(axis=0))
        yield f"CT/{index + 1:03}", _slice(index, hounsfield)
    yield "Localiser/001", _localiser(np.array(shadows, np.float32))


def _slice(index: int, hounsfield: Picture) -> "Dataset":
    burn(hounsfield, 20, 60, 14, 2)
    position = [_CORNER_MM, _CORNER_MM, index * THICKNESS_MM]
    return ct_slice(
        index,
        _stored(hounsfield),
        spacing_mm=PIXEL_MM,
        thickness_mm=THICKNESS_MM,
        **identity(1, "ct volume", "AX chest 5 mm", "094300"),
        **_SCANNER,
        SeriesNumber=1,
        AcquisitionNumber=1,
        ImagePositionPatient=position,
        SliceLocation=position[2],
        SpacingBetweenSlices=THICKNESS_MM,
        ReconstructionDiameter=SIZE * PIXEL_MM,
        GantryDetectorTilt=0,
        XRayTubeCurrent=210,
        ExposureTime=500,
        Exposure=105,
        ConvolutionKernel="SOFT",
        ContrastBolusAgent="Synthetic contrast medium",
        WindowCenter=[40, -600],
        WindowWidth=[400, 1500],
        WindowCenterWidthExplanation=["SOFT TISSUE", "LUNG"],
    )


def _localiser(shadows: Picture) -> "Dataset":
    """A view from the front: each slice's mean attenuation, seen as one line."""
    rows = round(SLICES * THICKNESS_MM / PIXEL_MM)
    picture = stretch(shadows[::-1], (rows, SIZE))
    for _ in range(3):
        picture = blur(picture)
    soft = picture
    for _ in range(12):
        soft = blur(soft)
    picture = 1.3 * picture + 1.8 * (picture - soft) + _INTERCEPT
    burn(picture, float(np.percentile(picture, 90)), 12, 12)
    return ct_slice(
        0,
        _stored(picture),
        spacing_mm=PIXEL_MM,
        thickness_mm=THICKNESS_MM,
        **identity(1, "ct localiser", "Localiser", "094130"),
        **_SCANNER,
        SeriesNumber=3,
        ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"],
        ImageOrientationPatient=[1, 0, 0, 0, 0, -1],
        ImagePositionPatient=[_CORNER_MM, 0, (SLICES - 1) * THICKNESS_MM],
        RescaleType=None,
        XRayTubeCurrent=35,
        WindowCenter=-480,
        WindowWidth=860,
    )


def _stored(hounsfield: Picture) -> np.ndarray[Any, np.dtype[np.uint16]]:
    return np.clip(np.rint(hounsfield - _INTERCEPT), 0, 4095).astype(np.uint16)
