"""Bytes of one frame to an array of its stored values; colour is never converted.

Everything that a worker process runs to decode: numpy and one codec, no pydicom on the
way. Uncompressed pixels (`is_native`) may be decoded in any thread.
"""

from dataclasses import dataclass

from viewer.files.header import Header
from viewer.pixels.encoding import Encoding, PixelError, encoding_of
from viewer.pixels.frames import FrameBytes, frame_table, is_native, read_frame
from viewer.pixels.native import Values, native_values
from viewer.text import mark, tr

__all__ = [
    "DAMAGED",
    "DecodeRequest",
    "Decoded",
    "decode",
    "frame_request",
    "is_native",
]

DAMAGED = "damaged"
"""The mark of a picture that is not whole: it must never look like a clean one."""
SHORT = mark("The data end early: the picture is incomplete.")


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """All that is needed to decode one frame, in this process or another."""

    bytes: FrameBytes
    encoding: Encoding
    frame_index: int
    skip_decoders: tuple[str, ...] = ()
    """Decoders that failed on this frame before, by taking their process down."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """One frame's stored values: (rows, columns) or (rows, columns, samples).

    The natural type by bits allocated and sign, sign-extended, unused bits removed.
    """

    values: Values
    photometric_interpretation: str
    """What the values are now: RGB after the colour transform of JPEG 2000."""
    decoder: str
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def frame_request(header: Header, frame_index: int) -> DecodeRequest:
    """What to decode for a frame, counted from 0. Raises PixelError.

    Reads offset tables and fragment lengths of the file, once for each header.
    """
    table = frame_table(header, encoding_of(header))
    return DecodeRequest(
        table.frame(frame_index), table.encoding, frame_index, notes=table.notes
    )


def decode(request: DecodeRequest) -> Decoded:
    """Read and decode one frame. Raises PixelError, whatever the bytes are."""
    try:
        data = read_frame(request.bytes)
        return _decode_native(data, request)
    except MemoryError as error:
        sentence = tr("The picture needs more memory than a worker may take.")
        raise PixelError(sentence) from error


def _decode_native(data: bytes | memoryview, request: DecodeRequest) -> Decoded:
    encoding = request.encoding
    values, is_short = native_values(data, encoding, request.frame_index)
    return Decoded(
        values,
        photometric_interpretation=encoding.photometric_interpretation.replace(
            "YBR_FULL_422", "YBR_FULL"
        ),
        decoder="native",
        marks=(DAMAGED,) if is_short else (),
        notes=(*request.notes, tr(SHORT)) if is_short else request.notes,
    )
