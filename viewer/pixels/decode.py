"""Bytes of one frame to an array of its stored values; colour is never converted.

Everything that a worker process runs to decode: numpy and one codec, no pydicom on the
way. Uncompressed pixels (`is_native`) may be decoded in any thread.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.pixels.agreement import (
    CODECS,
    agreed,
    colour_after,
    contradicted_colours,
    names_known_colours,
    rle_segments,
)
from viewer.pixels.codestream import Codec, CodeStream, loss_of, read_code_stream
from viewer.pixels.decoder import Frame, Raw, UnavailableError
from viewer.pixels.encoding import (
    NATIVE,
    Encoding,
    PixelError,
    bits_per_frame,
    check_presence,
    encoding_of,
)
from viewer.pixels.frames import (
    FrameBytes,
    frame_table,
    is_native,
    read_frame,
)
from viewer.pixels.native import native_planes, native_values
from viewer.pixels.overlay import packed_planes, unused_bits
from viewer.pixels.stored_values import Values, dtype_of, natural_values, shape_of
from viewer.pixels.subtraction import (
    Difference,
    Masking,
    Subtraction,
    difference,
    read_subtraction,
)
from viewer.records import dataclass
from viewer.text import mark, tr

if TYPE_CHECKING:
    from viewer.files.summary import Loss
    from viewer.pixels.frame_info import FrameInfo

__all__ = [
    "DAMAGED",
    "DecodeRequest",
    "Decoded",
    "decode",
    "frame_request",
    "is_native",
    "without_first_decoder",
]

DAMAGED = "damaged"
"""The mark of a picture that is not whole: it must never look like a clean one."""
SHORT = mark("The data end early: the picture is incomplete.")
BROKEN = mark("The data are damaged: the picture is incomplete.")
DOUBTFUL = mark("A decoder refused the data ({refused}): the picture may be wrong.")
UNUSUAL = {
    "hierarchical": mark(
        "This is hierarchical JPEG, which no installed decoder reads."
    ),
    "arithmetic": mark(
        "This is JPEG with arithmetic coding, which no installed decoder reads."
    ),
}
SMALLER = mark("This frame has only {columns} × {rows} pixels, at the top left.")
OTHER_COLOURS = mark("The header calls the colours {said}, the pixels are {found}.")
UNKNOWN_COLOURS = mark(
    "The header calls the colours {said}, which is not known here: shown as RGB."
)
MISLABELLED = mark("The header promises {promised}, the pixels have {found}.")


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """All that is needed to decode one frame, in this process or another."""

    bytes: FrameBytes
    encoding: Encoding
    frame_index: int
    skip_decoders: tuple[str, ...] = ()
    """Decoders that failed on this frame before, by taking their process down."""
    notes: tuple[str, ...] = ()
    overlay_bits: tuple[int, ...] = ()
    """Unused bits of each pixel in which an overlay is kept."""
    subtraction: Subtraction | None = None
    masks: "tuple[DecodeRequest, ...]" = ()
    contrasts: "tuple[DecodeRequest, ...]" = ()
    """Frames that a subtraction needs, and all that it is averaged with but itself."""
    colours: "FrameInfo | None" = None
    """How to make the picture, where an ICC profile changes its colours."""
    proof: bool = True
    """See to it that the data are all there and sound, however long that takes."""


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
    loss: "Loss" = ""
    """What the code stream says of itself, "" where it does not tell."""
    bit_planes: Mapping[int, bytes] = field(default_factory=dict)
    """Overlays from unused bits, by their bit: packed row after row, lowest first."""
    difference: Difference | None = None
    """The frame less its mask, where the object tells of one."""
    managed: NDArray[np.uint8] | None = None
    """By the ICC profile of the request: the picture as sRGB, (rows, columns, 3), or
    the palette, (entries, 3). None without one, or when it cannot be applied."""
    is_proven: bool = True
    """Nothing was left out of the proof that the data were all there and sound."""
    seconds: float = 0.0
    """That reading and decoding took."""


def frame_request(
    header: Header, frame_index: int, masking: Masking | None = None
) -> DecodeRequest:
    """What to decode for a frame, counted from 0. Raises PixelError.

    `masking` is that of a presentation state, in the place of the object's own.
    Reads offset tables and fragment lengths of the file, once for each header.
    """
    table = frame_table(header, encoding_of(header))
    subtraction = read_subtraction(header, frame_index, table.frames, masking)

    def others(indexes: tuple[int, ...]) -> tuple[DecodeRequest, ...]:
        return tuple(
            DecodeRequest(table.frame(index), table.encoding, index)
            for index in indexes
            if index != frame_index
        )

    return DecodeRequest(
        table.frame(frame_index),
        table.encoding,
        frame_index,
        notes=table.notes,
        overlay_bits=unused_bits(header),
        subtraction=subtraction,
        masks=others(subtraction.masks) if subtraction else (),
        contrasts=others(subtraction.contrasts) if subtraction else (),
    )


def without_first_decoder(request: DecodeRequest) -> DecodeRequest | None:
    """The request for the next decoder, after one that took its process down.

    None when there is no other. A profile may have done it: none is applied any more.
    """
    from viewer.pixels.decoders import DECODERS

    if request.colours is not None:
        request = replace(request, colours=None)
        return without_first_decoder(request) or request
    codec = CODECS.get(request.encoding.transfer_syntax_uid)
    names = [decoder.name for decoder in DECODERS[codec]] if codec else []
    left = [name for name in names if name not in request.skip_decoders]
    if len(left) < 2:
        return None
    return replace(request, skip_decoders=(*request.skip_decoders, left[0]))


def decode(request: DecodeRequest) -> Decoded:
    """Read and decode one frame. Raises PixelError, whatever the bytes are."""
    begun = time.perf_counter()
    try:
        decoded = _decode(request)
        decoded = replace(decoded, seconds=time.perf_counter() - begun)
        if request.colours is not None:
            from viewer.pixels.colour_management import picture_of

            values, said = decoded.values, decoded.photometric_interpretation
            made = picture_of(values, said, request.colours)
            decoded = replace(decoded, managed=made)
        if request.subtraction is not None:
            decoded = _subtracted(decoded, request, request.subtraction)
        return decoded
    except MemoryError as error:
        sentence = tr("The picture needs more memory than a decoder may take.")
        raise PixelError(sentence) from error


def _decode(request: DecodeRequest) -> Decoded:
    data = read_frame(request.bytes)
    if request.encoding.transfer_syntax_uid in NATIVE:
        return _decode_native(data, request)
    return _decode_compressed(bytes(data), request)


def _subtracted(
    decoded: Decoded, request: DecodeRequest, subtraction: Subtraction
) -> Decoded:
    """With the difference, or without it when another frame cannot be decoded."""
    found = {request.frame_index: decoded}
    for other in (*request.masks, *request.contrasts):
        try:
            found[other.frame_index] = _decode(
                replace(other, skip_decoders=request.skip_decoders)
            )
        except PixelError as error:
            note = tr("Not subtracted: {reason}", reason=error.sentence)
            return replace(decoded, notes=(*decoded.notes, note))
    marks = {mark for one in found.values() for mark in one.marks}
    return replace(
        decoded,
        marks=tuple(sorted(marks)),
        difference=difference(
            [found[index].values for index in subtraction.contrasts],
            [found[index].values for index in subtraction.masks],
            subtraction,
        ),
    )


def _decode_native(data: bytes | memoryview, request: DecodeRequest) -> Decoded:
    encoding, notes = request.encoding, list(request.notes)
    planes = native_planes(data, encoding, request.frame_index, request.overlay_bits)
    values, is_short = native_values(data, encoding, request.frame_index)
    if is_short:
        notes.append(tr(SHORT))
    notes += _of_colours(None, encoding)
    return Decoded(
        values,
        colour_after(None, encoding),
        decoder="native",
        marks=(DAMAGED,) if is_short else (),
        notes=tuple(notes),
        bit_planes=planes,
    )


def _of_colours(stream: CodeStream | None, encoding: Encoding) -> Iterator[str]:
    """What has to be said where the header is wrong or alone about its colours."""
    if contradiction := contradicted_colours(stream, encoding):
        said, found = contradiction
        yield tr(OTHER_COLOURS, said=caption(said), found=found)
    elif not names_known_colours(encoding):
        said = caption(encoding.photometric_interpretation)
        yield tr(UNKNOWN_COLOURS, said=said)


def _decode_compressed(data: bytes, request: DecodeRequest) -> Decoded:
    encoding, notes = request.encoding, list(request.notes)
    stream = read_code_stream(data)
    codec = _codec(data, stream, encoding, notes)
    if stream is not None:
        encoding = agreed(stream, encoding)
        check_presence(encoding, len(data) / max(1, stream.fewest_bytes))
    refused = list(request.skip_decoders)
    bits = request.overlay_bits
    frame = Frame(data, encoding, stream, request.proof)
    raw, decoder, planes = _tried(frame, codec, refused, bits)
    has_end = stream is None or (stream.has_end and len(data) >= stream.fewest_bytes)
    is_whole = raw.is_whole and has_end
    if not is_whole:
        notes.append(tr(BROKEN if has_end else SHORT))
    elif refused:
        notes.append(tr(DOUBTFUL, refused=", ".join(refused)))
    notes += _of_colours(stream, encoding)
    values = raw.values
    if values.shape != shape_of(request.encoding):
        values = _in_full_frame(values, request.encoding)
        notes.append(tr(SMALLER, columns=encoding.columns, rows=encoding.rows))
        is_whole, planes = False, {}
    return Decoded(
        values,
        colour_after(stream, encoding),
        decoder,
        marks=() if is_whole and not refused else (DAMAGED,),
        notes=tuple(notes),
        loss=loss_of(stream),
        bit_planes=planes,
        is_proven=raw.is_proven,
    )


def _in_full_frame(values: Values, encoding: Encoding) -> Values:
    frame = np.zeros(shape_of(encoding), values.dtype)
    frame[: values.shape[0], : values.shape[1]] = values
    return frame


def _codec(
    data: bytes, stream: CodeStream | None, encoding: Encoding, notes: list[str]
) -> Codec:
    """What the bytes are, which the label may not say."""
    promised = CODECS.get(encoding.transfer_syntax_uid)
    found: Codec | None = stream.codec if stream else None
    if found is None and promised in ("RLE", "Deflate", "no compression"):
        found = promised
    if found in (None, "RLE"):
        found = "RLE" if rle_segments(data, encoding) else None
    if found is None and len(data) * 8 >= bits_per_frame(encoding):
        is_padded_frame = len(data) * 8 - bits_per_frame(encoding) < 16
        found = "no compression" if is_padded_frame else None
    if found is None:
        raise PixelError(_unknown(data, encoding))
    said = _codec_name(promised) if promised else _other_name(encoding)
    if promised != found and said:
        notes.append(tr(MISLABELLED, promised=said, found=_codec_name(found)))
    return found


def _codec_name(codec: Codec | None) -> str:
    """The name of the codec for people: all but one have the same in every language."""
    return tr("no compression") if codec == "no compression" else str(codec)


def _other_name(encoding: Encoding) -> str:
    """Of a transfer syntax that is no codec of ours; "" when none was stated."""
    uid = encoding.transfer_syntax_uid
    known = transfer_syntax(uid)
    return known.family or known.name if known else caption(uid)


def _unknown(data: bytes, encoding: Encoding) -> str:
    """Why compressed bytes without a known beginning cannot be shown."""
    if not data:
        return tr("The file ends before the pixels of this frame.")
    if encoding.transfer_syntax_uid in CODECS:
        return tr("The compressed data are damaged from their first byte.")
    return tr("The pixels are compressed in a way that this program does not know.")


def _tried(
    frame: Frame, codec: Codec, refused: list[str], bits: tuple[int, ...]
) -> tuple[Raw, str, dict[int, bytes]]:
    """The first answer that is one, who gave it, and what it has in these bits.

    `refused` grows on the way.
    """
    from viewer.pixels.decoders import DECODERS

    reasons: dict[str, str] = {}
    for decoder in DECODERS[codec]:
        if decoder.name in refused or not reasons.keys().isdisjoint(decoder.twins):
            continue
        try:
            raw = decoder.decode(frame)
            planes = packed_planes(raw.values, bits)
            values = natural_values(raw.values, frame.encoding, frame.stream)
        except (UnavailableError, ImportError):
            continue
        except (MemoryError, PixelError):
            raise
        except BaseException as error:
            if not (isinstance(error, Exception) or _is_panic(error)):
                raise
            reason = f"{type(error).__name__}: {error}"[:200]
        else:
            if _fits(values, frame.encoding):
                return raw._replace(values=values), decoder.name, planes
            reason = f"{values.shape} {values.dtype}"
        refused.append(decoder.name)
        reasons[decoder.name] = reason
    if not reasons:
        sentence = tr("No decoder for {codec} is installed.", codec=codec)
        raise PixelError(sentence, ", ".join(refused))
    details = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
    raise PixelError(_undecodable(frame), details)


def _undecodable(frame: Frame) -> str:
    if frame.stream is not None and frame.stream.form in UNUSUAL:
        return tr(UNUSUAL[frame.stream.form])
    return tr("The compressed data are damaged: no picture can be made of them.")


def _is_panic(error: BaseException) -> bool:
    """What a decoder in Rust raises on damage, which is no Exception."""
    return type(error).__name__ == "PanicException"


def _fits(values: Values, encoding: Encoding) -> bool:
    return values.shape == shape_of(encoding) and values.dtype == dtype_of(encoding)
