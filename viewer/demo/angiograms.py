"""Synthetic runs of X-rays: vessels that fill, a swallow, two planes at once."""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import image
from viewer.demo.drawing import Picture, Plate, fractal_noise
from viewer.demo.marks import burn, identity

if TYPE_CHECKING:
    from pydicom import Dataset

ANGIOGRAM = "1.2.840.10008.5.1.4.1.1.12.1"
FLUOROSCOPY = "1.2.840.10008.5.1.4.1.1.12.2"
BIPLANE = "1.2.840.10008.5.1.4.1.1.12.3"
SIZE, PIXEL_MM, FRAMES = 256, 0.8, 12
FRAME_TIME_MS, VECTOR_MS = 66.7, (0, 100, 100, 100, 200, 200, 200, 300, 300, 300)
_MASKS = 2

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Branch = tuple[tuple[float, float], tuple[float, float], float, float]


def angiogram(**elements: Any) -> "Dataset":
    """A run whose first frames are its mask; an arm that turns by 2° a frame."""
    described: dict[str, Any] = {
        **identity(2, "xa", "Left coronary run", "100000"),
        **_run("XA", 21),
        "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
        "FrameIncrementPointer": 0x00181063,
        "FrameTime": FRAME_TIME_MS,
        "RecommendedDisplayFrameRate": 15,
        "CineRate": 15,
        "PositionerMotion": "DYNAMIC",
        "PositionerPrimaryAngle": -12,
        "PositionerSecondaryAngle": 20,
        "PositionerPrimaryAngleIncrement": 2,
        "PositionerSecondaryAngleIncrement": 0,
        "ShutterShape": "CIRCULAR",
        "CenterOfCircularShutter": [SIZE // 2, SIZE // 2],
        "RadiusOfCircularShutter": SIZE // 2 - 4,
        "ShutterPresentationValue": 0,
        "RecommendedViewingMode": "SUB",
        "MaskSubtractionSequence": [
            {
                "MaskOperation": "AVG_SUB",
                "MaskFrameNumbers": list(range(1, _MASKS + 1)),
                "ApplicableFrameRange": [_MASKS + 1, FRAMES],
                "ContrastFrameAveraging": 1,
                "MaskSubPixelShift": [0.0, 0.0],
                "MaskOperationExplanation": "Mean of the frames before contrast",
            }
        ],
    }
    return image(
        _vessels(FRAMES, 3),
        sop_class_uid=ANGIOGRAM,
        modality="XA",
        **{**described, **elements},
    )


def fluoroscopy(**elements: Any) -> "Dataset":
    """A swallow whose frames come ever more slowly (FrameTimeVector)."""
    described: dict[str, Any] = {
        **identity(2, "rf", "Swallow", "101000"),
        **_run("RF", 22),
        "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
        "FrameIncrementPointer": 0x00181065,
        "FrameTimeVector": list(VECTOR_MS),
        "PreferredPlaybackSequencing": 0,
        "ColumnAngulation": 0,
    }
    return image(
        _swallow(len(VECTOR_MS)),
        sop_class_uid=FLUOROSCOPY,
        modality="RF",
        **{**described, **elements},
    )


def biplane(**elements: Any) -> "Dataset":
    """Plane A of a run in two planes, of the retired class, to be seen to and fro."""
    described: dict[str, Any] = {
        **identity(2, "xa biplane", "Carotid run, plane A", "102000"),
        **_run("XA", 23),
        "ImageType": ["ORIGINAL", "PRIMARY", "BIPLANE A"],
        "FrameIncrementPointer": 0x00181063,
        "FrameTime": 133.3,
        "StartTrim": 2,
        "StopTrim": FRAMES,
        "PreferredPlaybackSequencing": 1,
        "PositionerMotion": "STATIC",
        "PositionerPrimaryAngle": 0,
        "PositionerSecondaryAngle": -5,
    }
    return image(
        _vessels(FRAMES, 8),
        sop_class_uid=BIPLANE,
        modality="XA",
        **{**described, **elements},
    )


def _run(modality: str, number: int) -> dict[str, Any]:
    """What every run says (PS3.3 C.8.7.1, C.8.7.2)."""
    return {
        "SeriesNumber": number,
        "PixelIntensityRelationship": "DISP",
        "Laterality": "",
        "LossyImageCompression": "00",
        "PatientOrientation": "",
        "KVP": 80,
        "RadiationSetting": "GR" if modality == "XA" else "SC",
        "XRayTubeCurrent": 400,
        "ExposureTime": 8,
        "AcquisitionNumber": 1,
        "ImagerPixelSpacing": [PIXEL_MM, PIXEL_MM],
        "WindowCenter": 128,
        "WindowWidth": 256,
    }


def _background(seed: int) -> Picture:
    """Bone and soft tissue, 0 … 255, brighter where less is in the way."""
    random = np.random.default_rng(seed)
    plate = Plate(np.full((SIZE, SIZE), 186, np.float32), PIXEL_MM)
    plate.ellipse((10, 0), (80, 96), 158)
    for number in range(6):
        plate.ellipse((-8, number * 34 - 88), (15, 12), 116, 4, rim=104, rim_mm=2)
    plate.ellipse((34, 12), (44, 56), 132, 20)
    return plate.values + 5 * fractal_noise(random, (SIZE, SIZE), (9, 30, 110), 0.7)


def _tree(seed: int) -> list[Branch]:
    """(start, end, radius in mm, share of the run at which it fills) of each branch."""
    random = np.random.default_rng(seed)
    waiting = [((-30.0, -66.0), 1.0, 4.2, 0.16)]
    branches: list[Branch] = []
    while waiting:
        start, angle, radius, filled = waiting.pop()
        for _ in range(5):
            angle += float(random.normal(0, 0.2))
            step = 3.2 * radius**0.5
            end = (start[0] + step * np.cos(angle), start[1] + step * np.sin(angle))
            branches.append((start, end, radius, filled))
            start, radius, filled = end, radius * 0.965, filled + 0.02
        if radius > 0.9:
            for turn in (-0.55, 0.5):
                waiting.append((start, angle + turn, radius * 0.75, filled))
    return branches


def _vessels(frames: int, seed: int) -> Pixels:
    still, tree = _background(seed), _tree(seed)
    random = np.random.default_rng(seed)
    made = np.empty((frames, SIZE, SIZE), np.uint8)
    for number in range(frames):
        contrast = Plate(np.zeros((SIZE, SIZE), np.float32), PIXEL_MM)
        for start, end, radius, filled in tree:
            if number / frames > filled:
                contrast.tube((*start, 0), (*end, 0), (radius, radius), 1)
        noise = random.normal(0, 2.5, (SIZE, SIZE))
        made[number] = np.clip(still - 62 * contrast.values + noise, 1, 255)
        burn(made[number], 250, -40, 100)
    return made


def _swallow(frames: int) -> Pixels:
    still = _background(5)
    made = np.empty((frames, SIZE, SIZE), np.uint8)
    for number in range(frames):
        plate = Plate(still.copy(), PIXEL_MM)
        depth = number / frames * 150 - 80
        for part in range(9):
            y = depth - part * 9
            plate.ellipse((6 * np.sin(y / 30), y), (9 - part * 0.7, 10), 30)
        made[number] = np.clip(plate.values, 1, 255)
        burn(made[number], 250, -24, 100)
    return made
