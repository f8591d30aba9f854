"""ICC profiles written by hand: ISO 15076-1, of the matrix and curve form."""

import struct

import numpy as np
from numpy.typing import NDArray

SRGB_D50 = np.array(
    [
        [0.4360, 0.3851, 0.1431],
        [0.2225, 0.7169, 0.0606],
        [0.0139, 0.0971, 0.7141],
    ]
)
WIDE_D50 = np.array(
    [
        [0.6097, 0.2053, 0.1492],
        [0.3111, 0.6257, 0.0632],
        [0.0195, 0.0609, 0.7446],
    ]
)
"""The colours of Adobe RGB (1998): columns are red, green and blue, for D50."""

GAMMA = 563 / 256

Numbers = NDArray[np.float64]


def made_profile(
    matrix: Numbers = WIDE_D50,
    curve: bytes = b"",
    *,
    name: str = "Wide by hand",
    space: bytes = b"RGB ",
) -> bytes:
    """A display profile of version 2; `curve` is the three channels' element."""
    curve = curve or struct.pack(">4s4xIH", b"curv", 1, round(GAMMA * 256))
    ascii_name = name.encode() + b"\0"
    parts = {
        b"desc": struct.pack(">4s4xI", b"desc", len(ascii_name)) + ascii_name,
        b"wtpt": _xyz(np.array([0.9642, 1.0, 0.8249])),
        b"rXYZ": _xyz(matrix[:, 0]),
        b"gXYZ": _xyz(matrix[:, 1]),
        b"bXYZ": _xyz(matrix[:, 2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    parts[b"desc"] += bytes(12 + 67)
    table, body = struct.pack(">I", len(parts)), b""
    first = 128 + 4 + 12 * len(parts)
    for tag, part in parts.items():
        table += struct.pack(">4sII", tag, first + len(body), len(part))
        body += part + bytes(-len(part) % 4)
    head = struct.pack(
        ">I4sI4s4s4s12s4s4xI12xI3i",
        first + len(body),
        b"test",
        0x02100000,
        b"mntr",
        space,
        b"XYZ ",
        bytes(12),
        b"acsp",
        0,
        0,
        *(round(value * 65536) for value in (0.9642, 1.0, 0.8249)),
    )
    return head.ljust(128, b"\0") + table + body


def srgb_curve(samples: int = 1024) -> bytes:
    """IEC 61966-2-1 as a sampled curve."""
    coded = np.linspace(0, 1, samples)
    levels = np.rint(linear_of_srgb(coded) * 65535).astype(">u2")
    return struct.pack(">4s4xI", b"curv", samples) + levels.tobytes()


def srgb_parametric_curve() -> bytes:
    """IEC 61966-2-1 as version 4 writes it."""
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    fixed = struct.pack(">5i", *(round(number * 65536) for number in numbers))
    return struct.pack(">4s4xH2x", b"para", 3) + fixed


def linear_of_srgb(coded: Numbers) -> Numbers:
    """IEC 61966-2-1, 0 … 1."""
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def srgb_of_linear(linear: Numbers) -> Numbers:
    """The other way; what sRGB cannot show is clipped."""
    linear = np.clip(linear, 0, 1)
    curved = 1.055 * linear ** (1 / 2.4) - 0.055
    return np.where(linear <= 0.0031308, linear * 12.92, curved)


def by_hand(rgb: NDArray[np.uint8]) -> Numbers:
    """What the wide profile's colours are in sRGB, 0 … 255, not rounded."""
    linear = (rgb / 255.0) ** GAMMA
    xyz = linear @ WIDE_D50.T
    return 255 * srgb_of_linear(xyz @ np.linalg.inv(SRGB_D50).T)


def _xyz(values: Numbers) -> bytes:
    fixed = (round(float(value) * 65536) for value in values)
    return struct.pack(">4s4x3i", b"XYZ ", *fixed)
