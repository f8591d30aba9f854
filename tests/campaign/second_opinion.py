"""What decoders that are not ours say of a code stream that we show without a mark."""

import contextlib
import importlib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import simplejpeg

from viewer.demo.build import encapsulate_frames, image, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.pixels.codestream import read_code_stream
from viewer.pixels.decode import DecodeRequest, decode, frame_request
from viewer.pixels.encoding import Encoding
from viewer.pixels.jpeg_scans import said_to_be_rgb, with_usual_scan
from viewer.pixels.stored_values import Values, shape_of

Opinion = Literal["agrees", "refuses", "differs", "unheard"]

_openjpeg: Any = importlib.import_module("openjpeg")
_PROGRAMS = {"RLE": "dcmdrle", "JPEG Lossless": "dcmdjpeg", "JPEG": "dcmdjpeg"}
_PROGRAMS["JPEG-LS"] = "dcmdjpls"
_GUARD_SECONDS = 60
_LOSSY_DIFFERENCE, _LOSSY_PART = 3, 0.01
"""Decoders round differently, and clip differently what damage made too large."""


class _RefusedError(Exception):
    """The other decoder does not take the stream."""


def second_opinion(codec: str, request: DecodeRequest, ours: Values) -> Opinion:
    """Of another decoder on the frame that was decoded to `ours` without a mark."""
    ask = _asked(codec, request)
    if ask is None:
        return "unheard"
    try:
        theirs = ask(request.bytes.data or b"", request.encoding)
    except _RefusedError:
        return "refuses"
    if theirs is None:
        return "agrees"
    if theirs.shape != ours.shape:
        return "differs"
    apart = np.abs(theirs.astype(np.int64) - ours.astype(np.int64))
    if codec == "JPEG":
        is_far = float((apart > _LOSSY_DIFFERENCE).mean()) > _LOSSY_PART
    else:
        is_far = bool(apart.any())
    return "differs" if is_far else "agrees"


Ask = Callable[[bytes, Encoding], Values | None]


def _asked(codec: str, request: DecodeRequest) -> Ask | None:
    stream = read_code_stream(request.bytes.data or b"")
    if codec == "JPEG" and stream is not None and stream.precision == 8:
        return _strict_jpeg
    is_bits = request.encoding.bits_allocated == 1  # DCMTK takes them for bytes
    if codec in _PROGRAMS and not is_bits:
        program = _PROGRAMS[codec]
        return lambda data, encoding: _by_dcmtk(program, data, encoding)
    if codec == "HTJ2K":
        return _by_openjpeg
    return None


def _strict_jpeg(data: bytes, encoding: Encoding) -> Values | None:
    """libjpeg-turbo without mercy: its smallest warning is a refusal.

    But for that of numbers that sequential JPEG does not use.
    """
    data = with_usual_scan(data)
    try:
        if encoding.samples_per_pixel == 1:
            simplejpeg.decode_jpeg(data, "GRAY", strict=True)
        else:
            simplejpeg.decode_jpeg(said_to_be_rgb(data), "RGB", strict=True)
    except ValueError as error:
        raise _RefusedError from error
    return None


def _by_openjpeg(data: bytes, encoding: Encoding) -> Values | None:
    try:
        found: Values = _openjpeg.decode(data)
    except Exception as error:
        raise _RefusedError from error
    return found.reshape(shape_of(encoding))


def _by_dcmtk(program: str, data: bytes, encoding: Encoding) -> Values | None:
    """Decompressed by DCMTK, without any conversion of colours."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "given.dcm", Path(folder) / "made.dcm"
        given.write_bytes(_as_file(data, encoding))
        options = ["+cn"] if program == "dcmdjpeg" else []
        command = [program, "--quiet", *options, str(given), str(made)]
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, capture_output=True, timeout=_GUARD_SECONDS)
            if done.returncode == 0 and made.exists():
                header = complete_header(Source(str(made)))
                return decode(frame_request(header, 0)).values
    raise _RefusedError


def _as_file(data: bytes, encoding: Encoding) -> bytes:
    """The stream as the only frame of a file of its own."""
    kind = "i" if encoding.signed else "u"
    empty = np.zeros(shape_of(encoding), f"{kind}{(encoding.bits_allocated + 7) // 8}")
    dataset = image(
        empty,
        samples=encoding.samples_per_pixel,
        bits_stored=encoding.bits_stored,
        PhotometricInterpretation=encoding.photometric_interpretation,
    )
    dataset.HighBit = encoding.high_bit
    encapsulate_frames(dataset, [data], encoding.transfer_syntax_uid)
    return to_bytes(dataset)
