"""Uncompressed frames: bytes to numbers (PS3.5 8.1, PS3.3 C.7.6.3.1)."""

import numpy as np

from viewer.pixels.encoding import BIG_ENDIAN, Encoding, PixelError, is_subsampled
from viewer.pixels.overlay import packed_planes
from viewer.pixels.stored_values import (
    Values,
    arranged,
    dtype_of,
    without_unused_bits,
)
from viewer.text import tr

_WHOLE_NUMBERS = (8, 16, 32, 64)
_BLOCK_VALUES = 1 << 18
"""Unpacked at a time: each bit takes a byte meanwhile."""


def native_values(
    data: bytes | memoryview, encoding: Encoding, frame_index: int
) -> tuple[Values, bool]:
    """One frame's values, and whether bytes were missing (they are zero then).

    `data` begins at the byte that holds the frame's first bit.
    """
    if not len(data):
        raise PixelError(tr("The file ends before the pixels of this frame."))
    subsampled = is_subsampled(encoding)
    stored_samples = 2 if subsampled else encoding.samples_per_pixel
    count = encoding.rows * encoding.columns * stored_samples
    flat, is_short = _numbers(data, encoding, count, frame_index)
    if subsampled:
        return _upsampled(flat, encoding), is_short
    return arranged(without_unused_bits(flat, encoding), encoding), is_short


def native_planes(
    data: bytes | memoryview,
    encoding: Encoding,
    frame_index: int,
    bits: tuple[int, ...],
) -> dict[int, bytes]:
    """Those bits of one frame's grey pixels, packed, before anything is removed."""
    if not bits or encoding.samples_per_pixel != 1:
        return {}
    count = encoding.rows * encoding.columns
    return packed_planes(_numbers(data, encoding, count, frame_index)[0], bits)


def _numbers(
    data: bytes | memoryview, encoding: Encoding, count: int, frame_index: int
) -> tuple[Values, bool]:
    if encoding.bits_allocated in _WHOLE_NUMBERS:
        found = _whole_bytes(data, encoding, count, frame_index)
    else:
        found = _packed(data, encoding, count, frame_index)
    if len(found) >= count:
        return found[:count], False
    filled = np.zeros(count, found.dtype)
    filled[: len(found)] = found
    return filled, True


def _whole_bytes(
    data: bytes | memoryview, encoding: Encoding, count: int, frame_index: int
) -> Values:
    dtype = dtype_of(encoding)
    if encoding.swapped_words:
        words = np.frombuffer(data, "u2", len(data) // 2).byteswap()
        return words.view(dtype)[frame_index * count % 2 :]
    is_big = encoding.transfer_syntax_uid in BIG_ENDIAN
    available = min(count, len(data) // dtype.itemsize)
    stored_dtype = dtype.newbyteorder(">" if is_big else "<")
    found = np.frombuffer(data, stored_dtype, available)
    return found.astype(dtype, copy=False)


def _packed(
    data: bytes | memoryview, encoding: Encoding, count: int, frame_index: int
) -> Values:
    """Values one after another from the low bits on, as in PS3.5 8.1.1.

    Of any number of bits: single ones, 12 in three bytes for two, 24.
    """
    allocated, dtype = encoding.bits_allocated, dtype_of(encoding)
    packed = np.frombuffer(data, np.uint8)
    unit = 8
    if encoding.swapped_words:
        words = np.frombuffer(data, "u2", len(data) // 2)
        packed, unit = words.byteswap().view(np.uint8), 16
    first_bit = frame_index * count * allocated % unit
    whole = min(count, (len(packed) * 8 - first_bit) // allocated)
    if allocated == 1:
        return np.unpackbits(packed, bitorder="little")[first_bit : first_bit + whole]
    values = np.empty(whole, dtype.newbyteorder("<"))
    for first in range(0, whole, _BLOCK_VALUES):
        block = values[first : first + _BLOCK_VALUES]
        start = first_bit + first * allocated
        end = start + len(block) * allocated
        bits = np.unpackbits(packed[start // 8 : -(-end // 8)], bitorder="little")
        padded = np.zeros((len(block), dtype.itemsize * 8), np.uint8)
        wanted = bits[start % 8 : start % 8 + len(block) * allocated]
        padded[:, :allocated] = wanted.reshape(-1, allocated)
        numbers = np.packbits(padded, axis=1, bitorder="little").view(values.dtype)
        block[:] = numbers[:, 0]
    return values.astype(dtype, copy=False)


def _upsampled(flat: Values, encoding: Encoding) -> Values:
    """Y Y B R for two pixels side by side to Y B R each (C.7.6.3.1.2)."""
    pairs = flat.reshape(-1, 4)
    out = np.empty((len(pairs), 2, 3), flat.dtype)
    out[:, :, 0] = pairs[:, :2]
    out[:, :, 1:] = pairs[:, None, 2:]
    return out.reshape(encoding.rows, encoding.columns, 3)
