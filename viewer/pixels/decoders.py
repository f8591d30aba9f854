"""The decoders, by codec, in the order in which they are tried.

Each takes one frame's code stream and gives (rows, columns[, samples]) as stored:
colour as in the stream, sign and unused bits as they come. Left out on purpose: GDCM
and imagecodecs' `ljpeg`, which damaged files make end the process.
"""

import importlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.agreement import rle_segments
from viewer.pixels.codestream import END, Codec, CodeStream, mended_jpeg_2000
from viewer.pixels.deflated import inflate
from viewer.pixels.encoding import Encoding, bits_per_frame, check_presence
from viewer.pixels.native import native_values
from viewer.pixels.quiet import quiet_standard_error, swallowed_errors
from viewer.pixels.stored_values import (
    Values,
    arranged,
    dtype_of,
    frame_bytes,
    interleaved,
    shape_of,
)

_SPARE_BYTES = 1024
"""Deflated frames may carry a little padding."""

_RLE_MOST_PADDING = 2
_RLE_NOTHING = b"\x80" * 128
"""Runs of no bytes: they complete a run that was cut off (PS3.5 G.3.1)."""


class UnavailableError(Exception):
    """The decoder is not installed, or does not do this kind of stream."""


class RefusedError(Exception):
    """The decoder found the stream wrong, and did not raise."""


class Frame(NamedTuple):
    """One encoded frame and what is known of it."""

    data: bytes
    encoding: Encoding
    stream: CodeStream | None


class Raw(NamedTuple):
    """What a decoder gives."""

    values: Values
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder and the name by which it is reported and skipped."""

    name: str
    decode: Callable[[Frame], Raw]
    twins: tuple[str, ...] = ()
    """Decoders on the same library: what they refuse is not tried again."""


def _library(name: str) -> Any:
    """A compiled library without type information, imported when first wanted."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UnavailableError(name) from error


def _jpeg8(frame: Frame) -> Raw:
    """libjpeg-turbo, told that there is nothing to convert: raw components come out."""
    colour = {1: None, 3: "RGB", 4: "CMYK"}.get(frame.encoding.samples_per_pixel)
    return Raw(
        _library("imagecodecs").jpeg8_decode(
            frame.data, colorspace=colour, outcolorspace=colour
        )
    )


def _jpegls(frame: Frame) -> Raw:
    """CharLS: grey that it decoded before it met damage stays in the picture."""
    imagecodecs = _library("imagecodecs")
    stream = frame.stream
    if stream is None:
        raise UnavailableError("CharLS")
    # Without an end marker CharLS may read on for seconds.
    data = frame.data if stream.has_end else frame.data + END
    if frame.encoding.samples_per_pixel > 1:
        return Raw(imagecodecs.jpegls_decode(data))
    out = np.zeros(shape_of(frame.encoding), "u1" if stream.precision <= 8 else "u2")
    try:
        imagecodecs.jpegls_decode(data, out=out)
    except imagecodecs.JpeglsError:
        if not out.any():
            raise
        return Raw(out, is_whole=False)
    return Raw(out)


def _jpeg2k(frame: Frame) -> Raw:
    decode = _library("imagecodecs").jpeg2k_decode
    return Raw(decode(_whole_jpeg_2000(frame), planar=False))


def _whole_jpeg_2000(frame: Frame) -> bytes:
    if frame.stream is None or frame.stream.has_end:
        return frame.data
    return mended_jpeg_2000(frame.data, frame_bytes(frame.encoding))


def _htj2k(frame: Frame) -> Raw:
    """OpenJPH, for what it decodes exactly: its irreversible colours are wrong."""
    if frame.stream is None or not frame.stream.reversible:
        raise UnavailableError("OpenJPH")
    decode = _library("imagecodecs").htj2k_decode
    with swallowed_errors() as swallowed:
        values = decode(frame.data, planar=False)
    if swallowed:
        raise RefusedError("; ".join(swallowed))
    return Raw(values)


