"""Synthetic projections: chest, teeth and breast, for presentation and processing."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import image
from viewer.demo.chest import AIR, Chest
from viewer.demo.drawing import Picture, Plate, blur, fractal_noise, stretch
from viewer.demo.mammogram import pair
from viewer.demo.marks import burn, identity
from viewer.demo.parts import code, uid, update

if TYPE_CHECKING:
    from pydicom import Dataset

COMPUTED = "1.2.840.10008.5.1.4.1.1.1"
DIGITAL = {
    "FOR PRESENTATION": "1.2.840.10008.5.1.4.1.1.1.1",
    "FOR PROCESSING": "1.2.840.10008.5.1.4.1.1.1.1.1",
}
MAMMOGRAM_FOR_PROCESSING = "1.2.840.10008.5.1.4.1.1.1.2.1"
INTRAORAL = {
    "FOR PRESENTATION": "1.2.840.10008.5.1.4.1.1.1.3",
    "FOR PROCESSING": "1.2.840.10008.5.1.4.1.1.1.3.1",
}
SIZE, PIXEL_MM, PITCH_MM, HEIGHT_MM = 288, 1.25, 6.0, 330.0
LIGHT = 4095
"""The value of the unweakened beam in 12 bits."""

Pixels = np.ndarray[Any, np.dtype[np.uint16]]


@cache
def chest_shadow() -> Picture:
    """What is left of a beam from the front, 0 … 1: (rows, columns)."""
    chest = Chest(SIZE, PIXEL_MM)
    heights = np.arange(0, HEIGHT_MM, PITCH_MM)
    lines = [np.maximum(chest.section(z) - AIR, 0).sum(axis=0) for z in heights]
    rows = round(HEIGHT_MM / PIXEL_MM)
    water_mm = stretch(np.array(lines, np.float32)[::-1] / 1000, (rows, SIZE))
    shadow: Picture = np.exp(-0.011 * blur(water_mm) * PIXEL_MM)
    return shadow


def computed(**elements: Any) -> "Dataset":
    """A chest by computed radiography: MONOCHROME1, logarithm of the beam."""
    described: dict[str, Any] = {
        **identity(1, "cr", "Chest PA", "093000"),
        "SeriesNumber": 11,
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "PhotometricInterpretation": "MONOCHROME1",
        "BodyPartExamined": "CHEST",
        "ViewPosition": "PA",
        "PatientOrientation": ["L", "F"],
        "AcquisitionNumber": 1,
        "KVP": 120,
        "Exposure": 2,
        "PlateType": "STORAGE",
        "ImagerPixelSpacing": [PIXEL_MM, PIXEL_MM],
        "WindowCenter": 1900,
        "WindowWidth": 3000,
    }
    return image(
        logarithm(chest_shadow()),
        bits_stored=12,
        sop_class_uid=COMPUTED,
        modality="CR",
        **{**described, **elements},
    )


def digital(intent: str = "FOR PRESENTATION", **elements: Any) -> "Dataset":
    """A chest by a digital detector (PS3.3 A.26)."""
    described: dict[str, Any] = {
        **identity(1, f"dx {intent}", "Chest PA", "093500"),
        **_detected(intent, "CHEST"),
        "SeriesNumber": 12,
        "ViewPosition": "PA",
        "PatientOrientation": ["L", "F"],
        "ImageLaterality": "U",
        "AnatomicRegionSequence": [code("43799004", "SCT", "Chest")],
        "ImagerPixelSpacing": [PIXEL_MM, PIXEL_MM],
        "ViewCodeSequence": [code("272479007", "SCT", "postero-anterior")],
        "PositionerType": "NONE",
        "KVP": 120,
    }
    return image(
        _for(intent, chest_shadow()),
        bits_stored=12,
        sop_class_uid=DIGITAL[intent],
        modality="DX",
        **{**described, **elements},
    )


def intraoral(intent: str = "FOR PRESENTATION", **elements: Any) -> "Dataset":
    """Three teeth on a small detector (PS3.3 A.28)."""
    described: dict[str, Any] = {
        **identity(1, f"io {intent}", "Teeth 14 to 16", "094000"),
        **_detected(intent, "TOOTH"),
        "SeriesNumber": 13,
        "PatientOrientation": ["A", "F"],
        "ImageLaterality": "R",
        "AnatomicRegionSequence": [code("39481002", "SCT", "Maxilla")],
        "PrimaryAnatomicStructureSequence": [code("38199008", "SCT", "Tooth")],
        "ImagerPixelSpacing": [0.1, 0.1],
        "PositionerType": "NONE",
        "KVP": 65,
    }
    return image(
        _for(intent, _teeth()),
        bits_stored=12,
        sop_class_uid=INTRAORAL[intent],
        modality="IO",
        **{**described, **elements},
    )


def mammogram_for_processing(**elements: Any) -> "Dataset":
    """The demonstration's right breast as the detector saw it, at half its size."""
    _, dataset = next(iter(pair()))
    shape = (dataset.Rows, dataset.Columns)
    stored = np.frombuffer(dataset.PixelData, "<u2").reshape(shape)[::2, ::2]
    described: dict[str, Any] = {
        **identity(2, "mg processing", "Mammogram CC", "084100"),
        "SOPClassUID": MAMMOGRAM_FOR_PROCESSING,
        "SOPInstanceUID": uid("demo", "mammogram for processing"),
        "SeriesNumber": 14,
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "PresentationIntentType": "FOR PROCESSING",
        "PhotometricInterpretation": "MONOCHROME2",
        "PresentationLUTShape": "IDENTITY",
        "PixelIntensityRelationship": "LIN",
        "PixelIntensityRelationshipSign": -1,
        "ImagerPixelSpacing": [0.26, 0.26],
        "WindowCenterWidthExplanation": None,
        "WindowCenter": None,
        "WindowWidth": None,
        "PixelPaddingValue": None,
        "Rows": stored.shape[0],
        "Columns": stored.shape[1],
        "PixelData": np.ascontiguousarray(stored).tobytes(),
    }
    return update(dataset, {**described, **elements})


