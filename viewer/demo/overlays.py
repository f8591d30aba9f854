"""Overlay planes for images made in memory (PS3.3 C.9.2)."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pydicom import Dataset

_ELEMENTS = {
    "frames": (0x15, "IS"),
    "description": (0x22, "LO"),
    "kind": (0x40, "CS"),
    "subtype": (0x45, "LO"),
    "origin": (0x50, "SS"),
    "first_frame": (0x51, "US"),
    "allocated": (0x100, "US"),
    "position": (0x102, "US"),
    "label": (0x1500, "LO"),
    "data": (0x3000, "OW"),
}


def add_overlay(
    dataset: "Dataset", mask: "np.ndarray[Any, Any]", number: int = 0, **others: Any
) -> "Dataset":
    """Add the plane `mask`, ([frames,] rows, columns) of booleans; returns the image.

    `number` 0 … 15 chooses the group, `others` replaces elements or, being None,
    leaves them out: frames, description, kind, subtype, origin, first_frame,
    allocated, position, label, data.
    """
    rows, columns = mask.shape[-2:]
    packed = np.packbits(mask.ravel(), bitorder="little").tobytes()
    values: dict[str, Any] = {
        "kind": "G",
        "origin": [1, 1],
        "allocated": 1,
        "position": 0,
        "data": packed + b"\0" * (len(packed) % 2),
        **others,
    }
    group = 0x6000 + 2 * number
    dataset.add_new((group, 0x10), "US", rows)
    dataset.add_new((group, 0x11), "US", columns)
    for name, value in values.items():
        element, vr = _ELEMENTS[name]
        if value is not None:
            dataset.add_new((group, element), vr, value)
    return dataset
