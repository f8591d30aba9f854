"""A phantom whose parts lie at known places of the patient, different on every side."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.demo.build import ct_slice, to_bytes

SLICES, ROWS, COLUMNS = 40, 48, 56
SPACING_MM, STEP_MM = 1.5, 2.0
POSITION = (-41.0, -35.0, 60.0)
"""Centre of the first voxel (LPS)."""

BALL_MM, RADIUS_MM = (22.0, 12.0, 90.0), 12.0
"""On the left, at the back, towards the feet: 800 HU."""
BLOCK_MM = ((-35.0, -15.0), (-30.0, -14.0), (112.0, 130.0))
"""On the right, in front, towards the head: 1,500 HU."""
AIR, BALL, BLOCK = -1000, 800, 1500


def places() -> NDArray[np.float64]:
    """(slices, rows, columns, 3): where each voxel's centre lies."""
    k, j, i = np.indices((SLICES, ROWS, COLUMNS), np.float64)
    steps = [i * SPACING_MM, j * SPACING_MM, k * STEP_MM]
    made: NDArray[np.float64] = np.stack(steps, axis=-1) + POSITION
    return made


def phantom() -> NDArray[np.int16]:
    """HU; the ball's edge is smooth, so that its surface lies between the voxels."""
    there = places()
    distance = np.linalg.norm(there - BALL_MM, axis=-1)
    inside = np.clip((RADIUS_MM - distance) / SPACING_MM / 2 + 0.5, 0.0, 1.0)
    values = AIR + inside * (BALL - AIR)
    within = [
        (there[..., axis] >= low) & (there[..., axis] <= high)
        for axis, (low, high) in enumerate(BLOCK_MM)
    ]
    values[np.logical_and.reduce(within)] = BLOCK
    made: NDArray[np.int16] = np.rint(values).astype(np.int16)
    return made


def write_phantom(folder: Path, **others: Any) -> Path:
    """As a CT, its files in no order."""
    for number, plane in enumerate(phantom()):
        x, y, z = POSITION
        elements = {"ImagePositionPatient": [x, y, z + number * STEP_MM], **others}
        dataset = ct_slice(
            number,
            (plane + 1024).astype(np.uint16),
            thickness_mm=STEP_MM,
            spacing_mm=SPACING_MM,
            **elements,
        )
        (folder / f"{number * 7 % SLICES}.dcm").write_bytes(to_bytes(dataset))
    return folder
