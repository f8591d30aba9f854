"""Decoders of RLE Lossless (PS3.5 G)."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.agreement import rle_segments
from viewer.pixels.decoder import Frame, Raw, library
from viewer.pixels.encoding import Encoding
from viewer.pixels.quiet import quiet_standard_error
from viewer.pixels.stored_values import Values, arranged, dtype_of

_MOST_PADDING = 2
_NOTHING = b"\x80" * 128
"""Runs of no bytes: they complete a run that was cut off (PS3.5 G.3.1)."""


def dicomrle(frame: Frame) -> Raw:
    imagecodecs = library("imagecodecs")
    spans = rle_segments(frame.data, frame.encoding)
    if any(start == end for start, end in spans):
        # imagecodecs reads on behind data that end before a segment begins.
        return _by_segments(frame, imagecodecs)
    dtype = dtype_of(frame.encoding)
    out = np.empty(_packed_bytes(frame.encoding), np.uint8)
    try:
        found = imagecodecs.dicomrle_decode(
            frame.data, f"u{dtype.itemsize}", out=out.data
        )
    except imagecodecs.DicomrleError:
        found = b""
    if len(found) != len(out):
        return _by_segments(frame, imagecodecs)
    return Raw(_from_planes(out, frame.encoding))


def _packed_bytes(encoding: Encoding) -> int:
    samples = encoding.rows * encoding.columns * encoding.samples_per_pixel
    if encoding.bits_allocated == 1:
        return (samples + 7) // 8
    return samples * dtype_of(encoding).itemsize


def _by_segments(frame: Frame, imagecodecs: Any) -> Raw:
    """Segment by segment, for frames whose segments are short or padded."""
    spans = rle_segments(frame.data, frame.encoding)
    width = dtype_of(frame.encoding).itemsize
    length = _packed_bytes(frame.encoding) // len(spans)
    out = np.zeros((len(spans) // width, length, width), np.uint8)
    is_whole = True
    for index, (start, end) in enumerate(spans):
        plane, byte = divmod(index, width)
        values = _segment(frame.data[start:end], length, imagecodecs)
        is_whole = is_whole and values is not None
        if values is None:
            mended = frame.data[start:end] + _NOTHING
            values = imagecodecs.packbits_decode(mended)[:length]
        out[plane, : len(values), width - 1 - byte] = np.frombuffer(values, np.uint8)
    return Raw(_from_planes(out.ravel(), frame.encoding), is_whole)


def _segment(segment: bytes, length: int, imagecodecs: Any) -> bytes | None:
    """The bytes of a whole segment, whose last byte may be padding; else None."""
    for candidate in (segment, segment[:-1]):
        try:
            values = bytes(imagecodecs.packbits_decode(candidate))
        except imagecodecs.PackbitsError:
            continue
        if length <= len(values) <= length + _MOST_PADDING:
            return values[:length]
    return None


def _from_planes(flat: NDArray[np.uint8], encoding: Encoding) -> Values:
    """RLE gives all of the first sample, then all of the second (PS3.5 G.2)."""
    if encoding.bits_allocated == 1:
        count = encoding.rows * encoding.columns * encoding.samples_per_pixel
        flat = np.unpackbits(flat, bitorder="little", count=count)
    typed = flat.view(dtype_of(encoding).newbyteorder("<"))
    return arranged(typed, replace(encoding, planar_configuration=1))


def pylibjpeg_rle(frame: Frame) -> Raw:
    encoding = frame.encoding
    with quiet_standard_error():
        flat = library("rle").decode_pixel_data(
            frame.data,
            version=2,
            rows=encoding.rows,
            columns=encoding.columns,
            bits_allocated=encoding.bits_allocated,
            pack_bits=True,
        )
    return Raw(_from_planes(np.frombuffer(flat, np.uint8), encoding))
