"""Triangles as a binary STL file: 80 bytes of text, their number, 50 bytes for each.

The format has no units: the text says millimetres, and whose axes they are.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from viewer.export.writing import WriteRequest, write_file
from viewer.records import dataclass

HEADER = b"Negatoscope: surface in mm, patient coordinates LPS (DICOM). Not a device."
_HEADER_BYTES = 80
_RECORD = np.dtype(
    [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")]
)


@dataclass(frozen=True, slots=True, eq=False)
class StlRequest:
    """A surface and where to write it."""

    path: str
    points_mm: NDArray[np.float32]
    triangles: NDArray[np.int32]
    is_wanted: Callable[[], bool] = lambda: True
    """Asked now and then while it is written."""


def save_stl(request: StlRequest) -> bool:
    """Write the file whole or not at all; False when it was given up.

    Raises ExportError with the reason.
    """
    content = stl_bytes(request.points_mm, request.triangles)
    return write_file(WriteRequest(request.path, content, request.is_wanted))


def stl_bytes(
    points_mm: NDArray[np.float32], triangles: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """The file. Triangles without an area have no normal and are left out."""
    corners = points_mm[triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    real = lengths > 0
    records = np.zeros(int(real.sum()), _RECORD)
    records["normal"] = normals[real] / lengths[real, None]
    records["corners"] = corners[real]
    head = np.frombuffer(HEADER.ljust(_HEADER_BYTES), np.uint8)
    count = np.array([len(records)], "<u4").view(np.uint8)
    return np.concatenate([head, count, records.view(np.uint8)])
