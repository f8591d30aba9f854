"""Synthetic nuclear medicine: a renogram by its vectors, and a slice of PET."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import AXIAL, image
from viewer.demo.drawing import Picture, Plate, blur
from viewer.demo.marks import identity
from viewer.demo.parts import code, uid

if TYPE_CHECKING:
    from pydicom import Dataset

NUCLEAR = "1.2.840.10008.5.1.4.1.1.20"
PET = "1.2.840.10008.5.1.4.1.1.128"
SIZE, PIXEL_MM, DETECTORS, TIMES = 64, 6.0, 2, 8
_FRAME_MS = 20_000

Pixels = np.ndarray[Any, np.dtype[np.uint16]]


def renogram(**elements: Any) -> "Dataset":
    """Kidneys from the back and the front over time: detector by time slot."""
    order = list(itertools.product(range(DETECTORS), range(TIMES)))
    described: dict[str, Any] = {
        **identity(2, "nm", "Renogram", "110000"),
        "SeriesNumber": 31,
        "ImageType": ["ORIGINAL", "PRIMARY", "DYNAMIC", "EMISSION"],
        "PatientOrientation": "",
        "FrameIncrementPointer": [0x00540010, 0x00540020, 0x00540030, 0x00540100],
        "EnergyWindowVector": [1] * len(order),
        "DetectorVector": [detector + 1 for detector, _ in order],
        "PhaseVector": [1] * len(order),
        "TimeSliceVector": [time + 1 for _, time in order],
        "NumberOfEnergyWindows": 1,
        "NumberOfDetectors": DETECTORS,
        "NumberOfPhases": 1,
        "PixelSpacing": [PIXEL_MM, PIXEL_MM],
        "AcquisitionTerminationCondition": "TIME",
        "Laterality": "",
        "CountsAccumulated": 1_000_000,
        "PatientOrientationCodeSequence": [code("102538003", "SCT", "recumbent")],
        "PatientGantryRelationshipCodeSequence": [
            code("102540008", "SCT", "headfirst")
        ],
        **_sources(),
        "PhaseInformationSequence": [
            {
                "PhaseDelay": 0,
                "ActualFrameDuration": _FRAME_MS,
                "PauseBetweenFrames": 0,
                "NumberOfFramesInPhase": TIMES,
                "PhaseDescription": "UPTAKE",
            }
        ],
        "WindowCenter": 110,
        "WindowWidth": 220,
    }
    frames = [_kidneys(detector, time) for detector, time in order]
    return image(
        np.stack(frames),
        sop_class_uid=NUCLEAR,
        modality="NM",
        **{**described, **elements},
    )


def tomogram(
    values: Any,
    position: Sequence[float],
    cosines: Sequence[float] = AXIAL,
    spacing_mm: float = 4.5,
    slots: int = 1,
    **elements: Any,
) -> "Dataset":
    """Reconstructed slices (time slots × slices, rows, columns) in one object.

    Only the first slice says where it lies, and how; `spacing_mm` may be negative.
    """
    slices = len(values) // slots
    order = list(itertools.product(range(slots), range(slices)))
    kind = "RECON GATED TOMO" if slots > 1 else "RECON TOMO"
    described: dict[str, Any] = {
        **identity(2, "nm", "Tomogram", "110000"),
        "SeriesNumber": 33,
        "ImageType": ["ORIGINAL", "PRIMARY", kind, "EMISSION"],
        "FrameIncrementPointer": [0x00540070, 0x00540080][slots == 1 :],
        "SliceVector": [at + 1 for _, at in order],
        "NumberOfSlices": slices,
        "NumberOfDetectors": 1,
        "NumberOfEnergyWindows": 1,
        "PixelSpacing": [PIXEL_MM, PIXEL_MM],
        "SliceThickness": abs(spacing_mm),
        "SpacingBetweenSlices": spacing_mm,
        "FrameOfReferenceUID": uid("nm", "frame of reference"),
        **_sources(),
        "WindowCenter": 500,
        "WindowWidth": 1000,
    }
    if slots > 1:
        described["TimeSlotVector"] = [slot + 1 for slot, _ in order]
    detector = dict(described["DetectorInformationSequence"][0])
    detector["ImagePositionPatient"] = list(position)
    detector["ImageOrientationPatient"] = list(cosines)
    described["DetectorInformationSequence"] = [detector]
    made = image(
        values, sop_class_uid=NUCLEAR, modality="NM", **{**described, **elements}
    )
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient"):
        if keyword in made:
            del made[keyword]
    return made


def _sources() -> dict[str, Any]:
    """Energy window, isotope and detectors (PS3.3 C.8.4.10, C.8.4.11)."""
    views = (("postero-anterior", "272479007"), ("antero-posterior", "399348003"))
    return {
        "EnergyWindowInformationSequence": [
            {
                "EnergyWindowRangeSequence": [
                    {"EnergyWindowLowerLimit": 126, "EnergyWindowUpperLimit": 154}
                ],
                "EnergyWindowName": "Tc-99m",
            }
        ],
        "RadiopharmaceuticalInformationSequence": [
            {
                "RadionuclideCodeSequence": [
                    code("72454008", "SCT", "^99m^Technetium")
                ],
                "RadiopharmaceuticalStartTime": "105900",
                "RadionuclideTotalDose": 100,
                "Radiopharmaceutical": "Synthetic MAG3",
            }
        ],
        "DetectorInformationSequence": [
            {
                "CollimatorType": "PARA",
                "FieldOfViewShape": "RECTANGLE",
                "FocalDistance": 0,
                "ImageOrientationPatient": [],
                "ImagePositionPatient": [],
                "ViewCodeSequence": [
                    {
                        "CodeValue": value,
                        "CodingSchemeDesignator": "SCT",
                        "CodeMeaning": name,
                        "ViewModifierCodeSequence": [],
                    }
                ],
            }
            for name, value in views
        ],
    }


def _kidneys(detector: int, time: int) -> Pixels:
    plate = Plate(np.full((SIZE, SIZE), 12, np.float32), PIXEL_MM)
    rise = time / (TIMES - 1)
    side = 1 if detector == 0 else -1
    seen = 1.0 if detector == 0 else 0.45
    plate.ellipse((0, 0), (120, 170), 30)
    for kidney, late in ((-1, 0.0), (1, 0.35)):
        share = np.exp(-(((rise - 0.35 - late) / 0.4) ** 2))
        plate.ellipse((side * kidney * 52, -10), (22, 40), 70 + 480 * share * seen)
        plate.ellipse((side * kidney * 44, -8), (8, 18), 60 + 250 * rise * seen)
    plate.ellipse((0, 120), (34, 26), 30 + 420 * rise**2)
    random = np.random.default_rng(detector * TIMES + time)
    counts = random.poisson(np.maximum(blur(plate.values), 0))
    return counts.astype(np.uint16)


def pet_slice(**elements: Any) -> "Dataset":
    """A slice of the chest in becquerels per millilitre (PS3.3 C.8.9)."""
    activity = _activity()
    slope = float(activity.max()) / 32_767
    described: dict[str, Any] = {
        **identity(2, "pet", "PET chest", "112000"),
        "SeriesNumber": 32,
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "SeriesType": ["STATIC", "IMAGE"],
        "Units": "BQML",
        "CountsSource": "EMISSION",
        "NumberOfSlices": 1,
        "CorrectedImage": ["DECY", "ATTN", "NORM", "DTIM"],
        "DecayCorrection": "START",
        "CollimatorType": "NONE",
        "FrameReferenceTime": 0,
        "ActualFrameDuration": 180_000,
        "DecayFactor": 1,
        "ImageIndex": 1,
        "PatientWeight": 70,
        "Laterality": "",
        "AcquisitionDate": "20261120",
        "AcquisitionTime": "112000",
        "PatientOrientationCodeSequence": [code("102538003", "SCT", "recumbent")],
        "PatientGantryRelationshipCodeSequence": [
            code("102540008", "SCT", "headfirst")
        ],
        "RadiopharmaceuticalInformationSequence": [fluorine()],
        "FrameOfReferenceUID": uid("demo", "frame of reference", "pet"),
        "PositionReferenceIndicator": "",
        "ImageOrientationPatient": list(AXIAL),
        "ImagePositionPatient": [-254, -254, 150],
        "SliceThickness": 4,
        "PixelSpacing": [4, 4],
        "RescaleIntercept": 0,
        "RescaleSlope": f"{slope:.10g}",
        "WindowCenter": 6000,
        "WindowWidth": 12000,
    }
    stored = np.rint(activity / slope).astype(np.int16)
    return image(stored, sop_class_uid=PET, modality="PT", **{**described, **elements})


def fluorine() -> dict[str, Any]:
    """250 MBq of fluorine-18, injected at 10:20."""
    return {
        "RadionuclideCodeSequence": [code("77004003", "SCT", "^18^Fluorine")],
        "RadiopharmaceuticalStartTime": "102000.00",
        "RadionuclideTotalDose": 250_000_000,
        "RadionuclideHalfLife": 6586.2,
        "RadionuclidePositronFraction": 0.967,
        "Radiopharmaceutical": "Synthetic fluorodeoxyglucose",
    }


def _activity() -> Picture:
    plate = Plate(np.zeros((128, 128), np.float32), 4.0)
    plate.ellipse((0, 0), (165, 112), 1600)
    for side in (-1, 1):
        plate.ellipse((side * 72, -8), (54, 76), 550)
    plate.ellipse((18, -38), (42, 36), 8200, -30)
    plate.ellipse((20, -38), (26, 20), 2400, -30)
    plate.ellipse((0, 70), (17, 16), 2100)
    plate.ellipse((-66, 12), (11, 11), 14_500)
    random = np.random.default_rng(6)
    noisy = blur(blur(plate.values * (1 + 0.12 * random.standard_normal((128, 128)))))
    return np.maximum(noisy, 0).astype(np.float32)
