"""Decoders of the JPEG families; each says what is particular about it."""

import io
import re
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np

from viewer.pixels.codestream import END, mended_jpeg_2000
from viewer.pixels.decoder import Frame, Raw, RefusedError, UnavailableError, library
from viewer.pixels.jpeg_scans import (
    are_complete,
    is_lossy,
    said_to_be_rgb,
    scan_parts,
    with_usual_scan,
)
from viewer.pixels.jpeg_wholeness import is_whole
from viewer.pixels.quiet import swallowed_errors
from viewer.pixels.stored_values import Values, frame_bytes, interleaved, shape_of

_LEFT_OVER = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
_NOT_ASKED = "Unsupported color conversion"
"""Said of the question, not of the data."""


def jpeg8(frame: Frame) -> Raw:
    """libjpeg-turbo, told that there is nothing to convert: raw components come out."""
    decode = library("imagecodecs").jpeg8_decode
    values = _strictly(frame)
    if values is not None:
        return Raw(values)
    colour = {1: None, 3: "RGB", 4: "CMYK"}.get(frame.encoding.samples_per_pixel)
    return _by_libjpeg(frame, partial(decode, colorspace=colour, outcolorspace=colour))


def _strictly(frame: Frame) -> Values | None:
    """A picture of 8 bits, proven whole while it is decoded: the same library.

    None where it warns (of codes that do not exist, of data that are missing or left
    over), which imagecodecs and Pillow do not tell, and where it cannot decode so.
    """
    stream, samples = frame.stream, frame.encoding.samples_per_pixel
    is_usual = stream is not None and stream.precision == 8 and stream.has_end
    if not is_usual or samples not in (1, 3) or not is_lossy(frame.data):
        return None
    try:
        strict = library("simplejpeg").decode_jpeg
        if samples == 1:
            values: Values = strict(frame.data, "GRAY", strict=True)[..., 0]
        else:
            values = strict(said_to_be_rgb(frame.data), "RGB", strict=True)
    except (UnavailableError, ValueError):
        return None
    return values if are_complete(scan_parts(frame.data)) else None


def _by_libjpeg(frame: Frame, decode: Callable[[bytes], Values]) -> Raw:
    """Where the end marker stands, a part of what is before it may be missing."""
    values = decode(frame.data)
    if frame.stream is None or not frame.stream.has_end:
        return Raw(values)
    is_long = frame.stream.precision > 8 or frame.stream.codec == "JPEG Lossless"
    if is_long and not frame.proof:
        return Raw(values, is_proven=False)
    is_sound = not _is_warned_of(frame) and is_whole(frame.data, values, decode)
    return Raw(values, is_sound)


def _is_warned_of(frame: Frame) -> bool:
    """libjpeg-turbo warns of more than of bytes that fill up what is before the end."""
    stream = frame.stream
    if stream is None or stream.precision != 8 or not is_lossy(frame.data):
        return False
    try:
        usual = with_usual_scan(frame.data)
        library("simplejpeg").decode_jpeg(usual, "GRAY", strict=True)
    except UnavailableError:
        return False
    except ValueError as error:
        left = _LEFT_OVER.search(str(error))
        if left is None:
            return _NOT_ASKED not in str(error)
        end = frame.data.rfind(END)
        return frame.data[:end].rstrip(b"\0") != frame.data[: end - int(left[1])]
    return False


def jpegls(frame: Frame) -> Raw:
    """CharLS: grey that it decoded before it met damage stays in the picture."""
    imagecodecs = library("imagecodecs")
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


def jpeg2k(frame: Frame) -> Raw:
    decode = library("imagecodecs").jpeg2k_decode
    return Raw(decode(_whole_jpeg_2000(frame), planar=False))


def _whole_jpeg_2000(frame: Frame) -> bytes:
    if frame.stream is None or frame.stream.has_end:
        return frame.data
    return mended_jpeg_2000(frame.data, frame_bytes(frame.encoding))


def htj2k(frame: Frame) -> Raw:
    """OpenJPH, for what it decodes exactly: its irreversible colours are wrong."""
    if frame.stream is None or not frame.stream.reversible:
        raise UnavailableError("OpenJPH")
    if not frame.stream.is_sound:
        raise RefusedError("the main header contradicts itself")
    decode = library("imagecodecs").htj2k_decode
    with swallowed_errors() as swallowed:
        values = decode(frame.data, planar=False)
    if swallowed:
        raise RefusedError("; ".join(swallowed))
    if not frame.proof:
        return Raw(values, is_proven=False)
    return Raw(values, _is_confirmed(frame, values))


def _is_confirmed(frame: Frame, values: Values) -> bool:
    """OpenJPEG gives the same: OpenJPH passes over damaged blocks without a word."""
    try:
        other: Values = library("imagecodecs").jpeg2k_decode(frame.data, planar=False)
    except (UnavailableError, AttributeError):
        return True
    except Exception:  # noqa: BLE001 (whatever it refuses is not confirmed)
        return False
    return np.array_equal(values, other)


def jpegxl(frame: Frame) -> Raw:
    return Raw(library("imagecodecs").jpegxl_decode(frame.data, keeporientation=True))


def openjpeg(frame: Frame) -> Raw:
    return Raw(library("openjpeg").decode(_whole_jpeg_2000(frame)))


def pyjpegls(frame: Frame) -> Raw:
    """CharLS through pyjpegls, which takes many seconds to refuse a cut stream."""
    jpeg_ls = library("jpeg_ls")
    if frame.stream is None or not frame.stream.has_end:
        raise RefusedError("no end marker")
    flat, facts = jpeg_ls.decode_pixel_data(frame.data)
    typed = np.frombuffer(flat, "u1" if facts["bits_per_sample"] <= 8 else "<u2")
    if facts["components"] == 1 or facts["interleave_mode"] != 0:
        return Raw(typed.reshape(shape_of(frame.encoding)))
    return Raw(interleaved(typed, frame.encoding))


def pillow(frame: Frame) -> Raw:
    """8-bit JPEG, by libjpeg-turbo too."""
    if frame.stream is None or frame.stream.precision > 8:
        raise UnavailableError
    wants_ybr = frame.encoding.samples_per_pixel == 3 and frame.stream.colour != "RGB"
    return _by_libjpeg(frame, partial(_by_pillow, wants_ybr=wants_ybr))


def _by_pillow(data: bytes, *, wants_ybr: bool) -> Values:
    images = library("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = images.open(io.BytesIO(data), formats=("JPEG",))
        if wants_ybr:
            image.draft("YCbCr", image.size)
        return np.array(image)
