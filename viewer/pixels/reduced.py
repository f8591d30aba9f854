"""The smaller pictures inside JPEG 2000: seen first where the whole takes long.

Each halving leaves the low-pass part of a wavelet (ISO 15444-1 F.3): values of a kind
that was never measured. They are for the eye alone, until the exact ones are there.
"""

import io
from dataclasses import replace

import numpy as np

from viewer.pixels.agreement import CODECS, agreed, colour_after
from viewer.pixels.codestream import Codec, CodeStream, read_code_stream
from viewer.pixels.decode import Decoded, DecodeRequest
from viewer.pixels.decoder import library
from viewer.pixels.encoding import Encoding
from viewer.pixels.frames import read_frame
from viewer.pixels.stored_values import Values, natural_values, shape_of
from viewer.records import dataclass

SLOW_SECONDS = 0.1
"""A frame that takes longer is seen at reduced resolution first."""

AIMED_SECONDS = 0.06
"""What the reduced picture may take: then it is there before anyone sees a delay."""

MOST_HALVINGS = 3
"""Of less than an eighth of the pixels nobody can say what they show."""

FEWEST_PIXELS = 256
"""Of the longer side of a reduced picture."""

_SECONDS_PER_BYTE: dict[Codec, float] = {"JPEG 2000": 140e-9, "HTJ2K": 9e-9}
_SECONDS_PER_SAMPLE: dict[Codec, float] = {"JPEG 2000": 10.7e-9, "HTJ2K": 5e-9}
"""Measured on one machine, lossless and lossy; the session's measure corrects it."""

_LEARNING = 0.3
"""Weight of the latest frame."""

_SIZ_OFFSETS = slice(14, 22)
"""XOsiz and YOsiz, from the beginning of the marker SIZ (A.5.1)."""


@dataclass(frozen=True, slots=True)
class ReducedRequest:
    """A frame, and how often it is to be halved at most."""

    frame: DecodeRequest
    halvings: int


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """The picture in a frame of `rows` × `columns`, halved so many times.

    Its sample k lies on the centre of the frame's pixel k × 2^halvings.
    """

    decoded: Decoded
    halvings: int
    rows: int
    columns: int


class Rates:
    """How long frames take, learnt from those that were decoded in this session."""

    def __init__(self) -> None:
        self._factors: dict[Codec, float] = {}

    def seconds(self, request: DecodeRequest) -> float:
        """What a whole frame will take; 0 for other codecs than JPEG 2000."""
        codec = CODECS.get(request.encoding.transfer_syntax_uid)
        if codec not in _SECONDS_PER_BYTE:
            return 0.0
        return _expected(codec, request) * self._factors.get(codec, 1.0)

    def learn(self, request: DecodeRequest, seconds: float) -> None:
        """A frame that was decoded without more than it needed took so long."""
        codec = CODECS.get(request.encoding.transfer_syntax_uid)
        if codec not in _SECONDS_PER_BYTE or seconds <= 0:
            return
        factor = seconds / max(_expected(codec, request), 1e-9)
        before = self._factors.get(codec)
        if before is not None:
            factor = before + _LEARNING * (factor - before)
        self._factors[codec] = factor

    def reduced(self, request: DecodeRequest) -> ReducedRequest | None:
        """What to see first; None where the whole is there as soon, or numbers change.

        A frame that is subtracted, converted by a profile, or shares its bits with an
        overlay is not what its smaller pictures show.
        """
        seconds = self.seconds(request)
        is_plain = (
            request.subtraction is None
            and request.colours is None
            and not request.overlay_bits
            and not request.skip_decoders
        )
        is_at_hand = request.bytes.archived is None and not request.bytes.inflate
        if seconds <= SLOW_SECONDS or not is_plain or not is_at_hand:
            return None
        halvings = 1
        while seconds / 4**halvings > AIMED_SECONDS and halvings < MOST_HALVINGS:
            halvings += 1
        return ReducedRequest(request, halvings)


