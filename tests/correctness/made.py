"""Grey images made to be compared: ramps that meet every value once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from tests.pixels.described import described
from viewer.demo.build import image
from viewer.pixels.frame_info import frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture

RAMP = np.arange(4096, dtype=np.uint16).reshape(64, 64)
SIGNED_RAMP = (RAMP.astype(np.int16) - 2048).astype(np.int16)
XA = "1.2.840.10008.5.1.4.1.1.12.1"
INVERTING: dict[str, Any] = {
    "LUTDescriptor": [4096, 0, 12],
    "LUTData": np.arange(4095, -1, -1, dtype="<u2").tobytes(),
    "ModalityLUTType": "US",
}
WINDOWS: tuple[dict[str, Any], ...] = (
    {},
    {"WindowWidth": 301.5, "WindowCenter": 700.25},
    {"WindowWidth": 1, "WindowCenter": 2000},
    {"WindowWidth": 2, "WindowCenter": 2000},
    {"RescaleSlope": 3, "RescaleIntercept": -1000},
    {"RescaleSlope": -1, "RescaleIntercept": 1000},
)
"""Of ramps; the width of 1 is the threshold of the standard."""

FRACTIONS: tuple[dict[str, Any], ...] = (
    {"RescaleSlope": 1.7, "RescaleIntercept": -1000},
    {"RescaleSlope": 0.25, "RescaleIntercept": 0, "WindowWidth": 500},
)
"""Rescaled values that are not whole, which DCMTK rounds before the window."""

POLARITIES: tuple[dict[str, Any], ...] = tuple(
    {
        "PhotometricInterpretation": photometric,
        **({"PresentationLUTShape": shape} if shape else {}),
    }
    for photometric in ("MONOCHROME1", "MONOCHROME2")
    for shape in ("", "IDENTITY", "INVERSE")
)
"""What the file may say of its polarity: six cases."""


def ramp(values: NDArray[Any] = RAMP, **elements: Any) -> Dataset:
    """12 bits, with a window unless another or none is given."""
    defaults: dict[str, Any] = {"WindowCenter": 1200, "WindowWidth": 1900}
    return image(values, bits_stored=12, **{**defaults, **elements})


def ours(dataset: Dataset, values: NDArray[Any], choice: int = 0) -> NDArray[np.int_]:
    """Our picture, with the file's first choice or a later one."""
    info = frame_info(described(dataset))
    voi = info.voi_choices[choice] if info.voi_choices else None
    return picture(values, info, Look(voi)).astype(int)


def curves() -> list[Dataset]:
    """Two VOI LUTs, one as bytes; the second starts later and leaves white unused."""
    steep = (np.sqrt(np.arange(3000) / 2999) * 4095).astype("<u2")
    flat = np.linspace(20, 255, 2000).astype(np.uint8)
    made = []
    for first, bits, data, count in (
        (500, 12, steep.tobytes(), 3000),
        (900, 8, flat.astype("<u2").tobytes(), 2000),
    ):
        item = Dataset()
        item.LUTDescriptor = [count, first, bits]
        item["LUTDescriptor"].VR = "US"
        item.LUTData = data
        made.append(item)
    return made
