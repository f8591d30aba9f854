"""Deflated data sets and frames (PS3.5 A.5, A.4.12): inflated within limits."""

import os
import zlib

from viewer import limits
from viewer.files.stamp import Stamp, stamp_of
from viewer.pixels.encoding import PixelError
from viewer.text import tr

_PREAMBLE_BYTES = 132
_FIRST_ELEMENT_BYTES = 12
_PART_BYTES = 16 * 1024
_LONG_VRS = (b"OB", b"OW", b"UN", b"UT")


_kept: dict[tuple[str, Stamp], bytes] = {}
"""The last file inflated, by path and state: its other frames follow."""


def inflated(path: str | None, data: bytes | None) -> bytes:
    """The inflated data set of a file or of an object in memory.

    It starts after the file meta information. Raises PixelError.
    """
    if path is None:
        return _inflated_data_set(data or b"")
    try:
        with open(path, "rb") as file:
            key = path, stamp_of(os.fstat(file.fileno()))
            if key in _kept:
                return _kept[key]
            _kept.clear()
            data_set = _inflated_data_set(file.read())
    except OSError as error:
        sentence = tr("The file could not be read.")
        raise PixelError(sentence, type(error).__name__) from error
    if len(data_set) <= limits.INFLATED_BYTES_KEPT:
        _kept[key] = data_set
    return data_set


def _inflated_data_set(file_bytes: bytes) -> bytes:
    stream = memoryview(file_bytes)[meta_end(file_bytes) :]
    ratio_bytes = len(stream) * limits.INFLATE_RATIO
    most = min(limits.INFLATE_BYTES, max(limits.INFLATE_FLOOR_BYTES, ratio_bytes))
    return inflate(stream, most)[0]


def inflate(stream: memoryview, most_bytes: int) -> tuple[bytes, bool]:
    """What a raw deflate stream holds, and whether it came to its end undamaged.

    Raises PixelError when nothing comes out, or more than `most_bytes`.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    try:
        for start in range(0, len(stream), _PART_BYTES):
            out += inflater.decompress(stream[start : start + _PART_BYTES])
            if len(out) > most_bytes:
                raise PixelError(tr("The file inflates to more than is allowed."))
            if inflater.eof:
                break
    except zlib.error as error:
        if not out:
            sentence = tr("The compressed data are damaged from their first byte.")
            raise PixelError(sentence, str(error)) from error
    return bytes(out), inflater.eof


def meta_end(file_bytes: bytes) -> int:
    """Where the file meta information (group 2, PS3.10 7.1) ends."""
    position = _PREAMBLE_BYTES
    if file_bytes[128:132] != b"DICM":
        return 0
    while file_bytes[position : position + 2] == b"\x02\x00":
        header = file_bytes[position : position + _FIRST_ELEMENT_BYTES]
        if header[4:6] in _LONG_VRS:
            position += 12 + int.from_bytes(header[8:12], "little")
        else:
            position += 8 + int.from_bytes(header[6:8], "little")
    return position
