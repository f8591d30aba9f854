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
    if encoding.bits_allocated in (1, 12):
        first_bit = frame_index * count * encoding.bits_allocated % 8
        unpack = _bits if encoding.bits_allocated == 1 else _twelves
        found = unpack(data, first_bit, count)
    else:
        found = _whole_bytes(data, encoding, count, frame_index)
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


def _bits(data: bytes | memoryview, first_bit: int, count: int) -> Values:
    packed = np.frombuffer(data, np.uint8)
    return np.unpackbits(packed, bitorder="little")[first_bit : first_bit + count]


def _twelves(data: bytes | memoryview, first_bit: int, count: int) -> Values:
    """Two 12-bit values in three bytes, the first in the low bits (PS3.5 8.1.1)."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")[first_bit:]
    whole = min(count, len(bits) // 12)
    padded = np.zeros((whole, 16), np.uint8)
    padded[:, :12] = bits[: whole * 12].reshape(whole, 12)
    return np.packbits(padded, axis=1, bitorder="little").view("<u2").ravel()


def _upsampled(flat: Values, encoding: Encoding) -> Values:
    """Y Y B R for two pixels side by side to Y B R each (C.7.6.3.1.2)."""
    pairs = flat.reshape(-1, 4)
    out = np.empty((len(pairs), 2, 3), flat.dtype)
    out[:, :, 0] = pairs[:, :2]
    out[:, :, 1:] = pairs[:, None, 2:]
    return out.reshape(encoding.rows, encoding.columns, 3)