def decode_reduced(asked: ReducedRequest) -> Reduced | None:
    """In a worker; None where there is no smaller picture of that frame.

    Whatever is wrong with the frame is said by who decodes the whole of it.
    """
    try:
        return _decoded(asked)
    except Exception:  # noqa: BLE001 (libraries raise anything on damage)
        return None


def _expected(codec: Codec, request: DecodeRequest) -> float:
    encoding = request.encoding
    samples = encoding.rows * encoding.columns * encoding.samples_per_pixel
    size = sum(length for _, length in request.bytes.ranges)
    return size * _SECONDS_PER_BYTE[codec] + samples * _SECONDS_PER_SAMPLE[codec]


def _decoded(asked: ReducedRequest) -> Reduced | None:
    data = bytes(read_frame(asked.frame.bytes))
    stream = read_code_stream(data)
    if stream is None or not _may_be_reduced(data, stream):
        return None
    encoding = agreed(stream, asked.frame.encoding)
    longer = max(encoding.rows, encoding.columns)
    halvings = min(asked.halvings, stream.halvings)
    while halvings and longer >> halvings < FEWEST_PIXELS:
        halvings -= 1
    if not halvings or shape_of(encoding) != shape_of(asked.frame.encoding):
        return None
    small = replace(
        encoding,
        rows=-(-encoding.rows // 2**halvings),
        columns=-(-encoding.columns // 2**halvings),
    )
    raw, decoder = _raw(data, stream, small, halvings)
    values = natural_values(raw, encoding, stream)
    if values.shape != shape_of(small):
        return None
    said = colour_after(stream, encoding)
    decoded = Decoded(values, said, decoder, is_proven=False)
    return Reduced(decoded, halvings, encoding.rows, encoding.columns)


def _may_be_reduced(data: bytes, stream: CodeStream) -> bool:
    """Whole, of a form that is sure to be placed rightly; only grey has many bits."""
    at = data.find(b"\xff\x51", stream.start)
    starts_at_zero = not any(data[at:][_SIZ_OFFSETS])
    is_known = stream.components == 1 or (
        stream.components == 3 and stream.precision == 8
    )
    is_sound = stream.is_sound and stream.has_end and starts_at_zero
    return is_sound and is_known and stream.codec in _SECONDS_PER_BYTE


def _raw(
    data: bytes, stream: CodeStream, small: Encoding, halvings: int
) -> tuple[Values, str]:
    """By OpenJPH where it is exact, else by OpenJPEG through Pillow."""
    if stream.codec == "HTJ2K" and stream.reversible:
        decode = library("imagecodecs").htj2k_decode
        return decode(data, skipres=halvings, planar=False), "imagecodecs.htj2k"
    values = _by_openjpeg(data, small, halvings)
    if small.samples_per_pixel > 1:
        return values, "Pillow"
    return _unscaled(values, stream), "Pillow"


def _by_openjpeg(data: bytes, small: Encoding, halvings: int) -> Values:
    """Pillow's own `reduce` rounds where the standard takes the next whole number."""
    plugin, files = library("PIL.Jpeg2KImagePlugin"), library("PIL.ImageFile")
    image = plugin.Jpeg2KImageFile(io.BytesIO(data))
    image._size = (small.columns, small.rows)
    (tile,) = image.tile
    form, _, *rest = tile.args
    extents = (0, 0, small.columns, small.rows)
    image.tile = [tile._replace(extents=extents, args=(form, halvings, *rest))]
    files.ImageFile.load(image)
    return np.array(image)


def _unscaled(values: Values, stream: CodeStream) -> Values:
    """Pillow lifts grey values to 8 or 16 bits, and signed ones above zero."""
    bits = 8 if stream.precision <= 8 else 16
    integers = values.astype(np.int32) >> (bits - stream.precision)
    if stream.signed:
        integers -= 1 << (stream.precision - 1)
    return integers.astype(np.int16 if stream.signed else np.uint16)
