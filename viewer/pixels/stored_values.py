"""Values in their natural type: sign, unused bits, order of samples (PS3.3 C.7.6.3)."""

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.codestream import CodeStream
from viewer.pixels.encoding import Encoding, bytes_per_value

Values = NDArray[np.generic]


def dtype_of(encoding: Encoding) -> np.dtype[np.generic]:
    """The natural type of the values: by bits allocated and sign."""
    if encoding.number_kind != "integer":
        return np.dtype("f4" if encoding.number_kind == "float" else "f8")
    size = bytes_per_value(encoding)
    is_signed = encoding.signed and encoding.bits_allocated > 1
    return np.dtype(f"{'i' if is_signed else 'u'}{size}")


def shape_of(encoding: Encoding) -> tuple[int, ...]:
    """(rows, columns) or (rows, columns, samples)."""
    shape = (encoding.rows, encoding.columns)
    samples = encoding.samples_per_pixel
    return shape if samples == 1 else (*shape, samples)


def frame_bytes(encoding: Encoding) -> int:
    """The size of one decoded frame."""
    samples = encoding.rows * encoding.columns * encoding.samples_per_pixel
    return samples * dtype_of(encoding).itemsize


def without_unused_bits(values: Values, encoding: Encoding) -> Values:
    """The stored bits alone, sign-extended: overlays may live in the others."""
    allocated = values.dtype.itemsize * 8
    stored, high_bit = encoding.bits_stored, encoding.high_bit
    is_packed = encoding.bits_allocated == 1  # nothing lies beside single bits
    if encoding.number_kind != "integer" or is_packed or stored == allocated:
        return values
    if high_bit + 1 == stored and not encoding.signed:
        return masked(values, stored)
    return shifted(values, allocated - 1 - high_bit, allocated - stored)


def masked(values: Values, bits: int) -> Values:
    """The lowest bits of unsigned values: the same array where there are no others.

    In place where that is possible. To look is several times as fast as to copy.
    """
    integers = values.view(f"u{values.dtype.itemsize}")
    largest = integers.dtype.type((1 << bits) - 1)
    if integers.max(initial=0) <= largest:
        return values
    values = values if values.flags.writeable else values.copy()
    integers = values.view(integers.dtype)
    integers &= largest
    return values


def shifted(values: Values, left: int, right: int) -> Values:
    """Shifted up, then down, which extends the sign of a signed type."""
    values = values if values.flags.writeable else values.copy()
    integers = values.view(f"{values.dtype.kind}{values.dtype.itemsize}")
    integers <<= integers.dtype.type(left)
    integers >>= integers.dtype.type(right)
    return values


def arranged(flat: Values, encoding: Encoding) -> Values:
    """(rows, columns) or (rows, columns, samples), by planar configuration."""
    if encoding.planar_configuration == 0 or encoding.samples_per_pixel == 1:
        return flat.reshape(shape_of(encoding))
    return interleaved(flat, encoding)


def interleaved(flat: Values, encoding: Encoding) -> Values:
    """Sample after sample of each pixel, from one plane a sample."""
    planes = flat.reshape(encoding.samples_per_pixel, encoding.rows, encoding.columns)
    # Three times as fast as a contiguous copy of the transposed planes.
    return np.stack(tuple(planes), axis=-1)


def natural_values(
    values: Values, encoding: Encoding, stream: CodeStream | None
) -> Values:
    """What a decoder gave, in the natural type: its bits extended or cut to sign.

    JPEG 2000 and JPEG-LS keep the sign in their own precision, the others in Bits
    Stored; only JPEG 2000 knows of signs at all.
    """
    dtype = dtype_of(encoding)
    precision = stream.precision if stream else encoding.bits_allocated
    if values.dtype.itemsize != dtype.itemsize:
        values = values.astype(f"{values.dtype.kind}{dtype.itemsize}")
    if values.dtype.kind != "f":
        values = values.view(dtype)
    if stream is None or (precision > encoding.bits_stored and stream.reversible):
        return without_unused_bits(values, encoding)
    has_own_sign = stream.codec in ("JPEG 2000", "HTJ2K", "JPEG-LS")
    if encoding.signed == stream.signed:
        return values
    bits = precision if has_own_sign else encoding.bits_stored
    unused = dtype.itemsize * 8 - bits
    return shifted(values, unused, unused) if unused > 0 else values