def _detected(intent: str, region: str) -> dict[str, Any]:
    """What the DX modules want of every image (PS3.3 C.8.11)."""
    linear = intent == "FOR PROCESSING"
    return {
        "ImageType": ["ORIGINAL" if linear else "DERIVED", "PRIMARY"],
        "PresentationIntentType": intent,
        "PresentationLUTShape": "IDENTITY",
        "PhotometricInterpretation": "MONOCHROME2",
        "PixelIntensityRelationship": "LIN" if linear else "LOG",
        "PixelIntensityRelationshipSign": 1 if linear else -1,
        "RescaleIntercept": 0,
        "RescaleSlope": 1,
        "RescaleType": "US",
        "WindowCenter": None if linear else 2048,
        "WindowWidth": None if linear else 4096,
        "LossyImageCompression": "00",
        "DetectorType": "DIRECT",
        "BodyPartExamined": region,
        "AcquisitionContextSequence": [],
    }


def _for(intent: str, beam: Picture) -> Pixels:
    if intent == "FOR PRESENTATION":
        return LIGHT - logarithm(beam)
    return _marked(np.clip(beam * LIGHT, 0, LIGHT).astype(np.uint16))


def logarithm(beam: Picture) -> Pixels:
    """Dark where much is left of the beam, as on a film: 4095 is the whole beam."""
    weakest = float(beam.min())
    share = 1 - np.log(np.maximum(beam, weakest)) / np.log(weakest)
    return _marked(np.clip(share * LIGHT, 0, LIGHT).astype(np.uint16))


def _marked(stored: Pixels) -> Pixels:
    burn(stored, int(stored.max()) if stored[8, 8] < LIGHT / 2 else 0, 6, 6)
    return stored


def _teeth() -> Picture:
    """Crowns, roots and bone as what is left of the beam."""
    plate = Plate(np.full((320, 240), 0.85, np.float32), 0.1)
    plate.ellipse((0, 9), (14, 13), 0.42)
    for number, x in enumerate((-7.4, 0.0, 7.4)):
        for root in (-1.5, 1.5):
            plate.ellipse((x + root, 4.5), (1.5, 8), 0.26)
            plate.ellipse((x + root, 4.0), (0.35, 6.5), 0.4)
        plate.ellipse((x, -6.5), (3.5, 4.6), 0.16)
        plate.ellipse((x, -5.5), (2.7, 3.6), 0.24)
        plate.ellipse((x, -5), (0.9, 2.2), 0.38)
        if number == 1:
            plate.ellipse((x + 1, -9), (1.6, 1.1), 0.02)
    grain = fractal_noise(np.random.default_rng(2), (320, 240), (40, 90, 160), 0.7)
    return np.clip(blur(plate.values) * (1 + 0.025 * grain), 0.02, 1)