def _jpegxl(frame: Frame) -> Raw:
    return Raw(_library("imagecodecs").jpegxl_decode(frame.data, keeporientation=True))


def _dicomrle(frame: Frame) -> Raw:
    imagecodecs = _library("imagecodecs")
    dtype = dtype_of(frame.encoding)
    out = np.empty(_rle_bytes(frame.encoding), np.uint8)
    try:
        found = imagecodecs.dicomrle_decode(
            frame.data, f"u{dtype.itemsize}", out=out.data
        )
    except imagecodecs.DicomrleError:
        found = b""
    if len(found) != len(out):
        return _rle_by_segments(frame, imagecodecs)
    return Raw(_from_planes(out, frame.encoding))


def _rle_bytes(encoding: Encoding) -> int:
    samples = encoding.rows * encoding.columns * encoding.samples_per_pixel
    return (samples * encoding.bits_allocated + 7) // 8


def _rle_by_segments(frame: Frame, imagecodecs: Any) -> Raw:
    """Segment by segment, for frames whose segments are short or padded."""
    spans = rle_segments(frame.data, frame.encoding)
    width = max(1, frame.encoding.bits_allocated // 8)
    length = _rle_bytes(frame.encoding) // len(spans)
    out = np.zeros((len(spans) // width, length, width), np.uint8)
    is_whole = True
    for index, (start, end) in enumerate(spans):
        plane, byte = divmod(index, width)
        values = _rle_segment(frame.data[start:end], length, imagecodecs)
        is_whole = is_whole and values is not None
        if values is None:
            mended = frame.data[start:end] + _RLE_NOTHING
            values = imagecodecs.packbits_decode(mended)[:length]
        out[plane, : len(values), width - 1 - byte] = np.frombuffer(values, np.uint8)
    return Raw(_from_planes(out.ravel(), frame.encoding), is_whole)


def _rle_segment(segment: bytes, length: int, imagecodecs: Any) -> bytes | None:
    """The bytes of a whole segment, whose last byte may be padding; else None."""
    for candidate in (segment, segment[:-1]):
        try:
            values = bytes(imagecodecs.packbits_decode(candidate))
        except imagecodecs.PackbitsError:
            continue
        if length <= len(values) <= length + _RLE_MOST_PADDING:
            return values[:length]
    return None


def _from_planes(flat: NDArray[np.uint8], encoding: Encoding) -> Values:
    """RLE gives all of the first sample, then all of the second (PS3.5 G.2)."""
    if encoding.bits_allocated == 1:
        count = encoding.rows * encoding.columns * encoding.samples_per_pixel
        flat = np.unpackbits(flat, bitorder="little", count=count)
    typed = flat.view(dtype_of(encoding).newbyteorder("<"))
    return arranged(typed, replace(encoding, planar_configuration=1))


def _openjpeg(frame: Frame) -> Raw:
    openjpeg = _library("openjpeg")
    return Raw(openjpeg.decode(_whole_jpeg_2000(frame)))


def _rle(frame: Frame) -> Raw:
    rle = _library("rle")
    encoding = frame.encoding
    with quiet_standard_error():
        flat = rle.decode_pixel_data(
            frame.data,
            version=2,
            rows=encoding.rows,
            columns=encoding.columns,
            bits_allocated=encoding.bits_allocated,
            pack_bits=True,
        )
    return Raw(_from_planes(np.frombuffer(flat, np.uint8), encoding))


def _jpeg_ls(frame: Frame) -> Raw:
    """CharLS through pyjpegls, which takes many seconds to refuse a cut stream."""
    jpeg_ls = _library("jpeg_ls")
    if frame.stream is None or not frame.stream.has_end:
        raise RefusedError("no end marker")
    flat, facts = jpeg_ls.decode_pixel_data(frame.data)
    typed = np.frombuffer(flat, "u1" if facts["bits_per_sample"] <= 8 else "<u2")
    if facts["components"] == 1 or facts["interleave_mode"] != 0:
        return Raw(typed.reshape(shape_of(frame.encoding)))
    return Raw(interleaved(typed, frame.encoding))


def _pillow(frame: Frame) -> Raw:
    """8-bit JPEG: refuses truncated files, which libjpeg-turbo alone does not."""
    if frame.stream is None or frame.stream.precision > 8:
        raise UnavailableError
    pillow = _library("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = pillow.open(io.BytesIO(frame.data), formats=("JPEG",))
        if frame.encoding.samples_per_pixel == 3 and frame.stream.colour != "RGB":
            image.draft("YCbCr", image.size)
        return Raw(np.array(image))


def _pydicom(frame: Frame) -> Raw:
    """What pydicom finds installed, GDCM left out."""
    pixels = _library("pydicom.pixels")
    try:
        decoder = pixels.get_decoder(frame.encoding.transfer_syntax_uid)
    except NotImplementedError as error:
        raise UnavailableError("pydicom") from error
    failure: Exception = UnavailableError("pydicom")
    for plugin in decoder.available_plugins:
        if plugin == "gdcm":
            continue
        try:
            return Raw(_by_plugin(decoder, plugin, frame))
        except Exception as error:  # noqa: BLE001 (plugins raise anything on damage)
            failure = error
    raise failure


def _by_plugin(decoder: Any, plugin: str, frame: Frame) -> Values:
    encoding = frame.encoding
    with warnings.catch_warnings(), quiet_standard_error():
        warnings.simplefilter("ignore")
        values, _ = decoder.as_array(
            _library("pydicom.encaps").encapsulate([frame.data]),
            index=0,
            raw=True,
            decoding_plugin=plugin,
            rows=encoding.rows,
            columns=encoding.columns,
            samples_per_pixel=encoding.samples_per_pixel,
            bits_allocated=encoding.bits_allocated,
            bits_stored=encoding.bits_stored,
            pixel_representation=int(encoding.signed),
            photometric_interpretation=encoding.photometric_interpretation,
            planar_configuration=encoding.planar_configuration,
            number_of_frames=1,
        )
    found: Values = values
    return found


def _inflated(frame: Frame) -> Raw:
    most_bytes = frame_bytes(frame.encoding) + _SPARE_BYTES
    data = inflate(memoryview(frame.data), most_bytes)
    return _uncompressed(frame._replace(data=data))


def _uncompressed(frame: Frame) -> Raw:
    bits = bits_per_frame(frame.encoding)
    check_presence(frame.encoding, len(frame.data) * 8 / bits)
    values, is_short = native_values(frame.data, frame.encoding, frame_index=0)
    return Raw(values, not is_short)


_JPEG = (
    Decoder("imagecodecs.jpeg8", _jpeg8),
    Decoder("Pillow", _pillow),
    Decoder("pydicom", _pydicom),
)
_JPEG_2000 = (
    Decoder("imagecodecs.jpeg2k", _jpeg2k),
    Decoder("openjpeg", _openjpeg),
    Decoder("pydicom", _pydicom),
)
DECODERS: dict[Codec, tuple[Decoder, ...]] = {
    "JPEG": _JPEG,
    "JPEG Lossless": (_JPEG[0], _JPEG[-1]),
    "JPEG-LS": (
        Decoder("imagecodecs.jpegls", _jpegls),
        Decoder("jpeg_ls", _jpeg_ls, twins=("imagecodecs.jpegls",)),
        Decoder("pydicom", _pydicom, twins=("imagecodecs.jpegls", "jpeg_ls")),
    ),
    "JPEG 2000": _JPEG_2000,
    "HTJ2K": (Decoder("imagecodecs.htj2k", _htj2k), *_JPEG_2000),
    "JPEG XL": (Decoder("imagecodecs.jpegxl", _jpegxl),),
    "RLE": (
        Decoder("imagecodecs.dicomrle", _dicomrle),
        Decoder("rle", _rle),
        Decoder("pydicom", _pydicom),
    ),
    "Deflate": (Decoder("zlib", _inflated),),
    "no compression": (Decoder("native", _uncompressed),),
}
