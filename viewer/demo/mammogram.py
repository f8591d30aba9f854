"""Synthetic mammograms: both breasts from above, for tests obliquely too and older."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import image
from viewer.demo.drawing import Picture, Plate, axis_mm, fractal_noise, soft_step
from viewer.demo.marks import NOTICE, burn, identity
from viewer.demo.parts import code, uid, update

if TYPE_CHECKING:
    from pydicom import Dataset

Pixels = np.ndarray[Any, np.dtype[np.uint16]]

MAMMOGRAM_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.2"
ROWS, COLUMNS, PIXEL_MM = 1664, 1248, 0.13
PADDING = 4095
"""MONOCHROME1: low values are bright; what the detector did not see is padding."""
_BREAST_MM = (118.0, 84.0)
"""Depth from the chest wall to the nipple, half breadth."""


def pair() -> Iterator[tuple[str, "Dataset"]]:
    """(name, object) of the right and the left cranio-caudal view."""
    for number, (side, seed) in enumerate((("R", 3), ("L", 4)), 1):
        brightness, inside = _breast(seed)
        stored = _stored(brightness, inside)
        if side == "R":
            stored = np.ascontiguousarray(stored[:, ::-1])
        burn(stored, 1900, 330, 40 if side == "R" else -40, 6)
        yield f"MG/{side}CC", _view(side, number, stored)


def four_views(
    date: str = "20261120", coarser: int = 1, mirrored: tuple[str, ...] = ()
) -> list["Dataset"]:
    """RCC, LCC, RMLO, LMLO of one examination on that date.

    With `coarser` the detector has pixels so many times as large. Views that are
    `mirrored` ("RCC") are stored the other way round, and say so.
    """
    made = []
    for number, name in enumerate(("RCC", "LCC", "RMLO", "LMLO"), 1):
        side, position = name[0], name[1:]
        stored = _plate(side, position == "MLO")[::coarser, ::coarser]
        rows, columns = _edges(side, position)
        if (side == "R") != (name in mirrored):
            stored = stored[:, ::-1]
        if name in mirrored:
            rows = "A" if rows == "P" else "P"
        spacing = [PIXEL_MM * coarser] * 2
        described = {
            "StudyInstanceUID": uid("mammograms", date),
            "SeriesInstanceUID": uid("mammograms", date, "series"),
            "SOPInstanceUID": uid("mammograms", date, name),
            "StudyDate": date,
            "ImagerPixelSpacing": spacing,
            "ViewPosition": position,
            "PatientOrientation": [rows, columns],
            "ViewCodeSequence": [_view_code(position)],
        }
        made.append(
            update(_view(side, number, np.ascontiguousarray(stored)), described)
        )
    return made


def _edges(side: str, position: str) -> tuple[str, str]:
    """What lies at the right and at the bottom edge as mammograms hang."""
    lower = "F" if position == "MLO" else ""
    return ("P", f"{lower}L") if side == "R" else ("A", f"{lower}R")


@cache
def _plate(side: str, oblique: bool) -> Pixels:
    """As stored, chest wall at the left edge; obliquely the muscle is seen."""
    brightness, inside = _breast(3 if side == "R" else 4)
    if oblique:
        x = np.arange(brightness.shape[1]) * PIXEL_MM
        y = np.arange(ROWS)[:, np.newaxis] * PIXEL_MM
        muscle = soft_step((60 - x - y * 0.5).astype(np.float32), 2)
        brightness = np.maximum(brightness, 0.55 * muscle)
        inside = np.maximum(inside, muscle)
    stored = _stored(brightness, inside)
    stored.setflags(write=False)
    return stored


def _breast(seed: int) -> tuple[Picture, Picture]:
    """Brightness 0 … 1 and coverage, chest wall at the left edge."""
    random = np.random.default_rng(seed)
    columns = round((_BREAST_MM[0] + 4) / PIXEL_MM)
    x = (np.arange(columns, dtype=np.float32) * np.float32(PIXEL_MM))[np.newaxis, :]
    y = axis_mm(ROWS, PIXEL_MM)[:, np.newaxis]
    reach = (x / _BREAST_MM[0]) ** 2 + (np.abs(y) / _BREAST_MM[1]) ** 2.4
    depth_mm = (1 - np.sqrt(reach)) * np.float32(70)
    tissue = fractal_noise(random, (ROWS, columns), (7, 14, 28, 60, 130), 0.62)
    middle = 6 * float(np.sin(seed))
    gland = np.exp(-(((x - 58) / 34) ** 2)) * np.exp(-(((y - middle) / 44) ** 2))
    fine = _details((ROWS, columns), random)
    brightness = 0.17 + 0.035 * tissue + gland * (0.40 + 0.17 * tissue) + fine
    brightness *= soft_step(depth_mm - 5, 11) * 0.8 + 0.2
    skin = np.maximum(0, 1 - np.abs(depth_mm - 1.1)) * np.float32(0.13)
    return np.clip(brightness + skin, 0.03, 1), soft_step(depth_mm, 0.5)


def _details(shape: tuple[int, int], random: np.random.Generator) -> Picture:
    """What is added: ducts, vessels, the nipple, a round node, calcifications."""
    plate = Plate(np.zeros(shape, np.float32), PIXEL_MM, edge_mm=1.6)
    left = -shape[1] / 2 * PIXEL_MM
    nipple = (left + _BREAST_MM[0] - 4, 0.0)
    for number in range(7):
        angle = np.deg2rad(180 + (number - 3) * 13 + random.uniform(-4, 4))
        _wander(plate, random, nipple, float(angle), 9, (0.9, 0.06))
    for number in range(3):
        start = (left, -46 + number * 44 + random.uniform(-10, 10))
        _wander(plate, random, start, random.uniform(-0.2, 0.2), 12, (0.8, 0.08))
    plate.ellipse(nipple, (4.5, 5), 0.22)
    node = (left + random.uniform(22, 50), random.uniform(28, 48))
    plate.ellipse(node, (6, 4.6), 0.24, 20)
    plate.ellipse((node[0] + 1.5, node[1] - 1), (2.6, 1.6), 0.06, 20)
    plate.edge_mm = PIXEL_MM
    for _ in range(9):
        place = (left + 70 + random.normal(0, 3), -24 + random.normal(0, 3))
        plate.ellipse(place, (random.uniform(0.16, 0.36),) * 2, 0.45)
    return plate.values


def _wander(
    plate: Plate,
    random: np.random.Generator,
    start: tuple[float, float],
    angle: float,
    steps: int,
    stroke: tuple[float, float],
) -> None:
    """A soft line of (radius in mm, brightness) that bends a little at each step."""
    x, y = start
    for _ in range(steps):
        angle += random.normal(0, 0.16)
        to_x, to_y = x + 6 * float(np.cos(angle)), y + 6 * float(np.sin(angle))
        plate.tube((x, y, 0), (to_x, to_y, 0), (stroke[0],) * 2, stroke[1])
        x, y = to_x, to_y


def _stored(brightness: Picture, inside: Picture) -> Pixels:
    random = np.random.default_rng(1)
    grain = random.standard_normal(brightness.shape, dtype=np.float32)
    values = 3800 - 3300 * brightness * inside + grain * 18
    values[inside <= 0] = PADDING
    stored = np.full((ROWS, COLUMNS), PADDING, np.uint16)
    stored[:, : values.shape[1]] = np.clip(values, 0, PADDING)
    return stored


def _view(side: str, number: int, stored: Pixels) -> "Dataset":
    name = "right" if side == "R" else "left"
    elements: dict[str, Any] = {
        **identity(2, "mammograms", "Mammogram CC", "084000"),
        "SeriesNumber": 3,
        "InstanceNumber": number,
        "ImageType": ["DERIVED", "PRIMARY"],
        "PresentationIntentType": "FOR PRESENTATION",
        "PhotometricInterpretation": "MONOCHROME1",
        "PresentationLUTShape": "INVERSE",
        "PixelIntensityRelationship": "LOG",
        "PixelIntensityRelationshipSign": 1,
        "PixelPaddingValue": PADDING,
        "RescaleIntercept": 0,
        "RescaleSlope": 1,
        "RescaleType": "US",
        "WindowCenter": 2650,
        "WindowWidth": 2500,
        "WindowCenterWidthExplanation": "NORMAL",
        "BodyPartExamined": "BREAST",
        "OrganExposed": "BREAST",
        "ImageLaterality": side,
        "ViewPosition": "CC",
        "PatientOrientation": ["P", "L"] if side == "R" else ["A", "R"],
        "PositionerType": "MAMMOGRAPHIC",
        "ImagerPixelSpacing": [PIXEL_MM, PIXEL_MM],
        "DetectorType": "DIRECT",
        "BreastImplantPresent": "NO",
        "PartialView": "NO",
        "KVP": 28,
        "Exposure": 90,
        "CompressionForce": 100,
        "BodyPartThickness": 52,
        "AnodeTargetMaterial": "TUNGSTEN",
        "LossyImageCompression": "00",
        "AnatomicRegionSequence": [code("76752008", "SCT", "Breast")],
        "ViewCodeSequence": [_view_code("CC")],
        "AcquisitionContextSequence": [],
        "ImageComments": f"{NOTICE}: {name} cranio-caudal view",
    }
    return image(
        stored,
        bits_stored=12,
        sop_class_uid=MAMMOGRAM_FOR_PRESENTATION,
        modality="MG",
        **elements,
    )


def _view_code(position: str) -> "Dataset":
    value, meaning = {
        "CC": ("399162004", "cranio-caudal"),
        "MLO": ("399368009", "medio-lateral oblique"),
    }[position]
    view = code(value, "SCT", meaning)
    view.ViewModifierCodeSequence = []
    return view
