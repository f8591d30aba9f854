"""CT series whose slices lie as scanners lay them: tilted, uneven, with one missing.

Every voxel's value follows from where it lies in the patient, so that what is read
anywhere can be told to be right.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.build import ct_slice
from viewer.demo.oblique import AXIAL, Cosines, body_value
from viewer.demo.parts import uid

if TYPE_CHECKING:
    from pydicom import Dataset

Value = Callable[[Any, Any, Any], Any]
"""(x, y, z) in mm → Hounsfield units."""

Vector = tuple[float, float, float]
TILT_DEGREES = 16.0
PHASES = 3


def volume_series(
    name: str,
    positions_mm: Sequence[Vector],
    value: Value,
    *,
    cosines: Cosines = AXIAL,
    pixel_mm: tuple[float, float] = (1.0, 1.0),
    size: tuple[int, int] = (64, 72),
    **elements: Any,
) -> list["Dataset"]:
    """One slice at each position of its first pixel's centre.

    `size` is (rows, columns), `pixel_mm` the distance between rows, between columns.
    """
    across = np.array(cosines[:3]) * pixel_mm[1]
    down = np.array(cosines[3:]) * pixel_mm[0]
    rows, columns = np.indices(size)
    made = []
    for number, position in enumerate(positions_mm):
        x, y, z = (
            position[axis] + columns * across[axis] + rows * down[axis]
            for axis in range(3)
        )
        described: dict[str, Any] = {
            "SeriesInstanceUID": uid("volumes", name),
            "SeriesDescription": name,
            "FrameOfReferenceUID": uid("volumes", "frame of reference"),
            "ImageOrientationPatient": [float(part) for part in cosines],
            "ImagePositionPatient": [round(float(part), 6) for part in position],
            "PixelSpacing": list(pixel_mm),
            "SOPInstanceUID": uid("volumes", name, number),
        }
        stored = np.rint(np.clip(value(x, y, z), -1024, 3071) + 1024)
        stored = stored.astype(np.uint16)
        made.append(ct_slice(number, stored, **{**described, **elements}))
    return made


def coordinate(axis: int) -> Value:
    """Ten times the coordinate along an axis of the patient: 12.3 mm are 123."""
    return lambda *at: np.rint(10 * at[axis])


def tilted_pair() -> tuple[list["Dataset"], list["Dataset"]]:
    """One body twice: through a gantry tilted about the left-right axis, and straight.

    The couch moved along the patient's axis both times, so that the tilted slices are
    sheared against each other.
    """
    angle = np.radians(TILT_DEGREES)
    tilted = (1.0, 0.0, 0.0, 0.0, float(np.cos(angle)), float(np.sin(angle)))
    tall: dict[str, Any] = {"pixel_mm": (2.0, 2.0), "size": (80, 80)}
    made = []
    for name, cosines in (("tilted gantry", tilted), ("straight gantry", AXIAL)):
        corner = -79.0 * (np.array(cosines[:3]) + np.array(cosines[3:]))
        places = [
            (float(corner[0]), float(corner[1]), float(corner[2]) + 4.0 * number)
            for number in range(-14, 15)
        ]
        tilt = TILT_DEGREES if cosines is tilted else 0.0
        made.append(
            volume_series(
                name,
                places,
                body_value,
                cosines=cosines,
                GantryDetectorTilt=tilt,
                PatientPosition="HFS",
                **tall,
            )
        )
    return made[0], made[1]


def uneven_series(axis: int = 2) -> list["Dataset"]:
    """Slices 2 to 4 mm apart; each voxel knows its coordinate along an axis."""
    heights = np.cumsum([0, 2, 2.5, 4, 3, 2, 3.5, 2, 2.5, 3, 4, 2, 2, 3, 2.5])
    return volume_series("uneven", _above(heights), coordinate(axis))


def series_with_a_gap(axis: int = 2) -> list["Dataset"]:
    """Slices 2.5 mm apart of which one is missing."""
    heights = [2.5 * number for number in range(16) if number != 6]
    return volume_series("missing slice", _above(heights), coordinate(axis))


def phases_of_a_heart(count: int = PHASES) -> list["Dataset"]:
    """The same places in several phases, each brighter than the one before by 100 HU.

    They are told apart by their trigger time.
    """
    made: list[Dataset] = []
    for phase in range(count):
        series = volume_series(
            "phases",
            _above([3.0 * number for number in range(12)]),
            _brighter(100.0 * phase),
            size=(32, 36),
            TemporalPositionIdentifier=phase + 1,
            NumberOfTemporalPositions=count,
        )
        for number, dataset in enumerate(series):
            dataset.SOPInstanceUID = uid("volumes", "phases", phase, number)
            dataset.InstanceNumber = phase * len(series) + number + 1
        made += series
    return made


def _brighter(hounsfield: float) -> Value:
    return lambda x, y, z: np.rint(x + y + z) + hounsfield


def _above(heights_mm: Sequence[float] | Any) -> list[Vector]:
    return [(-36.0, -28.0, float(height)) for height in heights_mm]
