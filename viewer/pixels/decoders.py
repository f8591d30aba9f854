"""The decoders, by codec, in the order in which they are tried.

Each takes one frame's code stream and gives (rows, columns[, samples]) as stored:
colour as in the stream, sign and unused bits as they come. Left out on purpose: GDCM
and imagecodecs' `ljpeg`, which damaged files make end the process.
"""

import importlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.agreement import rle_segments
from viewer.pixels.codestream import Codec, CodeStream
from viewer.pixels.deflated import inflate
from viewer.pixels.encoding import Encoding
from viewer.pixels.native import native_values
from viewer.pixels.quiet import quiet_standard_error
from viewer.pixels.stored_values import Values, dtype_of, shape_of

_SPARE_BYTES = 1024
"""Deflated frames may carry a little padding."""


class UnavailableError(Exception):
    """The decoder is not installed, or does not do this kind of stream."""


class RefusedError(Exception):
    """The decoder found the stream wrong."""


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
    return Raw(_library("imagecodecs").jpegls_decode(frame.data))


def _jpeg2k(frame: Frame) -> Raw:
    return Raw(_library("imagecodecs").jpeg2k_decode(frame.data, planar=False))


def _htj2k(frame: Frame) -> Raw:
    """OpenJPH, for what it decodes exactly: its irreversible colours are wrong."""
    if frame.stream is None or not frame.stream.reversible:
        raise UnavailableError
    return Raw(_library("imagecodecs").htj2k_decode(frame.data, planar=False))


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
        values = _rle_segment(frame.data[start:end], imagecodecs)[:length]
        out[plane, : len(values), width - 1 - byte] = np.frombuffer(values, np.uint8)
        is_whole = is_whole and len(values) == length
    return Raw(_from_planes(out.ravel(), frame.encoding), is_whole)


def _rle_segment(segment: bytes, imagecodecs: Any) -> bytes:
    try:
        return bytes(imagecodecs.packbits_decode(segment))
    except imagecodecs.PackbitsError:
        # The last byte may be padding to an even length.
        return bytes(imagecodecs.packbits_decode(segment[:-1]))


def _from_planes(flat: NDArray[np.uint8], encoding: Encoding) -> Values:
    """RLE gives all of the first sample, then all of the second (PS3.5 G.2)."""
    if encoding.bits_allocated == 1:
        count = encoding.rows * encoding.columns * encoding.samples_per_pixel
        flat = np.unpackbits(flat, bitorder="little", count=count)
    typed = flat.view(dtype_of(encoding).newbyteorder("<"))
    samples = encoding.samples_per_pixel
    if samples == 1:
        return typed.reshape(shape_of(encoding))
    planes = typed.reshape(samples, encoding.rows, encoding.columns)
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


def _openjpeg(frame: Frame) -> Raw:
    openjpeg = _library("openjpeg")
    return Raw(openjpeg.decode(frame.data))


def _rle(frame: Frame) -> Raw:
    rle = _library("rle")
    encoding = frame.encoding
    try:
        with quiet_standard_error():
            flat = rle.decode_pixel_data(
                frame.data,
                version=2,
                rows=encoding.rows,
                columns=encoding.columns,
                bits_allocated=encoding.bits_allocated,
                pack_bits=True,
            )
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError("rle panicked") from error
    return Raw(_from_planes(np.frombuffer(flat, np.uint8), encoding))


def _jpeg_ls(frame: Frame) -> Raw:
    jpeg_ls = _library("jpeg_ls")
    flat, facts = jpeg_ls.decode_pixel_data(frame.data)
    typed = np.frombuffer(flat, "u1" if facts["bits_per_sample"] <= 8 else "<u2")
    if facts["components"] == 1 or facts["interleave_mode"] != 0:
        return Raw(typed.reshape(shape_of(frame.encoding)))
    rows, columns = frame.encoding.rows, frame.encoding.columns
    planes = typed.reshape(facts["components"], rows, columns)
    return Raw(np.ascontiguousarray(planes.transpose(1, 2, 0)))


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
    encoding = frame.encoding
    encapsulate = _library("pydicom.encaps").encapsulate
    try:
        get_decoder = _library("pydicom.pixels").get_decoder
        decoder = get_decoder(encoding.transfer_syntax_uid)
    except NotImplementedError as error:
        raise UnavailableError from error
    plugins = [name for name in decoder.available_plugins if name != "gdcm"]
    if not plugins:
        raise UnavailableError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, _ = decoder.as_array(
            encapsulate([frame.data]),
            index=0,
            raw=True,
            decoding_plugin=plugins[-1],
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
    return Raw(values)


def _inflated(frame: Frame) -> Raw:
    most = int(np.prod(shape_of(frame.encoding))) * dtype_of(frame.encoding).itemsize
    data = inflate(memoryview(frame.data), most + _SPARE_BYTES)
    return _uncompressed(frame._replace(data=data))


def _uncompressed(frame: Frame) -> Raw:
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
        Decoder("jpeg_ls", _jpeg_ls),
        Decoder("pydicom", _pydicom),
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
