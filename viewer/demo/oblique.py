"""Slices of any inclination through one body with a bright ball: for comparing them.

Every pixel's value follows from where it lies in the patient, so that a place can be
recognised in each series by what is seen there.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import ct_slice
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset

Cosines = tuple[float, float, float, float, float, float]

AXIAL: Cosines = (1, 0, 0, 0, 1, 0)
SAGITTAL: Cosines = (0, 1, 0, 0, 0, -1)
CORONAL: Cosines = (1, 0, 0, 0, 0, -1)
OBLIQUE: Cosines = (0.8, 0.6, 0, 0.36, -0.48, -0.8)
"""Inclined to all three."""

BALL_MM = (18.0, -12.0, 22.0)
"""Centre of the ball: to the left, to the front, to the head."""
BALL_RADIUS_MM = 6.0
_BODY_MM = (70.0, 50.0, 80.0)


def body_value(x: Any, y: Any, z: Any) -> Any:
    """Hounsfield units at points of the patient, mm: air, body, brighter the ball."""
    inside = sum((at / half) ** 2 for at, half in zip((x, y, z), _BODY_MM, strict=True))
    away = sum(
        (at - middle) ** 2 for at, middle in zip((x, y, z), BALL_MM, strict=True)
    )
    ball = 900 * np.exp(-away / BALL_RADIUS_MM**2)
    return np.where(inside <= 1, 40 + ball, -1000)


def oblique_series(
    name: str,
    cosines: Cosines = AXIAL,
    *,
    slices: int = 12,
    gap_mm: float = 5.0,
    pixel_mm: tuple[float, float] = (2.0, 2.0),
    size: tuple[int, int] = (80, 80),
    middle_mm: tuple[float, float, float] = (0.0, 0.0, 0.0),
    **elements: Any,
) -> list["Dataset"]:
    """A CT series around a point: `size` is (rows, columns), `pixel_mm` likewise.

    All series are of one frame of reference unless `elements` say otherwise.
    """
    row, column = np.array(cosines[:3], float), np.array(cosines[3:], float)
    normal = np.cross(row, column)
    rows, columns = size
    down = column * pixel_mm[0] * (rows - 1) / 2
    across = row * pixel_mm[1] * (columns - 1) / 2
    made = []
    for index in range(slices):
        along = normal * gap_mm * (index - (slices - 1) / 2)
        corner = np.array(middle_mm) + along - down - across
        at = (
            corner[:, None, None]
            + np.arange(rows)[None, :, None] * (column * pixel_mm[0])[:, None, None]
            + np.arange(columns)[None, None, :] * (row * pixel_mm[1])[:, None, None]
        )
        described: dict[str, Any] = {
            "SeriesInstanceUID": uid("oblique", name),
            "SeriesDescription": name,
            "FrameOfReferenceUID": uid("oblique", "frame of reference"),
            "ImageOrientationPatient": [float(part) for part in cosines],
            "ImagePositionPatient": [round(float(part), 6) for part in corner],
            "PixelSpacing": list(pixel_mm),
            "SliceThickness": gap_mm,
        }
        stored = (body_value(*at) + 1024).astype(np.uint16)
        made.append(ct_slice(index, stored, **{**described, **elements}))
    return made
