"""Values of one frame as a TIFF file (TIFF 6.0, little-endian, not compressed).

Written here because Pillow has no signed 16-bit images: every value stays what it is.
"""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SHORT, _LONG, _ASCII = 3, 4, 2
_FORMATS = {"u": 1, "i": 2, "f": 3}
"""SampleFormat by the kind of a dtype."""

_GREY, _RGB = 1, 2
LARGEST_BYTES = 2**32 - 2**16
"""Offsets of a TIFF have 32 bits."""


class TooLargeError(ValueError):
    """A TIFF cannot hold so many bytes."""


def tiff_bytes(values: NDArray[Any], description: str = "") -> bytes:
    """Grey (rows, columns) of any usual dtype, or (rows, columns, 3) as a TIFF file.

    `description` becomes ImageDescription, in UTF-8. Raises TooLargeError.
    """
    rows, columns = values.shape[:2]
    samples = values.shape[2] if values.ndim == 3 else 1
    kept = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    text = description.encode() + b"\0"
    if kept.nbytes + len(text) > LARGEST_BYTES:
        raise TooLargeError
    bits = 8 * values.dtype.itemsize
    entries: list[tuple[int, int, tuple[int, ...] | bytes]] = [
        (256, _LONG, (columns,)),
        (257, _LONG, (rows,)),
        (258, _SHORT, (bits,) * samples),
        (259, _SHORT, (1,)),
        (262, _SHORT, (_RGB if samples == 3 else _GREY,)),
        (270, _ASCII, text),
        (273, _LONG, (0,)),
        (277, _SHORT, (samples,)),
        (278, _LONG, (rows,)),
        (279, _LONG, (kept.nbytes,)),
        (339, _SHORT, (_FORMATS[values.dtype.kind],) * samples),
    ]
    head = _directory(entries, pixels_at=0)
    return _directory(entries, pixels_at=len(head)) + kept.tobytes()


def _directory(
    entries: list[tuple[int, int, tuple[int, ...] | bytes]], pixels_at: int
) -> bytes:
    """The header, the directory and what does not fit into it, to an even length."""
    start = 8 + 2 + 12 * len(entries) + 4
    listed, beyond = b"", b""
    for tag, kind, value in entries:
        if tag == 273:
            value = (pixels_at,)
        if isinstance(value, bytes):
            raw = value
        else:
            raw = struct.pack(f"<{len(value)}{'H' if kind == _SHORT else 'I'}", *value)
        place = raw.ljust(4, b"\0")
        if len(raw) > 4:
            place = struct.pack("<I", start + len(beyond))
            beyond += raw + b"\0" * (len(raw) % 2)
        listed += struct.pack("<HHI", tag, kind, len(value)) + place
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    return head + listed + b"\0\0\0\0" + beyond
